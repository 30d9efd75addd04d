"""Delete the data of learners who have not been here for long."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.privacy.forgetting import age, forget


class Command(BaseCommand):
    help = "Delete the data of learners of whom nothing was heard for so long, and old access logs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--older-than", metavar="AGE", required=True, help="such as 5y or 18m, at least a year"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would be deleted")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            older_than = age(options["older_than"])
        except ValueError as error:
            message = _("Give an age of a year or more, such as 5y or 18m. Nothing was changed.")
            raise CommandError(message) from error
        found = forget(older_than, now=timezone.now(), is_dry=options["dry_run"])
        sentence = (
            _("Would be deleted: %(accounts)d accounts, %(accesses)d entries of the access log.")
            if options["dry_run"]
            else _("Deleted: %(accounts)d accounts, %(accesses)d entries of the access log.")
        )
        told = {"accounts": found.accounts, "accesses": found.accesses}
        self.stdout.write(sentence % told)
