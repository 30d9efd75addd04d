from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from learning.publishing.models import ExportRun
from learning.publishing.running import carry_out


class Command(BaseCommand):
    help = "Do an export that was asked for in the admin; the admin starts this by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=int, help="the number of the export")
        parser.add_argument(
            "turn", type=int, nargs="?", help="how often it was begun; as it is now, if left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        run = ExportRun.objects.filter(pk=options["run"]).first()
        if run is None:
            raise CommandError(_("There is no such export. Nothing was written."))
        if options["turn"] is not None:
            run.turn = options["turn"]
        carry_out(run)
