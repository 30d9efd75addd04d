"""Our own records through the Experience API, in and out."""

import json
import uuid
from typing import Any

import pytest
from django.conf import settings as site
from pytest_django import DjangoAssertNumQueries, Settings

from learning.accounts.models import User
from learning.lrs import mine
from learning.lrs.models import Attachment, LrsStatement
from learning.records import handing_out
from learning.records import mine as records_mine
from learning.records.erasing import erase_actors
from learning.records.evidence import Evidence
from learning.records.handing_out import Wanted
from learning.records.reading import progress_of
from learning.records.recording import record
from learning.records.revoking import revoke
from learning.xapi import statements
from learning.xapi.activities import iri
from learning.xapi.ids import statement_id
from learning.xapi.statements import check
from learning.xapi.verbs import Verb
from tests.learning.lrs.documents.asking import Program, made
from tests.learning.lrs.samples import (
    about,
    attachment,
    get,
    ids,
    mixed,
    one,
    piece,
    post,
    statement,
    stored,
    void,
)
from tests.learning.xapi.conformance.specimens import found as faults_of
from tests.learning.xapi.samples import COURSE, LEARNER, LESSON, ORIGIN, QUESTION, answer, common

OWN: dict[str, Any] = {
    "objectType": "Agent",
    "account": {"homePage": site.ATOLL_ACTOR_HOME, "name": str(LEARNER)},
}


@pytest.fixture
def recorder(db: None) -> Program:
    """A program whose word about our learners counts."""
    return Program(made("a station", "statements/write statements/read/mine records/write"))


def named(said: dict[str, Any]) -> dict[str, Any]:
    return {**said, "id": str(statement_id(said))}


def kept(*said: dict[str, Any], evidence: Evidence = Evidence.OBSERVED) -> list[str]:
    """Record what was done here, one after the other."""
    for each in said:
        record([check(each)], evidence=evidence, authority="here")
    return [str(statement_id(each)) for each in said]


# In


def test_a_record_of_ours_counts(recorder: Program, learner: User) -> None:
    said = named(answer())
    assert json.loads(post(recorder, said).content) == [said["id"]]
    assert progress_of(learner.pk, COURSE)[QUESTION].succeeded
    assert LrsStatement.objects.count() == 0
    [told] = handing_out.found(Wanted(), most=2)
    assert told.evidence == Evidence.OBSERVED


def test_a_record_of_ours_is_stored_once_however_it_comes(recorder: Program) -> None:
    [identifier] = kept(answer())
    assert post(recorder, answer()).status_code == 204
    assert post(recorder, named(answer())).status_code == 204
    assert len(handing_out.found(Wanted(), most=2)) == 1
    assert get(recorder, statementId=identifier).status_code == 404  # others brought it


def test_a_record_of_ours_without_id_gets_its_own(recorder: Program) -> None:
    assert json.loads(post(recorder, answer()).content) == [str(statement_id(answer()))]


@pytest.mark.parametrize(
    "wrong", [{"id": str(uuid.UUID(int=7, version=4))}, {"timestamp": "2026-11-22T13:00:00Z"}]
)
def test_a_forged_record_is_refused_by_its_id(recorder: Program, wrong: dict[str, Any]) -> None:
    """Nothing of ours is changed on the way: the id is made of the content."""
    assert post(recorder, [statement(), {**named(answer()), **wrong}]).status_code == 400
    assert handing_out.found(Wanted(), most=1) == []
    assert LrsStatement.objects.count() == 0


def test_whose_word_does_not_count_cannot_bring_records(writer: Program) -> None:
    assert post(writer, [statement(), named(answer())]).status_code == 403
    assert LrsStatement.objects.count() == 0


def test_a_record_of_a_newer_kind_is_kept_and_does_not_count(recorder: Program) -> None:
    newer = {**answer(), "verb": {"id": "https://example.org/verbs/newer"}}
    assert post(recorder, named(newer)).status_code == 200
    assert LrsStatement.objects.count() == 1
    assert handing_out.found(Wanted(), most=1) == []


