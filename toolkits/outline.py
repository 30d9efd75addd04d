"""The one door through which others read content: what is live, in reading order.

An outline holds what a shell may show and nothing of the editor: no drafts, no private pages, no
revisions. `parts` are blocks that can be rendered, with questions between them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.models import Page

from toolkits.models import CasePage, ChapterPage, ToolkitPage, ToolkitUnitPage, split_list

Block = Any  # a bound Wagtail stream child: Wagtail ships no types


@dataclass(frozen=True)
class OutlineOption:
    id: str
    text: str
    correct: bool
    feedback: str


@dataclass(frozen=True)
class OutlineQuestion:
    """A question, or a reflection (type `reflection`, no options). `prompt`: sanitised HTML."""

    id: UUID
    type: str
    prompt: str
    options: tuple[OutlineOption, ...] = ()
    review: str = ""


Part = Block | OutlineQuestion


@dataclass(frozen=True)
class OutlineLesson:
    activity: UUID
    page_id: int
    slug: str
    kind: str
    title: str
    summary: str
    minutes: int
    parts: tuple[Part, ...]
    details: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutlineUnit:
    activity: UUID
    slug: str
    title: str
    summary: str
    parts: tuple[Part, ...]
    lessons: tuple[OutlineLesson, ...]
    code: str = ""
    implements: tuple[str, ...] = ()  # codes of the chapters that this one carries out


@dataclass(frozen=True)
class OutlineAssessment:
    activity: UUID
    slug: str
    title: str
    minutes: int
    pass_percent: int
    draw: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Outline:
    kind: str
    activity: UUID
    slug: str
    code: str
    language: str
    title: str
    summary: str
    audience: str
    outcomes: tuple[str, ...]
    sdg_targets: tuple[str, ...]
    licence: str
    sources: tuple[str, ...]
    parts: tuple[Part, ...]
    units: tuple[OutlineUnit, ...]
    assessment: OutlineAssessment | None


def live_below(page: Page) -> Sequence[Page]:
    """Give every live page below `page` in reading order, none of which lies under a draft.

    A page that only some may see is left out too, with all that is below it.
    """
    pages = page.get_descendants().live().public().specific()
    kept: dict[str, Page] = {page.path: page}
    for below in pages:
        if below.path[: -below.steplen] in kept:
            kept[below.path] = below
    del kept[page.path]
    return list(kept.values())


def children(parent: Page, pages: Sequence[Page]) -> list[Page]:
    return [page for page in pages if page.path[: -page.steplen] == parent.path]


def outline(toolkit: ToolkitPage) -> Outline:
    """Give what is live of `toolkit`."""
    pages = live_below(toolkit)
    chapters = [page for page in children(toolkit, pages) if isinstance(page, ChapterPage)]
    return Outline(
        kind="toolkit",
        activity=toolkit.translation_key,
        slug=toolkit.slug,
        code="",
        language=toolkit.locale.language_code,
        title=toolkit.title,
        summary=toolkit.summary,
        audience="",
        outcomes=tuple(chapter.outcome for chapter in chapters),
        sdg_targets=toolkit.targets,
        licence=toolkit.licence,
        sources=toolkit.source_lines,
        parts=tuple(toolkit.body),
        units=tuple(_chapter(chapter, children(chapter, pages)) for chapter in chapters),
        assessment=None,
    )


def _chapter(chapter: ChapterPage, pages: Sequence[Page]) -> OutlineUnit:
    return OutlineUnit(
        activity=chapter.translation_key,
        slug=chapter.slug,
        title=f"{chapter.code} · {chapter.title}",
        summary=chapter.outcome,
        parts=tuple(chapter.body),
        lessons=tuple(_unit(page) for page in pages if isinstance(page, ToolkitUnitPage)),
        code=chapter.code,
        implements=split_list(chapter.implements),
    )


def _unit(page: ToolkitUnitPage) -> OutlineLesson:
    return OutlineLesson(
        activity=page.translation_key,
        page_id=page.pk,
        slug=page.slug,
        kind=page._meta.model_name.removesuffix("page"),
        title=page.title,
        summary=page.summary,
        minutes=page.minutes,
        parts=tuple(page.body),
        details=_case_details(page) if isinstance(page, CasePage) else {},
        sources=page.source_lines,
    )


def _case_details(page: CasePage) -> dict[str, str]:
    details = {_("Country"): page.country, _("Facts of"): page.facts_date}
    if page.caveat:
        details[_("Be careful")] = page.caveat
    return details
