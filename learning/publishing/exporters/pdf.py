"""PDF/UA-1 for printing: tagged, so that it can also be read aloud. Three packs of one edition.

    reader        the course as it is published, its answers at the end
    facilitator   with the notes for who leads a session, and the answer below each question
    handouts      what participants write on: handouts and instruments whole, of everything else
                  the questions; no answers and no notes

Letters come from the fonts of the machine (DejaVu or Noto are asked for first), so the same
edition gives the same bytes on the same machine. WeasyPrint writes it and needs Pango.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import weasyprint
from PIL import ImageFile
from weasyprint.urls import URLFetcher, URLFetcherResponse

from learning.bundles.edition import FrozenEdition
from learning.publishing.exporters.course_page import direction
from learning.publishing.exporters.errors import ForeignFile
from learning.publishing.exporters.folder import Folder
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.lms_package import choice
from learning.publishing.exporters.paper import Book, Chapter
from learning.publishing.exporters.report import Report
from learning.publishing.exporters.xhtml import NOT_XML, PICTURES

__all__ = ["ENDING", "OPTIONS", "export", "written"]

# WeasyPrint lets the whole process take pictures that are cut off; uploads must not be.
ImageFile.LOAD_TRUNCATED_IMAGES = False

ENDING = ".pdf"
PACKS: Mapping[str, str] = {"reader": "end", "facilitator": "here", "handouts": ""}
OPTIONS: Mapping[str, str] = {
    "pack": "reader (the default: answers at the end), facilitator (notes, and each answer below "
    "its question) or handouts (what participants write on, without answers)",
}
FACILITATOR = "block-facilitator"
SHEETS = frozenset({"handout", "instrument"})  # kinds of lessons that are handed out whole
VARIANT = "pdf/ua-1"
STYLES = ("learning/paper/book.css", "learning/paper/pages.css")
HERE = "https://edition.invalid/"  # where an edition's files seem to be; nobody is asked
OURS = b"/ID [(atoll-"  # by which a PDF of ours is known


def export(job: Job) -> Report:
    """Write a PDF of each edition. Doing it again is safe. Raises: ExportError, StoreError."""
    pack = choice(job, "pack", tuple(PACKS))
    folder = Folder(job.out)
    warnings: list[str] = []
    for edition in job.editions:
        name = f"{job.name(edition)}{_ending(pack)}"
        content = folder.find(name)
        if content is not None and OURS not in content:
            raise ForeignFile(folder.root / name)
        job.hear(name)
        book = _book(edition, pack)
        folder.put(name, _pdf(job, book, pack))
        warnings += book.warnings(name)
    return folder.report(ENDING, warnings)


def _ending(pack: str) -> str:
    return ENDING if pack == "reader" else f".{pack}{ENDING}"


def _book(edition: FrozenEdition, pack: str) -> Book:
    without = () if pack == "facilitator" else (FACILITATOR,)
    return Book(edition, _place, is_one_page=True, is_flat=pack == "handouts", without=without)


def _place(chapter: str, anchor: str) -> str:
    return f"#{anchor or chapter}"


def _pdf(job: Job, book: Book, pack: str) -> bytes:
    return written(job, book, "exporters/pdf/book.html", _context(book, pack))


def written(
    job: Job, book: Book, template: str, context: Mapping[str, object], styles: Sequence[str] = ()
) -> bytes:
    """Give a template as PDF/UA-1, with the pictures of a book; `styles`: more style sheets."""
    html = NOT_XML.sub("", job.render(template, context))
    sheets = [weasyprint.CSS(string=job.asset(path).decode()) for path in (*STYLES, *styles)]
    document = weasyprint.HTML(string=html, base_url=HERE, url_fetcher=_Pictures(book))
    identifier = OURS.removeprefix(b"/ID [(") + book.edition.manifest.id.encode()
    content: bytes = document.write_pdf(
        stylesheets=sheets, pdf_variant=VARIANT, pdf_identifier=identifier
    )
    return content


def _context(book: Book, pack: str) -> dict[str, object]:
    manifest = book.edition.manifest
    return {
        "language": manifest.language,
        "direction": direction(manifest.language),
        "manifest": manifest,
        "introduction": book.introduction,
        "chapters": _handed_out(book.chapters) if pack == "handouts" else book.chapters,
        "answered": book.answered,
        "key": PACKS[pack],
        "pack": pack,
        "made": manifest.frozen_at,
    }


def _handed_out(chapters: Iterable[Chapter]) -> list[Chapter]:
    """Give what participants write on: sheets whole, of other chapters the questions."""
    asked = (
        each if each.kind in SHEETS else replace(each, parts=each.questions) for each in chapters
    )
    return [chapter for chapter in asked if chapter.parts]


class _Pictures(URLFetcher):
    """Gives the pictures of a book, read beforehand, and opens nothing else."""

    def __init__(self, book: Book) -> None:
        super().__init__(fail_on_errors=True)
        self.files = {f"{HERE}{path}": book.edition.read(path) for path in book.pictures}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Give the picture at `url`. Raises: KeyError — the book has none there."""
        kind = PICTURES[PurePosixPath(url).suffix.lower()]
        return URLFetcherResponse(url, self.files[url], {"Content-Type": kind})
