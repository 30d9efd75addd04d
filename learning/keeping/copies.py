"""What a kept course consists of: its page, the player and the media, each named by its SHA-256.

The sizes are exact. `wire` counts the bytes that travel: what is made here is compressed here, as
the browser asks for it, and not by the server's middleware, whose sizes differ from time to time.
`length` counts what is kept on the device.
"""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import lru_cache

import brotli
from django.conf import settings

from learning.bundles.edition import FrozenEdition
from learning.bundles.profiles import Profile, in_profile
from learning.bundles.store import sha256
from learning.keeping.scripts import script
from learning.publishing.exporters.course_page import CoursePage
from learning.publishing.exporters.player_shell import STYLES, has_tools, page_context
from learning.publishing.models import Edition
from learning.publishing.rendering import render_in

FORMAT = "atoll-keeping/1"
PAGE = "index.html"
SCRIPT_TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
PAGES_AT_ONCE = 16  # held by a process; a page is some hundred kilobytes


class Packing(StrEnum):
    """How a browser takes what is made here; each is a name of HTTP's Content-Encoding."""

    NONE = "identity"
    GZIP = "gzip"
    BROTLI = "br"  # a sixth less; browsers ask for it where the address is secure


@dataclass(frozen=True)
class File:
    """A file of a kept course. length, wire: bytes on the device, and over the line."""

    path: str
    sha256: str
    length: int
    wire: int
    type: str


@dataclass(frozen=True)
class Content:
    """A file made here, as it is sent in each packing."""

    sent: Mapping[Packing, bytes]
    type: str

    @property
    def plain(self) -> bytes:
        return self.sent[Packing.NONE]

    def file(self, path: str, packing: Packing) -> File:
        wire = len(self.sent[packing])
        return File(path, sha256(self.plain), len(self.plain), wire, self.type)


@dataclass(frozen=True)
class Copy:
    """A course as it is kept. `made`: the files that are no media, each by its path."""

    edition: FrozenEdition
    slug: str
    made: Mapping[str, Content]
    files: tuple[File, ...]

    @property
    def mark(self) -> str:
        """Name this copy: another one has another name, whatever of it changed."""
        names = [f"{file.path} {file.sha256}" for file in self.files]
        return hashlib.sha256("\n".join(names).encode()).hexdigest()

    @property
    def wire(self) -> int:
        """Give the bytes that travel; what is the same in two places travels once."""
        return sum({file.sha256: file.wire for file in self.files}.values())

    def plan(self) -> dict[str, object]:
        """Give what a device needs to know to fetch this copy and to find its way in it."""
        manifest = self.edition.manifest
        return {
            "format": FORMAT,
            "slug": self.slug,
            "title": manifest.title,
            "language": manifest.language,
            "activity": manifest.activity,
            "edition": manifest.id,
            "version": manifest.version,
            "mark": self.mark,
            "wire": self.wire,
            "files": [asdict(file) for file in self.files],
        }


def copy_of(edition: Edition, packing: Packing = Packing.GZIP) -> Copy:
    """Give the copy of a course that a device may keep. Raises: BundleError."""
    # While working on Atoll, templates change under the same edition.
    make = _course.__wrapped__ if settings.DEBUG else _course
    course = make(edition.manifest_sha256, edition.slug)
    frozen = course.edition
    names = [*STYLES, "player.js", *(["instruments.js"] if has_tools(frozen) else [])]
    scripts = {f"atoll/{name}": script_content(name) for name in names}
    made = {PAGE: course.page, **scripts}
    media = [
        File(file.path, file.sha256, file.length, file.length, file.media_type)
        for file in frozen.manifest.media
    ]
    files = [content.file(path, packing) for path, content in made.items()]
    return Copy(frozen, edition.slug, made, (*files, *media))


def script_content(name: str) -> Content:
    """Give a script or style sheet of learning.keeping.scripts. Raises: KeyError."""
    return _packed(script(name), SCRIPT_TYPES[name.rpartition(".")[2]])


@dataclass(frozen=True)
class _Course:
    edition: FrozenEdition
    page: Content


@lru_cache(maxsize=PAGES_AT_ONCE)
def _course(manifest_sha256: str, slug: str) -> _Course:
    """Make the page of a course with its small pictures and without films, once a process.

    It is the same for everybody, and an edition never changes.
    """
    edition = Edition.objects.filter(manifest_sha256=manifest_sha256)[:1].get()
    frozen = in_profile(edition.frozen(), Profile.LIGHT)
    context = page_context(CoursePage(frozen), settings.ATOLL_ACTOR_HOME)
    names = ("player.js", "instruments.js") if context["tools_json"] else ("player.js",)
    html = render_in(
        frozen.manifest.language, "keeping/course.html", {**context, "scripts": names, "slug": slug}
    )
    return _Course(frozen, _pack(html.encode(), "text/html; charset=utf-8"))


@lru_cache(maxsize=64)
def _packed(plain: bytes, media_type: str) -> Content:
    return _pack(plain, media_type)


def _pack(plain: bytes, media_type: str) -> Content:
    """Compress what is made here, the same way each time: the clock has no part in it."""
    sent = {
        Packing.NONE: plain,
        Packing.GZIP: gzip.compress(plain, 9, mtime=0),
        Packing.BROTLI: brotli.compress(plain, quality=11),
    }
    return Content(sent, media_type)
