"""Import documents from the command line: a review each, or drafts at once."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table
from wagtail.models import Page

from toolkits.importing.errors import ImportFault, ManyFaults, NotReady
from toolkits.importing.models import ImportedDocument, ImportedSection
from toolkits.importing.proposing import decisions, minutes
from toolkits.importing.reading import files_of, open_file, read
from toolkits.importing.reviewing import accept_all, limits, start_review
from toolkits.importing.sources import Source
from toolkits.models import ChapterPage

WIDTH = 100  # characters; what fits a terminal and a printed page
Row = tuple[str, str, int, int]
Made = TypeVar("Made")


class Command(BaseCommand):
    help = "Open a review of Word, PowerPoint, Markdown and web files, or make drafts of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path, help="files or folders")
        parser.add_argument("--chapter", required=True, metavar="CODE", help="such as N4")
        parser.add_argument("--toolkit", metavar="SLUG", help="if two toolkits have the chapter")
        parser.add_argument("--kind", choices=ImportedSection.Kind.values, default="guide")
        parser.add_argument("--dry-run", action="store_true", help="read and show, change nothing")
        parser.add_argument("--accept", action="store_true", help="make the drafts at once")
        parser.add_argument(
            "--again", action="store_true", help="also what was imported before: more drafts"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            chapter = _chapter(options["chapter"], options["toolkit"])
            files = files_of(options["paths"])
            if options["dry_run"]:
                self._show(files)
            else:
                self._import(files, chapter, options)
        except ManyFaults as error:
            self._complain([str(fault) for fault in error.faults], error)
        except NotReady as error:
            self._complain(error.faults, error)

    def _show(self, files: list[Path]) -> None:
        sources = _each(files, lambda file: read(open_file(file, limits()), limits()))
        for file, source in zip(files, sources, strict=True):
            self._table(file.name, _proposed(source), source.warnings)
        self.stdout.write(_("Nothing was imported: this was a dry run."))

    def _import(self, files: list[Path], chapter: ChapterPage, options: dict[str, Any]) -> None:
        def started(file: Path) -> ImportedDocument:
            incoming = open_file(file, limits())
            kind, again = options["kind"], options["again"]
            return start_review(incoming, chapter=chapter, kind=kind, again=again)

        with transaction.atomic():
            documents = _each(files, started)
            pages = accept_all(documents) if options["accept"] else []
        for document in documents:
            self._table(document.name, _kept(document), document.warnings)
            if not options["accept"]:
                self.stdout.write(_("Review it at %s") % _address(document))
        if options["accept"]:
            self._list(pages)

    def _list(self, pages: list[Page]) -> None:
        told = ngettext("%d draft was made:", "%d drafts were made:", len(pages))
        self.stdout.write(told % len(pages))
        for page in pages:
            self.stdout.write(f"  {page.slug}")

    def _table(self, name: str, rows: Iterable[Row], warnings: Iterable[str]) -> None:
        table = Table(title=escape(name), title_justify="left")
        for heading in (_("Section"), _("Becomes"), _("Blocks"), _("Minutes")):
            table.add_column(heading, overflow="fold")
        for heading, decision, blocks, length in rows:
            becomes = str(ImportedSection.Decision(decision).label)
            table.add_row(escape(heading), becomes, str(blocks), str(length))
        drawn = StringIO()
        Console(file=drawn, width=WIDTH).print(table)
        self.stdout.write(drawn.getvalue())
        for warning in warnings:
            self.stdout.write(f"! {warning}")

    def _complain(self, faults: list[str], error: Exception) -> NoReturn:
        for fault in faults:
            self.stderr.write(fault)
        told = ngettext(
            "%d fault. Nothing was imported. Mend what is named above, and import again.",
            "%d faults. Nothing was imported. Mend what is named above, and import again.",
            len(faults),
        )
        raise CommandError(told % len(faults)) from error


def _chapter(code: str, toolkit: str | None) -> ChapterPage:
    """Give the chapter. Raises: CommandError — there is none, or more than one."""
    found = [
        chapter
        for chapter in ChapterPage.objects.filter(code__iexact=code)
        if toolkit in (None, chapter.get_parent().slug)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        slugs = ", ".join(chapter.get_parent().slug for chapter in found)
        message = _("Chapter %(code)s is in several toolkits. Choose with --toolkit: %(slugs)s.")
        raise CommandError(message % {"code": code, "slugs": slugs})
    codes = ", ".join(ChapterPage.objects.order_by("path").values_list("code", flat=True))
    message = _("There is no chapter %(code)s. Nothing was imported. There are: %(codes)s.")
    raise CommandError(message % {"code": code, "codes": codes or "–"})


def _each(files: list[Path], make: Callable[[Path], Made]) -> list[Made]:
    """Make something of each file. Raises: ManyFaults — with the fault of each bad one."""
    made: list[Made] = []
    faults: list[ImportFault] = []
    for file in _with_bar(files):
        try:
            made.append(make(file))
        except ImportFault as fault:
            faults.append(fault)
    if faults:
        raise ManyFaults(faults)
    return made


def _with_bar(files: list[Path]) -> Iterator[Path]:
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=len(files) < 2) as bar:
        yield from bar.track(files, description=_("Reading"))


def _proposed(source: Source) -> Iterator[Row]:
    proposed = decisions(source.sections)
    for section, decision in zip(source.sections, proposed, strict=True):
        yield section.heading, decision, len(section.blocks), minutes(section.blocks)


def _kept(document: ImportedDocument) -> Iterator[Row]:
    for section in document.sections.all():
        yield section.heading, section.decision, len(section.blocks), minutes(section.content)


def _address(document: ImportedDocument) -> str:
    path = reverse("importing:review", args=[document.pk])
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"
