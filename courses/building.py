"""Building: units of toolkits become a course that refers to them.

Each unit becomes a lesson: a reference to the whole unit, and a reflection on what the learner
will do with it. The lessons are live and the course is a draft, as loading a library leaves them:
learners see nothing until somebody who may publish the course does so.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.models import Page

from courses.errors import CannotBuild
from courses.models import CataloguePage, CourseKind, CoursePage, LessonPage, UnitPage
from courses.taking import take
from courses.units import Units
from toolkits.models import ChapterPage, ToolkitPage, ToolkitUnitPage
from toolkits.outline import by_parent, live_below

LONGEST_MICROLEARNING = 15  # minutes: more is a course (README of the library: 5 to 10)
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
KINDS = (CourseKind.COURSE, CourseKind.MICROLEARNING)
TAGS: Mapping[str, str] = {
    "sdg_targets": "targets",
    "wsis_lines": "action_lines",
    "principles": "principle_slugs",
}


@dataclass(frozen=True)
class ChapterChoice:
    chapter: ChapterPage
    units: tuple[ToolkitUnitPage, ...]


@dataclass(frozen=True)
class ToolkitChoice:
    toolkit: ToolkitPage
    chapters: tuple[ChapterChoice, ...]


@dataclass(frozen=True)
class PlannedUnit:
    title: str
    summary: str
    sources: tuple[ToolkitUnitPage, ...]  # one lesson each

    @property
    def minutes(self) -> int:
        return sum(unit.minutes for unit in self.sources)


@dataclass(frozen=True)
class Plan:
    """What a course will be. `fields`: those of its page besides title and slug."""

    title: str
    slug: str
    language: str
    fields: Mapping[str, str]
    units: tuple[PlannedUnit, ...]
    warnings: tuple[str, ...]

    @property
    def minutes(self) -> int:
        return sum(unit.minutes for unit in self.units)

    @property
    def lessons(self) -> int:
        return sum(len(unit.sources) for unit in self.units)


@dataclass(frozen=True)
class Built:
    course: CoursePage
    warnings: tuple[str, ...]


def choices(language: str = "") -> list[ToolkitChoice]:
    """Give every live unit that a course can take over, by toolkit and chapter."""
    toolkits = ToolkitPage.objects.select_related("locale").order_by("path")
    if language:
        toolkits = toolkits.filter(locale__language_code=language)
    return [_choice(toolkit) for toolkit in toolkits]


def _choice(toolkit: ToolkitPage) -> ToolkitChoice:
    below = by_parent(live_below(toolkit))
    found = [ChapterChoice(chapter, tuple(below[chapter.path])) for chapter in below[toolkit.path]]
    return ToolkitChoice(toolkit, tuple(choice for choice in found if choice.units))


def find_units(names: Sequence[str], language: str) -> list[ToolkitUnitPage]:
    """Give the live units called `names` (toolkit/unit), in that order.

    Raises: CannotBuild — with each name that is unknown, and the nearest one there is.
    """
    units = Units(language)
    found = {name: units.find(name) for name in names}
    if unknown := [name for name, unit in found.items() if unit is None]:
        known = units.names()
        raise CannotBuild(" ".join(_unknown(name, known) for name in unknown))
    return [unit for name in names if (unit := found[name])]


def _unknown(name: str, known: Sequence[str]) -> str:
    nearest = get_close_matches(name, known, n=1, cutoff=0.4)
    if not nearest:
        return _("There is no live unit “%s”. Nothing was made.") % name
    message = _("There is no live unit “%(name)s”; the nearest is “%(near)s”. Nothing was made.")
    return message % {"name": name, "near": nearest[0]}


@transaction.atomic
def build(
    *,
    title: str,
    kind: str,
    units: Sequence[ToolkitUnitPage],
    parent: CataloguePage,
    slug: str = "",
    summary: str = "",
    audience: str = "",
    user: AbstractUser | None = None,
) -> Built:
    """Make the draft of a course of `units` below `parent`.

    Raises: CannotBuild — nothing was made.
    """
    planned = plan(
        title=title, kind=kind, units=units, slug=slug, summary=summary, audience=audience
    )
    with override(planned.language):
        try:
            course = _Writing(planned, user).course(parent)
        except ValidationError as error:
            raise CannotBuild(_told(error)) from error
    return Built(course, planned.warnings)


def plan(
    *,
    title: str,
    kind: str,
    units: Sequence[ToolkitUnitPage],
    slug: str = "",
    summary: str = "",
    audience: str = "",
) -> Plan:
    """Say what a course of `units` will be, and make nothing.

    Raises: CannotBuild — with every reason.
    """
    slug = slug or slugify(title)
    chapters = _chapters(units)
    _check([*_title_problems(title, kind, slug), *_unit_problems(units, chapters)])
    gathered = _Gathering(units, [chapters[unit.pk] for unit in units])
    language = units[0].locale.language_code
    with override(language):
        fields = gathered.fields() | {
            "kind": str(kind),
            "summary": summary or gathered.summary(),
            "audience": audience or _("Public servants"),
        }
        parts = gathered.parts()
        if kind == CourseKind.MICROLEARNING:
            parts = [PlannedUnit(title, "", tuple(units))]
    warnings = (*_length_warnings(kind, units), *gathered.warnings())
    return Plan(title, slug, language, fields, tuple(parts), warnings)


def _chapters(units: Sequence[ToolkitUnitPage]) -> dict[int, ChapterPage]:
    """Give each unit's chapter by the unit's key."""
    paths = {unit.path[: -unit.steplen] for unit in units}
    found = {chapter.path: chapter for chapter in ChapterPage.objects.filter(path__in=paths)}
    by_unit = {unit.pk: found.get(unit.path[: -unit.steplen]) for unit in units}
    return {key: chapter for key, chapter in by_unit.items() if chapter}


def _check(problems: Sequence[str]) -> None:
    if problems:
        raise CannotBuild(" ".join([*problems, _("Nothing was made.")]))


def _title_problems(title: str, kind: str, slug: str) -> Iterable[str]:
    if kind not in KINDS:
        yield _("A course built from toolkits is one of: %s.") % ", ".join(KINDS)
    if not title.strip():
        yield _("Give the course a title.")
    elif not SLUG.match(slug):
        yield _("Write its address with lower-case letters, digits and hyphens (ask-once).")
    elif _is_taken(slug):
        message = _("The address “%s” is taken. Give another title, or another address.")
        yield message % slug


def _is_taken(slug: str) -> bool:
    return any(model.objects.filter(slug=slug).exists() for model in (CoursePage, ToolkitPage))


def _unit_problems(
    units: Sequence[ToolkitUnitPage], chapters: Mapping[int, ChapterPage]
) -> Iterable[str]:
    if not units:
        yield _("Choose at least one unit of a toolkit.")
    keys = [unit.pk for unit in units]
    for unit in dict.fromkeys(unit for unit in units if keys.count(unit.pk) > 1):
        yield _("“%s” is chosen twice. Choose it once.") % unit.title
    for unit in units:
        if not (unit.live and unit.pk in chapters and chapters[unit.pk].live):
            yield _("“%s” is not published. Publish it first, or leave it out.") % unit.title
    if len({unit.locale_id for unit in units}) > 1:
        yield _("The units are written in several languages. Choose units of one language.")


def _length_warnings(kind: str, units: Sequence[ToolkitUnitPage]) -> Iterable[str]:
    minutes = sum(unit.minutes for unit in units)
    if kind == CourseKind.MICROLEARNING and minutes > LONGEST_MICROLEARNING:
        message = _(
            "%(minutes)d minutes are long for microlearning; keep it to %(limit)d, "
            "or make it a course."
        )
        yield message % {"minutes": minutes, "limit": LONGEST_MICROLEARNING}


class _Gathering:
    """What a course inherits from its units, their chapters and their toolkits."""

    def __init__(self, units: Sequence[ToolkitUnitPage], chapters: Sequence[ChapterPage]) -> None:
        self.units = units
        self.by_unit = dict(zip([unit.pk for unit in units], chapters, strict=True))
        self.chapters = list(dict.fromkeys(chapters))
        paths = {chapter.path[: -chapter.steplen] for chapter in self.chapters}
        self.toolkits = list(ToolkitPage.objects.filter(path__in=paths).order_by("path"))
        self.left_out: list[str] = []

    def fields(self) -> dict[str, str]:
        tagged = {field: self._tags(field, name) for field, name in TAGS.items()}
        return tagged | {
            "sources": "\n".join(self._every("source_lines")),
            "outcomes": "\n".join(dict.fromkeys(chapter.outcome for chapter in self.chapters)),
            "licence": ", ".join(dict.fromkeys(toolkit.licence for toolkit in self.toolkits)),
        }

    def summary(self) -> str:
        titles = ", ".join(unit.title for unit in self.units)
        limit = CoursePage._meta.get_field("summary").max_length
        return Truncator(_("Built from toolkits: %s") % titles).chars(limit)

    def parts(self) -> list[PlannedUnit]:
        return [
            PlannedUnit(
                chapter.title,
                chapter.outcome,
                tuple(unit for unit in self.units if self.by_unit[unit.pk] == chapter),
            )
            for chapter in self.chapters
        ]

    def warnings(self) -> Iterable[str]:
        if len({toolkit.licence for toolkit in self.toolkits}) > 1:
            yield _("The units come under several licences. See that they can be given together.")
        if self.left_out:
            message = _("These tags did not fit, choose yourself which to keep: %s.")
            yield message % ", ".join(self.left_out)

    def _every(self, name: str) -> list[str]:
        """Give the entries of the list called `name` of units and chapters, each once."""
        pages = [*self.units, *self.chapters]
        return list(dict.fromkeys(entry for page in pages for entry in getattr(page, name)))

    def _tags(self, field: str, name: str) -> str:
        limit = CoursePage._meta.get_field(field).max_length
        kept: list[str] = []
        for tag in self._every(name):
            fits = len(", ".join([*kept, tag])) <= limit
            (kept if fits else self.left_out).append(tag)
        return ", ".join(kept)


def _told(error: ValidationError) -> str:
    if hasattr(error, "error_dict"):
        told = [f"{field}: {' '.join(said)}" for field, said in error.message_dict.items()]
    else:
        told = error.messages
    return " ".join([*told, _("Nothing was made.")])


@dataclass(frozen=True)
class _Writing:
    """Writes the pages of one plan."""

    plan: Plan
    user: AbstractUser | None

    def course(self, parent: CataloguePage) -> CoursePage:
        locale = self.plan.units[0].sources[0].locale
        course = CoursePage(title=self.plan.title, slug=self.plan.slug, **self.plan.fields)
        self._add(CataloguePage.objects.get(pk=parent.pk), course, locale)
        slugs: set[str] = set()
        for planned in self.plan.units:
            unit = UnitPage(title=planned.title, summary=planned.summary)
            self._add(course, unit, locale, publish=True)
            for source in planned.sources:
                self._add(unit, _lesson(source, slugs), locale, publish=True)
        return CoursePage.objects.get(pk=course.pk)

    def _add(self, parent: Page, page: Any, locale: Any, *, publish: bool = False) -> None:
        page.locale, page.live, page.owner = locale, False, self.user
        # Wagtail checks only the title of a draft, and PostgreSQL fails on what is too long.
        page.clean_fields(exclude=_given_later(page))
        parent.add_child(instance=page)
        revision = page.save_revision(user=self.user)
        if publish:
            revision.publish(user=self.user, skip_permission_checks=True)


def _given_later(page: Page) -> set[str]:
    """Give the fields of `page` that the tree fills in when it takes it in."""
    names = {field.name for field in page._meta.fields if not field.editable}
    return names | {"content_type", "path", "depth"} | (set() if page.slug else {"slug"})


def _lesson(source: ToolkitUnitPage, taken: set[str]) -> LessonPage:
    """Give the lesson that takes `source` over; its slug is new in the course."""
    blocks = [_reference(source), _reflection()]
    return LessonPage(
        title=source.title,
        slug=_free(source.slug, taken),
        summary=source.summary,
        minutes=source.minutes,
        body=json.dumps(blocks, ensure_ascii=False),
    )


def _free(slug: str, taken: set[str]) -> str:
    free, number = slug, 2
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    taken.add(free)
    return free


def _reference(source: ToolkitUnitPage) -> dict[str, Any]:
    value = {"unit": source.pk, "sections": [], **take(source, []).pinned()}
    return {"type": "unit", "value": value, "id": str(uuid4())}


def _reflection() -> dict[str, Any]:
    question = _("What will you do with it in your office? Name one step, who takes it, and when.")
    value = {"prompt": f"<p>{question}</p>"}
    return {"type": "reflection", "value": value, "id": str(uuid4())}


def described(planned: Plan) -> str:
    """Say in one line how much `planned` is."""
    units, lessons = len(planned.units), planned.lessons
    return ", ".join(
        [
            ngettext("%d unit", "%d units", units) % units,
            ngettext("%d lesson", "%d lessons", lessons) % lessons,
            ngettext("%d minute", "%d minutes", planned.minutes) % planned.minutes,
        ]
    )
