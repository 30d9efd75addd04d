"""The web of units: what carries out what.

A unit is named as courses.units says. A chapter is named by its code.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _

from courses.library.errors import LibraryError
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