def test_what_comes_of_an_erased_person_is_refused(recorder: Program, program: Program) -> None:
    erase_actors([LEARNER])
    assert post(recorder, [statement(), named(answer())]).status_code == 403
    assert post(program, [statement(), statement(actor=OWN)]).status_code == 403
    assert LrsStatement.objects.count() == 0


def test_what_comes_of_a_revoked_place_is_refused(recorder: Program) -> None:
    revoke(ORIGIN, reason="lost")
    assert post(recorder, named(answer())).status_code == 403


def test_a_record_of_ours_is_not_taken_back_by_others(program: Program) -> None:
    [identifier] = kept(answer())
    assert post(program, void(identifier)).status_code == 403


def test_nobody_takes_the_id_of_a_record_of_ours(program: Program) -> None:
    """Communication 2.1.2: 409"""
    [identifier] = kept(answer())
    assert post(program, statement(id=identifier)).status_code == 409


def test_our_own_void_takes_our_record_back(recorder: Program, reader: Program) -> None:
    [identifier] = kept(answer())
    back = statements.voided(statement=uuid.UUID(identifier), **common(1))
    assert post(recorder, back).status_code == 200
    assert get(reader, statementId=identifier).status_code == 404
    assert one_voided(reader, identifier)["id"] == identifier
    assert ids(get(reader)) == [str(statement_id(back))]


def one_voided(program: Program, identifier: str) -> dict[str, Any]:
    answered = get(program, voidedStatementId=identifier)
    assert answered.status_code == 200
    found: dict[str, Any] = json.loads(answered.content)
    return found


# Out


def test_our_records_are_handed_out_whole(reader: Program) -> None:
    """Data 2.4: a valid statement, with all that a store sets"""
    [identifier] = kept(answer())
    found = one(reader, identifier)
    assert {**answer(), "id": identifier}.items() <= found.items()
    assert found["authority"]["account"]["name"] == "records"
    assert found["version"] == "1.0.3"
    assert found["stored"]
    for version in ("1.0.3", "2.0.0"):
        assert faults_of(found, version) == []


def test_what_is_handed_out_can_be_brought_to_another_hub(
    program: Program, reader: Program
) -> None:
    """exact: nothing is added that would change what the id is made of"""
    [identifier] = kept(answer())
    assert check(one(reader, identifier)).id == uuid.UUID(identifier)


def test_canonical_says_what_our_verbs_are_called(reader: Program) -> None:
    [identifier] = kept(answer())
    parameters = {"statementId": identifier, "format": "canonical"}
    found = json.loads(reader.ask("GET", "statements", parameters, Accept_Language="en").content)
    assert found["verb"] == {"id": Verb.ANSWERED, "display": {"en": "answered"}}


@pytest.mark.parametrize(
    ("parameters", "is_found"),
    [
        ({}, True),
        ({"agent": OWN}, True),
        ({"agent": {**OWN, "objectType": "Group"}}, False),
        ({"agent": {"account": {"homePage": "https://else.example", "name": str(LEARNER)}}}, False),
        ({"agent": {"account": {**OWN["account"], "name": "x"}}}, False),
        ({"agent": OWN, "related_agents": "true"}, True),
        ({"verb": Verb.ANSWERED}, True),
        ({"verb": Verb.PASSED}, False),
        ({"activity": iri(QUESTION)}, True),
        ({"activity": iri(LESSON)}, False),
        ({"activity": iri(COURSE)}, False),
        ({"activity": iri(LESSON), "related_activities": "true"}, True),
        ({"activity": iri(COURSE), "related_activities": "true"}, True),
        ({"activity": "https://example.org/x"}, False),
        ({"registration": str(uuid.UUID(int=0))}, False),
        ({"since": "2020-01-01T00:00:00Z"}, True),
        ({"until": "2020-01-01T00:00:00Z"}, False),
        ({"verb": Verb.ANSWERED, "agent": OWN, "activity": iri(QUESTION)}, True),
    ],
    ids=str,
)
def test_our_records_are_found_by_what_they_say(
    reader: Program, parameters: dict[str, Any], is_found: bool
) -> None:
    """Communication 2.1.3"""
    found = kept(answer())
    assert ids(get(reader, **parameters)) == (found if is_found else [])


