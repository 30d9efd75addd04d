"""Who needs the trainer now: each person once, with the reason in words and one thing to do.

Pure: everything is handed in. The reasons stand in the order of their weight.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.bundles.manifest import Lesson, Manifest
from learning.cohorts.roster import Row
from learning.xapi.folding import ActivityProgress

TRIES = 3  # at one question or test, without success
QUIET = timedelta(days=7)
UNHEARD = timedelta(days=9)  # of a station


class Action(StrEnum):
    """What the trainer does about it."""

    NEW_PIN = "new-pin"
    WRITE = "write"
    LOOK = "look"  # at the place where the person is stuck
    SHEET = "sheet"  # of attendance


@dataclass(frozen=True)
class Absence:
    """The half days, newest first, in which somebody was absent without a break, up to now."""

    half_days: int
    last: str


@dataclass(frozen=True)
class Need:
    """`reason`: a sentence. `lesson`: where to look, for `Action.LOOK`; its slug."""

    row: Row
    reason: str
    action: Action
    lesson: str = ""


@dataclass(frozen=True)
class Several:
    """People with the same need, by name: one reason, and one thing to do for all of them."""

    rows: tuple[Row, ...]
    reason: str
    action: Action
    lesson: str


@dataclass(frozen=True)
class Class:
    """What is known of a cohort. `today`: local. `closed`: memberships closed to guessers."""

    starts: date
    ends: date
    today: date
    manifest: Manifest | None
    closed: Collection[int] = ()
    absences: Mapping[UUID, Absence] | None = None


def needs_of(rows: Sequence[Row], known: Class) -> list[Need]:
    """Give who needs something, the weightiest reasons first, then by name."""
    found = [(place, need) for row in rows for place, need in _first(row, known)]
    return [need for _place, need in sorted(found, key=lambda pair: (pair[0], pair[1].row.name))]


def together(needs: Sequence[Need]) -> list[Several]:
    """Put those with the same need together, in the order of `needs`; a new PIN is one person's."""
    groups: dict[tuple[object, ...], list[Need]] = {}
    for need in needs:
        alone = need.row.member if need.action == Action.NEW_PIN else None
        groups.setdefault((need.reason, need.action, need.lesson, alone), []).append(need)
    return [
        Several(
            tuple(need.row for need in found), found[0].reason, found[0].action, found[0].lesson
        )
        for found in groups.values()
    ]


def unheard_of(heard: Mapping[str, datetime], now: datetime) -> dict[str, int]:
    """Give station → days since anything came of it, of those silent for nine days and more."""
    silent = {name: now - last for name, last in heard.items()}
    return {name: since.days for name, since in silent.items() if since >= UNHEARD}


def _first(row: Row, known: Class) -> Iterator[tuple[int, Need]]:
    for place, reason in enumerate(REASONS):
        if need := reason(row, known):
            yield place, need
            return


def _closed(row: Row, known: Class) -> Need | None:
    if row.member not in known.closed:
        return None
    return Need(row, _("Cannot sign in: somebody tried too many PINs."), Action.NEW_PIN)


def _absent(row: Row, known: Class) -> Need | None:
    absence = (known.absences or {}).get(row.learner)
    if absence is None or absence.half_days < 2:
        return None
    reason = ngettext(
        "Absent for %(number)d half day, the last one %(last)s.",
        "Absent for %(number)d half days in a row, the last one %(last)s.",
        absence.half_days,
    )
    return Need(row, reason % {"number": absence.half_days, "last": absence.last}, Action.SHEET)


def _stuck(row: Row, known: Class) -> Need | None:
    """Name the place of the last question that was answered wrongly three times or more."""
    stuck = [(state.last_at, lesson, state) for lesson, state in _wrong(row, known.manifest)]
    if not stuck:
        return None
    _at, lesson, state = max(stuck, key=lambda each: (each[0], each[1].slug))
    reason = ngettext(
        "Stuck after %(number)d try at a question in “%(lesson)s”.",
        "Stuck after %(number)d tries at a question in “%(lesson)s”.",
        state.answers,
    ) % {"number": state.answers, "lesson": lesson.title}
    return Need(row, reason, Action.LOOK, lesson.slug)


def _wrong(row: Row, manifest: Manifest | None) -> Iterator[tuple[Lesson, ActivityProgress]]:
    for lesson in manifest.lessons if manifest else ():
        for question in lesson.questions:
            state = row.states.get(UUID(question))
            if state and state.answers >= TRIES and not state.succeeded:
                yield lesson, state


def _failing(row: Row, known: Class) -> Need | None:
    assessment = known.manifest.assessment if known.manifest else None
    state = row.states.get(UUID(assessment.activity)) if assessment else None
    if state is None or state.passed or state.attempts < TRIES:
        return None
    reason = ngettext(
        "Did not pass the test in %(number)d try.",
        "Did not pass the test in %(number)d tries.",
        state.attempts,
    )
    return Need(row, reason % {"number": state.attempts}, Action.WRITE)


def _not_started(row: Row, known: Class) -> Need | None:
    days = (known.today - known.starts).days
    if row.states or days < 1 or known.manifest is None:
        return None
    reason = ngettext(
        "Has not started, %(number)d day after the first day.",
        "Has not started, %(number)d days after the first day.",
        days,
    )
    return Need(row, reason % {"number": days}, Action.WRITE)


def _quiet(row: Row, known: Class) -> Need | None:
    """Notice who stopped in the middle, while the cohort goes on."""
    progress = row.progress
    if progress is None or progress.is_complete or progress.last_at is None:
        return None
    since = known.today - progress.last_at.date()
    if since < QUIET or known.today > known.ends + QUIET:
        return None
    reason = ngettext(
        "No answer for %(number)d day, and the course is not finished.",
        "No answer for %(number)d days, and the course is not finished.",
        since.days,
    )
    return Need(row, reason % {"number": since.days}, Action.WRITE)


REASONS = (_closed, _absent, _stuck, _failing, _not_started, _quiet)
