"""The pages of a cohort's course that belong to its sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.urls import reverse

from learning.bundles.manifest import Lesson, Manifest, Unit
from learning.cohorts.agenda.sessions import Session
from learning.cohorts.models import Cohort
from learning.cohorts.offering import current_edition
from learning.publishing.models import Edition

SHEETS = frozenset({"handout", "instrument"})  # kinds of lessons that are handed out


@dataclass(frozen=True)
class Material:
    title: str
    address: str


@dataclass(frozen=True)
class Materials:
    """What an edition holds for sessions; without an edition, nothing."""

    edition: Edition | None

    @property
    def manifest(self) -> Manifest | None:
        """Raises: BundleError — files of the edition are missing or damaged."""
        return self.edition.frozen().manifest if self.edition else None

    def page(self, session: Session) -> Material | None:
        """Give the page of a session; its notes for the facilitator stand there too."""
        found = self._places.get(session.lesson) if session.lesson else None
        return self._material(found[1]) if found else None

    def handouts(self, session: Session) -> Sequence[Material]:
        """Give the sheets of the day that a session belongs to."""
        found = self._places.get(session.lesson) if session.lesson else None
        lessons = found[0].lessons if found else ()
        return [self._material(each) for each in lessons if each.kind in SHEETS]

    @cached_property
    def _places(self) -> dict[UUID, tuple[Unit, Lesson]]:
        units = self.manifest.units if self.manifest else ()
        return {UUID(lesson.activity): (unit, lesson) for unit in units for lesson in unit.lessons}

    def _material(self, lesson: Lesson) -> Material:
        slug = self.edition.slug if self.edition else ""
        return Material(lesson.title, reverse("player:course-lesson", args=[slug, lesson.slug]))


def materials_of(cohort: Cohort) -> Materials:
    """Give what the cohort's course holds as it is published now."""
    try:
        return Materials(current_edition(cohort.course))
    except Edition.DoesNotExist:
        return Materials(None)
