import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.accounts.models import User
from learning.records import facts, mine
from learning.records.attesting import Saying, receive, say
from learning.records.erasing import erase_actors
from learning.records.models import Attestation, Fact, Statement
from learning.records.refolding_facts import refold_cohort
from learning.xapi.attestations import (
    Attested,
    Kind,
    Register,
    Standing,
    attest,
    check_attestation,
)
from learning.xapi.errors import MalformedStatement

WRITING = ("INSERT", "UPDATE", "DELETE")
pytestmark = pytest.mark.django_db

COHORT = uuid.UUID("0c000000-0000-4000-8000-000000000001")
SHEET = uuid.UUID("5e000000-0000-4000-8000-000000000001")
PERSON = uuid.UUID("1e000000-0000-4000-8000-000000000001")
TRAINER = uuid.UUID("7a000000-0000-4000-8000-000000000001")
ELSEWHERE = uuid.UUID("0a000000-0000-4000-8000-000000000009")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
REGISTER = Register(COHORT, Kind.ATTENDANCE, SHEET, learner=PERSON)
PRESENT, ABSENT = {"state": "present"}, {"state": "absent"}


def elsewhere(state: dict[str, str], *, minutes: int = 0) -> Attested:
    """What another station says, which saw nothing of ours."""
    return check_attestation(
        attest(
            REGISTER,
            state,
            author=TRAINER,
            home="https://atoll.invalid/learners",
            origin=ELSEWHERE,
            seq=1,
            timestamp=NOON + timedelta(minutes=minutes),
        )
    )


def fact() -> Fact:
    found = facts.fact_of(REGISTER)
    assert found
    return found


def test_what_is_said_stands_and_is_no_statement_of_learning() -> None:
    (identifier,) = say([Saying(REGISTER, PRESENT)], author=TRAINER, at=NOON)
    assert (fact().value, fact().author, fact().at) == (PRESENT, TRAINER, NOON)
    row = Attestation.objects.get()
    assert (row.pk, row.authority) == (identifier, str(TRAINER))
    assert row.checked().register == fact().register == REGISTER
    assert not Statement.objects.exists()


def test_saying_the_same_twice_is_saying_it_once() -> None:
    say([Saying(REGISTER, PRESENT)], author=TRAINER)
    assert say([Saying(REGISTER, PRESENT), Saying(REGISTER, PRESENT)], author=TRAINER) == []
    assert Attestation.objects.count() == 1


def test_a_correction_keeps_what_it_corrects() -> None:
    say([Saying(REGISTER, PRESENT)], author=TRAINER, at=NOON)
    say([Saying(REGISTER, ABSENT)], author=TRAINER, at=NOON - timedelta(days=300))
    assert fact().value == ABSENT
    assert [each.value for each in facts.history(REGISTER)] == [ABSENT, PRESENT]


def test_what_is_taken_back_stands_no_longer_and_can_be_said_again() -> None:
    assert say([Saying(REGISTER, None)], author=TRAINER) == []
    say([Saying(REGISTER, PRESENT)], author=TRAINER)
    say([Saying(REGISTER, None)], author=TRAINER)
    assert facts.fact_of(REGISTER) is None
    assert facts.facts_of(COHORT) == []
    say([Saying(REGISTER, PRESENT)], author=TRAINER)
    assert fact().value == PRESENT


def test_what_comes_from_elsewhere_contests_and_the_next_answer_settles_it() -> None:
    say([Saying(REGISTER, PRESENT)], author=TRAINER, at=NOON)
    receipt = receive([elsewhere(ABSENT, minutes=5)], authority="take_cohorts")
    assert len(receipt.stored) == 1
    assert fact().value == ABSENT
    assert [each["value"] for each in fact().others] == [PRESENT]
    say([Saying(REGISTER, ABSENT)], author=TRAINER)  # settles it, though it is what counts
    assert not fact().is_contested
    assert len(facts.history(REGISTER)) == 3


def test_what_comes_twice_is_here_already() -> None:
    told = elsewhere(ABSENT)
    receive([told], authority="take_cohorts")
    receipt = receive([told, told], authority="take_cohorts")
    assert (receipt.stored, receipt.already) == ([], [told.id])


def test_what_is_about_an_erased_person_goes_and_is_refused() -> None:
    say([Saying(REGISTER, PRESENT)], author=TRAINER)
    erase_actors([PERSON])
    assert not Fact.objects.exists()
    receipt = receive([elsewhere(ABSENT)], authority="take_cohorts")
    assert len(receipt.refused) == 1
    assert not Attestation.objects.exists()


def test_what_an_erased_trainer_said_of_others_stays() -> None:
    say([Saying(REGISTER, PRESENT)], author=TRAINER)
    erase_actors([TRAINER])
    assert fact().value == PRESENT


def test_a_value_that_cannot_be_kept_is_refused_and_nothing_is_said() -> None:
    with pytest.raises(MalformedStatement):
        say([Saying(REGISTER, PRESENT), Saying(REGISTER, {"share": 0.5})], author=TRAINER)
    assert not Attestation.objects.exists()


def test_a_person_can_take_along_what_was_said_of_them() -> None:
    learner = User.objects.create_learner(name="Sione", pin="4711")
    say([Saying(Register(COHORT, Kind.MEMBER, COHORT, learner=learner.pk), {"state": "in"})],
        author=TRAINER)  # fmt: skip
    (told,) = mine.of(learner)["in_cohorts"]
    assert told["actor"]["account"]["name"] == str(learner.pk)


def test_facts_are_read_by_kind_thing_and_person() -> None:
    other = Register(COHORT, Kind.SESSION, SHEET)
    say([Saying(REGISTER, PRESENT), Saying(other, {"title": "Morning"})], author=TRAINER)
    assert [each.kind for each in facts.facts_of(COHORT, Kind.SESSION)] == ["session"]
    assert len(facts.facts_of(COHORT, thing=SHEET)) == 2
    assert [each.value for each in facts.facts_about(PERSON, Kind.ATTENDANCE)] == [PRESENT]
    assert len(facts.facts_of_many(None, Kind.ATTENDANCE, Kind.SESSION)) == 2
    assert facts.facts_of_many([], Kind.SESSION) == []
    assert len(list(facts.attestations_of([COHORT]))) == 2


def test_kept_facts_that_say_something_else_are_found_and_mended() -> None:
    say([Saying(REGISTER, PRESENT)], author=TRAINER)
    Fact.objects.update(value=ABSENT)
    Fact.of(nobodys()).save()
    with pytest.raises(CommandError, match="2 differences"):
        call_command("refold", "--check", verbosity=0)
    call_command("refold", verbosity=0)
    call_command("refold", "--check", verbosity=0)
    assert fact().value == PRESENT


def nobodys() -> Standing:
    return Standing(Register(COHORT, Kind.RULE, COHORT), (elsewhere(ABSENT),))


def test_where_kept_facts_are_right_nothing_is_locked_or_written() -> None:
    say([Saying(REGISTER, PRESENT)], author=TRAINER)
    with CaptureQueriesContext(connection) as queries:
        assert refold_cohort(COHORT) == 0
    said = [query["sql"] for query in queries]
    assert said
    assert not any(each.startswith(WRITING) or "records_origin" in each for each in said)
