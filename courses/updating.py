"""Updating: what toolkits say anew reaches the courses that use it, if their authors want it.

A lesson's `unit` block pins the wording and the sources it shows (docs/decisions/0010). An update
is pending when what the unit says now under the chosen headings, or the sources it names now, are
neither those that the block took over nor those whose author chose to keep their own. Authors
decide on the newest draft of a lesson, so that is what is looked at; a lesson that was withdrawn is
left in peace.
"""

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex, Revision

from courses.differences import is_same
from courses.errors import NothingToAccept, OutOfDate
from courses.models import CoursePage, LessonPage
from courses.taking import Taken, as_kept
from toolkits.models import CasePage, GuidePage, InstrumentPage, ToolkitUnitPage
from toolkits.sections import Block, excerpt, sections

UNIT_TYPES: tuple[type[ToolkitUnitPage], ...] = (GuidePage, CasePage, InstrumentPage)


@dataclass(frozen=True)
class Update:
    """What a unit says anew, and the wording of the lesson that shows it.

    `unit` is None where the toolkit no longer has it, or not for all to see. `standing` is a digest
    of what the toolkit says now: it names the update among those of its block.
    """

    lesson: LessonPage
    course: CoursePage
    block_id: str
    unit: ToolkitUnitPage | None
    unit_title: str
    mine: list[Block]
    theirs: list[Block]
    my_sources: tuple[str, ...]
    their_sources: tuple[str, ...]
    is_local: bool
    missing_sections: tuple[str, ...]
    standing: str

    @property
    def can_accept(self) -> bool:
        return self.unit is not None and not self.missing_sections

    @property
    def key(self) -> str:
        return f"{self.lesson.pk}/{self.block_id}/{self.standing}"


@dataclass(frozen=True)
class _Offer:
    """What a toolkit has now for one block. `standing` tells of the `missing` sections too."""

    unit: ToolkitUnitPage | None
    taken: Taken
    missing: tuple[str, ...]
    standing: Taken


def pending(scope: "QuerySet[LessonPage] | CoursePage | None" = None) -> list[Update]:
    """Give the updates that wait for their authors in `scope`, or everywhere, in reading order.

    It asks a fixed number of queries, however many lessons there are.
    """
    lessons = list(_in_use(scope))
    bodies = _newest_bodies(lessons)
    referring = [(lesson, block) for lesson in lessons for block in _references(bodies[lesson.pk])]
    if not referring:
        return []
    units = _units({block["value"]["unit"] for _lesson, block in referring})
    published = _published(units)
    courses = _courses(lesson for lesson, _block in referring)
    updates = (
        _update(lesson, courses[_course_path(lesson)], block, units, published)
        for lesson, block in referring
    )
    return [update for update in updates if update]


def accept(update: Update, user: AbstractUser | None = None) -> bool:
    """Take over what the unit says now; say whether the lesson that is live has it too.

    A draft that is newer than the live lesson keeps what it changed, and takes the wording over as
    well. The live lesson is left as it is where `user` may not publish it, where it waits for a
    workflow or a date, and where it says something else than the draft.

    Raises: NothingToAccept, OutOfDate — nothing was changed.
    """
    if not update.can_accept:
        message = _("The toolkit no longer has this part of “%s”. Your wording stays.")
        raise NothingToAccept(message % update.unit_title)
    taken = Taken(update.unit_title, update.their_sources, update.theirs)
    return _change(update, taken.pinned(), user)


def keep_mine(update: Update, user: AbstractUser | None = None) -> bool:
    """Keep the lesson's wording, until the unit says something new again. It answers as `accept`.

    Raises: OutOfDate — nothing was changed.
    """
    return _change(update, {"declined": update.standing}, user)


def where_used(unit: Page) -> list[tuple[CoursePage, LessonPage]]:
    """Give the lessons that take over text of `unit`, each with its course, in reading order."""
    references = ReferenceIndex.get_references_to(unit).filter(
        content_type=ContentType.objects.get_for_model(LessonPage), model_path="body.unit.unit"
    )
    keys = {int(key) for key in references.values_list("object_id", flat=True)}
    lessons = list(LessonPage.objects.filter(pk__in=keys).order_by("path"))
    courses = _courses(lessons)
    return [(courses[_course_path(lesson)], lesson) for lesson in lessons]


def _in_use(scope: "QuerySet[LessonPage] | CoursePage | None") -> "QuerySet[LessonPage]":
    lessons = LessonPage.objects.all() if scope is None else scope
    if isinstance(lessons, CoursePage):
        lessons = LessonPage.objects.descendant_of(lessons)
    new_draft = Q(first_published_at__isnull=True)
    return lessons.filter(Q(live=True) | new_draft).order_by("path")


def _newest_bodies(lessons: Sequence[LessonPage]) -> dict[int, list[Block]]:
    """Give the raw body of each lesson as its newest draft has it, by the lesson's key."""
    drafts = {
        lesson.latest_revision_id: lesson.pk
        for lesson in lessons
        if lesson.has_unpublished_changes and lesson.latest_revision_id
    }
    bodies = {lesson.pk: [dict(block) for block in lesson.body.raw_data] for lesson in lessons}
    for revision in Revision.objects.filter(pk__in=drafts):
        bodies[drafts[revision.pk]] = json.loads(revision.content["body"])
    return bodies


