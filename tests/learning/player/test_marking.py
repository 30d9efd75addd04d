from collections import Counter
from dataclasses import replace
from uuid import uuid4

import pytest

from learning.bundles.manifest import Option, QuestionType
from learning.player.marking import draw, is_pass, mark, read_response
from tests.factories.manifests import BANK, QUESTION, make_manifest

MULTIPLE = replace(
    QUESTION,
    type=QuestionType.MULTIPLE,
    options=(
        Option("a", "One", True, "Yes."),
        Option("b", "Two", False, "No."),
        Option("c", "Three", True, "Yes."),
    ),
)


@pytest.mark.parametrize(
    ("chosen", "is_correct"),
    [(["a"], True), (["b"], False), (["a", "b"], False), ([], False), (["zz"], False)],
)
def test_a_single_answer_is_right_only_alone(chosen: list[str], is_correct: bool) -> None:
    assert mark(QUESTION, chosen).is_correct is is_correct


@pytest.mark.parametrize(
    ("chosen", "is_correct"),
    [(["a", "c"], True), (["c", "a"], True), (["a"], False), (["a", "b", "c"], False)],
)
def test_several_answers_must_be_all_and_only_the_right_ones(
    chosen: list[str], is_correct: bool
) -> None:
    assert mark(MULTIPLE, chosen).is_correct is is_correct


def test_a_response_reads_back_as_what_was_chosen() -> None:
    assert read_response(mark(MULTIPLE, ["c", "a"]).response) == ["a", "c"]
    assert read_response("") == []


def test_an_attempt_always_draws_the_same_questions_and_none_twice() -> None:
    assessment = make_manifest().assessment
    assert assessment
    attempt = str(uuid4())

    drawn = draw(assessment, attempt)

    assert drawn == draw(assessment, attempt)
    assert len(set(drawn)) == assessment.draw
    assert set(drawn) <= set(BANK)


def test_attempts_draw_the_whole_bank_in_turn() -> None:
    assessment = make_manifest().assessment
    assert assessment
    times = Counter(q for n in range(200) for q in draw(assessment, f"attempt-{n}"))

    assert set(times) == set(BANK)
    assert max(times.values()) < 2 * min(times.values())


@pytest.mark.parametrize(
    ("raw", "maximum", "passed"), [(7, 10, True), (6, 10, False), (14, 20, True), (13, 19, False)]
)
def test_the_pass_mark_is_exact(raw: int, maximum: int, passed: bool) -> None:
    assert is_pass(raw=raw, maximum=maximum, pass_percent=70) is passed
