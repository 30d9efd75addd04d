"""The sums are those of the library's handout."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.cohorts.work.rubrics import (
    LEVELS,
    MOST_CRITERIA,
    levels_from,
    mark_of,
    rubric_from,
    spread_of,
    teach_back_rubric,
)

LEVEL = st.integers(1, LEVELS)


@pytest.mark.parametrize(
    ("marks", "tenths"),
    [
        # The handout's examples: agreed levels 3, 2.5, 3, 2, 2 and 2, 2.5, 3, 2, 2.
        ([(3, 2, 3, 2, 2), (3, 3, 3, 2, 2)], 31),
        ([(2, 2, 3, 2, 2), (2, 3, 3, 2, 2)], 29),
        ([(4, 4, 4, 4, 4)], 50),
        ([(1, 1, 1, 1, 1)], 13),
        ([(2, 2, 2, 3, 3)], 30),
    ],
)
def test_the_mark_is_worked_out_as_the_handout_says(
    marks: list[tuple[int, ...]], tenths: int
) -> None:
    assert mark_of(marks) == tenths


def test_nobody_marked_is_no_mark() -> None:
    assert mark_of([]) is None


@given(st.lists(st.lists(LEVEL, min_size=5, max_size=5), min_size=1, max_size=4))
def test_a_mark_lies_between_the_worst_and_the_best_and_order_makes_no_difference(
    marks: list[list[int]],
) -> None:
    found = mark_of(marks)
    assert found is not None
    assert 13 <= found <= 50
    assert found == mark_of(marks[::-1])


def test_the_spread_is_told_criterion_by_criterion() -> None:
    assert spread_of([(1, 2, 3), (3, 2, 2)]) == (2, 0, 1)


@pytest.mark.parametrize("marks", [[], [(1, 2)], [(1, 2), (1, 2, 3)]])
def test_what_cannot_be_compared_has_no_spread(marks: list[tuple[int, ...]]) -> None:
    assert spread_of(marks) == ()


@pytest.mark.parametrize("said", [None, [], "3", [0], [5], [True], [2.0], [1] * 7, ["2"]])
def test_levels_of_an_unknown_shape_are_none(said: object) -> None:
    assert levels_from(said) == ()


def test_a_rubric_is_read_as_it_was_said() -> None:
    rubric = teach_back_rubric()
    assert len(rubric.criteria) <= MOST_CRITERIA
    assert rubric_from(rubric.value) == rubric


@pytest.mark.parametrize(
    "said",
    [
        None,
        {},
        {"criteria": []},
        {"criteria": ["a"]},
        {"criteria": [{"title": 3, "levels": []}]},
        {"criteria": [{"title": "A", "levels": ["a", "b", "c"]}]},
        {"criteria": [{"title": "A", "levels": ["a", "b", "c", 4]}]},
        {"criteria": [{"title": "A", "levels": ["a"] * 4}] * 7},
    ],
)
def test_a_rubric_of_an_unknown_shape_is_none(said: dict[str, object] | None) -> None:
    assert rubric_from(said) is None
