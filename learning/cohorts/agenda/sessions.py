"""The sessions of a cohort as they stand, and the half days they fill.

Times are those of the clock on the wall, without a zone. A half day is the morning or the
afternoon of a date; noon is afternoon. A value that cannot be read, from a newer version or from
elsewhere, is kept and shown nowhere.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from learning.cohorts.inputs import is_in_our_time
from learning.cohorts.models import Cohort
from learning.records.facts import Fact, facts_of
from learning.xapi.attestations import Kind

HALVES = ("am", "pm")
NOON = 12  # o'clock
LONGEST = 1440  # minutes: a day


@dataclass(frozen=True)
class HalfDay:
    """`id`: the same on every server. `half`: am or pm."""

    id: UUID
    date: date
    half: str

    def __str__(self) -> str:
        return f"{date_format(self.date, 'D j M')}, {self.name}"

    @property
    def name(self) -> str:
        return _("afternoon") if self.half == "pm" else _("morning")


@dataclass(frozen=True)
class Version:
    """What somebody said of a session. `value` can be read; `at`: aware."""

    author: UUID
    at: datetime
    value: Mapping[str, Any]

    @property
    def starts(self) -> datetime:
        return datetime.fromisoformat(self.value["starts"])


@dataclass(frozen=True)
class Session:
    """`starts`: without a zone. `told_at`: aware.

    `others`: what else stands, where two people changed it who did not see each other's change.
    """

    id: UUID
    title: str
    starts: datetime
    minutes: int
    lesson: UUID | None
    place: str
    is_cancelled: bool
    half_day: HalfDay
    told_at: datetime
    others: tuple[Version, ...] = ()

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)


def sessions_of(cohort: Cohort) -> list[Session]:
    """Give all sessions by time, the cancelled ones among them. One query."""
    return _sessions(cohort, facts_of(cohort.pk, Kind.SESSION))


def half_days_of(cohort: Cohort) -> list[HalfDay]:
    """Give the half days in which a session stands or attendance was marked. One query."""
    facts = facts_of(cohort.pk, Kind.SESSION, Kind.ATTENDANCE)
    return half_days_in(cohort, facts)


def half_days_in(cohort: Cohort, facts: Iterable[Fact]) -> list[HalfDay]:
    """Give the half days of these facts about sessions and attendance, by time."""
    facts = list(facts)
    sessions = _sessions(cohort, facts)
    held = [each.half_day for each in sessions if not each.is_cancelled]
    return sorted({*held, *_marked(cohort, facts)}, key=lambda each: (each.date, each.half))


def half_day(cohort: Cohort, day: date, half: str) -> HalfDay:
    return HalfDay(uuid5(cohort.pk, f"{day.isoformat()} {half}"), day, half)


def half_day_at(cohort: Cohort, moment: datetime) -> HalfDay:
    return half_day(cohort, moment.date(), HALVES[moment.hour >= NOON])


def sessions_in(cohort: Cohort, facts: Iterable[Fact]) -> list[Session]:
    """Give the sessions among these facts, by time."""
    return _sessions(cohort, facts)


def local_now() -> datetime:
    """Give the time on the wall, where the server stands."""
    return timezone.localtime().replace(tzinfo=None)


def read_moment(written: object) -> datetime | None:
    """Read a time without a zone; none, if it is none, or centuries away."""
    try:
        moment = datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
    is_sound = moment and moment.tzinfo is None and is_in_our_time(moment.date())
    return moment if is_sound else None


def is_readable(value: object) -> bool:
    """Whether this is what a session's value must hold."""
    if not isinstance(value, Mapping):
        return False
    texts = (value.get("title"), value.get("place", ""), value.get("lesson", ""))
    minutes = value.get("minutes")
    return (
        all(isinstance(each, str) for each in texts)
        and bool(value["title"])
        and isinstance(minutes, int)
        and 0 < minutes <= LONGEST
        and read_moment(value.get("starts")) is not None
    )


def _sessions(cohort: Cohort, facts: Iterable[Fact]) -> list[Session]:
    found = [
        _session(cohort, fact)
        for fact in facts
        if fact.kind == Kind.SESSION and is_readable(fact.value)
    ]
    return sorted(found, key=lambda each: (each.starts, each.title, each.id))


def _session(cohort: Cohort, fact: Fact) -> Session:
    value: Mapping[str, Any] = fact.value or {}
    starts = datetime.fromisoformat(value["starts"])
    return Session(
        id=fact.thing,
        title=value["title"],
        starts=starts,
        minutes=value["minutes"],
        lesson=read_id(value.get("lesson")),
        place=value.get("place", ""),
        is_cancelled=value.get("cancelled") is True,
        half_day=half_day_at(cohort, starts),
        others=tuple(_others(fact)),
        told_at=fact.at,
    )


def _others(fact: Fact) -> Iterator[Version]:
    for other in fact.others:
        if is_readable(other["value"]):
            at = datetime.fromisoformat(other["at"])
            yield Version(UUID(other["author"]), at, other["value"])


def read_id(written: object) -> UUID | None:
    """Read an id; none, if it is none."""
    try:
        return UUID(written) if isinstance(written, str) else None
    except ValueError:
        return None


def _marked(cohort: Cohort, facts: Iterable[Fact]) -> Iterator[HalfDay]:
    for fact in facts:
        if fact.kind == Kind.ATTENDANCE and (found := read_half_day(cohort, fact.value)):
            yield found


def read_half_day(cohort: Cohort, value: Mapping[str, Any] | None) -> HalfDay | None:
    """Read of which half day a mark is; none, if it does not say."""
    moment = read_moment((value or {}).get("date"))
    half = (value or {}).get("half")
    return half_day(cohort, moment.date(), str(half)) if moment and half in HALVES else None
