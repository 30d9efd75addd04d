"""Open the months that PostgreSQL keeps statements in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from learning.records.partitioning import AHEAD, is_partitioned, open_months


class Command(BaseCommand):
    help = "On PostgreSQL, open the months to come for statements. Safe at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ahead", type=int, default=AHEAD, help="months to come")

    def handle(self, *args: Any, ahead: int, **options: Any) -> None:
        if not 0 <= ahead <= 120:
            raise CommandError(_("--ahead takes a number from 0 to 120. Nothing was changed."))
        if not is_partitioned():
            self._tell(options, _("SQLite keeps statements in one piece. Nothing to do."))
            return
        opened = [str(month) for month in open_months(ahead=ahead)]
        sentence = _("Opened: %(months)s.") % {"months": ", ".join(opened)}
        self._tell(options, sentence if opened else _("All months are open."))

    def _tell(self, options: dict[str, Any], sentence: str) -> None:
        if options["verbosity"]:
            self.stdout.write(sentence)
