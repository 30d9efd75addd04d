from uuid import UUID

import pytest

from learning.accounts.models import User
from learning.records.evidence import Evidence
from learning.records.linking import link
from learning.records.models import Statement
from learning.records.proving import editions_completed, trusted_progress_of
from learning.records.recording import record
from learning.xapi import statements
from learning.xapi.statements import Checked, check
from tests.learning.accounts.people import learner
from tests.learning.cohorts.samples import ASSESSMENT, COURSE, EDITION, QUESTIONS, common, work_of

__all__ = ["learner"]
STICK = UUID("50000000-0000-4000-8000-000000000001")


def completion(actor: UUID, *, seq: int = 60, edition: str = EDITION) -> Checked:
    return check(statements.completed(**{**common(actor, seq), "edition": edition}))


def test_only_what_was_not_self_reported_is_trusted(learner: User) -> None:
    first, second, test = work_of(learner.pk)
    record([first], evidence=Evidence.OBSERVED, authority="here")
    record([second], evidence=Evidence.SELF_REPORTED, authority="stick")
    record([test], evidence=Evidence.ATTESTED, authority="trainer")

    found = trusted_progress_of(learner.pk, COURSE)

    assert set(found) == {QUESTIONS[0], ASSESSMENT}
    assert trusted_progress_of(learner.pk, STICK) == {}


def test_what_an_own_stick_did_here_is_trusted_too(learner: User) -> None:
    record(work_of(STICK), evidence=Evidence.OBSERVED, authority="station")
    link(STICK, learner, by=None)
    assert ASSESSMENT in trusted_progress_of(learner.pk, COURSE)


def test_the_edition_completed_first_is_told(learner: User) -> None:
    record([completion(learner.pk)], evidence=Evidence.OBSERVED, authority="here")
    assert editions_completed(learner.pk) == {COURSE: EDITION}


def test_who_completed_nothing_completed_no_edition(learner: User) -> None:
    record(work_of(learner.pk), evidence=Evidence.OBSERVED, authority="here")
    assert editions_completed(learner.pk) == {}


def test_a_damaged_completion_is_left_out(learner: User, caplog: pytest.LogCaptureFixture) -> None:
    record([completion(learner.pk)], evidence=Evidence.OBSERVED, authority="here")
    Statement.objects.update(content="{}")
    assert editions_completed(learner.pk) == {}
    assert "cannot be used" in caplog.text
