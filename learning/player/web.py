"""The web of units: what a toolkit's unit carries out, where that is done, where a text is from.

Read from the current editions of toolkits in one language. A unit's name is `toolkit/unit`. A name
that no current edition holds is left out: its toolkit may be withdrawn, or not translated yet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.urls import reverse

from learning.bundles.manifest import Kind, Lesson, Manifest
from learning.player.editions import readable
from learning.publishing.models import Edition


@dataclass(frozen=True)
class Link:
    title: str
    address: str


@dataclass(frozen=True)
class Around:
    """The units that a lesson belongs with."""

    carries_out: tuple[Link, ...] = ()
    carried_out_by: tuple[Link, ...] = ()
    origins: tuple[Link, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.carries_out or self.carried_out_by or self.origins)


@dataclass(frozen=True)
class _Toolkit:
    slug: str
    content_id: str
    manifest: Manifest = field(compare=False)


@dataclass(frozen=True)
class _Web:
    """Every unit by its name, and the names of the units that carry it out."""

    links: Mapping[str, Link]
    carried_out_by: Mapping[str, tuple[str, ...]]

    def find(self, names: Iterable[str]) -> tuple[Link, ...]:
        return tuple(self.links[name] for name in names if name in self.links)


def around(manifest: Manifest, lesson: Lesson) -> Around:
    """Give the units around `lesson`. At most one query; none where nothing can be around it."""
    is_unit = manifest.kind == Kind.TOOLKIT
    if not is_unit and not lesson.origins:
        return Around()
    editions = Edition.objects.current().toolkits().filter(language=manifest.language)
    web = _web(tuple(_toolkit(edition, found) for edition, found in readable(editions)))
    below = web.carried_out_by.get(f"{manifest.slug}/{lesson.slug}", ()) if is_unit else ()
    return Around(
        carries_out=web.find(lesson.implements),
        carried_out_by=web.find(below),
        origins=web.find(lesson.origins),
    )


def _toolkit(edition: Edition, manifest: Manifest) -> _Toolkit:
    return _Toolkit(edition.slug, edition.content_id, manifest)


@lru_cache(maxsize=16)
def _web(toolkits: tuple[_Toolkit, ...]) -> _Web:
    # Editions never change, so a set of them has one web.
    links: dict[str, Link] = {}
    below: dict[str, list[str]] = {}
    for toolkit in toolkits:
        for lesson in toolkit.manifest.lessons:
            name = f"{toolkit.slug}/{lesson.slug}"
            address = reverse("player:toolkit-lesson", args=[toolkit.slug, lesson.slug])
            links[name] = Link(lesson.title, address)
            for above in lesson.implements:
                below.setdefault(above, []).append(name)
    return _Web(links, {name: tuple(names) for name, names in below.items()})
