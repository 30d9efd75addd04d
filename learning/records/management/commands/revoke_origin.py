"""Believe nothing more that comes of a station."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from learning.records.errors import OwnOrigin
from learning.records.revoking import Kept, kept_of, lift, revoke


class Command(BaseCommand):
    """Thin: the deeds are in `learning.records.revoking`."""

    help = "Set aside from now on what comes of a station that was lost or stolen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("origin", metavar="ID", type=_identifier, help="the id of the station")
        parser.add_argument("--reason", metavar="TEXT", default="", help="why, for who reads it")
        parser.add_argument("--lift", action="store_true", help="believe the station again")

    def handle(self, *args: Any, origin: UUID, reason: str, **options: Any) -> None:
        if options["lift"]:
            self._lift(origin)
        elif reason:
            self._revoke(origin, reason)
        else:
            raise CommandError(_("Say why, with --reason. Nothing was changed."))

    def _revoke(self, origin: UUID, reason: str) -> None:
        try:
            revoke(origin, reason=reason)
        except OwnOrigin as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("What comes of %(id)s is set aside from now on.") % {"id": origin})
        for line in _told(kept_of(origin)):
            self.stdout.write(line)

    def _lift(self, origin: UUID) -> None:
        if not lift(origin):
            raise CommandError(_("This station was not revoked. Nothing was changed."))
        done = _("%(id)s is believed again. Bring the files that were set aside once more.")
        self.stdout.write(done % {"id": origin})


def _told(kept: Kept) -> list[str]:
    """Say what came of the station before and stays."""
    lines = [
        _("Came before and stays: %(number)d records of learning.") % {"number": kept.statements}
    ]
    for cohort, number in kept.cohorts.items():
        line = _("Came before and stays: %(number)d records about the cohort %(cohort)s.")
        lines.append(line % {"number": number, "cohort": cohort})
    return lines


def _identifier(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise CommandError(_("This is no id of a station. Nothing was changed.")) from error