def _references(body: Iterable[Block]) -> Iterator[Block]:
    return (block for block in body if block["type"] == "unit")


def _units(keys: set[int | None]) -> dict[int, ToolkitUnitPage]:
    """Give the pages of `keys` that are there, live or not."""
    found: dict[int, ToolkitUnitPage] = {}
    for model in UNIT_TYPES:
        found |= model.objects.in_bulk(key for key in keys if key)
    return found


def _published(keys: Iterable[int]) -> set[int]:
    """Give those of `keys` whose pages are live and for all to see."""
    return set(Page.objects.filter(pk__in=keys).live().public().values_list("pk", flat=True))


def _course_path(lesson: LessonPage) -> str:
    return str(lesson.path[: -2 * lesson.steplen])


def _courses(lessons: Iterable[LessonPage]) -> dict[str, CoursePage]:
    paths = {_course_path(lesson) for lesson in lessons}
    return {course.path: course for course in CoursePage.objects.filter(path__in=paths)}


def _update(
    lesson: LessonPage,
    course: CoursePage,
    block: Block,
    units: Mapping[int, ToolkitUnitPage],
    published: Container[int],
) -> Update | None:
    value = block["value"]
    unit = units.get(value["unit"])
    offer = _offer(unit, _headings(value.get("sections", [])), published)
    mine = as_kept(value, unit)
    if not _is_news(offer, value, mine):
        return None
    return Update(
        lesson=lesson,
        course=course,
        block_id=block["id"],
        unit=offer.unit,
        unit_title=offer.taken.title,
        mine=mine.text,
        theirs=offer.taken.text,
        my_sources=mine.sources,
        their_sources=offer.taken.sources,
        is_local=value.get("accepted") not in mine.digests,
        missing_sections=offer.missing,
        standing=offer.standing.digest,
    )


def _is_news(offer: _Offer, value: Mapping[str, Any], mine: Taken) -> bool:
    """Say whether `offer` says something that the author of a block did not decide on."""
    decided = {value.get("accepted"), value.get("declined")}
    if offer.standing.digest in decided:
        return False
    if not value.get("title") and not decided.isdisjoint(offer.standing.digests):
        return False  # decided before sources were kept
    return bool(offer.missing) or offer.unit is None or mine.digest != offer.taken.digest


def _headings(raw: Iterable[Any]) -> list[str]:
    """Give the values of a raw list block, which Wagtail writes with ids once it was edited."""
    return [item["value"] if isinstance(item, dict) else item for item in raw]


def _offer(
    unit: ToolkitUnitPage | None, headings: Sequence[str], published: Container[int]
) -> _Offer:
    if unit is None or unit.pk not in published:
        gone = Taken(unit.title if unit else _("a unit that was deleted"), (), [])
        return _Offer(None, gone, (), gone)
    stream = [dict(block) for block in unit.body.raw_data]
    known = {section.heading for section in sections(stream)}
    missing = tuple(heading for heading in headings if heading not in known)
    there = [heading for heading in headings if heading in known]
    theirs = excerpt(stream, there) if there or not headings else []
    taken = Taken(unit.title, unit.source_lines, theirs)
    told: list[Block] = [{"type": "missing", "value": list(missing)}] if missing else []
    return _Offer(unit, taken, missing, replace(taken, text=[*told, *theirs]))


@transaction.atomic
def _change(update: Update, changes: dict[str, Any], user: AbstractUser | None) -> bool:
    """Change the block of `update` in the lesson and in its newer draft, if there is one."""
    row = LessonPage.objects.select_for_update().get(pk=update.lesson.pk)
    revision = row.get_latest_revision() if row.has_unpublished_changes else None
    changed = _with(revision.as_object() if revision else row, update, changes)
    if changed is None:
        message = _(
            "“%s” was changed since this update was shown. Nothing was changed by it. "
            "Look at the update again."
        )
        raise OutOfDate(message % update.lesson.title)
    live = _with(row, update, changes) if _may_go_live(row, user) else None
    if live is not None:
        _save(row, live, user).publish(user=user, skip_permission_checks=True)
    if revision is not None:
        # Read again: publishing moved what a draft carries along, such as the live revision.
        _save(Revision.objects.get(pk=revision.pk).as_object(), changed, user)
    elif live is None:
        _save(row, changed, user)
    return live is not None


def _with(lesson: LessonPage, update: Update, changes: dict[str, Any]) -> list[Block] | None:
    """Give the body of `lesson` with the block changed; None if its wording is another one."""
    body = [dict(block) for block in lesson.body.raw_data]
    for block in body:
        if block.get("id") == update.block_id and block["type"] == "unit":
            if not is_same(block["value"]["text"], update.mine):
                return None
            block["value"] = {**block["value"], **changes}
            return body
    return None


def _may_go_live(lesson: LessonPage, user: AbstractUser | None) -> bool:
    """Say whether publishing `lesson` loses nothing: no review under way, no date it waits for."""
    if not lesson.live or lesson.workflow_in_progress or lesson.approved_schedule:
        return False
    return user is None or bool(lesson.permissions_for_user(user).can_publish())


def _save(lesson: LessonPage, body: list[Block], user: AbstractUser | None) -> Revision:
    lesson.body = json.dumps(body, ensure_ascii=False)
    return lesson.save_revision(user=user, changed=True, log_action=True)
