from typing import Any
from uuid import uuid4

import pytest
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from courses.blocks import (
    BankBlock,
    CheckBlock,
    ExamQuestionBlock,
    LessonBlock,
    answer_problem,
    as_part,
)
from courses.library.kinds import MARKED
from toolkits.outline import OutlineQuestion

ONE = "Mark exactly one option as right."
SOME = "Mark at least one option as right and leave at least one wrong."


def check(type_: str = "single", right: tuple[bool, ...] = (True, False), **more: Any) -> Any:
    options = [
        {"text": f"Option {n}", "correct": c, "feedback": "So."} for n, c in enumerate(right)
    ]
    return {"type": type_, "question": "<p>Which?</p>", "options": options, **more}


@pytest.mark.parametrize(
    ("type_", "right", "problem"),
    [
        ("single", [True, False], ""),
        ("single", [False, False, True], ""),
        ("single", [False, False], ONE),
        ("single", [True, True], ONE),
        ("single", [], ONE),
        ("multiple", [True, False], ""),
        ("multiple", [True, True, False], ""),
        ("multiple", [True, True], SOME),
        ("multiple", [False, False], SOME),
        ("multiple", [], SOME),
    ],
)
def test_a_single_check_has_one_right_answer_and_a_multiple_one_some_but_not_all(
    type_: str, right: list[bool], problem: str
) -> None:
    assert answer_problem(type_, right) == problem


def test_a_check_that_can_be_answered_is_taken_and_its_question_sanitised() -> None:
    value = check(question="<p>Which?<script>fire()</script></p>")
    cleaned = CheckBlock().clean(CheckBlock().to_python(value))
    assert cleaned["question"].source == "<p>Which?</p>"


@pytest.mark.parametrize(
    ("type_", "right", "problem"),
    [("single", (True, True), ONE), ("multiple", (False, False), SOME)],
)
def test_a_check_that_cannot_be_answered_is_refused_at_its_options(
    type_: str, right: tuple[bool, ...], problem: str
) -> None:
    with pytest.raises(StructBlockValidationError) as refused:
        CheckBlock().clean(CheckBlock().to_python(check(type_, right)))
    [message] = refused.value.block_errors["options"].messages
    assert message == problem


@pytest.mark.parametrize("count", [1, 9])
def test_a_check_has_two_to_eight_options(count: int) -> None:
    value = CheckBlock().to_python(check(right=(True, *[False] * (count - 1))))
    with pytest.raises(StructBlockValidationError) as refused:
        CheckBlock().clean(value)
    assert set(refused.value.block_errors) == {"options"}


def test_an_option_needs_feedback() -> None:
    value = check()
    value["options"][1]["feedback"] = ""
    with pytest.raises(StructBlockValidationError) as refused:
        CheckBlock().clean(CheckBlock().to_python(value))
    assert set(refused.value.block_errors) == {"options"}


def test_a_question_of_an_assessment_names_the_lesson_to_read_again() -> None:
    with pytest.raises(StructBlockValidationError) as refused:
        ExamQuestionBlock().clean(ExamQuestionBlock().to_python(check(review="")))
    assert set(refused.value.block_errors) == {"review"}


def test_a_bank_takes_only_what_has_a_right_answer() -> None:
    assert set(BankBlock().child_blocks) == MARKED
    with pytest.raises(StreamBlockValidationError):
        BankBlock().clean(BankBlock().to_python([]))


def test_a_check_becomes_a_question_whose_ids_are_the_block_s() -> None:
    id_ = str(uuid4())
    [child] = LessonBlock().to_python([{"type": "check", "value": check(), "id": id_}])

    question = as_part(child)

    assert isinstance(question, OutlineQuestion)
    assert str(question.id) == id_
    assert (question.type, question.prompt, question.review) == ("single", "<p>Which?</p>", "")
    assert [(option.text, option.correct) for option in question.options] == [
        ("Option 0", True),
        ("Option 1", False),
    ]
    assert len({option.id for option in question.options}) == 2
    assert all(len(option.id) == 8 for option in question.options)


@pytest.mark.parametrize(("said", "tries"), [("", None), ("0", 0), ("3", 3)])
def test_a_check_says_how_many_tries_it_allows_or_leaves_it_to_its_lesson(
    said: str, tries: int | None
) -> None:
    raw = [{"type": "check", "value": check(tries=said), "id": str(uuid4())}]
    [child] = LessonBlock().to_python(raw)

    assert as_part(child).tries is tries or as_part(child).tries == tries


def test_every_check_of_a_lesson_allows_tries_and_none_of_a_test_does() -> None:
    lesson, bank = LessonBlock().child_blocks, BankBlock().child_blocks

    assert all("tries" in lesson[kind].child_blocks for kind in MARKED)
    assert not any("tries" in bank[kind].child_blocks for kind in MARKED)


def test_a_question_of_an_assessment_keeps_what_to_review() -> None:
    raw = [{"type": "check", "value": check(review="first"), "id": str(uuid4())}]
    [child] = BankBlock().to_python(raw)
    assert as_part(child).review == "first"


def test_a_reflection_becomes_a_question_without_options() -> None:
    raw = [{"type": "reflection", "value": {"prompt": "<p>Why?</p>"}, "id": str(uuid4())}]
    question = as_part(LessonBlock().to_python(raw)[0])
    assert (question.type, question.prompt, question.options) == ("reflection", "<p>Why?</p>", ())


def test_what_is_only_for_reading_stays_a_block() -> None:
    [child] = LessonBlock().to_python([{"type": "text", "value": "<p>Read</p>"}])
    assert as_part(child) is child
