"""Write statements into Parquet files, and delete what nothing needs any more."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console

from learning.lrs import archiving as others
from learning.records import archiving
from learning.records.archiving import RESTING, deletable, delete
from learning.records.errors import ArchiveError


class Command(BaseCommand):
    """Thin: the deeds are in `learning.records.archiving` and `learning.lrs.archiving`."""

    help = "Write statements into Parquet files, a month each. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--before", metavar="DATE", required=True, help="such as 2026-01-01, in UTC"
        )
        parser.add_argument("--out", metavar="FOLDER", type=Path, required=True)
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument(
            "--delete", action="store_true", help="then delete what nothing needs any more"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        before = _moment(options["before"])
        if options["delete"] and before > timezone.now() - RESTING:
            raise CommandError(
                _("Only what is a year old or older can be deleted. Nothing was changed.")
            )
        if options["dry_run"]:
            self._say_what_would_be(before, is_deleting=options["delete"])
            return
        self._archive(options["out"], before)
        if options["delete"]:
            self.stdout.write(_deleted(delete(before)))

    def _archive(self, folder: Path, before: datetime) -> None:
        console = Console(stderr=True)
        try:
            with console.status(_("Archiving")):
                for each in archiving.archive(folder, before=before):
                    self.stdout.write(_month(each.month, each.rows))
                for each in others.archive(folder, before=before):
                    self.stdout.write(_of_others(each.month, each.rows))
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            message = _("The archive cannot be written (%(reason)s). Nothing was deleted.")
            raise CommandError(message % {"reason": error.strerror}) from error
        self.stdout.write(_("The archive is in %(folder)s.") % {"folder": folder})

    def _say_what_would_be(self, before: datetime, *, is_deleting: bool) -> None:
        for month in archiving.months_before(before):
            self.stdout.write(_month(month, archiving.stored_in(month, before).count()))
        for month in others.months_before(before):
            self.stdout.write(_of_others(month, others.stored_in(month, before).count()))
        if is_deleting:
            self.stdout.write(_deleted(deletable(before)))
        self.stdout.write(_("This is what would be done. Nothing was changed."))


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        message = _("“%s” is no date. Write it as 2026-01-01. Nothing was changed.")
        raise CommandError(message % text) from error


def _month(month: object, rows: int) -> str:
    sentence = ngettext("%(month)s: %(rows)d statement", "%(month)s: %(rows)d statements", rows)
    return sentence % {"month": month, "rows": rows}


def _of_others(month: object, rows: int) -> str:
    sentence = ngettext(
        "%(month)s: %(rows)d statement of other programs",
        "%(month)s: %(rows)d statements of other programs",
        rows,
    )
    return sentence % {"month": month, "rows": rows}


def _deleted(rows: int) -> str:
    sentence = ngettext(
        "Deleted, for nothing needs it: %(rows)d statement",
        "Deleted, for nothing needs them: %(rows)d statements",
        rows,
    )
    return sentence % {"rows": rows}
