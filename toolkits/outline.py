"""The one door through which others read content: what is live, in reading order.

An outline holds what a shell may show and nothing of the editor: no drafts, no private pages, no
revisions. `parts` are blocks that can be rendered, with questions between them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.models import Page

from toolkits.instruments.definition import to_entry
from toolkits.models import (
    CasePage,
    ChapterPage,
    InstrumentPage,
    ToolkitPage,
    ToolkitUnitPage,
)
from toolkits.tags import split_list

Block = Any  # a bound Wagtail stream child: Wagtail ships no types


@dataclass(frozen=True)
class OutlineOption:
    id: str
    text: str
    correct: bool
    feedback: str
    match: str = ""  # the text that belongs to it
    goes: str = ""  # id of the step it leads to


@dataclass(frozen=True)
class OutlineStep:
    """A step of a scenario. `text`: sanitised HTML."""

    id: str
    text: str
    options: tuple[OutlineOption, ...]


@dataclass(frozen=True)
class OutlineQuestion:
    """A question, or a reflection (type `reflection`, no options). `prompt`: sanitised HTML.

    What each type fills in is what learning.bundles.manifest.Question says.
    """

    id: UUID
    type: str
    prompt: str
    options: tuple[OutlineOption, ...] = ()
    review: str = ""
    feedback: Mapping[str, str] = field(default_factory=dict)
    lowest: str = ""
    highest: str = ""
    decimals: int = 0
    unit: str = ""
    accepted: tuple[str, ...] = ()
    ignores_accents: bool = False
    steps: tuple[OutlineStep, ...] = ()
    tries: int | None = None  # None: as its lesson says


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
    starts: str = ""  # of a session: the time of day, HH:MM
    origins: tuple[str, ...] = ()  # names of the toolkit units whose text it takes over
    implements: tuple[str, ...] = ()  # names of the units that this one carries out
    tool: Mapping[str, Any] | None = None  # of an instrument: the entry of its definition
    sdg_targets: tuple[str, ...] = ()  # its own; without any, those of its chapter
    wsis_lines: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()


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
    sdg_targets: tuple[str, ...] = ()
    wsis_lines: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutlineAssessment:
    activity: UUID
    slug: str
    title: str
    minutes: int
    pass_percent: int
    draw: int
    parts: tuple[Part, ...]
    attempts: int = 0
    wait_hours: int = 0
    minutes_limit: int = 0


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
    pretest: OutlineAssessment | None = None
    wsis_lines: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()
    level: str = ""  # of a toolkit: national or local


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


def by_parent(pages: Iterable[Page]) -> defaultdict[str, list[Page]]:
    """Give `pages` by the path of their parent, in reading order; none below what has none."""
    groups: defaultdict[str, list[Page]] = defaultdict(list)
    for page in pages:
        groups[page.path[: -page.steplen]].append(page)
    return groups


def outline(toolkit: ToolkitPage) -> Outline:
    """Give what is live of `toolkit`."""
    below = by_parent(live_below(toolkit))
    chapters = [page for page in below[toolkit.path] if isinstance(page, ChapterPage)]
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
        units=tuple(_chapter(chapter, below[chapter.path]) for chapter in chapters),
        assessment=None,
        wsis_lines=toolkit.action_lines,
        principles=toolkit.principle_slugs,
        level=toolkit.level,
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
        sdg_targets=chapter.targets,
        wsis_lines=chapter.action_lines,
        principles=chapter.principle_slugs,
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
        implements=split_list(page.implements),
        tool=_tool(page) if isinstance(page, InstrumentPage) else None,
        sdg_targets=page.targets,
        wsis_lines=page.action_lines,
        principles=page.principle_slugs,
    )


def _tool(page: InstrumentPage) -> Mapping[str, Any] | None:
    definition = page.definition
    return to_entry(definition) if definition else None


def _case_details(page: CasePage) -> dict[str, str]:
    details = {_("Country"): page.country, _("Facts of"): page.facts_date}
    if page.caveat:
        details[_("Be careful")] = page.caveat
    return details
