import dataclasses
import random
import uuid
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.xapi.folding import ActivityProgress, fold
from learning.xapi.statements import Checked, check, written
from tests.learning.xapi.samples import (
    ASSESSMENT,
    QUESTION,
    VECTORS,
    answer,
    answers,
    histories,
    score,
    unhurried,
    void,
)


def as_vector(progress: ActivityProgress | None) -> dict[str, Any] | None:
    if progress is None:
        return None
    return {name: plain(value) for name, value in dataclasses.asdict(progress).items()}


def plain(value: object) -> object:
    if isinstance(value, uuid.UUID):
        return str(value)
    return written(value) if isinstance(value, datetime) else value


@pytest.mark.parametrize("case", VECTORS["folds"], ids=lambda case: case["name"])
def test_the_vectors_fold_as_they_say(case: dict[str, Any]) -> None:
    progress = fold(map(check, case["statements"])).get(uuid.UUID(case["activity"]))
    assert as_vector(progress) == case["progress"]


@unhurried
@given(histories(), st.randoms(use_true_random=False))
def test_order_and_repetition_make_no_difference(
    history: list[Checked], chance: random.Random
) -> None:
    disturbed = history + chance.choices(history, k=3) if history else []
    chance.shuffle(disturbed)
    assert fold(disturbed) == fold(history)


@unhurried
@given(histories(), histories())
def test_what_arrives_in_parts_counts_as_one(first: list[Checked], second: list[Checked]) -> None:
    assert fold(first + second) == fold(second + first) == fold([*second, *first, *second])


@unhurried
@given(histories(), histories())
def test_without_voids_nothing_reached_is_lost(before: list[Checked], later: list[Checked]) -> None:
    known = [each for each in before if "voided" not in each.verb]
    grown = fold(known + [each for each in later if "voided" not in each.verb])
    for activity, progress in fold(known).items():
        now = grown[activity]
        assert now.answers >= progress.answers
        assert now.attempts >= progress.attempts
        assert now.succeeded >= progress.succeeded
        assert now.passed >= progress.passed
        assert now.registered >= progress.registered


def test_a_void_removes_only_what_it_names() -> None:
    first, second = answers(2)
    assert fold([first, second, check(void(first))])[QUESTION].answers == 1
    assert fold([check(void(first)), first]) == {}


def test_a_void_of_something_unknown_does_nothing() -> None:
    first, second = answers(2)
    assert fold([first, check(void(second))]) == fold([first])


def test_the_best_score_is_compared_exactly() -> None:
    third, almost = check(score(1, 3, 1)), check(score(333_333, 1_000_000, 2))
    assert fold([almost, third])[ASSESSMENT].best_maximum == 3


def test_nothing_folds_to_nothing() -> None:
    assert fold([]) == {}


def test_a_wrong_answer_marked_complete_is_no_success() -> None:
    statement = answer(correct=False)
    statement["result"]["completion"] = True
    assert not fold([check(statement)])[QUESTION].succeeded
