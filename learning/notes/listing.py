"""A learner's notes by course, for the page, for paper and as text."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from learning.accounts.models import User
from learning.notes.models import Note
from learning.notes.places import Place, places_of


@dataclass(frozen=True)
class Entry:
    """A note, and its lesson where it is still offered."""

    note: Note
    place: Place | None

    @property
    def title(self) -> str:
        return self.place.lesson.title if self.place else self.note.lesson_title

    @property
    def language(self) -> str:
        """Give the language of the title; of a lesson that is gone, nobody knows."""
        return self.place.edition.language if self.place else ""


@dataclass(frozen=True)
class Course:
    title: str
    language: str
    entries: Sequence[Entry]


def courses(learner: User, *, words: str = "") -> list[Course]:
    """Give the notes that hold all of `words`, by course and in its order. Two queries."""
    notes = list(Note.objects.filter(learner=learner))
    places = places_of(note.course for note in notes) if notes else {}
    order = {lesson: number for number, lesson in enumerate(places)}
    entries = [Entry(note, places.get(note.lesson)) for note in notes]
    found = [entry for entry in entries if _holds(entry, words)]
    found.sort(
        key=lambda e: (_course_title(e), e.note.course, order.get(e.note.lesson, len(order)))
    )
    return [_course(list(group)) for _key, group in groupby(found, key=lambda e: e.note.course)]


def as_text(found: Sequence[Course]) -> str:
    """Give notes as plain text."""
    return "\n".join(line for course in found for line in _lines(course))


def _course(entries: Sequence[Entry]) -> Course:
    return Course(_course_title(entries[0]), entries[0].language, entries)


def _course_title(entry: Entry) -> str:
    return entry.place.edition.title if entry.place else entry.note.course_title


def _holds(entry: Entry, words: str) -> bool:
    note = entry.note
    text = _folded(" ".join([entry.title, _course_title(entry), note.text, *note.points]))
    return all(word in text for word in _folded(words).split())


def _folded(text: str) -> str:
    """Give `text` without case and accents, so that it is found however it is typed."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _lines(course: Course) -> Iterator[str]:
    yield from (course.title, "=" * len(course.title), "")
    for entry in course.entries:
        mark = f" [{_('bookmark')}]" if entry.note.is_bookmarked else ""
        yield f"{entry.title}{mark}"
        yield "-" * len(entry.title)
        yield from (f"* {point}" for point in entry.note.points)
        yield from (entry.note.text, "") if entry.note.text else ("",)
