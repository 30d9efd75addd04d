"""Hours at which an expert answers: when, about what, and where; questions are posts about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from learning.accounts.models import User
from learning.cohorts.agenda.calendar import Event
from learning.cohorts.agenda.sessions import read_moment
from learning.cohorts.dialogue.texts import text_in, uuid_in
from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.records.attesting import Saying, say
from learning.records.facts import Fact, facts_of, history
from learning.xapi.attestations import Kind


@dataclass(frozen=True)
class OfficeHour:
    """starts: by the clock on the wall there. expert: an account, if the expert has one.

    others: how many other versions stand, of people who had not seen this one.
    """

    id: UUID
    starts: datetime
    minutes: int
    topic: str
    where: str
    expert: UUID | None
    is_cancelled: bool
    told_at: datetime
    others: int = 0

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)


def office_hours_in(facts: Iterable[Fact]) -> list[OfficeHour]:
    """Give the office hours among these facts, by time. No query."""
    found = [_office_hour(fact) for fact in facts if fact.kind == Kind.OFFICE_HOUR]
    return sorted((each for each in found if each), key=lambda each: (each.starts, each.id))


def office_hour_of(cohort: Cohort, key: UUID) -> OfficeHour | None:
    found = office_hours_in(facts_of(cohort.pk, Kind.OFFICE_HOUR, thing=key))
    return found[0] if found else None


def set_office_hour(cohort: Cohort, hour: OfficeHour, *, author: User) -> None:
    """Say when an office hour is, or that it is cancelled."""
    say([Saying(register(cohort, Kind.OFFICE_HOUR, hour.id), _value(hour))], author=author.pk)


def event_of(cohort: Cohort, hour: OfficeHour, address: str) -> Event:
    """Give an office hour as a calendar's event."""
    told = history(register(cohort, Kind.OFFICE_HOUR, hour.id))
    return Event(
        id=hour.id,
        sequence=max(0, len(told) - 1),
        told_at=hour.told_at,
        starts=hour.starts,
        minutes=hour.minutes,
        title=hour.topic,
        place=hour.where,
        address=address,
        is_cancelled=hour.is_cancelled,
    )


def _value(hour: OfficeHour) -> dict[str, Any]:
    value = {
        "starts": hour.starts.isoformat(timespec="minutes"),
        "minutes": hour.minutes,
        "topic": hour.topic,
        "where": hour.where,
        "expert": str(hour.expert or ""),
        "cancelled": hour.is_cancelled,
    }
    return {name: each for name, each in value.items() if each}


def _office_hour(fact: Fact) -> OfficeHour | None:
    """Read an office hour; what a newer version wrote otherwise is left out."""
    value = fact.value or {}
    minutes = value.get("minutes")
    starts = read_moment(value.get("starts"))
    if starts is None or not isinstance(minutes, int) or not 0 < minutes <= 24 * 60:
        return None
    return OfficeHour(
        id=fact.thing,
        starts=starts,
        minutes=minutes,
        topic=text_in(value, "topic"),
        where=text_in(value, "where"),
        expert=uuid_in(value, "expert"),
        is_cancelled=value.get("cancelled") is True,
        told_at=fact.at,
        others=len(fact.others),
    )
