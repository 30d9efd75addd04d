"""Statements coming in (Communication 2.1.1, 2.1.2; Data 2.2–2.4)."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from learning.lrs.models import LrsStatement, Mention
from learning.lrs.receiving import MOST, MOST_MENTIONS
from learning.xapi.conformance.timestamps import moment
from learning.xapi.conformance.versions import Version
from tests.learning.lrs.documents.asking import Program
from tests.learning.lrs.samples import (
    ACTIVITY,
    AGENT,
    OTHER,
    VERB,
    get,
    ids,
    name,
    one,
    post,
    put,
    statement,
)
from tests.learning.xapi.conformance.specimens import STATEMENT

ONE = "3f0d0c5a-0f4e-4d6f-9d0a-2f8c7a1b6e01"  # the same in every process that collects tests


def test_put_stores_a_statement_under_the_id_it_names(either: Program) -> None:
    """Communication 2.1.1: 204"""
    said = statement()
    answer = put(either, {key: found for key, found in said.items() if key != "id"}, said["id"])
    assert (answer.status_code, answer.content) == (204, b"")
    assert one(either, said["id"])["verb"] == said["verb"]


@pytest.mark.parametrize(
    ("parameter", "said"),
    [
        (None, statement()),
        ("", statement()),
        ("true", statement(id=True)),
        ("not-a-uuid", statement(id="not-a-uuid")),
        (ONE, statement()),
        (ONE, [statement()]),
        (ONE, "statement"),
        (ONE, {}),
    ],
)
def test_put_needs_one_statement_and_its_id(either: Program, parameter: Any, said: Any) -> None:
    """Communication 2.1.1: 400"""
    parameters = {} if parameter is None else {"statementId": parameter}
    answer = either.ask("PUT", "statements", parameters, json.dumps(said))
    assert answer.status_code == 400
    assert LrsStatement.objects.count() == 0


def test_put_compares_ids_as_uuids(either: Program) -> None:
    """RFC 4122 §3: hexadecimal digits in either case"""
    said = statement()
    assert put(either, said, said["id"].upper()).status_code == 204


def test_post_gives_the_ids_in_the_order_of_the_statements(either: Program) -> None:
    """Communication 2.1.2: 200 and an array of ids"""
    sent = [statement() for _ in range(3)]
    answer = post(either, sent)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert json.loads(answer.content) == [each["id"] for each in sent]


def test_post_of_one_statement_gives_an_array_too(either: Program) -> None:
    """Communication 2.1.2"""
    said = statement()
    assert json.loads(post(either, said).content) == [said["id"]]


def test_a_statement_without_id_is_given_one(either: Program) -> None:
    """Data 2.4.1: the store sets the id"""
    said = statement()
    del said["id"]
    first, second = json.loads(post(either, [said, said]).content)
    assert first != second
    assert one(either, first)["actor"] == said["actor"]


def test_post_of_nothing_stores_nothing(either: Program) -> None:
    assert json.loads(post(either, []).content) == []


@pytest.mark.parametrize("wrong", [1, "statement", None, [1], [[]], [None], {}, [{}]])
def test_what_is_no_statement_is_refused(either: Program, wrong: Any) -> None:
    """Communication 3.2: 400"""
    assert post(either, wrong).status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "1"},
        {"actor": {"mbox": "sina@example.org"}},
        {"actor": None},
        {"verb": {"id": "attempted"}},
        {"object": {}},
        {"dummy": "dummy"},
        {"timestamp": "yesterday"},
        {"version": "0.9"},
        {"version": "1.1.0"},
        {"authority": {"objectType": "Group", "mbox": "mailto:a@b.c", "member": [AGENT, OTHER]}},
        {"result": {"score": {"scaled": 2}}},
        {"context": {"registration": "1"}},
        {"attachments": [{}]},
    ],
    ids=str,
)
def test_a_batch_with_one_bad_statement_is_refused_whole(either: Program, wrong: Any) -> None:
    """Communication 2.1.2, 3.2: 400, and nothing is stored"""
    answer = post(either, [statement(), statement(**wrong), statement()])
    assert answer.status_code == 400
    assert json.loads(answer.content)["error"]
    assert LrsStatement.objects.count() == 0


def test_what_only_2_0_knows_is_refused_of_1_0(program: Program, program_2_0: Program) -> None:
    """IEEE 9274.1.1 §4.2.2, contextAgents"""
    agents = [{"objectType": "contextAgent", "agent": AGENT}]
    assert post(program, statement(context={"contextAgents": agents})).status_code == 400
    assert post(program_2_0, statement(context={"contextAgents": agents})).status_code == 200


def test_too_many_statements_at_once_are_refused(program: Program) -> None:
    """Communication 3.2: 413"""
    assert post(program, [statement()] * (MOST + 1)).status_code == 413


def test_too_many_persons_at_once_are_refused(program: Program) -> None:
    """Communication 3.2: 413"""
    members = [{"mbox": f"mailto:{number}@example.org"} for number in range(MOST_MENTIONS)]
    answer = post(program, statement(actor={"objectType": "Group", "member": members}))
    assert answer.status_code == 413
    assert LrsStatement.objects.count() == 0


def test_an_id_is_there_once_in_a_batch(either: Program) -> None:
    """IEEE 9274.1.1 §4.1.6.1: 400"""
    said = statement()
    answer = post(either, [said, statement(), {**said, "id": said["id"].upper()}])
    assert answer.status_code == 400
    assert LrsStatement.objects.count() == 0


@pytest.mark.parametrize("send", [put, post])
def test_the_same_statement_again_changes_nothing(either: Program, send: Any) -> None:
    """Communication 2.1.1, 2.1.2: 204, and no state is changed"""
    said = statement(result={"score": {"raw": 1}}, timestamp="2026-11-22T12:00:00Z")
    put(either, said)
    before = one(either, said["id"])
    again = {
        **said,
        "timestamp": "2026-11-22T14:00:00+02:00",
        "verb": {"id": VERB, "display": {"en": "tried"}},
    }
    again["result"] = {"score": {"raw": 1.0}}
    assert send(either, again).status_code == 204
    assert one(either, said["id"]) == before
    assert LrsStatement.objects.count() == 1


@pytest.mark.parametrize("send", [put, post])
@pytest.mark.parametrize(
    "other",
    [
        {"verb": {"id": "https://example.org/verbs/other"}},
        {"actor": OTHER},
        {"result": {"success": True}},
        {"timestamp": "2026-11-22T12:00:01Z"},
    ],
    ids=str,
)
def test_another_statement_under_the_same_id_is_refused(
    either: Program, send: Any, other: dict[str, Any]
) -> None:
    """Communication 2.1.1, 2.1.2: 409, and the first stands"""
    said = statement(timestamp="2026-11-22T12:00:00Z")
    put(either, said)
    before = one(either, said["id"])
    assert send(either, {**said, **other}).status_code == 409
    assert one(either, said["id"]) == before


def test_a_batch_is_refused_whole_for_one_contradiction(either: Program) -> None:
    """Communication 3.2"""
    put(either, said := statement())
    answer = post(either, [statement(), {**said, "actor": OTHER}])
    assert answer.status_code == 409
    assert LrsStatement.objects.count() == 1


def test_of_a_batch_that_is_partly_known_all_ids_are_given(either: Program) -> None:
    """Communication 2.1.2: 200"""
    known, new = statement(), statement()
    put(either, known)
    answer = post(either, [known, new])
    assert answer.status_code == 200
    assert json.loads(answer.content) == [known["id"], new["id"]]


def test_what_others_brought_is_compared_as_well(program: Program, writer: Program) -> None:
    put(program, said := statement())
    assert post(writer, said).status_code == 204
    assert post(writer, {**said, "actor": OTHER}).status_code == 409


def test_when_it_was_stored_is_set_here(either: Program) -> None:
    """Data 2.4.8"""
    said = statement(stored="2011-07-15T00:00:00Z")
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    put(either, said)
    stored = moment(one(either, said["id"])["stored"], Version.V2)
    assert before <= stored <= datetime.now(UTC)


def test_a_statement_without_time_has_the_one_when_it_was_stored(either: Program) -> None:
    """Data 2.4.7"""
    put(either, said := statement())
    found = one(either, said["id"])
    assert found["timestamp"] == found["stored"]


@pytest.mark.parametrize(
    "time",
    [
        "2026-11-22T12:00:00.123456789Z",
        "2026-11-22T12:00:00+05:30",
        "1970-01-01T00:00:00Z",
        "2999-01-01T00:00:00Z",
    ],
)
def test_a_time_is_kept_as_it_came_however_wrong_the_clock(either: Program, time: str) -> None:
    """Data 2.4.7, 4.5: a time in the future is not refused"""
    put(either, said := statement(timestamp=time))
    assert one(either, said["id"])["timestamp"] == time


def test_who_vouches_is_the_client_whatever_was_sent(either: Program) -> None:
    """Data 2.4.9: the store sets the authority"""
    put(either, said := statement(authority=AGENT))
    found = one(either, said["id"])["authority"]
    assert found["account"]["name"] == either.client.key
    assert found["name"] == either.client.name


@pytest.mark.parametrize(
    ("spoken", "said", "kept"),
    [
        ("1.0.3", None, "1.0.0"),
        ("1.0.3", "1.0.3", "1.0.3"),
        ("2.0.0", None, "2.0.0"),
        ("2.0.0", "2.0.0", "2.0.0"),
        ("2.0.0", "1.0.1", "1.0.1"),
    ],
)
def test_the_version_is_kept_or_set(
    program: Program, spoken: str, said: str | None, kept: str
) -> None:
    """Data 2.4.10"""
    sender = Program(program.client, version=spoken)
    put(sender, found := statement(**({"version": said} if said else {})))
    assert one(sender, found["id"])["version"] == kept


def test_everything_that_was_sent_is_kept(either: Program) -> None:
    """Communication 2.1.3, exact"""
    said = {**STATEMENT, "id": name()}
    assert put(either, said).status_code == 204
    found = one(either, said["id"])
    told = json.loads(json.dumps(said["context"]))
    told["contextActivities"]["grouping"] = [told["contextActivities"]["grouping"]]
    for part in ("actor", "verb", "object", "result", "timestamp", "attachments", "version"):
        assert found[part] == said[part]
    assert found["context"] == told


def test_a_statement_with_large_and_fine_numbers_comes_back_as_it_was(either: Program) -> None:
    extensions = {"urn:a": 2**70, "urn:b": 0.1, "urn:c": -1e300, "urn:d": [None, True, "\u2028"]}
    put(either, said := statement(result={"extensions": extensions}))
    assert one(either, said["id"])["result"]["extensions"] == extensions


def test_statements_of_one_request_keep_their_order(either: Program) -> None:
    sent = [statement() for _ in range(5)]
    post(either, sent)
    assert ids(get(either, ascending="true")) == [each["id"] for each in sent]


def test_what_a_statement_can_be_found_by_is_kept_once(either: Program) -> None:
    put(either, said := statement(object={"id": ACTIVITY}, context={"instructor": AGENT}))
    found = Mention.objects.filter(statement=said["id"])
    assert found.count() == len({(each.kind, each.key) for each in found}) == 6


def test_fifty_statements_cost_twelve_queries_at_most(
    program: Program, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    post(program, statement())  # makes the writers' lock, once and for ever
    sent = [statement(context={"registration": name()}) for _ in range(50)]
    with django_assert_max_num_queries(12):
        assert post(program, sent).status_code == 200
