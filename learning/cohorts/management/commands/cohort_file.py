"""Save cohorts as a file for another server."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from learning.cohorts.enrolling import cohort_with
from learning.cohorts.errors import NoSuchCohort
from learning.cohorts.models import Cohort
from learning.cohorts.moving.saving import save_cohorts, with_descendants


class Command(BaseCommand):
    """Thin: the deed is `learning.cohorts.moving.saving.save_cohorts`."""

    help = "Save cohorts as a file that another server can take. Changes nothing of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("codes", nargs="+", metavar="CODE", help="the join code of a cohort")
        parser.add_argument("--out", metavar="FILE", type=Path, required=True)
        parser.add_argument(
            "--with-descendants",
            action="store_true",
            help="also the cohorts that their participants led, and so on",
        )

    def handle(self, *args: Any, codes: list[str], out: Path, **options: Any) -> None:
        cohorts = [_cohort(code) for code in codes]
        if options["with_descendants"]:
            cohorts = with_descendants(cohorts)
        content = save_cohorts(cohorts)
        try:
            out.write_bytes(content)
        except OSError as error:
            message = _("The file cannot be written (%(reason)s). Nothing was changed.")
            raise CommandError(message % {"reason": error.strerror}) from error
        done = _("%(number)d cohorts are in %(file)s. Keep it safe: it holds names.")
        self.stdout.write(done % {"number": len(cohorts), "file": out})


def _cohort(code: str) -> Cohort:
    """Give the cohort. Raises: CommandError."""
    try:
        return cohort_with(code)
    except NoSuchCohort as error:
        message = _("No cohort has the code %(code)s. Nothing was changed. Compare it once more.")
        raise CommandError(message % {"code": code}) from error
