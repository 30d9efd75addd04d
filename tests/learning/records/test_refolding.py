import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from learning.accounts.models import User
from learning.records import refolding
from learning.records.linking import link
from learning.records.models import Progress
from learning.records.reading import progress_of
from learning.records.recording import record
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
    actors = [uuid.uuid4() for _ in range(7)]
    record(
        [check(answer(seq, actor=actor)) for seq, actor in enumerate(actors)],
        evidence="observed",
        authority="test",
    )
    assert list(refolding.learners()) == sorted([*actors, LEARNER, STICK])


def test_it_can_be_stopped_and_started_again() -> None:
    Progress.objects.all().delete()
    first, *_ = refolding.learners()
    refolding.refold(first)
    assert len(list(refolding.differences())) == 1
    assert refolding.rebuild() == 1


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
