"""Who was there, as it stands.

A half day counts once it is over, or as soon as anybody is marked in it: then whoever is not marked
was not there. Somebody excused was not there either; the sheet only says why. What a person says of
themselves gives way to what anybody else said.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from learning.cohorts.agenda.sessions import (
    HalfDay,
    Session,
    half_days_in,
    local_now,
    read_half_day,
    sessions_in,
)
from learning.cohorts.models import Cohort
from learning.records.facts import Fact, facts_of
from learning.xapi.attestations import Kind


class State(TextChoices):
    PRESENT = "present", _("Present")
    ABSENT = "absent", _("Absent")
    EXCUSED = "excused", _("Excused")


@dataclass(frozen=True)
class Mark:
    """What stands of one person in one half day. `at`: aware. `others`: what else was said."""

    learner: UUID
    half_day: UUID
    state: State
    author: UUID
    at: datetime
    others: tuple["Mark", ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether the person checked in themselves."""
        return self.author == self.learner

    @property
    def is_contested(self) -> bool:
        return any(other.state != self.state for other in self.others)


@dataclass(frozen=True)
class Attendance:
    """In how many half days somebody was present, `of` those that count.

    percent: rounded down, so that it never promises what is not reached; None while none counts.
    contested: in how many half days people said different things.
    """

    present: int
    of: int
    percent: int | None
    contested: int
    excused: int = 0


@dataclass(frozen=True)
class Register:
    """The attendance of a cohort. `counted`: the half days that count, by their ids."""

    half_days: tuple[HalfDay, ...]
    sessions: tuple[Session, ...]
    counted: frozenset[UUID]
    marks: Mapping[tuple[UUID, UUID], Mark]  # by learner and half day

    def mark(self, learner: UUID, half_day: UUID) -> Mark | None:
        return self.marks.get((learner, half_day))

    def of(self, learner: UUID) -> Attendance:
        """Give the attendance of one person."""
        marks = [self.mark(learner, each) for each in self.counted]
        states = [mark.state for mark in marks if mark]
        present, of = states.count(State.PRESENT), len(self.counted)
        return Attendance(
            present=present,
            of=of,
            percent=present * 100 // of if of else None,
            contested=sum(mark.is_contested for mark in marks if mark),
            excused=states.count(State.EXCUSED),
        )

    def half_day(self, key: UUID) -> HalfDay:
        """Raises: KeyError — the cohort has no such half day."""
        return {each.id: each for each in self.half_days}[key]


def register_of(cohort: Cohort, now: datetime | None = None) -> Register:
    """Give all that stands about attendance. One query. `now`: without a zone."""
    facts = facts_of(cohort.pk, Kind.SESSION, Kind.ATTENDANCE)
    marks = {(mark.learner, mark.half_day): mark for mark in _marks(cohort, facts)}
    half_days, sessions = half_days_in(cohort, facts), sessions_in(cohort, facts)
    marked = {half_day for _learner, half_day in marks}
    over = _over(half_days, sessions, now or local_now())
    return Register(tuple(half_days), tuple(sessions), frozenset(marked | over), marks)


def attendance_of(cohort: Cohort, now: datetime | None = None) -> dict[UUID, Attendance]:
    """Give the attendance of everybody who is in the cohort or was marked, by learner."""
    register = register_of(cohort, now)
    here = cohort.memberships.present().values_list("learner", flat=True)
    marked = {learner for learner, _half_day in register.marks}
    return {learner: register.of(learner) for learner in {*here, *marked}}


def _marks(cohort: Cohort, facts: Iterable[Fact]) -> Iterable[Mark]:
    for fact in facts:
        if fact.kind != Kind.ATTENDANCE or fact.learner is None:
            continue
        found = read_half_day(cohort, fact.value)
        if found and found.id == fact.thing and (said := _said(fact)):
            yield _counting(said)


def _said(fact: Fact) -> list[Mark]:
    """Give what can be read of a fact, what counts last."""
    told = [(other["value"], other["author"], other["at"]) for other in fact.others]
    told.append((fact.value, str(fact.author), fact.at.isoformat()))
    return [
        Mark(fact.learner, fact.thing, state, UUID(author), datetime.fromisoformat(at))
        for value, author, at in told
        if fact.learner and (state := _state(value))
    ]


def _state(value: Mapping[str, Any] | None) -> State | None:
    written = (value or {}).get("state")
    return State(written) if written in State.values else None


def _counting(said: Collection[Mark]) -> Mark:
    """Give the latest mark with the others; what people say of themselves comes first, so last."""
    *others, counts = sorted(said, key=lambda mark: not mark.is_own)
    return replace(counts, others=tuple(others))


def _over(
    half_days: Iterable[HalfDay], sessions: Iterable[Session], now: datetime
) -> frozenset[UUID]:
    """Give the half days whose sessions have all ended."""
    ends: dict[UUID, list[datetime]] = defaultdict(list)
    for session in sessions:
        if not session.is_cancelled:
            ends[session.half_day.id].append(session.ends)
    return frozenset(each.id for each in half_days if each.id in ends and max(ends[each.id]) <= now)