def test_all_our_records_are_vouched_for_by_the_hub(reader: Program) -> None:
    """Communication 2.1.3, related_agents"""
    [identifier] = kept(answer())
    authority = one(reader, identifier)["authority"]
    assert ids(get(reader, agent=authority, related_agents="true")) == [identifier]
    assert ids(get(reader, agent=authority)) == []


def test_ours_and_others_stand_in_one_line(program: Program, reader: Program) -> None:
    """Data 2.5"""
    first = kept(answer(1))
    second = stored(program, statement())
    third = kept(answer(2))
    fourth = stored(program, statement())
    line = [*first, *second, *third, *fourth]
    assert ids(get(reader)) == line[::-1]
    assert ids(get(reader, ascending="true")) == line
    assert ids(get(reader, ascending="true", limit=2)) == line[:2]


def test_what_others_say_of_our_records_is_found_with_them(
    program: Program, reader: Program
) -> None:
    """Communication 2.1.3"""
    [identifier] = kept(answer())
    [said] = stored(program, about(identifier))
    assert ids(get(reader, activity=iri(QUESTION))) == [said, identifier]
    assert ids(get(reader, agent=OWN, verb=Verb.ANSWERED)) == [said, identifier]


def test_a_void_of_ours_is_found_with_what_it_takes_back(reader: Program) -> None:
    """Communication 2.1.4"""
    [identifier] = kept(answer())
    [back] = kept(statements.voided(statement=uuid.UUID(identifier), **common(1)))
    assert ids(get(reader, activity=iri(QUESTION))) == [back]


def test_a_void_from_a_usb_copy_takes_nothing_back(reader: Program) -> None:
    [identifier] = kept(answer())
    back = statements.voided(statement=uuid.UUID(identifier), **common(1))
    kept(back, evidence=Evidence.SELF_REPORTED)
    assert get(reader, statementId=identifier).status_code == 200


def test_who_reads_only_its_own_sees_only_records_it_brought(recorder: Program) -> None:
    kept(answer(1))
    post(recorder, answer(2))
    assert ids(get(recorder)) == [str(statement_id(answer(2)))]


def test_a_page_with_our_records_costs_six_queries_at_most(
    reader: Program, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    kept(*(answer(number) for number in range(20)))
    with django_assert_max_num_queries(6):
        ids(get(reader, agent=OWN, related_activities="true", attachments="false"))


# A person's own


def test_a_person_sees_and_deletes_what_others_said(program: Program, learner: User) -> None:
    said = statement(actor=OWN, attachments=[attachment(b"a")])
    kind, body = mixed([said, statement(context={"instructor": OWN})], piece(b"a"))
    program.ask("POST", "statements", content=body, content_type=kind)
    [other] = stored(program, statement())
    told = mine.of(learner)["statements"]
    assert [each["brought_by"] for each in told] == ["a platform"] * 2
    assert told[0]["statement"]["id"] == said["id"]
    assert mine.brief(learner) == {"statements": 2, "from": ["a platform"]}
    assert mine.count(learner) == mine.erase(learner) == 2
    assert mine.count(learner) == Attachment.objects.count() == 0
    assert ids(get(program)) == [other]


def test_what_was_deleted_does_not_come_back(program: Program, learner: User) -> None:
    stored(program, statement(actor=OWN))
    mine.erase(learner)
    records_mine.erase(learner)
    assert post(program, statement(actor=OWN)).status_code == 403


def test_the_address_of_the_site_names_who_vouches(program: Program, settings: Settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://learn.example.org"
    [identifier] = stored(program, statement())
    account = one(program, identifier)["authority"]["account"]
    assert account["homePage"] == "https://learn.example.org/xapi/"
