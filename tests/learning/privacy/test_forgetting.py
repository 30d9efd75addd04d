import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from learning.accounts.models import Access, Seen, User
from learning.cohorts.models import Cohort
from learning.credentials.models import Award
from learning.notes.models import Note
from learning.player.models import Draft
from learning.privacy import forgetting
from learning.privacy.erasing import erase
from learning.privacy.forgetting import age, forget, resting_since
from learning.ratings.models import Rating
from learning.records.models import Statement
from learning.records.recording import record
from learning.worksheets.models import Worksheet
from tests.learning.accounts.people import PIN
from tests.learning.cohorts.samples import member_of, work_of

NOW = datetime(2036, 1, 1, tzinfo=UTC)


def rest(person: User, *, years: int) -> User:
    """Let nothing be heard of the person for so long."""
    long_ago = timezone.now() - timedelta(days=365 * years + 1)
    User.objects.filter(pk=person.pk).update(date_joined=long_ago, last_login=None)
    Statement.objects.update(stored=long_ago)
    person.worksheets.update(updated=long_ago)
    person.sheets.update(updated=long_ago)
    Cohort.objects.update(starts=long_ago.date(), ends=long_ago.date())
    return person


@pytest.mark.parametrize(("text", "days"), [("5y", 1825), ("18m", 540), (" 1Y ", 365)])
def test_an_age_is_in_years_or_months(text: str, days: int) -> None:
    assert age(text) == timedelta(days=days)


@pytest.mark.parametrize("text", ["5", "0y", "11m", "-5y", "5 years", "y"])
def test_what_is_no_age_or_less_than_a_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        age(text)


def test_only_learners_of_whom_nothing_was_heard_are_found(learner: User, trainer: User) -> None:
    heard_of = User.objects.create_learner(name="Heard Of", pin=PIN)
    for person in (learner, heard_of, trainer):
        rest(person, years=6)
    record(work_of(heard_of.pk), evidence="observed", authority="test")
    assert list(resting_since(timezone.now() - timedelta(days=1825))) == [learner]


def test_who_is_in_a_cohort_that_goes_on_is_not_found(cohort: object, learner: User) -> None:
    member_of(cohort, rest(learner, years=6))  # type: ignore[arg-type]
    cohort.ends = timezone.localdate()  # type: ignore[attr-defined]
    cohort.save()  # type: ignore[attr-defined]
    assert list(resting_since(timezone.now() - timedelta(days=1825))) == []


def test_a_forgotten_learners_certificate_stays_valid_with_its_name(
    whole_life: None, learner: User
) -> None:
    rest(learner, years=6)
    found = forget(timedelta(days=1825), now=NOW)
    assert found.accounts >= 1
    assert not User.objects.filter(pk=learner.pk).exists()
    award = Award.objects.get()
    assert (award.name, award.is_revoked, award.learner.is_former) == ("Learner One", False, True)


def test_a_look_before_changes_nothing(whole_life: None, learner: User) -> None:
    rest(learner, years=6)
    Access.objects.update(day=datetime(2020, 1, 1, tzinfo=UTC).date())
    told = StringIO()
    call_command("forget", older_than="5y", dry_run=True, stdout=told)
    assert "Would be deleted: 1 accounts, 2 entries" in told.getvalue()
    assert User.objects.filter(pk=learner.pk).exists()
    call_command("forget", older_than="5y", stdout=told)
    # What was noted of the person alone went with the account.
    assert "Deleted: 1 accounts, 1 entries" in told.getvalue()
    assert not User.objects.filter(pk=learner.pk).exists()


def test_what_staff_looked_at_is_kept_for_two_years(trainer: User) -> None:
    for days in (729, 731):
        day = timezone.localdate() - timedelta(days=days)
        Access.objects.create(by=trainer, about=trainer.pk, what=Seen.DATA, day=day)
    forget(timedelta(days=3650), now=timezone.now())
    assert Access.objects.count() == 1


def test_the_command_refuses_a_short_age(db: None) -> None:
    with pytest.raises(CommandError, match="a year or more"):
        call_command("forget", older_than="1m")


@pytest.mark.parametrize("trace", ["note", "draft", "rating", "sign-in", "worksheet"])
def test_whoever_left_any_trace_lately_is_not_found(learner: User, trace: str) -> None:
    rest(learner, years=6)
    leave(trace, learner)
    assert list(resting_since(timezone.now() - timedelta(days=1825))) == []
    assert list(resting_since(timezone.now() + timedelta(days=1))) == [learner]


def test_somebody_who_comes_back_meanwhile_is_not_forgotten(
    learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = User.objects.create_learner(name="Other", pin=PIN)
    for person in (learner, other):
        rest(person, years=6)
    first, last = sorted([learner, other], key=lambda person: person.pk)

    def slowly(person: User, *, keep_certificates: bool) -> UUID:
        record(work_of(last.pk), evidence="observed", authority="test")
        return erase(person, keep_certificates=keep_certificates)

    monkeypatch.setattr(forgetting, "erase", slowly)
    assert forget(timedelta(days=1825), now=timezone.now()).accounts == 1
    assert list(User.objects.all()) == [last]
    assert not User.objects.filter(pk=first.pk).exists()


def leave(trace: str, learner: User) -> None:
    """Let the person do one thing now."""
    ids = {"course": uuid4()}
    if trace == "note":
        Note.objects.create(learner=learner, lesson=uuid4(), text="Mine", **ids)
    elif trace == "draft":
        Draft.objects.create(learner=learner, assessment=uuid4(), **ids)
    elif trace == "rating":
        Rating.objects.create(learner=learner, title="A course", language="en", score=3, **ids)
    elif trace == "worksheet":
        Worksheet.objects.create(owner=learner, activity=uuid4())
    else:
        User.objects.filter(pk=learner.pk).update(last_login=timezone.now())
