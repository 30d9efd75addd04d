import pytest

from learning.finding.filtering import Fact, apply, choose, language_name

FACTS = [
    Fact(1, "course", "en", 120, "", "16.6 9.c", "A"),
    Fact(2, "lesson", "en", 5, "", "16.6", "B"),
    Fact(3, "guide", "fr", 9, "local", "", "C"),
]


def counts(name: str, **filters: str) -> dict[str, int]:
    _left, fields = apply(choose(filters), FACTS)
    field = next(each for each in fields if each.name == name)
    return {choice.value: choice.count for choice in field.choices}


def left(**filters: str) -> list[int]:
    return [fact.pk for fact in apply(choose(filters), FACTS)[0]]


def test_each_filter_leaves_what_fits() -> None:
    assert left() == [1, 2, 3]
    assert left(kind="guide") == left(language="fr") == left(level="local") == [3]
    assert left(minutes="5") == [2]
    assert left(minutes="10") == [2, 3]
    assert left(sdg="9.c") == [1]


def test_filters_combine() -> None:
    assert left(sdg="16.6", minutes="10") == [2]
    assert left(sdg="16.6", level="local") == []


def test_a_count_is_what_one_would_get_with_the_other_filters() -> None:
    assert counts("kind") == {"course": 1, "guide": 1, "lesson": 1}
    assert counts("kind", sdg="16.6") == {"course": 1, "lesson": 1}
    assert counts("kind", kind="guide") == {"course": 1, "guide": 1, "lesson": 1}
    assert counts("sdg", kind="guide", sdg="16.6") == {"16.6": 0}


def test_choices_stand_in_the_order_of_their_meaning() -> None:
    assert list(counts("sdg")) == ["9.c", "16.6"]
    assert list(counts("minutes")) == ["5", "10", "20", "40", "60"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "everything"),
        ("language", "xx-nonsense"),
        ("minutes", "7"),
        ("minutes", "²"),
        ("level", "galactic"),
        ("sdg", "16.6 OR 1=1"),
    ],
)
def test_a_value_that_means_nothing_is_left_out_and_told(name: str, value: str) -> None:
    chosen = choose({name: value})
    assert not chosen
    assert chosen.ignored == (value,)
    assert left(**{name: value}) == [1, 2, 3]


def test_an_empty_value_is_no_filter() -> None:
    assert choose({"kind": " "}).ignored == ()


def test_a_language_is_called_by_its_own_name() -> None:
    assert language_name("fr") == "français"
    assert language_name("xx") == "xx"
