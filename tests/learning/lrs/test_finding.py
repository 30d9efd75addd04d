"""Statements handed out (Communication 2.1.3; Data 2.5)."""

import itertools
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils.http import parse_http_date
from pytest_django import DjangoAssertNumQueries

from learning.lrs.models import LrsStatement
from learning.xapi.conformance.timestamps import moment
from learning.xapi.conformance.versions import Version
from tests.learning.lrs.documents.asking import Program, authorization
from tests.learning.lrs.samples import (
    ACTIVITY,
    AGENT,
    OTHER,
    REGISTRATION,
    TEAM,
    VERB,
    get,
    ids,
    name,
    one,
    post,
    put,
    statement,
    stored,
)

CONSISTENT = "X-Experience-API-Consistent-Through"
ELSE = {"id": "https://example.org/activities/2"}
ASKER = {"mbox": "mailto:asker@example.org"}
WORDS = {"en-US": "attended", "en-GB": "was there", "fr": "présent"}


def within(**more: Any) -> dict[str, Any]:
    """Give a sub-statement."""
    said = {"actor": OTHER, "verb": {"id": "urn:inner"}, "object": ELSE, **more}
    return {"objectType": "SubStatement", **said}


def agents(*found: dict[str, Any]) -> dict[str, Any]:
    return {"objectType": "Group", "member": list(found)}


# One statement


def test_one_statement_is_an_object_of_its_own(either: Program) -> None:
    """Communication 2.1.3: 200 and a single statement"""
    [identifier] = stored(either, statement())
    answer = get(either, statementId=identifier)
    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.content)["id"] == identifier


def test_one_statement_says_when_it_was_stored(either: Program) -> None:
    """IEEE 9274.1.1 §4.1.6.1: Last-Modified is the time of storing"""
    [identifier] = stored(either, statement())
    answer = get(either, statementId=identifier)
    told = moment(json.loads(answer.content)["stored"], Version.V2)
    assert parse_http_date(answer["Last-Modified"]) == int(told.timestamp())


def test_a_statement_that_is_not_there_is_not_found(either: Program) -> None:
    """Communication 2.1.3: 404"""
    [identifier] = stored(either, statement())
    assert get(either, statementId=name()).status_code == 404
    assert get(either, voidedStatementId=identifier).status_code == 404


# Filters

