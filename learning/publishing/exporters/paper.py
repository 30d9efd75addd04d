"""A course or toolkit as a book: chapters in reading order, numbered questions, answers at the end.

All of it is well-formed XHTML, so a reading system and a printer take the same. What stands where
is said by the format (`place`); the templates are in templates/exporters/paper.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from learning.bundles.edition import FrozenEdition, Text
from learning.bundles.manifest import Question
from learning.publishing.exporters.course_page import CoursePage, LessonPart, Part
from learning.publishing.exporters.xhtml import Writer, pictures_in

START, BEFORE, FINAL, ANSWERS, ABOUT = "start", "before", "final", "answers", "about"
REFLECTION_LINES = 4

Place = Callable[[str, str], str]


@dataclass(frozen=True)
class Printed:
    """A question with its number in the book, where it is asked and where it is answered."""

    number: int
    question: Question
    address: str
    answer: str

    @property
    def has_answer(self) -> bool:
        return self.question.is_marked

    @property
    def lines(self) -> str:
        """Give a character for each line to write on."""
        return "_" * (REFLECTION_LINES if self.question.is_reflection else 1)


PaperPart = Text | Printed


@dataclass(frozen=True)
class Chapter:
    """`name`: of its file or anchor. `level`: of its heading in the book, 1 or 2.

    `unit`: the title of the unit that a lesson belongs to, where there are several.
    `starts`: of a session, the time of day. `minutes`: how long it takes, 0 if nobody said.
    """

    name: str
    title: str
    parts: tuple[PaperPart, ...] = ()
    level: int = 1
    summary: str = ""
    unit: str = ""
    kind: str = ""
    starts: str = ""
    minutes: int = 0

    @property
    def questions(self) -> tuple[Printed, ...]:
        return tuple(part for part in self.parts if isinstance(part, Printed))

    @property
    def answered(self) -> tuple[Printed, ...]:
        """The questions that have an answer at the end of the book."""
        return tuple(each for each in self.questions if each.has_answer)

    @property
    def pictures(self) -> Sequence[str]:
        """The paths of the pictures it shows, each once."""
        return pictures_in("".join(part.html for part in self.parts if isinstance(part, Text)))


@dataclass(frozen=True)
class Book:
    """`place`: gives the address of an anchor in a chapter, by their names; "" is its beginning.

    `is_one_page`: whether the headings of all chapters stand on one page, a lesson's below that of
    its unit; `is_flat`: whether both stand at the same level.
    `without`: classes of elements that are left out.
    """

    edition: FrozenEdition
    place: Place
    is_one_page: bool = False
    is_flat: bool = False
    without: tuple[str, ...] = ()
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @cached_property
    def page(self) -> CoursePage:
        return CoursePage(self.edition)

    @cached_property
    def introduction(self) -> Chapter:
        manifest = self.edition.manifest
        return self._chapter(START, manifest.title, self.page.introduction)

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """Everything between the introduction and the answers, in reading order."""
        return tuple(self._chapters())

    @cached_property
    def answered(self) -> tuple[Chapter, ...]:
        """The chapters whose questions have answers at the end."""
        every = (self.introduction, *self.chapters)
        return tuple(chapter for chapter in every if chapter.answered)

    @property
    def pictures(self) -> Sequence[str]:
        every = (self.introduction, *self.chapters)
        return list(dict.fromkeys(path for chapter in every for path in chapter.pictures))

    def warnings(self, name: str) -> list[str]:
        """Say what the book called `name` does not hold."""
        return [
            f"{name} links to the lesson “{slug}”, which is not in this course."
            for slug in self.page.broken_links
        ]

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """The names of the chapters that links lead to, by their slugs."""
        lessons = self.edition.manifest.lessons
        tests = ((self.page.pretest, BEFORE), (self.page.assessment, FINAL))
        names = {test.anchor: name for test, name in tests if test}
        return names | {each.slug: name_of(place) for place, each in enumerate(lessons, start=1)}

    @property
    def _has_units(self) -> bool:
        return len(self.edition.manifest.units) > 1

    def _chapters(self) -> Iterator[Chapter]:
        yield from self._test(BEFORE)
        for place, unit in enumerate(self.page.units, start=1):
            if self._has_units or unit.parts:
                chapter = self._chapter(f"u{place:02}", unit.title, unit.parts)
                yield replace(chapter, summary=unit.summary)
            yield from (self._lesson(part, unit.title) for part in unit.lessons)
        yield from self._test(FINAL)

    def _test(self, name: str) -> Iterator[Chapter]:
        manifest = self.edition.manifest
        is_final = name == FINAL
        part = self.page.assessment if is_final else self.page.pretest
        test = manifest.assessment if is_final else manifest.pretest
        if test and part:
            yield replace(self._chapter(name, test.title, part.parts), minutes=test.minutes)

    def _lesson(self, part: LessonPart, unit: str) -> Chapter:
        lesson, level = part.lesson, 2 if self._has_units and not self.is_flat else 1
        chapter = self._chapter(self._names[lesson.slug], lesson.title, part.parts, level)
        return replace(
            chapter,
            summary=lesson.summary,
            unit=unit if self._has_units else "",
            kind=lesson.kind,
            starts=lesson.starts,
            minutes=lesson.minutes,
        )

    def _chapter(self, name: str, title: str, parts: Sequence[Part], level: int = 1) -> Chapter:
        writer = Writer(self._address, level if self.is_one_page else 1, self.without)
        return Chapter(name, title, tuple(self._part(part, writer, name) for part in parts), level)

    def _part(self, part: Part, writer: Writer, chapter: str) -> PaperPart:
        if isinstance(part, Text):
            return Text(writer.write(part.html))
        number = next(self.numbers)
        address, answer = self.place(chapter, f"q-{number}"), self.place(ANSWERS, f"a-{number}")
        return Printed(number, _in_xhtml(part, writer), address, answer)

    def _address(self, slug: str) -> str:
        return self.place(self._names[slug], "") if slug in self._names else ""


def name_of(place: int) -> str:
    """Name the chapter of the lesson at a place in the edition, counted from 1."""
    return f"c{place:03}"


def _in_xhtml(question: Question, writer: Writer) -> Question:
    steps = tuple(replace(step, text=writer.write(step.text)) for step in question.steps)
    return replace(question, prompt=writer.write(question.prompt), steps=steps)
