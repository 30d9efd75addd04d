"""ZIM: a course for Kiwix, which phones, school servers and libraries without a network read.

    index.html        the start: what the course gives, its outline, its sources
    <lesson>.html     a lesson, its checks with the answers folded below them; so are the tests
    assets/           style sheets and our mark
    media/            pictures, sound, films and files to take along

Every link is relative, nothing runs, and every word is in the index of words; only pages are found
by title. A file is an edition in one language. The library gives each file an identity of its own,
so the same edition never gives the same bytes: the file itself says what it was made from (`KEY`),
and one that is whole and made from the same is left as it is.

libzim writes it. Its licence is GPL-3.0, so it stands apart: docs/decisions/0002-dependencies.md.
"""

import mmap
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from libzim.reader import Archive
from libzim.writer import Creator, Hint, Item, StringProvider

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Lesson, Manifest
from learning.bundles.markup import Edit, edited, elements
from learning.publishing.exporters.course_page import AssessmentPart, CoursePage, Part, direction
from learning.publishing.exporters.errors import (
    ExportError,
    FolderFull,
    ForeignFile,
    UnwritableFolder,
)
from learning.publishing.exporters.folder import FULL, Folder
from learning.publishing.exporters.illustration import mark
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.links import relink
from learning.publishing.exporters.names import safe_name
from learning.publishing.exporters.report import Report
from learning.publishing.exporters.zim_metadata import alpha_3, metadata

__all__ = ["ENDING", "OPTIONS", "export"]

ENDING = ".zim"
OPTIONS: Mapping[str, str] = {}
START = "index.html"
KEY = "X-Atoll-Key"  # by which a file of ours is known; its name stands in it uncompressed
HTML = "text/html"
ASSETS: Mapping[str, tuple[str, str]] = {
    "assets/atoll.css": ("learning/atoll.css", "text/css"),
    "assets/usb.css": ("learning/usb/usb.css", "text/css"),
    "assets/mark.svg": ("learning/mark.svg", "image/svg+xml"),
}
ILLUSTRATION = 48  # pixels
STDOUT = 1
ROOM = 2**20  # bytes; with less left on a disk, that is why a file could not be written


@dataclass(frozen=True)
class Leaf:
    """A lesson or a test as a page of its own. `minutes`: how long it takes, 0 if nobody said."""

    address: str
    title: str
    parts: Sequence[Part]
    summary: str = ""
    unit: str = ""
    minutes: int = 0


@dataclass(frozen=True)
class Chapter:
    """A unit in the outline."""

    title: str
    parts: Sequence[Part]
    leaves: Sequence[Leaf]


@dataclass(frozen=True)
class Volume:
    """What one file holds."""

    job: Job
    edition: FrozenEdition

    @property
    def manifest(self) -> Manifest:
        return self.edition.manifest

    @cached_property
    def page(self) -> CoursePage:
        return CoursePage(self.edition, _address)

    @cached_property
    def before(self) -> Leaf | None:
        test = self.manifest.pretest
        return _test(test.title, test.minutes, self.page.pretest) if test else None

    @cached_property
    def final(self) -> Leaf | None:
        test = self.manifest.assessment
        return _test(test.title, test.minutes, self.page.assessment) if test else None

    @cached_property
    def chapters(self) -> Sequence[Chapter]:
        has_units = len(self.manifest.units) > 1
        return [
            Chapter(
                unit.title,
                unit.parts,
                [_leaf(e.lesson, e.parts, unit.title if has_units else "") for e in unit.lessons],
            )
            for unit in self.page.units
        ]

    @property
    def leaves(self) -> Sequence[Leaf]:
        """Give every page but the start, in reading order."""
        lessons = [leaf for chapter in self.chapters for leaf in chapter.leaves]
        return [leaf for leaf in (self.before, *lessons, self.final) if leaf]

    def key(self, name: str) -> str:
        return self.job.key(name, self.manifest.id, self.manifest.version, self.manifest.frozen_at)


class Entry(Item):
    """What is put at a path. A page is found by its title, and a click at random leads to one."""

    def __init__(self, path: str, title: str, media_type: str, content: bytes) -> None:
        super().__init__()
        self.path, self.title, self.media_type, self.content = path, title, media_type, content

    def get_path(self) -> str:
        return self.path

    def get_title(self) -> str:
        return self.title

    def get_mimetype(self) -> str:
        return self.media_type

    def get_contentprovider(self) -> StringProvider:
        return StringProvider(self.content)

    def get_hints(self) -> dict[Hint, int]:
        is_text = self.media_type.startswith("text/") or self.media_type.endswith("xml")
        return {Hint.FRONT_ARTICLE: self.media_type == HTML, Hint.COMPRESS: is_text}


def export(job: Job) -> Report:
    """Write a file of each edition. Doing it again is safe, and writes only what is not there.

    Raises: UnwritableFolder, FolderFull, ForeignFile, NameTaken, StoreError.
    """
    folder = Folder(job.out)
    warnings: list[str] = []
    for edition in job.editions:
        name = f"{job.name(edition)}{ENDING}"
        volume = Volume(job, edition)
        try:
            folder.files[name] = _put(folder.root / name, volume)
        except OSError as error:
            raise _folder_error(folder.root, error) from error
        job.hear(name)
        warnings += [
            f"{name} links to the lesson “{slug}”, which is not in this course."
            for slug in volume.page.broken_links
        ]
    return folder.report(ENDING, warnings)


