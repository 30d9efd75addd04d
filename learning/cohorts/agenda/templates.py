"""Agendas to begin with: days, and what happens in each. Plain values that know no cohort."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.bundles.manifest import Lesson, Manifest, Unit

SESSION = "session"  # the kind of a lesson that is held in a room
MORNING = time(9)


class Template(TextChoices):
    PROGRAMME = "programme", gettext_lazy("The sessions of the course, if it has some")
    FACE_TO_FACE = "face", gettext_lazy("5 days face to face")
    ONLINE = "online", gettext_lazy("4 × 2 hours online")
    EMPTY = "empty", gettext_lazy("No sessions yet")


@dataclass(frozen=True)
class Planned:
    """A session of a day. `lesson`: the activity of its page, or empty."""

    title: str
    at: time
    minutes: int
    lesson: str = ""


Day = Sequence[Planned]
Placed = tuple[datetime, Planned]

FACE_TO_FACE_DAYS = 5
FACE_TO_FACE_DAY = ((time(9), 90), (time(11), 90), (time(14), 90), (time(16), 60))  # minutes
ONLINE_MEETINGS = 4
ONLINE_MINUTES = 120
WEEK = 7  # days


def days_of(template: Template, manifest: Manifest | None) -> list[Day]:
    """Give the days of a template; `manifest`: of the course, if it is published."""
    match template:
        case Template.PROGRAMME:
            return programme_days(manifest) if manifest else []
        case Template.FACE_TO_FACE:
            return [_face_to_face(day) for day in range(1, FACE_TO_FACE_DAYS + 1)]
        case Template.ONLINE:
            return [[_meeting(number)] for number in range(1, ONLINE_MEETINGS + 1)]
        case _:
            return []


def programme_days(manifest: Manifest) -> list[Day]:
    """Give a day for each unit that has sessions, with the times its authors wrote."""
    days = [list(_sessions(unit)) for unit in manifest.units]
    return [day for day in days if day]


def on_dates(days: Sequence[Day], template: Template, starts: date, ends: date) -> list[Placed]:
    """Place days on dates from `starts` on: one after the other, or a week apart when online.

    Meetings move closer together where the dates leave less room. Days without room stand after
    `ends`: nothing is dropped, and whoever plans sees it.
    """
    step = _step(len(days), template, starts, ends)
    return [
        (datetime.combine(starts + timedelta(days=place * step), planned.at), planned)
        for place, day in enumerate(days)
        for planned in day
    ]


def _step(days: int, template: Template, starts: date, ends: date) -> int:
    """Give how many days lie from one to the next."""
    if template != Template.ONLINE or days < 2:
        return 1
    room = (ends - starts).days // (days - 1)
    return max(1, min(WEEK, room))


def _sessions(unit: Unit) -> Iterator[Planned]:
    """Give the sessions of a unit; one without a time begins when the one before it ends."""
    at = MORNING
    for lesson in unit.lessons:
        if lesson.kind == SESSION:
            at = _time(lesson) or at
            minutes = max(1, lesson.minutes)
            yield Planned(lesson.title, at, minutes, lesson.activity)
            at = (datetime.combine(date.min, at) + timedelta(minutes=minutes)).time()


def _time(lesson: Lesson) -> time | None:
    try:
        return time.fromisoformat(lesson.starts)
    except ValueError:
        return None


def _face_to_face(day: int) -> Day:
    return [
        Planned(_("Day %(day)d, session %(number)d") % {"day": day, "number": number}, at, minutes)
        for number, (at, minutes) in enumerate(FACE_TO_FACE_DAY, start=1)
    ]


def _meeting(number: int) -> Planned:
    return Planned(_("Online meeting %(number)d") % {"number": number}, time(10), ONLINE_MINUTES)
