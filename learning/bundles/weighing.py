"""How much data reading an edition takes: every page and picture once, nothing played.

An edition holds each picture in nine files and each film in up to three, and a reader's phone takes
one of them. Counted is the heaviest that a browser of today would take.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Manifest
from learning.bundles.markup import Element, elements
from learning.bundles.profiles import SIGNS, candidates, is_fragment, is_media_block

PLAYED = ("audio/", "video/")
KNOWN_FORMS = ("image/avif", "image/webp")  # what a browser takes before a JPEG


@dataclass(frozen=True)
class Weight:
    """Bytes: `reading` all of it, and what `playing` every film and recording adds."""

    reading: int
    playing: int


def weigh(edition: FrozenEdition) -> Weight:
    """Weigh `edition`. Raises: StoreError — a fragment cannot be read."""
    manifest = edition.manifest
    texts = manifest.length - sum(file.length for file in manifest.media)
    lengths = {file.path: file.length for file in manifest.media}
    pages = [edition.read(path).decode() for path in _with_media(manifest)]
    found = [element for html in pages if SIGNS.search(html) for element in elements(html)]
    return Weight(
        reading=texts + sum(_heaviest(paths, lengths) for paths in _pictures(found)),
        playing=sum(_heaviest(paths, lengths) for paths in _blocks(found)),
    )


def is_played(manifest: Manifest) -> bool:
    """Say whether there is any film or recording in it."""
    return any(file.media_type.startswith(PLAYED) for file in manifest.media)


def _with_media(manifest: Manifest) -> list[str]:
    """Give the paths of the fragments that may show media; a lesson says so itself."""
    if not manifest.media:
        return []
    silent = {lesson.path for lesson in manifest.lessons if not lesson.files}
    return [file.path for file in manifest.files if is_fragment(file) and file.path not in silent]


def _heaviest(paths: Iterable[str], lengths: dict[str, int]) -> int:
    return max((lengths.get(path, 0) for path in paths), default=0)


def _pictures(found: Iterable[Element]) -> Iterator[list[str]]:
    """Give the files of each picture that browsers choose among."""
    for element in found:
        if element.tag in ("picture", "img"):
            yield _chosen(element)
        else:
            yield from _pictures(element.children)


def _chosen(picture: Element) -> list[str]:
    for form in KNOWN_FORMS:
        for source in picture.walk():
            if source.attributes.get("type") == form:
                return [path for path, _width in candidates(source.attributes.get("srcset", ""))]
    return [each.attributes.get("src", "") for each in picture.walk() if each.tag == "img"]


def _blocks(found: Iterable[Element]) -> Iterator[list[str]]:
    """Give the files of each film or recording, of which one is played."""
    for element in found:
        if is_media_block(element):
            yield [each.attributes.get("src", "") for each in element.walk() if _is_played(each)]
        else:
            yield from _blocks(element.children)


def _is_played(element: Element) -> bool:
    return element.tag in ("audio", "video", "source")
