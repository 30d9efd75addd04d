"""What a cohort can talk about: itself, each of its sessions, each office hour."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from learning.cohorts.agenda.sessions import Session, sessions_of
from learning.cohorts.dialogue.office_hours import OfficeHour, office_hour_of
from learning.cohorts.dialogue.posts import Tally
from learning.cohorts.models import Cohort

NO_POSTS = Tally()


@dataclass(frozen=True)
class Discussion:
    """hour: the office hour it is about, if any."""

    thing: UUID
    title: str
    tally: Tally = NO_POSTS
    hour: OfficeHour | None = None


def discussions_of(cohort: Cohort, tallies: dict[UUID, Tally]) -> list[Discussion]:
    """Give the cohort's own discussion and those of its sessions, by time. One query."""
    things = [(cohort.pk, whole_cohort())] + [(each.id, each.title) for each in _held(cohort)]
    return [Discussion(thing, title, tallies.get(thing, NO_POSTS)) for thing, title in things]


def discussion_of(cohort: Cohort, thing: UUID) -> Discussion | None:
    """Give a discussion of the cohort; one about anything else does not exist."""
    if thing == cohort.pk:
        return Discussion(thing, whole_cohort())
    if hour := office_hour_of(cohort, thing):
        return Discussion(thing, hour.topic, hour=hour)
    session = next((each for each in sessions_of(cohort) if each.id == thing), None)
    return Discussion(thing, session.title) if session else None


def whole_cohort() -> str:
    return _("The whole cohort")


def _held(cohort: Cohort) -> list[Session]:
    return [each for each in sessions_of(cohort) if not each.is_cancelled]
