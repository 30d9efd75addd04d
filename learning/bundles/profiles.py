"""How heavy an edition is: with all its media, with small pictures only, or with none.

What a fragment's media look like (templates/blocks/{figure,media,download}.html):

    figure > picture > source*, img       a picture; its img has the words for who cannot see it
    .block-media                          a film or a recording
      .media-choice                       one way to see or hear it, with a video or an audio
      .media-note                         what is said of the choices; it goes with the last one
      details                             the transcript; it opens when no choice is left
    a[download]                           a file to take along

Only what loses a file is changed: a picture becomes its words, a link to a file its text.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import FileEntry, Lesson, Manifest, Unit
from learning.bundles.markup import Edit, Element, edited, elements, opening_tag
from learning.bundles.store import sha256

HTML = "text/html"
UNLIMITED = sys.maxsize
# A fragment without any of these holds no media, and need not be parsed.
SIGNS = re.compile(r"<(?:img|video|audio)\b|\sdownload\b|block-media", re.IGNORECASE)
MEDIA_BLOCKS = ("block-media", "block-video")  # the second: in editions from before sound
ADDRESSES = ("src", "href", "poster")
IMAGE_ATTRIBUTES = ("alt", "width", "height", "loading", "decoding")


class Profile(StrEnum):
    """How heavy an export may be."""

    FULL = "full"
    LIGHT = "light"
    TEXT = "text"


@dataclass(frozen=True)
class Limits:
    """The largest file of each sort that is kept, in bytes; 0 keeps none."""

    picture: int
    sound: int
    film: int
    download: int


LIMITS: Mapping[Profile, Limits] = {
    Profile.FULL: Limits(UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED),
    # A sound of 250 kB is one minute at 32 kbit/s.
    Profile.LIGHT: Limits(picture=30_000, sound=250_000, film=0, download=100_000),
    Profile.TEXT: Limits(picture=0, sound=0, film=0, download=0),
}
ON_SCREEN = Limits(picture=0, sound=0, film=0, download=UNLIMITED)


def text_only(html: str) -> str:
    """Give `html` without pictures, films and sound: their words stand in their place.

    Files to take along stay. Doing it twice changes nothing more.
    """
    return _reduced(html, ON_SCREEN, {})


def light(html: str, lengths: Mapping[str, int]) -> str:
    """Give `html` as in the light profile. `lengths`: bytes of each media file by its path."""
    return _reduced(html, LIMITS[Profile.LIGHT], lengths)


def saving(html: str) -> str:
    """Give `html` for a reader who saves data: the smallest pictures, and transcripts open.

    Nothing is left out, and nothing loads itself that did not. Doing it twice changes nothing more.
    """
    if not SIGNS.search(html):
        return html
    every = (element for outer in elements(html) for element in outer.walk())
    return edited(html, (edit for element in every for edit in _saved(element)))


def _saved(element: Element) -> Iterator[Edit]:
    attributes = dict(element.attributes)
    if "srcset" in attributes:
        paths = sorted(candidates(attributes.pop("srcset")), key=lambda path: path[1])
        attributes.pop("sizes", None)
        smallest = paths[0][0] if paths else ""
        name = "src" if element.tag == "img" else "srcset"
        yield Edit(
            element.start, element.inner, opening_tag(element.tag, attributes | {name: smallest})
        )
    elif is_media_block(element):
        for child in element.children:
            if child.tag == "details" and not _is_of_choices(child):
                opened = opening_tag("details", {**child.attributes, "open": ""})
                yield Edit(child.start, child.inner, opened)


def in_profile(edition: FrozenEdition, profile: Profile) -> FrozenEdition:
    """Give `edition` with the media that `profile` keeps, and all its words.

    The manifest names only the files that are kept, with the lengths they have now; its id stays
    that of the edition, so that progress belongs to the same one whatever was carried.
    Raises: StoreError — a fragment cannot be read.
    """
    if profile == Profile.FULL or not edition.manifest.media:
        return edition
    lengths = {file.path: file.length for file in edition.manifest.media}
    fragments = _Fragments(edition, LIMITS[profile], lengths)
    return _ReducedEdition(fragments.manifest(), edition.store, fragments)


def whole(edition: FrozenEdition) -> FrozenEdition:
    """Give the edition that `edition` was before a profile left anything out."""
    return edition.fragments.edition if isinstance(edition, _ReducedEdition) else edition


@dataclass(frozen=True)
class _Fragments:
    """The fragments of an edition as they are within `limits`, made anew each time."""

    edition: FrozenEdition
    limits: Limits
    lengths: Mapping[str, int]

    def read(self, path: str) -> bytes:
        content = self.edition.read(path)
        if not is_fragment(self.edition.manifest.file(path)):
            return content
        return _reduced(content.decode(), self.limits, self.lengths).encode()

    def manifest(self) -> Manifest:
        kept: set[str] = set()
        files: list[FileEntry] = []
        for file in self.edition.manifest.files:
            if is_fragment(file):
                content = self.read(file.path)
                kept.update(media_in(content.decode()))
                file = replace(file, sha256=sha256(content), length=len(content))
            files.append(file)
        media = {file.path for file in self.edition.manifest.media}
        return replace(
            self.edition.manifest,
            files=tuple(file for file in files if file.path not in media - kept),
            units=tuple(_unit_with(unit, kept) for unit in self.edition.manifest.units),
        )


@dataclass(frozen=True)
class _ReducedEdition(FrozenEdition):
    fragments: _Fragments

    def read(self, path: str) -> bytes:
        self.manifest.file(path)  # a file that was left out is not here
        return self.fragments.read(path)


def is_fragment(file: FileEntry) -> bool:
    """Say whether `file` is a text of the edition itself."""
    # A page that an author gives to take along is a file like any other.
    return file.media_type == HTML and not file.path.startswith("media/")


def _unit_with(unit: Unit, kept: set[str]) -> Unit:
    return replace(unit, lessons=tuple(_lesson_with(lesson, kept) for lesson in unit.lessons))


def _lesson_with(lesson: Lesson, kept: set[str]) -> Lesson:
    return replace(lesson, files=tuple(path for path in lesson.files if path in kept))


def media_in(html: str) -> frozenset[str]:
    """Give the paths of the media files that `html` names."""
    if not SIGNS.search(html):
        return frozenset()
    every = (element for outer in elements(html) for element in outer.walk())
    return frozenset(path for each in every for path in _named(each) if path.startswith("media/"))


def _named(element: Element) -> Iterator[str]:
    for name in ADDRESSES:
        if address := element.attributes.get(name):
            yield address
    yield from (path for path, _width in candidates(element.attributes.get("srcset", "")))


def candidates(srcset: str) -> list[tuple[str, int]]:
    """Give the addresses of `srcset` and their widths in pixels; 0 where none is said."""
    found: list[tuple[str, int]] = []
    for entry in srcset.split(", "):
        address, _space, width = entry.strip().partition(" ")
        if address:
            found.append((address, int(width[:-1]) if re.fullmatch(r"\d+w", width) else 0))
    return found


def _reduced(html: str, limits: Limits, lengths: Mapping[str, int]) -> str:
    if not SIGNS.search(html):
        return html
    reducing = _Reducing(html, limits, lengths)
    return edited(html, reducing.all(elements(html)))


@dataclass(frozen=True)
class _Reducing:
    html: str
    limits: Limits
    lengths: Mapping[str, int]

    def all(self, found: Iterable[Element]) -> Iterator[Edit]:
        for element in found:
            yield from self._edits(element)

    def _edits(self, element: Element) -> Iterator[Edit]:
        if element.tag == "figure":
            return self._figure(element)
        if element.tag in ("picture", "img"):
            return self._picture(element)
        if element.has_class("media-choice") or element.tag in ("video", "audio"):
            return self._choice(element)
        if is_media_block(element):
            return self._block(element)
        if element.tag == "a" and "download" in element.attributes:
            return self._download(element)
        return self.all(element.children)

    def _figure(self, element: Element) -> Iterator[Edit]:
        edits = list(self.all(element.children))
        left = edited(self.html[: element.inner_end], edits)[element.inner :]
        # A picture that says nothing leaves no empty figure behind.
        return iter([Edit(element.start, element.end)] if edits and not left.strip() else edits)

    def _picture(self, element: Element) -> Iterator[Edit]:
        image = next((each for each in element.walk() if each.tag == "img"), None)
        if image is None or self.limits.picture == UNLIMITED:
            return
        webp = self._largest(
            path
            for each in element.walk()
            if each.attributes.get("type") == "image/webp"
            for path in candidates(each.attributes.get("srcset", ""))
        )
        plain = self._largest([(image.attributes.get("src", ""), 0), *_srcset(image)])
        yield Edit(element.start, element.end, _picture_with(webp, plain, image))

    def _largest(self, files: Iterable[tuple[str, int]]) -> str:
        """Give the widest of `files` that is small enough; empty if none is."""
        fitting = [(width, path) for path, width in files if self._fits(path, self.limits.picture)]
        return max(fitting, default=(0, ""))[1]

    def _choice(self, element: Element) -> Iterator[Edit]:
        if not self._is_kept(element):
            yield Edit(element.start, element.end)

    def _is_kept(self, choice: Element) -> bool:
        """Say whether all that is played in `choice` is small enough."""
        played = [each for each in choice.walk() if each.tag in ("video", "audio")]
        return all(
            self._fits(path, self.limits.film if each.tag == "video" else self.limits.sound)
            for each in played
            for path in _played(each)
        )

    def _block(self, element: Element) -> Iterator[Edit]:
        played = [each for each in element.walk() if each.tag in ("video", "audio")]
        if any(self._is_kept(each) for each in played):
            yield from self.all(element.children)
        else:
            yield from self._opened(element)

    def _opened(self, element: Element) -> Iterator[Edit]:
        """Leave the words of a film or a recording: the transcript stands open."""
        for child in element.children:
            if _is_of_choices(child):
                yield Edit(child.start, child.end)
            elif child.tag == "details":
                yield from _retagged(child, '<div class="media-text">', "</div>")
                yield from self._opened(child)
            elif child.tag == "summary":
                yield from _retagged(child, '<p class="block-label">', "</p>")
                yield from self._opened(child)
            else:
                yield from self._edits(child)

    def _download(self, element: Element) -> Iterator[Edit]:
        if not self._fits(element.attributes.get("href", ""), self.limits.download):
            yield from _retagged(element, "", "")

    def _fits(self, path: str, limit: int) -> bool:
        known = self.lengths.get(path, UNLIMITED)
        return bool(path) and limit > 0 and known <= limit


def _srcset(image: Element) -> list[tuple[str, int]]:
    return candidates(image.attributes.get("srcset", ""))


def is_media_block(element: Element) -> bool:
    """Say whether `element` is the block of a film or a recording."""
    return any(element.has_class(name) for name in MEDIA_BLOCKS)


def _is_of_choices(element: Element) -> bool:
    names = ("media-choice", "media-note")
    return element.tag in ("video", "audio") or any(element.has_class(name) for name in names)


def _played(element: Element) -> list[str]:
    """Give the addresses of what a video or an audio plays; an empty one if there is none."""
    every = (each for each in element.walk() if each is element or each.tag == "source")
    return [each.attributes["src"] for each in every if "src" in each.attributes] or [""]


def _picture_with(webp: str, plain: str, image: Element) -> str:
    """Write a picture of one WebP and one file for other browsers, or its words without any."""
    if not webp and not plain:
        words = image.attributes.get("alt", "").strip()
        return f'<p class="picture-text">{escape(words, quote=False)}</p>' if words else ""
    kept = {name: image.attributes[name] for name in IMAGE_ATTRIBUTES if name in image.attributes}
    img = opening_tag("img", {"src": plain or webp, **kept})
    if not webp or not plain:
        return img
    source = opening_tag("source", {"type": "image/webp", "srcset": webp})
    return f"<picture>{source}{img}</picture>"


def _retagged(element: Element, opening: str, closing: str) -> Iterator[Edit]:
    yield Edit(element.start, element.inner, opening)
    yield Edit(element.inner_end, element.end, closing)