CASES: list[tuple[str, dict[str, Any], dict[str, Any], bool]] = [
    ("the actor", {}, {"agent": AGENT}, True),
    ("the actor by another name", {}, {"agent": {**AGENT, "name": "S."}}, True),
    ("another actor", {}, {"agent": OTHER}, False),
    ("an object that is an Agent", {"object": {"objectType": "Agent", **OTHER}}, {"agent": OTHER},
     True),
    ("an identified Group", {"actor": TEAM}, {"agent": TEAM}, True),
    ("a member of a Group", {"actor": agents(OTHER, AGENT)}, {"agent": OTHER}, True),
    ("a member of an identified Group", {"actor": {**TEAM, "member": [OTHER]}}, {"agent": OTHER},
     True),
    ("an instructor", {"context": {"instructor": OTHER}}, {"agent": OTHER}, False),
    ("a related instructor", {"context": {"instructor": OTHER}},
     {"agent": OTHER, "related_agents": "true"}, True),
    ("a related team", {"context": {"team": TEAM}}, {"agent": TEAM, "related_agents": "true"},
     True),
    ("a member of a related team", {"context": {"team": agents(OTHER)}},
     {"agent": OTHER, "related_agents": "true"}, True),
    ("inside a sub-statement", {"object": within()}, {"agent": OTHER}, False),
    ("related inside a sub-statement", {"object": within()},
     {"agent": OTHER, "related_agents": "true"}, True),
    ("related_agents without agent", {}, {"related_agents": "true"}, True),
    ("the verb", {}, {"verb": VERB}, True),
    ("another verb", {}, {"verb": VERB.upper()}, False),
    ("a verb inside", {"object": within()}, {"verb": "urn:inner"}, False),
    ("the activity", {}, {"activity": ACTIVITY}, True),
    ("another activity", {}, {"activity": ELSE["id"]}, False),
    ("a context activity", {"context": {"contextActivities": {"other": ELSE}}},
     {"activity": ELSE["id"]}, False),
    ("a related context activity", {"context": {"contextActivities": {"other": [ELSE]}}},
     {"activity": ELSE["id"], "related_activities": "true"}, True),
    ("an activity inside", {"object": within()}, {"activity": ELSE["id"]}, False),
    ("a related activity inside", {"object": within()},
     {"activity": ELSE["id"], "related_activities": "true"}, True),
    ("related_activities without activity", {}, {"related_activities": "true"}, True),
    ("the registration", {"context": {"registration": REGISTRATION}},
     {"registration": REGISTRATION.upper()}, True),
    ("another registration", {"context": {"registration": name()}},
     {"registration": REGISTRATION}, False),
    ("all at once", {"context": {"registration": REGISTRATION}},
     {"agent": AGENT, "verb": VERB, "activity": ACTIVITY, "registration": REGISTRATION}, True),
    ("all but one", {"context": {"registration": REGISTRATION}},
     {"agent": AGENT, "verb": VERB, "activity": ELSE["id"], "registration": REGISTRATION}, False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "parameters", "is_found"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_statements_are_found_by_what_they_say(
    either: Program, said: dict[str, Any], parameters: dict[str, Any], is_found: bool
) -> None:
    """Communication 2.1.3"""
    [identifier] = stored(either, statement(**said))
    found = ids(get(either, **parameters))
    assert found == ([identifier] if is_found else [])


def test_agents_of_a_context_are_related(program_2_0: Program) -> None:
    """IEEE 9274.1.1 §4.2.2, contextAgents; §4.1.6.1, related_agents"""
    context = {
        "contextAgents": [{"objectType": "contextAgent", "agent": OTHER}],
        "contextGroups": [{"objectType": "contextGroup", "group": TEAM}],
    }
    [identifier] = stored(program_2_0, statement(context=context))
    for each in (OTHER, TEAM):
        assert ids(get(program_2_0, agent=each, related_agents="true")) == [identifier]
        assert ids(get(program_2_0, agent=each)) == []


def test_who_vouches_is_related(either: Program) -> None:
    """Communication 2.1.3, related_agents"""
    [identifier] = stored(either, statement())
    authority = one(either, identifier)["authority"]
    assert ids(get(either, agent=authority, related_agents="true")) == [identifier]
    assert ids(get(either, agent=authority)) == []


def test_since_is_after_and_until_is_at_or_before(either: Program) -> None:
    """Communication 2.1.3, since and until, by the time of storing"""
    first, second, third = stored(either, statement(), statement(), statement())
    at = LrsStatement.objects.get(pk=second).stored.isoformat()
    assert ids(get(either, since=at)) == [third]
    assert ids(get(either, until=at)) == [second, first]
    assert ids(get(either, since=at, until=at)) == []
    assert ids(get(either, verb=VERB, since=at)) == [third]


def test_the_latest_comes_first_unless_it_is_asked_otherwise(either: Program) -> None:
    """Communication 2.1.3, ascending"""
    sent = list(stored(either, statement(), statement(), statement()))
    assert ids(get(either)) == sent[::-1]
    assert ids(get(either, ascending="false")) == sent[::-1]
    assert ids(get(either, ascending="true")) == sent
    assert ids(get(either, ascending="true", verb=VERB)) == sent


def test_nothing_found_is_an_empty_list(either: Program) -> None:
    """Communication 2.1.3: 200"""
    answer = get(either, verb="http://adlnet.gov/expapi/non/existent")
    assert json.loads(answer.content) == {"statements": [], "more": ""}


# Pages


def follow(program: Program, answer: Any) -> Any:
    address = json.loads(answer.content)["more"]
    headers = {
        "Authorization": authorization(program.client),
        "X-Experience-API-Version": program.version,
    }
    return Browser().get(address, headers=headers)


@pytest.mark.parametrize("ascending", ["true", "false"])
@pytest.mark.parametrize("filters", [{}, {"agent": AGENT, "verb": VERB}])
def test_pages_lead_through_everything_once(
    either: Program, filters: dict[str, Any], ascending: str
) -> None:
    """Data 2.5"""
    sent = [statement() for _ in range(7)]
    post(either, sent)
    answer = get(either, limit=3, ascending=ascending, **filters)
    seen = [ids(answer)]
    while json.loads(answer.content)["more"]:
        answer = follow(either, answer)
        assert answer[CONSISTENT]
        seen.append(ids(answer))
    assert [len(each) for each in seen] == [3, 3, 1]
    assert sorted(itertools.chain(*seen)) == sorted(each["id"] for each in sent)


def test_what_comes_meanwhile_moves_no_page(either: Program) -> None:
    """Data 2.5"""
    sent = list(stored(either, statement(), statement(), statement()))
    first = get(either, limit=1)
    stored(either, statement())
    assert ids(first) + ids(follow(either, first)) == [sent[2], sent[1]]


def test_the_next_page_is_in_the_same_format(either: Program) -> None:
    post(either, [statement(verb={"id": VERB, "display": WORDS}) for _ in range(2)])
    second = follow(either, get(either, limit=1, format="ids"))
    assert json.loads(second.content)["statements"][0]["verb"] == {"id": VERB}


def test_the_next_page_is_only_what_the_asker_may_read(program: Program, writer: Program) -> None:
    stored(program, statement(), statement())
    address = json.loads(get(program, limit=1).content)["more"]
    headers = {"Authorization": authorization(writer.client), "X-Experience-API-Version": "1.0.3"}
    answer: Any = Browser().get(address, headers=headers)
    assert ids(answer) == []


@pytest.mark.parametrize("wrong", ["", "x", "a:b:c"])
def test_an_address_of_more_that_was_not_given_is_refused(program: Program, wrong: str) -> None:
    assert program.ask("GET", "statements/more", {"from": wrong}).status_code == 400


# Formats


def test_ids_leave_what_identifies(either: Program) -> None:
    """Communication 2.1.3, format"""
    said = statement(
        actor={**AGENT, "name": "Sina"},
        verb={"id": VERB, "display": WORDS},
        object={"id": ACTIVITY, "objectType": "Activity", "definition": {"name": WORDS}},
    )
    put(either, said)
    found = one(either, said["id"], format="ids")
    assert found["actor"] == AGENT
    assert found["verb"] == {"id": VERB}
    assert found["object"] == {"id": ACTIVITY}


@pytest.mark.parametrize(
    ("header", "tag"), [("en-GB", "en-GB"), ("de, fr;q=0.5", "fr"), ("", "en-US"), ("de", "en-US")]
)
def test_canonical_is_in_the_language_that_is_asked_for(
    either: Program, header: str, tag: str
) -> None:
    """Communication 2.1.3, format and Accept-Language"""
    put(either, said := statement(verb={"id": VERB, "display": WORDS}))
    parameters = {"statementId": said["id"], "format": "canonical"}
    answer = either.ask("GET", "statements", parameters, Accept_Language=header)
    assert json.loads(answer.content)["verb"]["display"] == {tag: WORDS[tag]}


def test_exact_is_in_all_languages(either: Program) -> None:
    """Communication 2.1.3, format"""
    put(either, said := statement(verb={"id": VERB, "display": WORDS}))
    parameters = {"statementId": said["id"], "format": "exact"}
    answer = either.ask("GET", "statements", parameters, Accept_Language="en-GB")
    assert json.loads(answer.content)["verb"]["display"] == WORDS


# How far it is consistent


def test_every_answer_says_how_far_it_is_consistent(either: Program) -> None:
    """Communication 2.1.3: X-Experience-API-Consistent-Through, a timestamp"""
    [identifier] = stored(either, statement())
    last = LrsStatement.objects.get().stored
    answers = [get(either), get(either, statementId=identifier), get(either, verb="urn:none")]
    for answer in answers:
        told = moment(answer[CONSISTENT], Version.V2)
        assert last - timedelta(milliseconds=1) <= told <= datetime.now(UTC)
    for answer in (get(either, LIMIT=1), get(either, statementId=name()), post(either, {})):
        assert moment(answer[CONSISTENT], Version.V2) <= datetime.now(UTC)


# Who may read what


def test_who_reads_only_its_own_sees_no_other(program: Program, writer: Program) -> None:
    """Communication 4.2, statements/read/mine"""
    [theirs], [own] = stored(program, statement()), stored(writer, statement())
    assert ids(get(writer)) == [own]
    assert ids(get(writer, verb=VERB)) == [own]
    assert get(writer, statementId=theirs).status_code == 404
    assert get(writer, statementId=own).status_code == 200


def test_who_may_read_all_sees_all(program: Program, writer: Program, reader: Program) -> None:
    both = [*stored(program, statement()), *stored(writer, statement())]
    assert ids(get(reader)) == both[::-1]


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"agent": AGENT, "verb": VERB, "activity": ACTIVITY},
        {"agent": AGENT, "related_agents": "true", "attachments": "true"},
    ],
)
def test_a_page_costs_six_queries_at_most_whatever_there_is(
    program: Program,
    parameters: dict[str, Any],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    post(program, [statement() for _ in range(30)])
    with django_assert_max_num_queries(6):
        get(program, **parameters)
