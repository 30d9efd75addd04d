"""Say that a certificate does not stand any more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from learning.credentials.errors import CredentialError
from learning.credentials.issuing import award_with, revoke
from learning.credentials.models import REASON_LENGTH


class Command(BaseCommand):
    help = "Revoke a certificate. Whoever verifies its code is told so; the learner reads why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the code on the certificate")
        parser.add_argument("--reason", required=True, help="one sentence for the learner")

    def handle(self, *args: Any, **options: Any) -> None:
        reason = _reason(options["reason"])
        try:
            award = revoke(award_with(options["code"]), reason=reason)
        except CredentialError as error:
            raise CommandError(str(error.sentence)) from error
        sentence = _("Revoked: %(code)s, %(name)s, %(title)s.")
        told = {"code": award.printed_code, "name": award.name, "title": award.title}
        self.stdout.write(sentence % told)


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if not reason or len(reason) > REASON_LENGTH:
        sentence = _("Nothing was changed. Give the reason in 1 to %(most)d characters.")
        raise CommandError(sentence % {"most": REASON_LENGTH})
    return reason
