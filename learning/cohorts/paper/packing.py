"""A day of a cohort, or all of them, as one PDF: what one needs when there is no power.

Timetable; the day's sessions with the notes for the facilitator; the sheets of the day; a test that
falls on the day, its key on the last pages; the teach-back's rubric; a form to say how the day was;
a sheet to sign. All in the language of the course, from its edition as it is published.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import override

from learning.bundles.manifest import Manifest
from learning.cohorts.agenda.materials import SHEETS
from learning.cohorts.agenda.sessions import HalfDay, Session, sessions_of
from learning.cohorts.evaluation.reactions import LINES, MARKS
from learning.cohorts.models import Cohort
from learning.cohorts.work.rubrics import teach_back_rubric
from learning.publishing.exporters.paper import ANSWERS, BEFORE, FINAL, Book, Chapter, name_of
from learning.publishing.exporting import exporter
from learning.publishing.handing import job_of
from learning.publishing.models import Edition
from learning.publishing.orders import Order

TEMPLATE = "cohorts/paper/pack.html"
STYLE = "pack"
EMPTY_LINES = 5  # below the names on the sheet, for who comes late


@dataclass(frozen=True)
class DayPack:
    """What belongs to one day. `lessons`, `sheets`: names of chapters of the book."""

    date: date
    sessions: tuple[Session, ...]
    lessons: tuple[str, ...]
    sheets: tuple[str, ...]

    @property
    def half_days(self) -> tuple[HalfDay, ...]:
        return tuple(dict.fromkeys(each.half_day for each in self.sessions))


def dates_of(sessions: Iterable[Session]) -> list[date]:
    """Give the dates on which a session takes place."""
    return sorted({each.starts.date() for each in sessions if not each.is_cancelled})


def pack(cohort: Cohort, edition: Edition, day: date | None = None) -> bytes:
    """Give the PDF of one day, or of all.

    Raises: LibraryMissing — this server cannot write PDF; BundleError — the edition is damaged;
    ExportError — a picture cannot be read, or there are no letters for a name.
    """
    pdf = exporter("pdf")
    order = Order(
        "pdf",
        (edition.manifest_sha256,),
        Path(settings.EXPORTS_ROOT),
        Path(settings.EDITIONS_ROOT),
        settings.ATOLL_ACTOR_HOME,
    )
    job = job_of(order)
    sessions = [each for each in sessions_of(cohort) if not each.is_cancelled]
    frozen = job.editions[0]
    every = day_packs(sessions, frozen.manifest)
    days = [each for each in every if day in (None, each.date)]
    tests = on_paper([each.date for each in every], day)
    names = {*tests, ANSWERS}.union(*(each.lessons + each.sheets for each in days))
    book = Book(frozen, Placing(frozenset(names)), is_one_page=True, is_flat=True)
    context = _context(cohort, book, days, tests)
    written: bytes = pdf.written(job, book, TEMPLATE, context, STYLE)
    return written


def day_packs(sessions: Iterable[Session], manifest: Manifest) -> list[DayPack]:
    """Give what belongs to each date; a page or sheet stands once, on the first day it is used."""
    used: set[str] = set()
    packs = []
    for day, held in groupby(sessions, key=lambda each: each.starts.date()):
        these = tuple(held)
        lessons, sheets = _chapters(these, manifest)
        packs.append(DayPack(day, these, _fresh(lessons, used), _fresh(sheets, used)))
    return packs


def on_paper(dates: Sequence[date], day: date | None) -> tuple[str, ...]:
    """Give the tests of a day: the first one on the first date, the final one on the last."""
    if day is None:
        return (BEFORE, FINAL)
    first = (BEFORE,) if day == dates[0] else ()
    return (*first, FINAL) if day == dates[-1] else first


def _fresh(names: Iterable[str], used: set[str]) -> tuple[str, ...]:
    fresh = tuple(each for each in dict.fromkeys(names) if each not in used)
    used.update(fresh)
    return fresh


def _chapters(sessions: Iterable[Session], manifest: Manifest) -> tuple[list[str], list[str]]:
    """Give the names of the pages of these sessions, and of the sheets of their units."""
    names = {UUID(each.activity): name_of(n) for n, each in enumerate(manifest.lessons, start=1)}
    wanted = [each.lesson for each in sessions if each.lesson in names]
    sheets = [
        names[UUID(lesson.activity)]
        for unit in manifest.units
        if {UUID(each.activity) for each in unit.lessons} & set(wanted)
        for lesson in unit.lessons
        if lesson.kind in SHEETS
    ]
    return [names[each] for each in wanted if each], sheets


@dataclass(frozen=True)
class Placing:
    """Gives the address of an anchor; none in a chapter that is not in the pack."""

    names: frozenset[str]

    def __call__(self, chapter: str, anchor: str) -> str:
        return f"#{anchor or chapter}" if chapter in self.names else ""


def _context(
    cohort: Cohort, book: Book, days: Sequence[DayPack], tests: Sequence[str]
) -> Mapping[str, object]:
    manifest = book.edition.manifest
    chapters = {each.name: each for each in book.chapters}
    asked = [chapters[name] for name in tests if name in chapters]
    members = cohort.memberships.present().select_related("learner")
    with override(manifest.language):
        return {
            "language": manifest.language,
            "manifest": manifest,
            "cohort": cohort,
            "trainers": [str(each) for each in cohort.trainers.order_by("name")],
            "places": sorted({each.place for day in days for each in day.sessions if each.place}),
            "days": [_day(day, chapters) for day in days],
            "tests": asked,
            "answered": [each for each in asked if each.answered],
            "rubric": teach_back_rubric(),
            "reaction": [str(line) for line in LINES],
            "marks": MARKS,
            "names": [str(each.learner) for each in members],
            "empty": range(EMPTY_LINES),
        }


def _day(day: DayPack, chapters: Mapping[str, Chapter]) -> Mapping[str, object]:
    return {
        "pack": day,
        "lessons": list(_found(day.lessons, chapters)),
        "sheets": list(_found(day.sheets, chapters)),
    }


def _found(names: Iterable[str], chapters: Mapping[str, Chapter]) -> Iterator[Chapter]:
    return (chapters[name] for name in names)
