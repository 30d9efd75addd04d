import uuid
from io import StringIO
from itertools import chain
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.accounts.models import User
from learning.records import projecting, refolding
from learning.records.batches import AT_ONCE
from learning.records.linking import link
from learning.records.models import Progress, Statement
from learning.records.reading import progress_of
from learning.records.recording import record
from learning.xapi import statements
from learning.xapi.statements import Checked
from tests.benchmarks.generating import fill
from tests.learning.xapi.samples import (
    COURSE,
    LEARNER,
    QUESTION,
    REFLECTION,
    STICK,
    answer,
    answers,
    check,
)

WRITING = ("INSERT", "UPDATE", "DELETE")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def recorded() -> None:
    known = [*answers(3), check(answer(7, question=REFLECTION, correct=None))]
    record(known + answers(2, actor=STICK), evidence="observed", authority="test")


def spoil() -> None:
    """Make one row wrong, one missing and one invented."""
    Progress.objects.filter(learner=LEARNER, activity=QUESTION).update(answers=99)
    Progress.objects.filter(learner=STICK).delete()
    row = Progress.objects.get(learner=LEARNER, activity=REFLECTION)
    row.pk, row.learner = None, uuid.UUID(int=7)
    row.save()


def test_kept_progress_is_what_the_statements_say() -> None:
    assert list(refolding.differences()) == []
    assert refolding.rebuild() == 0


def test_every_kind_of_difference_is_found() -> None:
    spoil()
    invented, wrong, missing = refolding.differences()
    assert (invented.learner, invented.folded) == (uuid.UUID(int=7), None)
    assert wrong.kept is not None
    assert wrong.folded is not None
    assert (wrong.kept.answers, wrong.folded.answers) == (99, 3)
    assert (missing.learner, missing.kept) == (STICK, None)


def test_what_comes_in_during_the_check_is_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    read, late = refolding.told_of, iter([answers(9)[-1:]])

    def slowly(*args: Any, **kwargs: Any) -> Any:
        told = read(*args, **kwargs)
        for statements_ in late:
            record(statements_, evidence="observed", authority="test")
        return told

    monkeypatch.setattr(refolding, "told_of", slowly)
    assert list(refolding.differences()) == []


def test_progress_can_be_thrown_away_and_rebuilt() -> None:
    before = progress_of(LEARNER, COURSE)
    Progress.objects.all().delete()
    assert refolding.rebuild() == 3
    assert progress_of(LEARNER, COURSE) == before
    assert list(refolding.differences()) == []


def test_progress_left_under_a_linked_stick_is_found(learner: User) -> None:
    stale = list(Progress.objects.filter(learner=STICK))
    link(STICK, learner, by=None)
    Progress.objects.bulk_create(stale)
    (difference,) = refolding.differences()
    assert (difference.learner, difference.folded) == (STICK, None)
    assert refolding.rebuild() == 1


def test_learners_are_read_in_pages_and_none_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refolding, "LEARNERS_AT_ONCE", 2)
    spoil()
    actors = [uuid.uuid4() for _ in range(7)]
    record(
        [check(answer(seq, actor=actor)) for seq, actor in enumerate(actors)],
        evidence="observed",
        authority="test",
    )
    read = [list(batch.learners) for batch in refolding.batches()]
    everybody = [*actors, LEARNER, STICK, uuid.UUID(int=7)]
    assert list(chain.from_iterable(read)) == sorted(everybody)
    assert max(map(len, read)) == 2


def test_it_can_be_stopped_and_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refolding, "LEARNERS_AT_ONCE", 1)
    Progress.objects.all().delete()
    first, *_ = refolding.batches()
    refolding.refold(first)
    assert len(list(refolding.differences())) == 1
    assert refolding.rebuild() == 1


def test_a_diligent_learner_is_folded_some_activities_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(refolding, "STATEMENTS_AT_ONCE", 4)
    questions = [uuid.UUID(int=n) for n in range(1, 6)]
    record(
        [check(answer(20 + n, question=each)) for n, each in enumerate(questions * 2)],
        evidence="observed",
        authority="test",
    )
    spoil()
    row = Progress.objects.get(learner=LEARNER, activity=questions[0])
    row.pk, row.activity = None, uuid.UUID(int=77)  # of which no statement speaks
    row.save()
    of_one = [each for each in refolding.batches() if each.learners == [LEARNER]]
    assert len(of_one) == 4
    known = [*questions, uuid.UUID(int=77), QUESTION, REFLECTION]
    assert list(chain.from_iterable(each.activities or [] for each in of_one)) == sorted(known)
    assert len(list(refolding.differences())) == refolding.rebuild() == 4
    assert not list(refolding.differences())


def test_what_comes_in_between_reading_and_mending_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spoil()
    hold_lock = refolding.hold_lock

    def hold_late() -> None:
        record([check(answer(50))], evidence="observed", authority="test")
        hold_lock()

    monkeypatch.setattr(refolding, "hold_lock", hold_late)
    refolding.rebuild()
    assert progress_of(LEARNER, COURSE)[QUESTION].answers == 4
    assert not list(refolding.differences())


def test_every_statement_is_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    Progress.objects.all().delete()
    checked: list[uuid.UUID] = []

    def check_kept(content: bytes, identifier: uuid.UUID) -> Checked:
        checked.append(identifier)
        return statements.check_kept(content, identifier)

    monkeypatch.setattr(projecting, "check_kept", check_kept)
    assert refolding.rebuild() == 3
    assert len(checked) == len(set(checked)) == Statement.objects.count()


def test_where_all_is_well_nothing_is_locked_or_written() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert refolding.rebuild() == 0
    said = [query["sql"] for query in queries]
    assert said
    assert not any(each.startswith(WRITING) or "records_origin" in each for each in said)


def test_the_number_of_queries_depends_on_neither_learners_nor_statements() -> None:
    def queries_of_folding_again() -> int:
        Progress.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            refolding.rebuild()
        return len(queries)

    before = queries_of_folding_again()
    fill(1_000)
    assert queries_of_folding_again() == before


def test_batches_hold_no_more_than_fits_unless_one_is_alone() -> None:
    counts = [uuid.UUID(int=n) for n in range(6)]
    numbers = dict(zip(counts, [900, 1_100, 1, 5_000, 0, 2_000], strict=True))
    assert list(refolding.packed(numbers)) == [counts[:2], counts[2:3], counts[3:4], counts[4:]]
    assert list(refolding.packed({})) == []


def test_a_batch_holds_only_so_many_for_a_query() -> None:
    many = dict.fromkeys(map(uuid.UUID, (f"{n:032x}" for n in range(AT_ONCE + 1))), 0)
    assert [len(each) for each in refolding.packed(many)] == [AT_ONCE, 1]


def test_the_check_lists_what_differs_and_fails() -> None:
    spoil()
    out = StringIO()
    with pytest.raises(CommandError, match="3 differences") as caught:
        call_command("refold", "--check", stdout=out)
    assert caught.value.returncode == 1
    assert f"{LEARNER} {QUESTION}: answers 99 → 3" in out.getvalue()
    assert "missing" in out.getvalue()
    assert "no statement says so" in out.getvalue()
    assert list(refolding.differences())


def test_the_check_says_when_all_is_well() -> None:
    out = StringIO()
    call_command("refold", "--check", stdout=out)
    assert "Progress is what the statements say." in out.getvalue()


def test_the_command_mends_what_differs() -> None:
    spoil()
    out = StringIO()
    call_command("refold", stdout=out)
    assert "3 differences were mended." in out.getvalue()
    assert not list(refolding.differences())
