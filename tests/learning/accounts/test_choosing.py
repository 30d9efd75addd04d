"""What people say yes and no to, and whom that leaves out."""

import hashlib

import pytest
from django.conf import LazySettings
from django.utils.translation import override

from learning.accounts.choosing import (
    all_refusing,
    allows,
    choices_of,
    choose,
    disagreeing,
    is_open,
    refusing,
)
from learning.accounts.models import Choice, Purpose, User
from learning.accounts.purposes import WORDINGS

FORWARD = Purpose.FORWARD
# Of the English words of each purpose. Where they change what people would answer, raise the
# version there; then, or where only a spelling was mended, write the new digest here.
DIGESTS = {
    Purpose.POOL: (1, "ae702bf181dc"),
    Purpose.FOLLOW_UP: (1, "46f6373214b0"),
    Purpose.FORWARD: (1, "13e560501de2"),
    Purpose.ARCHIVE: (1, "3d5bb7d67033"),
}


@pytest.fixture
def other(db: None) -> User:
    return User.objects.create_learner(name="Other One", pin="2580")


def reword(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learning.accounts.choosing.version_of", lambda purpose: 2)


@pytest.mark.parametrize("purpose", Purpose)
def test_no_words_change_unseen(purpose: Purpose) -> None:
    each = WORDINGS[purpose]
    with override("en"):
        words = "|".join(map(str, (each.title, each.what, each.who, each.how_long, each.if_no)))
    digest = hashlib.sha256(words.encode()).hexdigest()[:12]
    assert (each.version, digest) == DIGESTS[purpose]


@pytest.mark.parametrize(
    ("ground", "says", "is_allowed"),
    [
        ("objection", None, True),
        ("objection", True, True),
        ("objection", False, False),
        ("consent", None, False),
        ("consent", True, True),
        ("consent", False, False),
        ("duty", None, True),
        ("duty", False, True),
    ],
)
def test_the_ground_decides_what_holds(
    learner: User, settings: LazySettings, ground: str, says: bool | None, is_allowed: bool
) -> None:
    settings.ATOLL_FORWARDING_RESTS_ON = ground
    if says is not None:
        choose(learner, FORWARD, says_yes=says)
    assert allows(learner, FORWARD) is is_allowed
    assert (learner.pk in all_refusing(FORWARD)) is not is_allowed


def test_every_word_is_kept_and_the_last_one_holds(learner: User) -> None:
    for says in (True, False, False, True):
        choose(learner, FORWARD, says_yes=says)
    assert [each.says_yes for each in Choice.objects.of(learner)] == [True, False, True]
    assert choices_of(learner)[FORWARD].says_yes
    assert choices_of(learner)[FORWARD].version == 1


def test_the_last_word_is_not_found_by_a_clock(learner: User) -> None:
    choose(learner, FORWARD, says_yes=True)
    choose(learner, FORWARD, says_yes=False)
    Choice.objects.filter(says_yes=True).update(at="2199-01-01T00:00Z")
    assert not allows(learner, FORWARD)


def test_changed_words_ask_again_and_an_older_yes_counts_no_more(
    learner: User, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ATOLL_FORWARDING_RESTS_ON = "consent"
    choose(learner, FORWARD, says_yes=True)
    assert not is_open(FORWARD, choices_of(learner))
    reword(monkeypatch)
    assert is_open(FORWARD, choices_of(learner))
    assert not allows(learner, FORWARD)
    choose(learner, FORWARD, says_yes=True)
    assert allows(learner, FORWARD)


def test_a_no_to_older_words_stays_a_no(learner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(learner, FORWARD, says_yes=False)
    reword(monkeypatch)
    assert not allows(learner, FORWARD)


def test_each_person_and_each_purpose_stands_alone(learner: User, other: User) -> None:
    choose(learner, FORWARD, says_yes=False)
    assert refusing(FORWARD, among=[learner.pk, other.pk]) == {learner.pk}
    assert refusing(Purpose.ARCHIVE, among=[learner.pk, other.pk]) == set()


def test_who_never_spoke_does_not_disagree(learner: User, other: User) -> None:
    choose(learner, Purpose.POOL, says_yes=False)
    both = [learner.pk, other.pk]
    assert refusing(Purpose.POOL, among=both) == set(both)
    assert disagreeing(Purpose.POOL, among=both) == {learner.pk}
