"""Write all that is kept about a person into a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from learning.bundles.store import write_whole
from learning.privacy.collecting import export
from learning.privacy.management.commands._people import person_with


class Command(BaseCommand):
    help = "Write all that is kept about a person into a ZIP file, to read and to take along."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="CODE", help="a learner code or a user name")
        parser.add_argument("--out", metavar="FILE", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        content, file = export(person_with(options["code"])), options["out"]
        try:
            write_whole(file, content)
            file.chmod(0o600)  # nobody else on this machine may read it
        except OSError as error:
            message = _("The file cannot be written (%(reason)s). Choose another place with --out.")
            raise CommandError(message % {"reason": error.strerror}) from error
        self.stdout.write(_("Written: %(file)s. Hand it to this person only.") % {"file": file})
