"""The USB player reads and marks answers as the server does: tests/vectors/answers.json."""

from collections.abc import Callable
from typing import Any

import pytest

from learning.publishing.exporters.course_page import question_facts
from tests.learning.player.test_kinds import VECTORS, question_of

pytestmark = pytest.mark.browser
Run = Callable[..., Any]
MARK = """all => all.map(([question, entries]) => {
    const {parts, fault} = Atoll.readEntries(question, entries);
    const marked = Atoll.mark(question, parts);
    const again = Atoll.mark(question, Atoll.partsOf(Atoll.responseOf(marked.parts)));
    const reasons = marked.reasons.map(({isRight, option, why, place}) =>
        [isRight, option, why, place]);
    return {parts, fault, kept: marked.parts, correct: marked.isRight, reasons,
        again: again.parts};
})"""


def facts(case: dict[str, Any]) -> Any:
    return question_facts(question_of(case))


def test_every_answer_is_read_and_marked_as_the_vectors_say(run: Run) -> None:
    cases = VECTORS["answers"]
    found = run(MARK, [[facts(case), case["entries"]] for case in cases])
    for case, marked in zip(cases, found, strict=True):
        said = {name: case[name] for name in ("parts", "fault", "correct", "reasons")}
        expected = {**said, "kept": case["parts"], "again": case["parts"]}
        assert (case["name"], marked) == (case["name"], expected)


def test_gaps_are_compared_in_one_shape(run: Run) -> None:
    found = run(
        "all => all.map(([text, ignores]) => Atoll.foldText(text, ignores))", VECTORS["folds"]
    )
    assert found == [folded for _text, _ignores, folded in VECTORS["folds"]]


def test_each_kind_is_named_as_xapi_names_it(run: Run) -> None:
    cases = VECTORS["interactions"]
    found = run("all => all.map(Atoll.interactionOf)", [facts(case) for case in cases])
    for case, definition in zip(cases, found, strict=True):
        assert definition["interactionType"] == case["interactionType"]
        assert definition.get("correctResponsesPattern", []) == case["right"]


def test_tries_are_counted_as_the_vectors_say(run: Run) -> None:
    cases = VECTORS["tries"]
    script = """all => all.map(({type, tries, answers}) => {
        const isRight = answers.length ? answers[answers.length - 1] : null;
        const found = Atoll.tries({type, tries}, answers.length, isRight);
        return [found.number, found.most, found.isShown];
    })"""
    found = run(script, cases)
    for case, said in zip(cases, found, strict=True):
        assert (case["name"], said) == (
            case["name"],
            [case["number"], case["most"], case["shown"]],
        )


def test_the_right_answer_is_the_servers(run: Run) -> None:
    cases = VECTORS["right"]
    found = run("all => all.map(Atoll.rightParts)", [facts(case) for case in cases])
    assert found == [case["parts"] for case in cases]


def test_leave_for_an_attempt_is_given_as_the_vectors_say(run: Run) -> None:
    cases = VECTORS["limits"]
    script = """all => all.map((each) => {
        const now = 1795348800000;
        const found = each.used
            ? {attempts: each.used, last_at: now - (each.minutes_ago || 0) * 60000} : undefined;
        const test = {attempts: each.attempts, waitHours: each.wait_hours};
        const {left, opensAt} = Atoll.leave(test, found, now, each.once);
        return [left, opensAt ? (opensAt - now) / 60000 : 0];
    })"""
    found = run(script, cases)
    for case, said in zip(cases, found, strict=True):
        assert (case["name"], said) == (case["name"], [case["left"], case["waits"]])
