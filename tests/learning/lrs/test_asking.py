import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from learning.lrs.asking import FILTERS, MOST, MOST_WITH_ATTACHMENTS, Asked, asked, shown, single
from learning.lrs.errors import BadRequest
from learning.lrs.models import Kind
from learning.xapi.conformance.errors import ConformanceError
from learning.xapi.conformance.formats import Format
from learning.xapi.conformance.versions import Version
from tests.learning.lrs.samples import ACTIVITY, AGENT, REGISTRATION, TEAM, VERB

RIGHT = {
    "agent": json.dumps(AGENT),
    "verb": VERB,
    "activity": ACTIVITY,
    "registration": REGISTRATION,
    "related_activities": "true",
    "related_agents": "true",
    "since": "2026-11-22T12:00:00Z",
    "until": "2026-11-22T12:00:00Z",
    "limit": "1",
    "ascending": "true",
}


@pytest.mark.parametrize("name", sorted(FILTERS))
@pytest.mark.parametrize("one", ["statementId", "voidedStatementId"])
def test_one_statement_is_asked_for_without_filters(one: str, name: str) -> None:
    """Communication 2.1.3: 400 with statementId or voidedStatementId and another parameter"""
    with pytest.raises(BadRequest):
        single({one: REGISTRATION, name: RIGHT[name]})


def test_one_statement_is_not_asked_for_in_both_ways() -> None:
    """Communication 2.1.3"""
    with pytest.raises(BadRequest):
        single({"statementId": REGISTRATION, "voidedStatementId": REGISTRATION})


@pytest.mark.parametrize(
    ("one", "is_voided"), [("statementId", False), ("voidedStatementId", True)]
)
def test_one_statement_may_be_asked_for_in_a_format(one: str, is_voided: bool) -> None:
    """Communication 2.1.3"""
    parameters = {one: REGISTRATION.upper(), "format": "ids", "attachments": "true"}
    assert single(parameters) == (UUID(REGISTRATION), is_voided)


@pytest.mark.parametrize("wrong", ["", "1", REGISTRATION.replace("-", ""), f"{{{REGISTRATION}}}"])
def test_one_statement_is_asked_for_by_a_uuid(wrong: str) -> None:
    with pytest.raises(BadRequest):
        single({"statementId": wrong})


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("agent", "not JSON"),
        ("agent", "[]"),
        ("agent", '"mailto:sina@example.org"'),
        ("agent", '{"name": "Sina"}'),
        ("agent", '{"mbox": "sina@example.org"}'),
        ("agent", '{"mbox": "mailto:a@b.c", "openid": "urn:a"}'),
        ("agent", '{"mbox": "mailto:a@b.c", "mbox": "mailto:a@b.c"}'),
        ("agent", '{"objectType": "Group", "member": [{"mbox": "mailto:a@b.c"}]}'),
        ("verb", "attempted"),
        ("activity", "an activity"),
        ("registration", "first"),
        ("related_activities", "yes"),
        ("related_agents", "True"),
        ("since", "yesterday"),
        ("since", "2026-11-22"),
        ("until", "2026-11-22T12:00:00-00:00"),
        ("until", ""),
        ("limit", "-1"),
        ("limit", "1.0"),
        ("limit", "many"),
        ("limit", "1" * 10),
        ("ascending", "1"),
        ("attachments", "TRUE"),
    ],
)
def test_a_filter_that_cannot_be_read_is_refused(name: str, wrong: str) -> None:
    """Communication 2.1.3, 3.2"""
    with pytest.raises((BadRequest, ConformanceError)):
        asked({name: wrong}, Version.V2)


@pytest.mark.parametrize("wrong", ["", "Exact", "short"])
def test_there_are_three_formats(wrong: str) -> None:
    """Communication 2.1.3, format"""
    assert [shown({"format": each}).format for each in Format] == list(Format)
    with pytest.raises(BadRequest):
        shown({"format": wrong})


def test_what_is_not_said_is_as_the_specification_says() -> None:
    """Communication 2.1.3"""
    assert asked({}, Version.V1) == Asked()
    assert shown({}).format == Format.EXACT
    assert not shown({}).attachments


@pytest.mark.parametrize(
    ("limit", "attachments", "given"),
    [
        ("0", "false", MOST),
        ("3", "false", 3),
        ("100000", "false", MOST),
        ("0", "true", MOST_WITH_ATTACHMENTS),
        ("3", "true", 3),
    ],
)
def test_no_limit_is_the_stores_own(limit: str, attachments: str, given: int) -> None:
    """Communication 2.1.3, limit: 0 is as many as the store allows"""
    assert asked({"limit": limit, "attachments": attachments}, Version.V1).limit == given


def test_times_are_read_in_any_zone() -> None:
    """Data 4.5"""
    found = asked({"since": "2026-11-22T17:30:00+05:30"}, Version.V2)
    assert found.since == datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_rarest_is_looked_for_first() -> None:
    found = asked(RIGHT, Version.V1)
    kinds = [kind for kind, _ in found.wanted()]
    assert kinds == [Kind.REGISTRATION, Kind.RELATED_AGENT, Kind.RELATED_ACTIVITY, Kind.VERB]


def test_a_group_that_is_identified_may_be_asked_for() -> None:
    """Communication 2.1.3, agent"""
    assert asked({"agent": json.dumps(TEAM)}, Version.V1).agent == TEAM
