from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.table import Table
from rich.text import Text

from toolkits.countries.errors import CountryDataErrors
from toolkits.countries.importing import Brought, CountryReport, Fate, import_paths

SHIPPED = Path(settings.BASE_DIR) / "library" / "country-data"
MOST_DIFFERENCES = 20  # lines of a dry run's second table


class Command(BaseCommand):
    help = "Bring countries, their groups and the figures of the E-Government Survey."

    def add_arguments(self, parser: ArgumentParser) -> None:
        about = "a CSV file of one survey, or a folder of country data; none: those shipped"
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=about)
        parser.add_argument("--dry-run", action="store_true", help="say what would change")
        parser.add_argument("--year", type=int, help="the survey year of a file that has none")

    def handle(self, *args: Any, **options: Any) -> None:
        paths: list[Path] = options["paths"] or [SHIPPED]
        try:
            report = import_paths(paths, year=options["year"], dry_run=options["dry_run"])
        except CountryDataErrors as error:
            self._complain(error)
        for warning in report.warnings:
            self.stderr.write(warning)
        if options["dry_run"]:
            self._show(report)
            self.stdout.write(_("This was a dry run. Nothing was changed."))
        else:
            self._tell(report)

    def _complain(self, error: CountryDataErrors) -> None:
        for fault in error.faults:
            self.stderr.write(str(fault))
        message = ngettext(
            "%(count)d fault. Nothing was changed. Mend the line above and import again.",
            "%(count)d faults. Nothing was changed. Mend the lines above and import again.",
            len(error.faults),
        )
        raise CommandError(message % {"count": len(error.faults)}) from error

    def _tell(self, report: CountryReport) -> None:
        if report.is_empty:
            self.stdout.write(_("Nothing is new. Nothing was changed."))
            return
        for kind, amount in _amounts(report):
            self.stdout.write(f"{kind}: {amount}")

    def _show(self, report: CountryReport) -> None:
        table = Table(_("What"), _("Would change"))
        for kind, amount in _amounts(report):
            table.add_row(Text(kind), Text(amount))
        drawn = StringIO()
        console = Console(file=drawn, width=100)
        console.print(table)
        for brought in report.surveys:
            if brought.differences:
                console.print(_differences(brought))
        self.stdout.write(drawn.getvalue())


def _amounts(report: CountryReport) -> list[tuple[str, str]]:
    countries = _("%(new)d new, %(changed)d changed, %(same)d unchanged") % {
        "new": len(report.created),
        "changed": len(report.updated),
        "same": report.unchanged,
    }
    groups = _("%(added)d added, %(removed)d removed") % {
        "added": len(report.memberships_added),
        "removed": len(report.memberships_removed),
    }
    surveys = [(f"{_('Survey')} {each.year}", _fate(each)) for each in report.surveys]
    return [(_("Countries"), countries), (_("Memberships of groups"), groups), *surveys]


def _fate(brought: Brought) -> str:
    words = {
        Fate.NEW: _("%(countries)d countries, new"),
        Fate.SHOWN_AGAIN: _("%(countries)d countries, brought before and shown again"),
        Fate.UNCHANGED: _("%(countries)d countries, unchanged"),
    }
    told = words[brought.fate] % {"countries": brought.readings}
    if not brought.differences:
        return told
    more = _("%(values)d values differ from those shown before")
    return f"{told}; {more % {'values': len(brought.differences)}}"


def _differences(brought: Brought) -> Table:
    title = f"{_('Survey')} {brought.year}"
    table = Table(_("Country"), _("Index"), _("Shown now"), _("In the file"), title=title)
    for each in brought.differences[:MOST_DIFFERENCES]:
        values = (str(value) if value is not None else "–" for value in (each.before, each.after))
        table.add_row(each.iso3, each.index.upper(), *values)
    more = len(brought.differences) - MOST_DIFFERENCES
    if more > 0:
        table.caption = _("and %(count)d more") % {"count": more}
    return table
