from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from courses.library.documents import Document, read_library
from courses.library.errors import LibraryErrors
from courses.library.quality import WORDS_TO_JUDGE, findings
from courses.library.readability import Readability, prose, readability

HARDEST = 10  # how many pages the table shows unless it is told


class Command(BaseCommand):
    help = (
        "Say what is to be mended in the courses and toolkits below PATH, and what is hard to read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a library, or one course or toolkit of it")
        parser.add_argument(
            "--hardest", type=int, default=HARDEST, help="how many pages to list (default 10)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        root: Path = options["path"]
        if not root.is_dir():
            raise CommandError(_("There is no folder %s. Nothing was checked.") % root)
        try:
            documents = read_library(root)
        except LibraryErrors as error:
            raise CommandError(str(error)) from error
        self._show_hardest(documents, options["hardest"])
        found = [finding for document in documents for finding in findings(document)]
        for finding in found:
            self.stdout.write(str(finding))
        if found:
            raise CommandError(_("%d things to mend. They are listed above.") % len(found))
        self.stdout.write(_("Nothing to mend."))

    def _show_hardest(self, documents: list[Document], most: int) -> None:
        pages = [page for document in documents for page in document.walk()]
        measured = [(readability(prose(page.body.blocks)), page) for page in pages]
        judged = [pair for pair in measured if pair[0].words >= WORDS_TO_JUDGE]
        judged.sort(key=lambda pair: pair[0].age, reverse=True)
        table = Table(
            _("Hardest to read"), _("age"), _("words"), _("a sentence"), _("longest"), box=None
        )
        for facts, page in judged[:most]:
            table.add_row(f"{page.path.parent.name}/{page.path.name}", *_cells(facts))
        shown = StringIO()
        Console(file=shown, width=110).print(table)
        self.stdout.write(shown.getvalue())


def _cells(facts: Readability) -> list[str]:
    return [f"{facts.age:.1f}", str(facts.words), f"{facts.mean:.1f}", str(facts.longest)]
