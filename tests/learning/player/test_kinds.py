"""Each kind of question, read and marked as tests/vectors/answers.json says; the USB player too."""

import json
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from learning.bundles.arranging import PAIR, starting_order, target_of, targets
from learning.bundles.manifest import Option, Question, QuestionType, questions_from_bytes
from learning.player.interactions import interaction_of
from learning.player.marking import entries_of, fold, mark, read_entries, read_response
from learning.xapi.statements import MAX_RESPONSE

VECTORS = json.loads(
    (Path(__file__).parents[2] / "vectors" / "answers.json").read_text(encoding="utf-8")
)


def named(cases: Iterable[dict[str, Any]], name: str = "name") -> list[Any]:
    return [pytest.param(case, id=case[name]) for case in cases]


def question_of(case: dict[str, Any]) -> Question:
    entry = case["question"]
    return questions_from_bytes(rfc8785.dumps([entry]))[entry["id"]]


def kind(type_: QuestionType) -> Question:
    return next(question_of(c) for c in VECTORS["answers"] if c["question"]["type"] == type_)


@pytest.mark.parametrize("case", named(VECTORS["answers"]))
def test_an_answer_is_read_and_marked_as_the_vectors_say(case: dict[str, Any]) -> None:
    question = question_of(case)

    parts, fault = read_entries(question, case["entries"])
    marking = mark(question, parts)

    assert (list(parts), fault) == (case["parts"], case["fault"])
    assert list(marking.parts) == case["parts"]
    assert marking.is_correct is case["correct"]
    reasons = [[each.is_right, each.option, each.why, each.place] for each in marking.reasons]
    assert reasons == case["reasons"]


@pytest.mark.parametrize("case", named(VECTORS["answers"]))
def test_a_response_brings_the_same_answer_back(case: dict[str, Any]) -> None:
    question = question_of(case)
    marking = mark(question, case["parts"])

    again = mark(question, read_response(marking.response))

    assert again == marking
    assert len(marking.response) <= MAX_RESPONSE
    parts, _fault = read_entries(question, entries_of(question, marking.parts))
    assert parts == marking.parts


@pytest.mark.parametrize(("text", "ignores_accents", "folded"), VECTORS["folds"])
def test_gaps_are_compared_in_one_shape(text: str, ignores_accents: bool, folded: str) -> None:
    assert fold(text, ignores_accents=ignores_accents) == folded


@pytest.mark.parametrize("case", named(VECTORS["interactions"], "type"))
def test_each_kind_is_named_as_xapi_names_it(case: dict[str, Any]) -> None:
    definition = interaction_of(question_of(case)).definition

    assert definition["interactionType"] == case["interactionType"]
    assert definition.get("correctResponsesPattern", []) == case["right"]


def test_every_kind_has_vectors() -> None:
    assert {case["type"] for case in VECTORS["interactions"]} == set(QuestionType)
    asked = {case["question"]["type"] for case in VECTORS["answers"]}
    assert asked == set(QuestionType) - {QuestionType.REFLECTION}


@given(st.sampled_from(sorted(set(QuestionType))), st.lists(st.text(max_size=40), max_size=9))
def test_whatever_is_sent_is_an_answer_or_a_fault(type_: QuestionType, entries: list[str]) -> None:
    if type_ == QuestionType.REFLECTION:
        return
    parts, fault = read_entries(kind(type_), entries)
    assert bool(parts) is (fault is None)


@given(st.text(max_size=60), st.booleans())
def test_folding_twice_is_folding_once(text: str, ignores_accents: bool) -> None:
    once = fold(text, ignores_accents=ignores_accents)
    assert fold(once, ignores_accents=ignores_accents) == once


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=30))
def test_case_and_shape_make_no_difference_in_a_gap(text: str) -> None:
    folded = fold(text, ignores_accents=False)
    for same in (text.lower(), unicodedata.normalize("NFD", text), f"  {text} "):
        assert fold(same, ignores_accents=False) == folded


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_number_is_kept_as_it_is(number: Decimal) -> None:
    parts, fault = read_entries(kind(QuestionType.NUMERIC), [f"{number:f}"])
    assert fault is None
    assert Decimal(parts[0]) == number


@given(st.uuids(), st.integers(3, 7))
def test_the_first_order_is_always_the_same_and_never_the_right_one(id_: Any, count: int) -> None:
    options = tuple(Option(f"o{n}", f"Item {n}", True, "", f"Match {n}") for n in range(count))
    question = Question(str(id_), QuestionType.ORDERING, "", options)

    shown = starting_order(question)

    assert shown == starting_order(question)
    assert shown != options
    assert set(shown) == set(options)
    assert [text for _id, text in targets(question)] == [each.match for each in shown]
    assert len({target_of(question, each) for each in options}) == count
    assert PAIR not in "".join(target for target, _text in targets(question))
