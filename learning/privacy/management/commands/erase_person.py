"""Delete all that is kept about a person."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from learning.privacy.erasing import erase, losses
from learning.privacy.errors import PrivacyError
from learning.privacy.management.commands._people import person_with
from learning.privacy.showing import TITLES


class Command(BaseCommand):
    help = "Delete all that is kept about a person, for good. Old files do not bring it back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="CODE", help="a learner code or a user name")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be lost")

    def handle(self, *args: Any, **options: Any) -> None:
        person = person_with(options["code"])
        for loss in losses(person):
            self.stdout.write(f"{TITLES.get(loss.room, loss.room)}: {loss.number}")
        if options["dry_run"]:
            self.stdout.write(_("This is what would be lost. Nothing was changed."))
            return
        try:
            erase(person)
        except PrivacyError as error:
            raise CommandError(str(error.sentence)) from error
        self.stdout.write(_("Deleted. Old progress files do not bring it back."))
