"""EPUB 3.3: a book for phones and reading devices, which enlarge, recolour and read it aloud.

    mimetype                 first and not compressed (EPUB OCF §4.2.2)
    META-INF/container.xml
    EPUB/package.opf         metadata, every file, the reading order
    EPUB/nav.xhtml           contents and landmarks
    EPUB/start.xhtml         title page and introduction; then a page a unit, a lesson and a test
    EPUB/answers.xhtml       linked with the questions both ways
    EPUB/about.xhtml         sources, licence, edition

Films and recordings leave their transcripts, and files to take along stay behind. The same edition
gives the same bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from uuid import UUID, uuid5

from learning.publishing.exporters.course_page import direction
from learning.publishing.exporters.errors import ForeignFile
from learning.publishing.exporters.folder import Folder
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.lms_package import keywords
from learning.publishing.exporters.paper import ABOUT, ANSWERS, START, Book, Chapter
from learning.publishing.exporters.report import Report
from learning.publishing.exporters.xhtml import NOT_XML, PICTURES
from learning.publishing.exporters.zipping import zipped

__all__ = ["ENDING", "OPTIONS", "export"]

ENDING = ".epub"
OPTIONS: Mapping[str, str] = {}
MIMETYPE = b"application/epub+zip"
OURS = b"EPUB/book.css"  # by which a book of ours is known
FEATURES = ("displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents")
SECONDS = len("2026-11-22T12:00:00")


@dataclass(frozen=True)
class Entry:
    """A chapter in the contents, with the lessons of a unit below it."""

    chapter: Chapter
    below: list[Chapter] = field(default_factory=list)


def export(job: Job) -> Report:
    """Write a book of each edition. Doing it again is safe. Raises: ExportError, StoreError."""
    folder = Folder(job.out)
    warnings: list[str] = []
    for edition in job.editions:
        name = f"{job.name(edition)}{ENDING}"
        content = folder.find(name)
        if content is not None and OURS not in content:
            raise ForeignFile(folder.root / name)
        job.hear(name)
        book = Book(edition, _place)
        folder.put(name, zipped(_files(job, book), stored_first=["mimetype"]))
        warnings += book.warnings(name)
    return folder.report(ENDING, warnings)


def _place(chapter: str, anchor: str) -> str:
    return f"{chapter}.xhtml#{anchor}" if anchor else f"{chapter}.xhtml"


def _files(job: Job, book: Book) -> dict[str, bytes]:
    pages = dict(_pages(job, book))
    media = {path: book.edition.read(path) for path in book.pictures}
    package = _rendered(job, "package.xml", _package(book, list(pages)))
    files = {
        "package.opf": package,
        "nav.xhtml": _rendered(job, "nav.html", {**_shared(book), "contents": _contents(book)}),
        "book.css": job.asset("learning/paper/book.css"),
        **{f"{name}.xhtml": content for name, content in pages.items()},
        **media,
    }
    container = _rendered(job, "container.xml", _shared(book))
    around = {"mimetype": MIMETYPE, "META-INF/container.xml": container}
    return around | {f"EPUB/{path}": content for path, content in files.items()}


def _pages(job: Job, book: Book) -> Iterator[tuple[str, bytes]]:
    """Give every page but the contents, in reading order."""
    shared = _shared(book)
    yield START, _rendered(job, "start.html", shared | {"introduction": book.introduction})
    for chapter in book.chapters:
        yield chapter.name, _rendered(job, "chapter.html", shared | {"chapter": chapter})
    if book.answered:
        yield ANSWERS, _rendered(job, "answers.html", shared)
    yield ABOUT, _rendered(job, "about.html", shared)


def _rendered(job: Job, template: str, context: Mapping[str, object]) -> bytes:
    lines = NOT_XML.sub("", job.render(f"exporters/epub/{template}", context)).splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines if line.strip()).encode()


def _shared(book: Book) -> dict[str, object]:
    manifest = book.edition.manifest
    return {
        "language": manifest.language,
        "direction": direction(manifest.language),
        "manifest": manifest,
        "answered": book.answered,
    }


def _package(book: Book, pages: Sequence[str]) -> dict[str, object]:
    manifest = book.edition.manifest
    pictures = [(path, PICTURES[PurePosixPath(path).suffix.lower()]) for path in book.pictures]
    return {
        **_shared(book),
        # Editions in several languages share their activity, and are books of their own.
        "identifier": uuid5(UUID(manifest.activity), manifest.language),
        "modified": f"{manifest.frozen_at[:SECONDS]}Z",
        "keywords": keywords(manifest),
        "features": (*FEATURES, "alternativeText") if pictures else FEATURES,
        "pages": pages,
        "media": pictures,
    }


def _contents(book: Book) -> list[Entry]:
    entries: list[Entry] = []
    for chapter in book.chapters:
        if chapter.level > 1 and entries:
            entries[-1].below.append(chapter)
        else:
            entries.append(Entry(chapter))
    return entries
