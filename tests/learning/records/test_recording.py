import dataclasses
import random
import uuid
from collections.abc import Sequence

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.records import refolding
from learning.records.evidence import Evidence
from learning.records.models import Progress, Statement
from learning.records.reading import progress_of
from learning.records.recording import Receipt, record
from learning.xapi.folding import fold
from learning.xapi.statements import Checked, check
from tests.learning.xapi.samples import (
    COURSE,
    LEARNER,
    QUESTION,
    STICK,
    answer,
    answers,
    histories,
    score,
    unhurried,
    void,
)

pytestmark = pytest.mark.django_db


def observed(statements: Sequence[Checked]) -> Receipt:
    return record(statements, evidence=Evidence.OBSERVED, authority="test")


def test_a_statement_is_stored_as_it_was_hashed() -> None:
    (statement,) = answers(1)
    receipt = record([statement], evidence="self-reported", authority="import_progress")
    assert receipt == Receipt(stored=[statement.id], already=[])
    row = Statement.objects.get()
    assert row.content.encode() == statement.content
    assert (row.id, row.actor, row.activity) == (statement.id, LEARNER, QUESTION)
    assert (row.evidence, row.authority) == (Evidence.SELF_REPORTED, "import_progress")


def test_a_statement_sent_twice_is_stored_once() -> None:
    statements = answers(3)
    observed(statements[:2])
    receipt = observed([*statements, *statements])
    assert receipt.stored == [statements[2].id]
    assert set(receipt.already) == {statements[0].id, statements[1].id}
    assert Statement.objects.count() == 3
    assert progress_of(LEARNER, COURSE)[QUESTION].answers == 3


def test_the_first_copy_of_a_statement_stands() -> None:
    observed(answers(1))
    record(answers(1), evidence=Evidence.SELF_REPORTED, authority="somebody")
    assert Statement.objects.get().authority == "test"


def test_nothing_to_record_is_no_mistake() -> None:
    assert observed([]) == Receipt(stored=[], already=[])


def test_evidence_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="hearsay"):
        record(answers(1), evidence="hearsay", authority="test")
    assert not Statement.objects.exists()


def test_progress_is_stored_with_the_statements() -> None:
    statements = [*answers(2), check(score(8, 10, 5))]
    observed(statements)
    assert progress_of(LEARNER, COURSE) == fold(statements)


def test_all_a_response_may_hold_survives_the_database() -> None:
    response = "“نعم” 👩\u200d💻 \\u0000 \x01\t\u2028 e\u0301"
    statement = answer()
    statement["result"]["response"] = response
    observed([check(statement)])
    assert progress_of(LEARNER, COURSE)[QUESTION].last_response == response
    assert not list(refolding.differences())


@settings(unhurried, max_examples=25)
@given(histories(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_order_repetition_and_splitting_leave_the_same_progress(
    history: list[Checked], chance: random.Random, size: int
) -> None:
    disturbed = history + chance.choices(history, k=2) if history else []
    chance.shuffle(disturbed)
    with transaction.atomic():
        for start in range(0, len(disturbed), size):
            observed(disturbed[start : start + size])
        for actor in (LEARNER, STICK):
            voids = [each for each in history if "voided" in each.verb]
            own = [each for each in history if each.actor == actor]
            assert progress_of(actor, COURSE) == fold([*own, *voids])
        assert not list(refolding.differences())
        transaction.set_rollback(True)


def test_a_void_takes_effect_whenever_it_arrives() -> None:
    first, second = answers(2)
    observed([check(void(second, actor=uuid.uuid4()))])
    observed([first])
    observed([second])
    assert progress_of(LEARNER, COURSE)[QUESTION].answers == 1
    observed([check(void(first, actor=uuid.uuid4()))])
    assert progress_of(LEARNER, COURSE) == {}
    assert not Progress.objects.exists()
    assert Statement.objects.count() == 4


def test_a_void_from_a_usb_copy_is_kept_and_does_nothing() -> None:
    (statement,) = answers(1)
    observed([statement])
    record([check(void(statement))], evidence=Evidence.SELF_REPORTED, authority="import")
    assert Statement.objects.count() == 2
    assert progress_of(LEARNER, COURSE)[QUESTION].answers == 1
    assert not list(refolding.differences())


def test_a_stored_statement_that_was_tampered_with_no_longer_counts(
    caplog: pytest.LogCaptureFixture,
) -> None:
    wrong, right = check(answer(1, correct=False)), check(answer(2))
    observed([wrong])
    forged = wrong.content.decode().replace('"success":false', '"success":true')
    Statement.objects.update(content=forged)
    observed([right])
    assert progress_of(LEARNER, COURSE)[QUESTION].answers == 1
    assert str(wrong.id) in caplog.text


@pytest.mark.parametrize("content", ["", "[]", "{", "null"])
def test_a_stored_statement_that_was_damaged_stops_nobody(content: str) -> None:
    first, second = answers(2)
    observed([first])
    Statement.objects.update(content=content)
    observed([second])
    assert progress_of(LEARNER, COURSE)[QUESTION].answers == 1


def test_the_number_of_queries_does_not_grow_with_the_statements(learner: object) -> None:
    observed(answers(1))
    counts = []
    for number in (3, 60):
        fresh = [check(answer(1_000 * number + seq)) for seq in range(number)]
        with CaptureQueriesContext(connection) as queries:
            observed(fresh)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_the_number_of_queries_does_not_grow_with_the_learners() -> None:
    observed(answers(1))
    counts = []
    for number in (2, 40):
        fresh = [check(answer(seq, actor=uuid.uuid4())) for seq in range(number)]
        with CaptureQueriesContext(connection) as queries:
            observed(fresh)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_more_statements_than_a_query_takes_parameters_are_recorded() -> None:
    fresh = [check(answer(seq, question=uuid.UUID(int=seq))) for seq in range(1_200)]
    assert len(observed(fresh).stored) == 1_200
    assert len(observed(fresh).already) == 1_200
    assert len(progress_of(LEARNER, COURSE)) == 1_200


def test_what_fails_leaves_nothing_behind() -> None:
    broken = dataclasses.replace(answers(1)[0], seq=-1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.of(broken, evidence=Evidence.OBSERVED, authority="test").save(force_insert=True)
    assert not Statement.objects.exists()
