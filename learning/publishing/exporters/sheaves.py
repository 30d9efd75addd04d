"""Lessons in sheaves: so many of them that one key says of all their pages that nothing changed.

What is exported again is nearly all as it was. To say so of each page would take longer than to
make those that are not; so it is said of some dozen pages together, and page by page only in a
sheaf in which something did change. Each sheaf has an index for the search of its own, for the
same reason: an edit writes one of them, and an update carries one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Lesson, Manifest, Unit

LESSONS = 25  # of a sheaf; of more the index weighs too much in an update


class Step(NamedTuple):
    """A lesson with what its page says of others."""

    unit: Unit
    lesson: Lesson
    before: Lesson | None
    after: Lesson | None


@dataclass(frozen=True)
class Sheaves:
    """The lessons of an edition in sheaves, which are counted from 0. There is always one."""

    edition: FrozenEdition

    def __len__(self) -> int:
        return max(1, -(-len(self._lessons) // LESSONS))

    def steps(self, number: int) -> list[Step]:
        """Give the lessons of a sheaf with their neighbours."""
        first = number * LESSONS
        every = self._with_ends
        return [
            Step(unit, lesson, every[place], every[place + 2])
            for place, (unit, lesson) in enumerate(self._lessons[first : first + LESSONS], first)
        ]

    def facts(self, number: int) -> Sequence[object]:
        """Give all that the pages and the index of a sheaf are made from, beside the course's own.

        Lessons around it count with what a page says of its neighbours.
        """
        first = number * LESSONS
        found = self._lessons[first : first + LESSONS]
        around = (self._lessons[max(0, first - 1) : first], self._lessons[first + LESSONS :][:1])
        return (
            [self._fact(unit, lesson) for unit, lesson in found],
            [[(lesson.slug, lesson.title) for _, lesson in each] for each in around],
            self._asked if any(lesson.questions for _, lesson in found) else "",
            self._around() if number == 0 else (),
        )

    @cached_property
    def _lessons(self) -> list[tuple[Unit, Lesson]]:
        units = self.edition.manifest.units
        return [(unit, lesson) for unit in units for lesson in unit.lessons]

    @cached_property
    def _with_ends(self) -> Sequence[Lesson | None]:
        """Give all lessons, and nothing before the first and after the last."""
        return [None, *(lesson for _, lesson in self._lessons), None]

    def _fact(self, unit: Unit, lesson: Lesson) -> Sequence[object]:
        text = self.edition.manifest.file(lesson.path).sha256
        said = (unit.title, lesson.slug, lesson.title, lesson.summary, *lesson.details.values())
        return said, text, lesson.questions, lesson.tool

    @cached_property
    def _asked(self) -> str:
        """The SHA-256 of all questions: nearly always a question changes with its lesson."""
        manifest = self.edition.manifest
        return manifest.file(manifest.questions).sha256

    def _around(self) -> Sequence[object]:
        """Give what the search finds of the course itself."""
        manifest = self.edition.manifest
        return manifest.outcomes, texts_around(manifest)


def texts_around(manifest: Manifest) -> list[str]:
    """Give the SHA-256 of each text around the lessons: the introduction and the units' own."""
    paths = (manifest.introduction, *(unit.path for unit in manifest.units))
    return [manifest.file(path).sha256 for path in paths if path]
