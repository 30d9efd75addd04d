"""What the editor refuses of a question, at the field that is wrong."""

from typing import Any

import pytest
from wagtail.blocks import StructBlockValidationError

from courses import kinds, questions

WHY = {"right": "Yes.", "other": "No."}
NUMBER = {"question": "<p>How many?</p>", "lowest": "1", "highest": "2", "unit": "km"}
NUMBER |= {"right": "Yes.", "low": "Low.", "high": "High."}
CHOICES = [
    {"text": "Go", "goes": 2, "consequence": ""},
    {"text": "Stop", "goes": None, "consequence": "So."},
]
ENDS = [{"text": text, "goes": None, "consequence": "So."} for text in ("Yes", "No")]


def case(*steps: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "question": "<p>A case</p>",
        "steps": [{"text": "<p>Now</p>", "choices": each} for each in steps],
    }


def pairs(*texts: tuple[str, str]) -> dict[str, Any]:
    made = [{"text": left, "match": right, "feedback": ""} for left, right in texts]
    return {"question": "<p>Match</p>", "pairs": made}


GOOD: list[tuple[Any, dict[str, Any]]] = [
    (questions.TrueFalseBlock(), {"question": "<p>So?</p>", "is_true": False, **WHY}),
    (questions.NumericBlock(), NUMBER),
    (questions.OrderingBlock(), {"question": "<p>Q</p>", "sequence": ["a", "b", "c"], **WHY}),
    (questions.MatchingBlock(), pairs(("a", "1"), ("b", "2"), ("c", "3"))),
    (questions.FillInBlock(), {"question": "<p>Q</p>", "answers": ["a"], **WHY}),
    (questions.PollBlock(), {"question": "<p>Q</p>", "options": ["a", "b"], "after": ""}),
    (questions.ScenarioBlock(), case(CHOICES, ENDS)),
]
BAD: list[tuple[Any, dict[str, Any], str]] = [
    (questions.TrueFalseBlock(), {"question": "<p>So?</p>", "right": "", "other": "No."}, "right"),
    (questions.NumericBlock(), {**NUMBER, "lowest": "3"}, "lowest"),
    (questions.NumericBlock(), {**NUMBER, "lowest": "one"}, "lowest"),
    (questions.NumericBlock(), {**NUMBER, "low": ""}, "low"),
    (questions.OrderingBlock(), {"question": "<p>Q</p>", "sequence": ["a"], **WHY}, "sequence"),
    (
        questions.OrderingBlock(),
        {"question": "<p>Q</p>", "sequence": ["a", "b", "A"], **WHY},
        "sequence",
    ),
    (questions.MatchingBlock(), pairs(("a", "1"), ("b", "2")), "pairs"),
    (questions.MatchingBlock(), pairs(("a", "1"), ("b", "1"), ("c", "3")), "pairs"),
    (questions.FillInBlock(), {"question": "<p>Q</p>", "answers": [], **WHY}, "answers"),
    (questions.FillInBlock(), {"question": "<p>Q</p>", "answers": ["{a}"], **WHY}, "answers"),
    (questions.PollBlock(), {"question": "<p>Q</p>", "options": ["a"], "after": ""}, "options"),
    (questions.ScenarioBlock(), case(CHOICES), "steps"),
    (questions.ScenarioBlock(), case(ENDS, ENDS), "steps"),
    (questions.FlashcardsBlock(), {"title": "", "cards": [{"front": "a", "back": "b"}]}, "cards"),
]


@pytest.mark.parametrize(("block", "value"), GOOD, ids=lambda each: type(each).__name__)
def test_a_question_that_can_be_asked_is_taken(block: Any, value: dict[str, Any]) -> None:
    assert block.clean(block.to_python(value))["question"].source == value["question"]


@pytest.mark.parametrize(("block", "value", "field"), BAD)
def test_a_question_that_cannot_be_asked_is_refused_where_it_is_wrong(
    block: Any, value: dict[str, Any], field: str
) -> None:
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(value))
    assert set(refused.value.block_errors) == {field}


def test_a_tolerance_lies_on_both_sides() -> None:
    assert kinds.around("9397", "3") == ("9394", "9400")
    assert kinds.around("0.5", "0.05") == ("0.45", "0.55")
    assert kinds.around("1", "-1") == ("0", "2")
