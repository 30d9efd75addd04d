"""Finding an instrument: in the edition that is offered now, or in that of a worksheet."""

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from learning.bundles.edition import FrozenEdition
from learning.bundles.errors import BundleError
from learning.bundles.manifest import Kind, Lesson
from learning.bundles.store import ObjectStore
from learning.player.pages import find_edition
from learning.publishing.models import Edition
from learning.worksheets.answers import Part, parts
from learning.worksheets.errors import EditionMissing
from learning.worksheets.models import Worksheet
from toolkits.instruments.definition import Assessment, Definition, read
from toolkits.instruments.errors import DefinitionErrors


@dataclass(frozen=True)
class Instrument:
    """An instrument of one edition of a toolkit."""

    edition: Edition
    lesson: Lesson
    definition: Definition

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return parts(self.definition)

    def part(self, number: int) -> Part:
        """Give the part of this number. Raises: Http404 — there is none."""
        if not 1 <= number <= len(self.parts):
            raise Http404(_("There is no such part of this instrument."))
        return self.parts[number - 1]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for part in self.parts for name in part.names)

    @property
    def address(self) -> str:
        """Where to read about it."""
        return reverse("player:toolkit-lesson", args=[self.edition.slug, self.lesson.slug])

    @property
    def fill_address(self) -> str:
        return reverse("worksheets:fill", args=[self.edition.slug, self.lesson.slug])

    @property
    def questions(self) -> int:
        """How many questions or fields it has; a table counts as one."""
        return sum(part.size for part in self.parts)

    @property
    def assessors(self) -> int:
        return self.definition.assessors if isinstance(self.definition, Assessment) else 1

    @property
    def sha256(self) -> str:
        """The SHA-256 of its definition's file."""
        return self.edition.manifest.file(self.lesson.tool).sha256


@dataclass(frozen=True)
class Unit:
    """A unit of a toolkit to read: its title and address."""

    title: str
    address: str


def find_instrument(toolkit: str, slug: str, *, content_id: str = "") -> Instrument:
    """Give the instrument at this address, of the edition offered now.

    `content_id`: of the edition a form was made with, which is taken if it is one of the same
    toolkit. Raises: Http404 — there is no such instrument, or it works on paper only.
    """
    edition = find_edition(toolkit, toolkit=True)
    if content_id and content_id != edition.content_id:
        older = Edition.objects.filter(content_id=content_id, activity=edition.activity)
        edition = older.first() or edition
    try:
        return _instrument(edition, edition.manifest.lesson(slug))
    except (KeyError, EditionMissing) as error:
        raise Http404(_("There is no instrument to fill in at this address.")) from error


@dataclass(frozen=True)
class Begun:
    """The instrument that a worksheet was begun with, and the one offered now if it asks others."""

    instrument: Instrument
    newer: Instrument | None


def instrument_of(worksheet: Worksheet) -> Begun:
    """Give the instrument as the worksheet was begun with. One query. Raises: EditionMissing."""
    offered = Q(is_current=True, kind=Kind.TOOLKIT, language=worksheet.language)
    editions = Edition.objects.filter(Q(manifest_sha256=worksheet.manifest_sha256) | offered)
    instrument, newer = None, None
    for edition in editions:
        if edition.manifest_sha256 == worksheet.manifest_sha256:
            instrument = _by_activity(edition, worksheet)
        else:
            newer = newer or _by_activity(edition, worksheet)
    if instrument is None:
        raise EditionMissing
    is_new = newer is not None and newer.sha256 != instrument.sha256
    return Begun(instrument, newer if is_new else None)


def _by_activity(edition: Edition, worksheet: Worksheet) -> Instrument | None:
    """Give the worksheet's instrument in `edition`, if it is there. Raises: EditionMissing."""
    try:
        lessons = edition.manifest.lessons
    except (BundleError, OSError) as error:
        raise EditionMissing from error
    for lesson in lessons:
        if lesson.activity == str(worksheet.activity) and lesson.tool:
            return _instrument(edition, lesson)
    return None


def units_to_read() -> dict[str, Unit]:
    """Give every unit of the toolkits offered now, by `toolkit/unit`. One query."""
    editions = Edition.objects.current().toolkits().in_language(get_language() or "en")
    return {
        f"{edition.slug}/{lesson.slug}": Unit(
            lesson.title, reverse("player:toolkit-lesson", args=[edition.slug, lesson.slug])
        )
        for edition in reversed(editions)  # the reader's language comes first, so it stays
        for lesson in edition.manifest.lessons
    }


def _instrument(edition: Edition, lesson: Lesson) -> Instrument:
    if not lesson.tool:
        raise EditionMissing
    return Instrument(edition, lesson, _definition(edition.frozen(), lesson))


def _definition(frozen: FrozenEdition, lesson: Lesson) -> Definition:
    try:
        sha256 = frozen.manifest.file(lesson.tool).sha256
        return _read(sha256, Path(settings.EDITIONS_ROOT))
    except (KeyError, ValueError, OSError, BundleError, DefinitionErrors) as error:
        raise EditionMissing from error


@lru_cache(maxsize=128)
def _read(sha256: str, root: Path) -> Definition:
    # Editions never change, so one definition a process serves every request.
    return read(json.loads(ObjectStore(root).read(sha256)))
