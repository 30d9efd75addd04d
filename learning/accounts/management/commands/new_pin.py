from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from learning.accounts.codes import LEARNER_CODE_LENGTH, CodeError, clean_code
from learning.accounts.models import User
from learning.accounts.signing_in import change_pin, new_pin


class Command(BaseCommand):
    """Thin: the deed is `learning.accounts.signing_in.change_pin`."""

    help = "Give a learner a new PIN, and print it once. For learners whom no trainer can help."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the learner code")

    def handle(self, *args: Any, code: str, **options: Any) -> None:
        learner, pin = _learner(code), new_pin()
        change_pin(learner, pin)
        self.stdout.write(_("The new PIN of %(name)s: %(pin)s") % {"name": learner, "pin": pin})


def _learner(code: str) -> User:
    """Give the learner. Raises: CommandError."""
    try:
        return User.objects.learners().get(username=clean_code(code, LEARNER_CODE_LENGTH))
    except (CodeError, User.DoesNotExist) as error:
        sentence = _("No learner has the code %(code)s. Nothing was changed. Compare it once more.")
        raise CommandError(sentence % {"code": code}) from error
