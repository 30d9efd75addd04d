import copy
import json
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.xapi import errors, statements
from learning.xapi.extensions import ATTEMPT as ATTEMPT_IRI
from learning.xapi.extensions import EDITION as EDITION_IRI
from learning.xapi.extensions import ORIGIN as ORIGIN_IRI
from learning.xapi.extensions import SEQ as SEQ_IRI
from learning.xapi.ids import statement_id
from learning.xapi.interactions import Interaction, InteractionType
from learning.xapi.statements import check, written
from learning.xapi.verbs import Verb
from tests.learning.xapi.samples import (
    ASSESSMENT,
    ATTEMPT,
    COURSE,
    LEARNER,
    LESSON,
    NOON,
    QUESTION,
    VECTORS,
    answer,
    common,
    histories,
    score,
    unhurried,
    void,
)


def changed(statement: dict[str, Any], *path: str, to: object) -> dict[str, Any]:
    """Give a copy of the statement with another value at `path`; None takes the part away."""
    result = copy.deepcopy(statement)
    place: Any = result
    for name in path[:-1]:
        place = place[name]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return result


def test_an_answer_can_say_what_kind_of_question_it_answers() -> None:
    interaction = Interaction(InteractionType.SEQUENCING, ("a[,]b",))
    found = answer(7, response="b[,]a", interaction=interaction)
    assert found["object"] == {
        "objectType": "Activity",
        "id": f"urn:uuid:{QUESTION}",
        "definition": {
            "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
            "interactionType": "sequencing",
            "correctResponsesPattern": ["a[,]b"],
        },
    }
    assert check(found).response == "b[,]a"
    poll = Interaction(InteractionType.LIKERT).definition
    assert "correctResponsesPattern" not in poll


def test_an_answer_says_who_what_and_where() -> None:
    assert answer(7, response="q:1") == {
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": "https://atoll.invalid/learners", "name": str(LEARNER)},
        },
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"objectType": "Activity", "id": f"urn:uuid:{QUESTION}"},
        "result": {"response": "q:1", "success": True},
        "context": {
            "contextActivities": {
                "parent": [{"objectType": "Activity", "id": f"urn:uuid:{LESSON}"}],
                "grouping": [{"objectType": "Activity", "id": f"urn:uuid:{COURSE}"}],
            },
            "extensions": {
                "https://atoll.invalid/xapi/origin": "11111111-0000-4000-8000-000000000003",
                "https://atoll.invalid/xapi/seq": 7,
                "https://atoll.invalid/xapi/edition": "ab" * 32,
            },
        },
        "timestamp": "2026-11-22T12:07:00.000Z",
    }


def test_a_reflection_is_complete_and_neither_right_nor_wrong() -> None:
    assert answer(correct=None, response="mine")["result"] == {
        "response": "mine",
        "completion": True,
    }


def test_a_response_is_composed_trimmed_and_cut() -> None:
    kept = answer(response="  e\u0301\x00" + "x" * 3_000)["result"]["response"]
    assert kept.startswith("éx")
    assert len(kept) == 2_000


@unhurried
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=2_100))
def test_any_response_that_can_be_typed_is_kept_and_accepted(typed: str) -> None:
    kept = check(answer(response=typed)).response
    assert unicodedata.is_normalized("NFC", kept)
    assert len(kept) <= 2_000


@pytest.mark.parametrize(
    ("raw", "verb"), [(5, Verb.FAILED), (6, Verb.PASSED), (10, Verb.PASSED), (0, Verb.FAILED)]
)
def test_an_assessment_is_passed_from_the_percentage_on(raw: int, verb: Verb) -> None:
    statement = score(raw, 10)
    assert statement["verb"]["id"] == verb
    assert statement["result"] == {
        "score": {"raw": raw, "min": 0, "max": 10},
        "success": verb == Verb.PASSED,
        "completion": True,
    }
    assert statement["context"]["extensions"][ATTEMPT_IRI] == str(ATTEMPT)


def test_registering_and_completing_are_about_the_course() -> None:
    for build in (statements.registered, statements.completed):
        checked = check(build(**common()))
        assert checked.activity == checked.course == COURSE
        assert checked.parent is None


