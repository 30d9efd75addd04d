import itertools
import uuid
from typing import Any

import pytest

from learning.accounts.models import User
from learning.keeping.receiving import receive
from learning.publishing.models import Edition
from learning.records.erasing import erase_actors
from learning.records.evidence import Evidence
from learning.records.models import Quarantine, Statement
from learning.records.reading import progress_of
from learning.records.recording import record
from learning.records.revoking import revoke
from learning.xapi import statements
from learning.xapi.statements import check
from tests.learning.cohorts.samples import COURSE, common, work_of
from tests.learning.keeping.samples import sent_by


def test_what_a_device_sends_is_recorded_as_self_reported(learner: User, edition: Edition) -> None:
    receipt = receive(sent_by(learner.pk), learner)
    assert (len(receipt.stored), receipt.already, receipt.aside) == (3, [], [])
    kept = set(Statement.objects.exclude(verb__endswith="completed").values_list("evidence"))
    assert kept == {("self-reported",)}


def test_a_course_is_completed_as_soon_as_the_last_answer_is_home(
    learner: User, edition: Edition
) -> None:
    first, *rest = sent_by(learner.pk)
    receive(rest, learner)
    assert progress_of(learner.pk, COURSE).get(COURSE) is None
    receive([first], learner)
    completed = Statement.objects.get(verb__endswith="completed")
    assert (completed.evidence, completed.actor) == (Evidence.SELF_REPORTED, learner.pk)


def test_any_order_and_any_repetition_comes_to_the_same(learner: User, edition: Edition) -> None:
    for order in itertools.permutations(sent_by(learner.pk)):
        for each in order:
            receive([each], learner)
        receive(list(order), learner)
    assert Statement.objects.count() == 3 + 1


def test_what_is_here_already_is_said_to_be(learner: User, edition: Edition) -> None:
    sent = sent_by(learner.pk)
    receive(sent[:1], learner)
    receipt = receive(sent, learner)
    assert [str(each) for each in receipt.already] == [sent[0]["id"]]
    assert len(receipt.stored) == 2


def test_what_comes_of_a_revoked_station_goes_aside_but_what_is_here_stays(
    learner: User, edition: Edition
) -> None:
    sent = sent_by(learner.pk)
    receive(sent[:1], learner)
    revoke(uuid.uuid5(learner.pk, "origin"), reason="Stolen.")
    receipt = receive(sent, learner)
    assert [str(each) for each in receipt.already] == [sent[0]["id"]]
    assert receipt.stored == []
    assert receipt.aside == [
        (each["id"], "It comes from a station that was revoked.") for each in sent[1:]
    ]
    assert Statement.objects.count() == 1
    assert Quarantine.objects.count() == 2
    assert progress_of(learner.pk, COURSE).get(COURSE) is None


@pytest.mark.parametrize("actor", [uuid.UUID(int=77, version=4), None], ids=["unknown", "known"])
def test_nobody_speaks_in_anothers_name(
    actor: uuid.UUID | None, learner: User, neighbour: User, edition: Edition
) -> None:
    receipt = receive(sent_by(actor or neighbour.pk, lessons=1), learner)
    assert [reason for _id, reason in receipt.aside] == ["The record is another person’s."]
    assert (Statement.objects.count(), Quarantine.objects.count()) == (0, 1)


def test_an_account_at_another_home_page_is_another_person(learner: User, db: None) -> None:
    statement = statements.registered(**{**common(learner.pk), "actor_home": "https://x.example"})
    receipt = receive([_whole(statement)], learner)
    assert (len(receipt.aside), Statement.objects.count()) == (1, 0)


def test_an_altered_answer_goes_aside_and_the_others_count(learner: User, edition: Edition) -> None:
    sent = sent_by(learner.pk)
    sent[0]["result"]["response"] = "b"
    receipt = receive(sent, learner)
    assert len(receipt.stored) == 2
    [(id_, reason)] = receipt.aside
    assert id_ == sent[0]["id"]
    assert "changed after it was written" in reason


@pytest.mark.parametrize(
    "sent", ["text", None, 3, [], {}, {"id": 5}, {"id": "x", "actor": {}}, float("nan"), "\ud800"]
)
def test_what_is_no_statement_is_kept_in_quarantine(sent: Any, learner: User) -> None:
    receipt = receive([sent], learner)
    assert (len(receipt.aside), Quarantine.objects.count()) == (1, 1)


@pytest.mark.parametrize("build", ["completed", "voided"])
def test_a_device_completes_nothing_and_takes_nothing_back(build: str, learner: User) -> None:
    made: dict[str, Any] = {
        "completed": lambda: statements.completed(**common(learner.pk)),
        "voided": lambda: statements.voided(
            statement=uuid.UUID(int=1, version=4), **common(learner.pk)
        ),
    }
    receipt = receive([_whole(made[build]())], learner)
    assert [reason for _id, reason in receipt.aside] == [
        "Only the server says this, so it does not count from a device."
    ]
    assert Statement.objects.count() == 0


def test_what_the_server_told_the_device_is_known_when_it_comes_back(learner: User) -> None:
    completed = check(statements.completed(**common(learner.pk)))
    record([completed], evidence=Evidence.OBSERVED, authority="the hub")
    receipt = receive([_whole(statements.completed(**common(learner.pk)))], learner)
    assert (receipt.already, receipt.aside) == ([completed.id], [])


def test_a_file_of_a_damaged_edition_stops_nobody(
    learner: User, edition: Edition, settings: Any, tmp_path: Any
) -> None:
    Edition.objects.update(manifest_sha256="0" * 64)
    assert len(receive(sent_by(learner.pk), learner).stored) == 3


def _whole(statement: dict[str, Any]) -> dict[str, Any]:
    return {**statement, "id": str(check(statement).id)}


def test_the_samples_are_what_the_records_hold(learner: User) -> None:
    assert [each["id"] for each in sent_by(learner.pk)] == [str(w.id) for w in work_of(learner.pk)]


def test_what_an_erased_person_did_is_answered_and_kept_nowhere(
    learner: User, neighbour: User, edition: Edition
) -> None:
    sent = sent_by(neighbour.pk)
    sent[0]["result"]["response"] = "b"
    erase_actors([neighbour.pk], code=neighbour.username)
    receipt = receive(sent, learner)
    assert [id_ for id_, _reason in receipt.aside] == [each["id"] for each in sent]
    assert (Statement.objects.count(), Quarantine.objects.count()) == (0, 0)
