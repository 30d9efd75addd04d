"""People who said no to the archive are not in it, and leave it."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import duckdb
import pytest
from django.conf import LazySettings

from learning.accounts.choosing import choose
from learning.accounts.models import Purpose, User
from learning.records.archiving import archive
from learning.records.evidence import Evidence
from learning.records.linking import link
from learning.records.models import Statement
from learning.records.recording import record
from learning.records.sparing import spared, spared_among
from tests.learning.cohorts.samples import work_of
from tests.learning.xapi.samples import STICK

pytestmark = pytest.mark.django_db
YEAR_END = datetime(2025, 1, 1, tzinfo=UTC)
STRANGER = UUID("11111111-0000-4000-8000-00000000000f")
ARCHIVE = Purpose.ARCHIVE


@pytest.fixture
def other(learner: User) -> User:
    """Another learner; both have answered once, and so has a stick that is the first one's."""
    made = User.objects.create_learner(name="Other One", pin="2580")
    link(STICK, learner, by=None)
    for actor in (learner.pk, made.pk, STICK, STRANGER):
        record(work_of(actor, lessons=1), evidence=Evidence.SELF_REPORTED, authority="test")
    Statement.objects.update(stored=datetime(2024, 3, 1, tzinfo=UTC))
    return made


def actors_in(folder: Path) -> set[UUID]:
    """Archive again, and give whose statements are in the files then."""
    list(archive(folder, before=YEAR_END))
    files = f"{folder}/year=*/month=*/*.parquet"
    return {UUID(row[0]) for row in duckdb.execute(f"SELECT actor FROM '{files}'").fetchall()}  # noqa: S608


def test_who_says_no_is_not_archived_and_leaves_what_was(
    learner: User, other: User, tmp_path: Path
) -> None:
    assert actors_in(tmp_path) == {learner.pk, other.pk, STICK, STRANGER}
    choose(learner, ARCHIVE, says_yes=False)
    assert actors_in(tmp_path) == {other.pk, STRANGER}
    choose(learner, ARCHIVE, says_yes=True)
    assert actors_in(tmp_path) == {learner.pk, other.pk, STICK, STRANGER}
    assert Statement.objects.filter(actor=learner.pk).exists()


def test_where_consent_is_asked_only_who_said_yes_is_archived(
    learner: User, other: User, tmp_path: Path, settings: LazySettings
) -> None:
    settings.ATOLL_ARCHIVE_RESTS_ON = "consent"
    choose(learner, ARCHIVE, says_yes=True)
    assert actors_in(tmp_path) == {learner.pk, STICK, STRANGER}


def test_a_duty_asks_nobody(
    learner: User, other: User, tmp_path: Path, settings: LazySettings
) -> None:
    choose(learner, ARCHIVE, says_yes=False)
    settings.ATOLL_ARCHIVE_RESTS_ON = "duty"
    assert learner.pk in actors_in(tmp_path)


def test_a_month_of_nobody_who_agrees_is_an_empty_file(
    learner: User, other: User, tmp_path: Path
) -> None:
    Statement.objects.exclude(actor__in=[learner.pk, STICK]).delete()
    choose(learner, ARCHIVE, says_yes=False)
    assert actors_in(tmp_path) == set()


def test_a_sticks_person_speaks_for_it_and_no_other(learner: User, other: User) -> None:
    choose(learner, ARCHIVE, says_yes=False)
    everybody = {learner.pk, other.pk, STICK, STRANGER}
    assert spared_among(ARCHIVE, everybody) == spared(ARCHIVE) == {learner.pk, STICK}