def test_a_void_names_the_statement_it_takes_back() -> None:
    target = check(answer())
    checked = check(void(target))
    assert checked.verb == Verb.VOIDED
    assert checked.activity == target.id


def test_a_time_is_written_in_utc_with_milliseconds() -> None:
    moment = datetime(2026, 11, 22, 15, 0, 0, 123_999, tzinfo=timezone(timedelta(hours=3)))
    assert written(moment) == "2026-11-22T12:00:00.123Z"


def test_a_time_without_a_zone_is_never_written() -> None:
    with pytest.raises(ValueError, match="zone"):
        written(NOON.replace(tzinfo=None))


def test_checking_gives_every_part() -> None:
    checked = check(score(8, 10, 3))
    assert (checked.actor, checked.actor_home) == (LEARNER, "https://atoll.invalid/learners")
    assert (checked.verb, checked.activity) == (Verb.PASSED, ASSESSMENT)
    assert (checked.raw, checked.maximum, checked.success) == (8, 10, True)
    assert (checked.attempt, checked.seq, checked.edition) == (ATTEMPT, 3, "ab" * 32)
    assert checked.completion
    assert checked.response == ""
    assert checked.timestamp == NOON + timedelta(minutes=3)
    assert json.loads(checked.content) == score(8, 10, 3)


@unhurried
@given(histories())
def test_what_builders_build_is_accepted_with_its_id(history: list[statements.Checked]) -> None:
    for checked in history:
        statement = {**json.loads(checked.content), "id": str(checked.id)}
        assert check(statement) == checked


def test_content_altered_under_an_id_is_refused() -> None:
    statement = answer(correct=False)
    statement["id"] = str(statement_id(statement))
    with pytest.raises(errors.AlteredStatement):
        check(changed(statement, "result", "success", to=True))


@pytest.mark.parametrize("identifier", [None, 7, "", "00000000-0000-4000-8000-000000000000"])
def test_an_id_of_something_else_is_refused(identifier: object) -> None:
    with pytest.raises(errors.AlteredStatement):
        check({**answer(), "id": identifier})


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22T12:00:00Z", NOON),
        ("2026-11-22T17:30:00.1239999+05:30", NOON + timedelta(milliseconds=123)),
        ("1970-01-01T00:00:00-00:00", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_any_time_with_a_zone_is_read(text: str, moment: datetime) -> None:
    assert check(changed(answer(), "timestamp", to=text)).timestamp == moment


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22T12:00:00",
        "2026-11-22",
        "2026-13-22T12:00:00Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T12:00:00+24:00",
        "٢٠٢٦-11-22T12:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "1969-12-31T23:59:59Z",
        "3000-01-01T00:00:00Z",
        "now",
        7,
    ],
)
def test_a_time_that_means_nothing_sure_is_refused(text: object) -> None:
    with pytest.raises(errors.MalformedStatement):
        check(changed(answer(), "timestamp", to=text))


ANSWER, SCORE = answer(), score(8, 10)
REGISTERED = statements.registered(**common())
EXTENSIONS = ("context", "extensions")
GROUPING = ("context", "contextActivities", "grouping")
PARENT = ("context", "contextActivities", "parent")
ELSEWHERE = [{"objectType": "Activity", "id": "https://example.org"}]


