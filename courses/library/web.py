"""The web of units: what carries out what, and which unit a name means.

A unit's name is `toolkit/unit`, the slugs of the two pages. A chapter is named by its code.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _

from courses.library.errors import LibraryError
from toolkits.models import ToolkitPage, ToolkitUnitPage
from toolkits.outline import live_below
from toolkits.tags import split_list


class Written(Protocol):
    """What the web needs to know of a document."""

    kind: str
    path: Path
    slug: str
    fields: dict[str, str | int]

    @property
    def children(self) -> Sequence["Written"]: ...


def check_web(toolkits: Sequence[Written]) -> Iterator[LibraryError]:
    """Give a fault for each unit or chapter that, at the end of a chain, carries out itself."""
    named = dict(_named(toolkits))
    wanted = {
        name: split_list(str(doc.fields.get("implements", ""))) for name, doc in named.items()
    }
    for name, document in named.items():
        if circle := _circle(name, wanted):
            reason = _("it carries out itself in the end: %s")
            yield LibraryError(document.path, 1, reason % " → ".join(circle))


def _named(toolkits: Sequence[Written]) -> Iterator[tuple[str, Written]]:
    for toolkit in toolkits:
        if toolkit.kind != "toolkit":
            continue
        for chapter in toolkit.children:
            yield str(chapter.fields.get("code", chapter.slug)), chapter
            for unit in chapter.children:
                yield f"{toolkit.slug}/{unit.slug}", unit


def _circle(start: str, wanted: Mapping[str, Sequence[str]]) -> list[str]:
    """Give the shortest way from `start` back to itself; empty where there is none."""
    ways = [[start]]
    seen: set[str] = set()
    for way in ways:
        for following in wanted.get(way[-1], ()):
            if following == start:
                return [*way, start]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


class Units:
    """Finds units of toolkits by their name. What it found once it knows."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.known: dict[str, dict[str, ToolkitUnitPage]] = {}

    def find(self, name: str) -> ToolkitUnitPage | None:
        """Give the live unit called `name`, such as `national-toolkit/guide-ask-once`."""
        toolkit, _slash, unit = name.partition("/")
        if toolkit not in self.known:
            self.known[toolkit] = self._units_of(toolkit)
        return self.known[toolkit].get(unit)

    def _units_of(self, slug: str) -> dict[str, ToolkitUnitPage]:
        toolkits = ToolkitPage.objects.filter(slug=slug, locale__language_code=self.language)
        units: dict[str, ToolkitUnitPage] = {}
        for toolkit in toolkits:
            found = live_below(toolkit)
            units |= {page.slug: page for page in found if isinstance(page, ToolkitUnitPage)}
        return units
