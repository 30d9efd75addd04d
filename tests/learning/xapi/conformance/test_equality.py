"""What a statement that comes again may differ in (Data 2.3.1)."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.xapi.conformance.equality import content, same
from learning.xapi.statements import Checked
from tests.learning.xapi.conformance.specimens import (
    AGENT,
    CONTEXT,
    CONTEXT_AGENT,
    GONE,
    OTHER,
    RELATED,
    STATEMENT,
    UUID,
    Path,
    spoilt,
    within,
)
from tests.learning.xapi.samples import histories, unhurried

WHOLE = {**STATEMENT, "context": {**CONTEXT, **RELATED}}


def reversed_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: reversed_keys(value[name]) for name in reversed(value)}
    return [reversed_keys(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("id",), GONE),
        (("stored",), GONE),
        (("version",), "1.0.3"),
        (("authority",), OTHER),
        (("timestamp",), GONE),
        (("timestamp",), "2026-11-22T14:00:00.123456+02:00"),
        (("actor", "objectType"), GONE),
        (("verb", "display"), {"de": "anders"}),
        (("verb", "display"), GONE),
        (("object", "objectType"), GONE),
        (("object", "definition"), GONE),
        (("object", "definition", "name"), {"de": "anders"}),
        (("result", "score", "raw"), 3.0),
        (("result", "duration"), "PT1H0M0.109S"),
        (("context", "registration"), UUID),
        (("context", "statement", "id"), UUID.upper()),
        (("context", "team", "member"), [OTHER, AGENT]),
        (("context", "contextActivities", "grouping"), [{"id": "urn:uuid:" + UUID}]),
        (("context", "contextActivities", "other"), GONE),
        (
            ("context", "contextActivities", "category"),
            [{"id": "https://example.org/a"}, {"id": "https://example.org/b"}],
        ),
    ],
)
def test_what_is_not_compared_may_differ(path: Path, value: object) -> None:
    other = spoilt(WHOLE, path, value)
    assert same(WHOLE, other)
    assert same(other, WHOLE)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("actor",), OTHER),
        (("actor", "name"), "Sina"),
        (("verb", "id"), "https://example.org/verbs/other"),
        (("object", "id"), "https://example.org/activities/2"),
        (("object",), AGENT),
        (("result",), GONE),
        (("result", "success"), 0),
        (("result", "success"), True),
        (("result", "score", "raw"), 4),
        (("result", "response"), "x"),
        (("result", "duration"), "PT1H0M0.2S"),
        (("result", "extensions", "https://example.org/x"), [None, 1]),
        (("context",), GONE),
        (("context", "platform"), "other"),
        (("context", "contextActivities", "parent"), []),
        (("context", "contextAgents"), [CONTEXT_AGENT, CONTEXT_AGENT]),
        (("timestamp",), "2026-11-22T12:00:01Z"),
        (("attachments", 0, "length"), 28),
    ],
)
def test_what_is_said_may_not_differ(path: Path, value: object) -> None:
    other = spoilt(WHOLE, path, value)
    assert not same(WHOLE, other)
    assert not same(other, WHOLE)
    if path[0] != "timestamp":
        assert not same(within(WHOLE), within(other))


def test_times_within_sub_statements_are_compared_as_times() -> None:
    other = {**STATEMENT, "timestamp": "2026-11-22T14:00:00.123456+02:00"}
    assert same(within(STATEMENT), within(other))
    assert not same(within(STATEMENT), within({**STATEMENT, "timestamp": "2026-11-22T14:00:00Z"}))


def test_a_hash_may_be_written_in_either_case() -> None:
    first = {**STATEMENT, "actor": {"mbox_sha1sum": "ab" * 20}}
    assert same(first, {**STATEMENT, "actor": {"mbox_sha1sum": "AB" * 20}})


def test_the_order_of_names_is_nothing() -> None:
    assert content(reversed_keys(WHOLE)) == content(WHOLE)


@given(st.lists(histories(most=4), min_size=2, max_size=2))
@unhurried
def test_statements_of_ours_are_the_same_where_their_ids_are(drawn: list[list[Checked]]) -> None:
    for first in drawn[0]:
        for second in drawn[1]:
            one, other = json.loads(first.content), json.loads(second.content)
            assert same(one, one)
            assert same(one, other) is same(other, one)
            if first.id == second.id:
                assert same(one, other)