def _put(path: Path, volume: Volume) -> int:
    """Have the file at `path`; give its bytes. Raises: ForeignFile, OSError, FolderError."""
    key = volume.key(path.name)
    known = _known_key(path)
    if not key or key != known:
        path.parent.mkdir(parents=True, exist_ok=True)
        # libzim works on several files beside the one it writes: all go with the folder.
        with TemporaryDirectory(dir=path.parent, prefix=".part-") as beside:
            part = Path(beside) / path.name
            _write(part, volume, key)
            _flush(part)
            part.replace(path)
    return path.stat().st_size


def _known_key(path: Path) -> str:
    """Give what the file at `path` was made from; empty if there is none, or it is not whole.

    Raises: ForeignFile — no export wrote it; OSError.
    """
    if not path.exists():
        return ""
    if not _is_ours(path):
        raise ForeignFile(path)
    try:
        archive = Archive(path)
        key: str = archive.get_metadata(KEY).decode()
        return key if archive.check() else ""
    except (RuntimeError, KeyError):
        return ""


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        if not path.stat().st_size:
            return False
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return content.find(KEY.encode()) >= 0


def _write(part: Path, volume: Volume, key: str) -> None:
    """Write the whole file at `part`. Raises: FolderFull, UnwritableFolder, StoreError."""
    try:
        language = alpha_3(volume.manifest.language)
        with _silence(), Creator(part).config_indexing(True, language) as creator:
            creator.set_mainpath(START)
            creator.add_illustration(ILLUSTRATION, mark(ILLUSTRATION))
            for name, value in metadata(volume.manifest, volume.job.profile).items():
                creator.add_metadata(name, value)
            creator.add_metadata(KEY, key)
            for entry in _entries(volume):
                creator.add_item(entry)
    except RuntimeError as error:  # of libzim, which does not say more than what it says
        root = part.parent.parent
        if shutil.disk_usage(root).free < ROOM:
            raise FolderFull(root) from error
        raise UnwritableFolder(root, str(error)) from error


@contextmanager
def _silence() -> Iterator[None]:
    """Let nothing be printed: libzim says what it does, and cannot be asked not to."""
    printed = os.dup(STDOUT)
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), STDOUT)
            yield
    finally:
        os.dup2(printed, STDOUT)
        os.close(printed)


def _flush(part: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _folder_error(root: Path, error: OSError) -> ExportError:
    if error.errno in FULL:
        return FolderFull(root)
    return UnwritableFolder(root, error.strerror or str(error))


# What it holds


def _entries(volume: Volume) -> Iterator[Entry]:
    for path, (source, media_type) in ASSETS.items():
        yield Entry(path, "", media_type, volume.job.asset(source))
    for file in volume.manifest.media:
        yield Entry(file.path, "", file.media_type, volume.edition.read(file.path))
    linked = _linker(volume)
    yield Entry(START, volume.manifest.title, HTML, linked(_start(volume)).encode())
    leaves = volume.leaves
    for place, leaf in enumerate(leaves):
        before = leaves[place - 1] if place else None
        after = leaves[place + 1] if place + 1 < len(leaves) else None
        page = linked(_page(volume, leaf, before, after))
        yield Entry(leaf.address, leaf.title, HTML, page.encode())


def _address(slug: str) -> str:
    return f"{safe_name(slug)}.html"


def _leaf(lesson: Lesson, parts: Sequence[Part], unit: str) -> Leaf:
    address = _address(lesson.slug)
    return Leaf(address, lesson.title, parts, lesson.summary, unit, lesson.minutes)


def _test(title: str, minutes: int, part: AssessmentPart | None) -> Leaf | None:
    return Leaf(_address(part.anchor), title, part.parts, minutes=minutes) if part else None


def _start(volume: Volume) -> str:
    context = {
        **_frame(volume),
        "introduction": volume.page.introduction,
        "chapters": volume.chapters,
        "before": volume.before,
        "final": volume.final,
    }
    return volume.job.render("exporters/zim/start.html", context)


def _page(volume: Volume, leaf: Leaf, before: Leaf | None, after: Leaf | None) -> str:
    context = {**_frame(volume), "leaf": leaf, "before": before, "after": after}
    return volume.job.render("exporters/zim/page.html", context)


def _frame(volume: Volume) -> dict[str, object]:
    manifest = volume.manifest
    return {
        "language": manifest.language,
        "direction": direction(manifest.language),
        "manifest": manifest,
        "start": START,
        "styles": [path for path in ASSETS if path.endswith(".css")],
    }


def _linker(volume: Volume) -> Callable[[str], str]:
    """Give what has every link of a page lead to a page; one to what is not here becomes text."""
    slugs = volume.page.slugs
    has_dead = bool(volume.page.broken_links)

    def linked(html: str) -> str:
        if has_dead:
            html = _without_dead_links(html, slugs)
        return relink(html, _address)  # also in the steps of a case

    return linked


def _without_dead_links(html: str, slugs: set[str]) -> str:
    every = [element for root in elements(html) for element in root.walk()]
    anchors = [each for each in every if each.tag == "a" and "data-lesson" in each.attributes]
    dead = [each for each in anchors if each.attributes["data-lesson"] not in slugs]
    tags = [(each.start, each.inner) for each in dead]
    tags += [(each.inner_end, each.end) for each in dead]
    return edited(html, [Edit(start, end) for start, end in tags])
