"""Where notes belong: the lessons of the editions that are offered now."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from learning.bundles.edition import Text
from learning.bundles.errors import BundleError
from learning.bundles.manifest import Lesson
from learning.notes.points import key_points
from learning.publishing.models import Edition

ANCHOR = "note"


@dataclass(frozen=True)
class Place:
    """A lesson of an edition."""

    edition: Edition
    lesson: Lesson

    @property
    def address(self) -> str:
        kind = "toolkit" if self.edition.is_toolkit else "course"
        return reverse(f"player:{kind}-lesson", args=[self.edition.slug, self.lesson.slug])

    @property
    def note_address(self) -> str:
        """Where the form of its note is sent to."""
        kind = "toolkit" if self.edition.is_toolkit else "course"
        return reverse(f"notes:keep-{kind}", args=[self.edition.slug, self.lesson.slug])

    @property
    def points(self) -> tuple[str, ...]:
        """Give the key points of the lesson; it is read for them."""
        parts = self.edition.frozen().parts(self.lesson.path)
        return key_points("".join(part.html for part in parts if isinstance(part, Text)))


def place_at(slug: str, lesson: str, *, toolkit: bool) -> Place:
    """Give the lesson at an address, in the reader's language if there is one. Raises: Http404."""
    editions = Edition.objects.current().filter(slug=slug).in_language(get_language() or "en")
    edition = (editions.toolkits() if toolkit else editions.courses()).first()
    try:
        if edition:
            return Place(edition, edition.manifest.lesson(lesson))
    except (KeyError, BundleError, OSError) as error:
        raise Http404(_("There is no lesson at this address.")) from error
    raise Http404(_("Nothing is published at this address."))


def places_of(courses: Iterable[UUID]) -> dict[UUID, Place]:
    """Give lesson → place for all lessons of these courses and toolkits. One query."""
    current = Edition.objects.current().filter(activity__in=set(courses))
    best = {e.activity: e for e in reversed(current.in_language(get_language() or "en"))}
    found: dict[UUID, Place] = {}
    for edition in best.values():
        try:
            lessons = edition.manifest.lessons
        except (BundleError, OSError):  # one damaged edition must not hide the notes of others
            lessons = ()
        found.update((UUID(lesson.activity), Place(edition, lesson)) for lesson in lessons)
    return found
