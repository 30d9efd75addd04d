"""A toolkit in the page tree, each page live unless you say otherwise."""

from typing import Any

from wagtail.models import Page

from courses.library.loading import plant
from toolkits.models import CasePage, ChapterPage, GuidePage, ToolkitPage

CASE = {"summary": "One desk", "country": "FJI", "facts_date": "June 2024", "sources": "An office"}


def make_toolkit(title: str = "Small toolkit", **fields: Any) -> ToolkitPage:
    fields = {"level": "national", "summary": "Read one line", "sdg_targets": "16.6, 9.c"} | fields
    return below(plant(), ToolkitPage(title=title, **fields))


def make_chapter(toolkit: Page, title: str = "Start here", **fields: Any) -> ChapterPage:
    return below(toolkit, ChapterPage(title=title, **{"code": "N1", "outcome": "Read it"} | fields))


def make_guide(chapter: Page, title: str = "A guide", **fields: Any) -> GuidePage:
    return below(chapter, GuidePage(title=title, **{"summary": "What it says"} | fields))


def make_case(chapter: Page, title: str = "A case", **fields: Any) -> CasePage:
    return below(chapter, CasePage(title=title, **CASE | fields))


def below(parent: Page, page: Any) -> Any:
    """Put `page` below `parent`, as its last child, and give it."""
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    return page
