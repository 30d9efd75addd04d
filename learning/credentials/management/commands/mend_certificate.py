"""Mend the spelling of the name on a certificate."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from learning.credentials.errors import CredentialError
from learning.credentials.issuing import award_with, mend_name


class Command(BaseCommand):
    help = "Mend the spelling of the name on a certificate. Its code and its date stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the code on the certificate")
        parser.add_argument("--name", required=True, help="the name as it shall be printed")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            award = award_with(options["code"])
            before = award.name
            mended = mend_name(award, options["name"])
        except CredentialError as error:
            raise CommandError(str(error.sentence)) from error
        sentence = _("%(code)s: the name was %(before)s, and is %(name)s now.")
        told = {"code": mended.printed_code, "before": before, "name": mended.name}
        self.stdout.write(sentence % told)
