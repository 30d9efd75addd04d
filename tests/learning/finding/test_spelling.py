import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.finding.indexing import learn
from learning.finding.models import Spelling
from learning.finding.spelling import distance, grams, nearest, slips, spellings

LETTERS = st.text(alphabet="abcde", min_size=4, max_size=10)


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("visit", "visit", 0),
        ("visit", "visti", 1),
        ("visit", "vist", 1),
        ("visit", "vizit", 1),
        ("visit", "visits", 1),
        ("procurment", "procurements", 2),
        ("abcd", "badc", 2),
    ],
)
def test_slips_are_counted(one: str, other: str, far: int) -> None:
    assert distance(one, other, 2) == distance(other, one, 2) == far


def test_more_slips_than_allowed_are_not_counted_to_the_end() -> None:
    assert distance("visit", "counter", 1) > 1
    assert distance("abcdefgh", "zzzzzzzz", 2) > 2


def test_short_words_allow_no_slip_and_long_ones_two() -> None:
    assert [slips("x" * length) for length in (3, 4, 7, 8)] == [0, 1, 1, 2]


@given(LETTERS, LETTERS)
def test_words_within_reach_share_enough_threes_of_letters(one: str, other: str) -> None:
    most = slips(one)
    if distance(one, other, most) <= most:
        assert len(grams(one) & grams(other)) >= max(1, len(grams(one)) - 4 * most)


def test_words_are_kept_as_they_are_written() -> None:
    assert set(spellings("L’Été à Suva, 2024 政府 QR2")) == {"été", "suva"}


@pytest.mark.django_db
def test_the_nearest_words_are_found() -> None:
    learn(["procurement", "procure", "démarche", "visit", "vision", "সরকারি"])

    near = nearest(["procurment", "demarhce", "vsiit", "সরকরি", "xyzzy", "cat"])

    assert near["procurment"] == ["procurement"]
    assert near["demarhce"] == ["démarche"]
    assert near["vsiit"] == ["visit"]
    assert near["সরকরি"] == ["সরকারি"]
    assert near["xyzzy"] == []
    assert "cat" not in near
    assert nearest(["cat"]) == {}


@pytest.mark.django_db
def test_learning_a_word_twice_is_safe() -> None:
    learn(["visit"])
    count = Spelling.objects.count()
    learn(["visit"])
    assert Spelling.objects.count() == count
