from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from courses.library.counting import counts
from courses.library.errors import LibraryErrors
from courses.library.loading import load_library
from toolkits.countries.errors import CountryDataErrors
from toolkits.countries.importing import import_first

COUNTRY_DATA = "country-data"


class Command(BaseCommand):
    help = "Create or update the pages of the courses and toolkits written below PATH."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a library, or one course or toolkit of it")

    def handle(self, *args: Any, **options: Any) -> None:
        root: Path = options["path"]
        if not root.is_dir():
            raise CommandError(_("There is no folder %s. Nothing was changed.") % root)
        total = sum(1 for _file in root.rglob("*.md"))
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(_("Loading"), total=total)
            try:
                with transaction.atomic():
                    report = load_library(root, progress=lambda _path: bar.advance(task))
                    import_first(root / COUNTRY_DATA)
            except (LibraryErrors, CountryDataErrors) as error:
                bar.stop()
                self._complain(error)
        self.stdout.write(
            _("%(created)d created, %(updated)d updated, %(gone)d withdrawn, %(same)d unchanged.")
            % {
                "created": len(report.created),
                "updated": len(report.updated),
                "gone": len(report.withdrawn),
                "same": report.unchanged,
            }
        )
        self._show_counts()

    def _show_counts(self) -> None:
        table = Table(_("The library now"), _("in all"), box=None)
        for count in counts():
            table.add_row(count.name, str(count.of))
        shown = StringIO()
        Console(file=shown, width=60).print(table)
        self.stdout.write(shown.getvalue())

    def _complain(self, error: LibraryErrors | CountryDataErrors) -> None:
        for fault in error.faults:
            self.stderr.write(str(fault))
        message = _("%d faults. Nothing was changed. Mend the lines above and load again.")
        raise CommandError(message % len(error.faults)) from error
