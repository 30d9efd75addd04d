"""Putting sessions into a cohort's agenda, and changing them. What was said before is kept."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from learning.bundles.manifest import Manifest
from learning.cohorts.agenda.sessions import Session, sessions_of
from learning.cohorts.agenda.templates import Placed, Template, days_of, on_dates
from learning.cohorts.errors import NoSuchSession
from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.records.attesting import Saying, say
from learning.records.facts import facts_of
from learning.xapi.attestations import Kind


def plan(
    cohort: Cohort, template: Template, manifest: Manifest | None, *, author: UUID
) -> list[Session]:
    """Put a template's sessions on the cohort's dates, and give what stands then.

    Doing it again is safe: a session of a page, or of a place in a template, is one session.
    """
    placed = on_dates(days_of(template, manifest), template, cohort.starts, cohort.ends)
    sayings = [
        Saying(
            register(cohort, Kind.SESSION, _key(cohort, template, number, each)), _first_value(each)
        )
        for number, each in enumerate(placed)
    ]
    say(sayings, author=author)
    return sessions_of(cohort)


def put(
    cohort: Cohort,
    session: UUID,
    *,
    title: str,
    starts: datetime,
    minutes: int,
    place: str,
    author: UUID,
) -> None:
    """Add a session, or change it; its page and whatever else is known of it stay.

    starts: without a zone. Attendance stays with the half day in which it was marked.
    """
    changes = {
        "title": title,
        "starts": starts.isoformat(timespec="minutes"),
        "minutes": minutes,
        "place": place,
    }
    say([_changed(cohort, session, changes, _values(cohort))], author=author)


def cancel(cohort: Cohort, session: UUID, *, author: UUID) -> None:
    """Cancel a session: it stays to be seen, and can be taken up again. Raises: NoSuchSession."""
    _set_cancelled(cohort, session, is_cancelled=True, author=author)


def take_up(cohort: Cohort, session: UUID, *, author: UUID) -> None:
    """Have a cancelled session take place after all. Raises: NoSuchSession."""
    _set_cancelled(cohort, session, is_cancelled=False, author=author)


def _set_cancelled(cohort: Cohort, session: UUID, *, is_cancelled: bool, author: UUID) -> None:
    values = _values(cohort)
    if session not in values:
        raise NoSuchSession
    say([_changed(cohort, session, {"cancelled": is_cancelled}, values)], author=author)


@transaction.atomic
def move_day(cohort: Cohort, day: date, to: date, *, author: UUID) -> int:
    """Move all sessions of a date to another one, at their times; give how many."""
    values = _values(cohort)
    moved = [each for each in sessions_of(cohort) if each.starts.date() == day != to]
    sayings = [
        _changed(cohort, each.id, {"starts": _at(to, each.starts)}, values) for each in moved
    ]
    say(sayings, author=author)
    return len(moved)


@transaction.atomic
def meet_at(cohort: Cohort, place: str, *, author: UUID) -> int:
    """Say where all sessions take place that are not cancelled; give how many."""
    values = _values(cohort)
    held = [each for each in sessions_of(cohort) if not each.is_cancelled]
    say([_changed(cohort, each.id, {"place": place}, values) for each in held], author=author)
    return len(held)


def found(sessions: Iterable[Session], key: UUID) -> Session:
    """Give one of these sessions. Raises: NoSuchSession."""
    for session in sessions:
        if session.id == key:
            return session
    raise NoSuchSession


def _values(cohort: Cohort) -> dict[UUID, Mapping[str, Any]]:
    return {fact.thing: fact.value or {} for fact in facts_of(cohort.pk, Kind.SESSION)}


def _key(cohort: Cohort, template: Template, number: int, placed: Placed) -> UUID:
    """Give the id of a planned session, the same however often it is planned."""
    _starts, planned = placed
    return uuid5(cohort.pk, planned.lesson or f"{template.value} {number}")


def _first_value(placed: Placed) -> dict[str, Any]:
    starts, planned = placed
    written = starts.isoformat(timespec="minutes")
    value = {"title": planned.title, "starts": written, "minutes": planned.minutes}
    return {**value, "lesson": planned.lesson} if planned.lesson else value


def _changed(
    cohort: Cohort,
    session: UUID,
    changes: Mapping[str, Any],
    values: Mapping[UUID, Mapping[str, Any]],
) -> Saying:
    """Say a session's value with `changes`; what is empty is left out, so that it has one form."""
    value = {**values.get(session, {}), **changes}
    whole = {name: each for name, each in value.items() if each not in ("", False, None)}
    return Saying(register(cohort, Kind.SESSION, session), whole)


def _at(day: date, moment: datetime) -> str:
    return datetime.combine(day, moment.time()).isoformat(timespec="minutes")