@pytest.mark.parametrize(
    ("whole", "path", "value"),
    [
        (ANSWER, ("actor",), None),
        (ANSWER, ("actor",), "Amina"),
        (ANSWER, ("actor", "objectType"), "Group"),
        (ANSWER, ("actor", "name"), "Amina"),
        (ANSWER, ("actor", "account"), "Amina"),
        (ANSWER, ("actor", "account", "name"), "Amina"),
        (ANSWER, ("actor", "account", "name"), str(LEARNER).replace("-", "")),
        (ANSWER, ("actor", "account", "mbox"), "mailto:a@example.org"),
        (ANSWER, ("actor", "account", "homePage"), "javascript:alert(1)"),
        (ANSWER, ("verb", "id"), "http://adlnet.gov/expapi/verbs/imported"),
        (ANSWER, ("verb",), "answered"),
        (ANSWER, ("object", "objectType"), "Agent"),
        (ANSWER, ("object", "id"), "https://example.org/question"),
        (ANSWER, ("object", "id"), 7),
        (ANSWER, ("object",), ["question"]),
        (ANSWER, ("result",), None),
        (ANSWER, ("result",), []),
        (ANSWER, ("result", "response"), None),
        (ANSWER, ("result", "response"), 7),
        (ANSWER, ("result", "response"), "x" * 2_001),
        (ANSWER, ("result", "response"), "a\x00b"),
        (ANSWER, ("result", "response"), "\ud800"),
        (ANSWER, ("result", "success"), None),
        (ANSWER, ("result", "success"), 1),
        (ANSWER, ("result", "completion"), "yes"),
        (ANSWER, ("result", "duration"), 0.5),
        (ANSWER, ("context",), None),
        (ANSWER, EXTENSIONS, None),
        (ANSWER, EXTENSIONS, [ORIGIN_IRI]),
        (ANSWER, (*EXTENSIONS, ORIGIN_IRI), "here"),
        (ANSWER, (*EXTENSIONS, SEQ_IRI), -1),
        (ANSWER, (*EXTENSIONS, SEQ_IRI), True),
        (ANSWER, (*EXTENSIONS, SEQ_IRI), "1"),
        (ANSWER, (*EXTENSIONS, SEQ_IRI), 2**53),
        (ANSWER, (*EXTENSIONS, EDITION_IRI), "AB" * 32),
        (ANSWER, (*EXTENSIONS, EDITION_IRI), "ab"),
        (ANSWER, (*EXTENSIONS, ATTEMPT_IRI), "first"),
        (ANSWER, GROUPING, None),
        (ANSWER, GROUPING, []),
        (ANSWER, GROUPING, ELSEWHERE),
        (ANSWER, PARENT, None),
        (ANSWER, PARENT, ELSEWHERE),
        (ANSWER, ("timestamp",), None),
        (ANSWER, ("attachments",), []),
        (ANSWER, ("unknown",), 1),
        (SCORE, ("result", "score"), None),
        (SCORE, ("result", "score"), 8),
        (SCORE, ("result", "score", "raw"), 11),
        (SCORE, ("result", "score", "raw"), -1),
        (SCORE, ("result", "score", "min"), 1),
        (SCORE, ("result", "score", "max"), 0),
        (SCORE, ("result", "score", "max"), 1_000_001),
        (SCORE, ("result", "success"), False),
        (SCORE, ("result", "success"), None),
        (SCORE, ("verb", "id"), Verb.FAILED.value),
        (SCORE, (*EXTENSIONS, ATTEMPT_IRI), None),
        (REGISTERED, ("object", "id"), f"urn:uuid:{QUESTION}"),
        (REGISTERED, ("verb", "id"), Verb.VOIDED.value),
        (void(check(ANSWER)), ("object", "id"), "that one"),
    ],
)
def test_a_statement_with_a_wrong_part_is_refused(
    whole: dict[str, Any], path: tuple[str, ...], value: object
) -> None:
    with pytest.raises(errors.MalformedStatement) as caught:
        check(changed(whole, *path, to=value))
    assert caught.value.reason


@pytest.mark.parametrize("value", [None, [], "text", 7])
def test_what_is_no_object_is_refused(value: object) -> None:
    with pytest.raises(errors.MalformedStatement):
        check(value)


def test_a_statement_longer_than_16_kib_is_refused() -> None:
    statement = changed(answer(), *EXTENSIONS, "https://example.org/note", to="x" * 16_384)
    with pytest.raises(errors.MalformedStatement, match=errors.TOO_LONG):
        check(statement)


def test_a_statement_too_deep_is_refused() -> None:
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]
    with pytest.raises(errors.MalformedStatement):
        check({**answer(), "context": deep})


@pytest.mark.parametrize("case", VECTORS["statements"], ids=lambda case: case["name"])
def test_the_vectors_are_accepted(case: dict[str, Any]) -> None:
    checked = check(case["statement"])
    assert str(checked.id) == case["id"]
    assert checked.content.decode() == case["canonical"]


@pytest.mark.parametrize("case", VECTORS["refused"], ids=lambda case: case["name"])
def test_the_vectors_to_refuse_are_refused(case: dict[str, Any]) -> None:
    with pytest.raises(getattr(errors, case["error"])):
        check(case["statement"])
