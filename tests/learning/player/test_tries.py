"""Tries at a check: the same rule here and in the USB player."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.bundles.manifest import QuestionType
from learning.player.marking import mark, right_parts
from learning.player.tries import tries
from learning.xapi import statements
from learning.xapi.folding import ActivityProgress, fold
from learning.xapi.statements import Checked
from tests.learning.player.test_kinds import VECTORS, kind, named, question_of

QUESTION, LESSON, COURSE, ACTOR, ORIGIN = (UUID(int=number) for number in range(1, 6))
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def said(place: int, right: bool | None) -> Checked:
    """Give the answer at this place, one a second."""
    statement = statements.answered(
        question=QUESTION,
        lesson=LESSON,
        response="a",
        correct=right,
        actor=ACTOR,
        actor_home="https://atoll.invalid/learners",
        course=COURSE,
        edition="ab" * 32,
        origin=ORIGIN,
        seq=place,
        timestamp=NOON.replace(second=place),
    )
    return statements.check(statement)


def standing(answers: list[Checked]) -> ActivityProgress | None:
    return fold(answers).get(QUESTION)


@pytest.mark.parametrize("case", named(VECTORS["tries"]))
def test_tries_are_counted_as_the_vectors_say(case: dict[str, Any]) -> None:
    question = replace(kind(QuestionType(case["type"])), tries=case["tries"])
    state = standing([said(place, right) for place, right in enumerate(case["answers"])])

    found = tries(
        question,
        answers=state.answers if state else 0,
        is_right=state.last_correct if state else None,
    )

    assert (found.number, found.most, found.is_shown) == (
        case["number"],
        case["most"],
        case["shown"],
    )


@pytest.mark.parametrize("case", named(VECTORS["right"]))
def test_the_answer_that_is_shown_is_right(case: dict[str, Any]) -> None:
    question = question_of(case)

    parts = right_parts(question)

    assert parts == case["parts"]
    assert not question.is_marked or mark(question, parts).is_correct


@given(
    rights=st.lists(st.booleans(), min_size=1, max_size=8),
    most=st.integers(min_value=0, max_value=3),
    data=st.data(),
)
def test_order_and_repetition_make_no_difference_to_tries(
    rights: list[bool], most: int, data: st.DataObject
) -> None:
    question = replace(kind(QuestionType.SINGLE), tries=most)
    answers = [said(place, right) for place, right in enumerate(rights)]
    mixed = data.draw(st.permutations([*answers, *answers[:2]]))

    one, other = standing(answers), standing(mixed)

    assert one and other
    found = tries(question, answers=one.answers, is_right=one.last_correct)
    assert found == tries(question, answers=other.answers, is_right=other.last_correct)


@given(rights=st.lists(st.booleans(), min_size=1, max_size=8), most=st.integers(0, 3))
def test_a_check_is_done_by_a_right_answer_and_by_nothing_else(
    rights: list[bool], most: int
) -> None:
    question = replace(kind(QuestionType.SINGLE), tries=most)
    state = standing([said(place, right) for place, right in enumerate(rights)])

    assert state
    assert state.succeeded is any(rights)
    found = tries(question, answers=state.answers, is_right=state.last_correct)
    wrong_first = not any(rights) and 0 < most <= len(rights)
    assert not wrong_first or found.is_shown
