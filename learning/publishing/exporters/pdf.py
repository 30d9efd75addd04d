"""PDF/UA-1 for printing: tagged, so that it can also be read aloud. Three packs of one edition.

    reader        the course as it is published, its answers at the end
    facilitator   with the notes for who leads a session, and the answer below each question
    handouts      what participants write on: handouts and instruments whole, of everything else
                  the questions; no answers and no notes

How they are set, and where letters come from, is said in `printing`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from learning.bundles.edition import FrozenEdition
from learning.publishing.exporters.course_page import direction
from learning.publishing.exporters.errors import ForeignFile
from learning.publishing.exporters.folder import Folder
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.lms_package import choice
from learning.publishing.exporters.paper import Book, Chapter
from learning.publishing.exporters.printing import Page, Sheets, printed
from learning.publishing.exporters.report import Report
from learning.publishing.exporters.xhtml import NOT_XML

__all__ = ["ENDING", "OPTIONS", "export", "written"]

ENDING = ".pdf"
PACKS: Mapping[str, str] = {"reader": "end", "facilitator": "here", "handouts": ""}
OPTIONS: Mapping[str, str] = {
    "pack": "reader (the default: answers at the end), facilitator (notes, and each answer below "
    "its question) or handouts (what participants write on, without answers)",
}
FACILITATOR = "block-facilitator"
SHEETS = frozenset({"handout", "instrument"})  # kinds of lessons that are handed out whole
BOOK, IMPORTS = "book", ("elements",)  # style sheets
# By which a PDF of ours is known: the keyword it has, and what it had before.
MARK = "atoll-edition-"
OURS = (MARK.encode(), b"/ID [(atoll-")


def export(job: Job) -> Report:
    """Write a PDF of each edition. Doing it again is safe. Raises: ExportError, StoreError."""
    pack = choice(job, "pack", tuple(PACKS))
    folder = Folder(job.out)
    warnings: list[str] = []
    for edition in job.editions:
        name = f"{job.name(edition)}{_ending(pack)}"
        content = folder.find(name)
        if content is not None and not any(mark in content for mark in OURS):
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
    job: Job, book: Book, template: str, context: Mapping[str, object], style: str = BOOK
) -> bytes:
    """Give a template as PDF, with the pictures of a book; `style`: a style sheet beside BOOK's."""
    manifest = book.edition.manifest
    page = Page(
        NOT_XML.sub("", job.render(template, context)),
        datetime.fromisoformat(manifest.frozen_at),
        {path: book.edition.read(path) for path in book.pictures},
        f"{MARK}{manifest.id}",
    )
    imports = IMPORTS if style == BOOK else (BOOK, *IMPORTS)
    return printed(page, Sheets(job.asset, style, imports))


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
