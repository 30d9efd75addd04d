from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from learning.lrs.admitting import admit, renew, shut_out
from learning.lrs.errors import ClientError
from learning.lrs.models import Client
from learning.lrs.scopes import Scope


class Command(BaseCommand):
    """Thin: the deeds are in `learning.lrs.admitting`."""

    help = "Let a program speak to /xapi/, and print its name and secret once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", nargs="?", help="what people call the program")
        parser.add_argument(
            "--scope",
            action="append",
            default=[],
            choices=list(map(str, Scope)),
            help="what it may do; may be given several times",
        )
        deed = parser.add_mutually_exclusive_group()
        deed.add_argument("--disable", action="store_true", help="close the door to it")
        deed.add_argument(
            "--new-secret", action="store_true", help="give it a new secret; the old one is void"
        )
        deed.add_argument("--list", action="store_true", help="show all programs, no secrets")

    def handle(self, *args: Any, name: str | None, **options: Any) -> None:
        try:
            self._act(name, options)
        except (ClientError, ValueError) as error:
            raise CommandError(str(error)) from error

    def _act(self, name: str | None, options: dict[str, Any]) -> None:
        if options["list"]:
            self._list()
        elif not name:
            raise CommandError(_("Say which program: lrs_client NAME. Nothing was changed."))
        elif options["disable"]:
            shut_out(name)
            self.stdout.write(_("%(name)s can no longer come in.") % {"name": name})
        else:
            self._show(*(renew(name) if options["new_secret"] else admit(name, options["scope"])))

    def _show(self, client: Client, secret: str) -> None:
        self.stdout.write(_("Write this down: the secret is not shown again."))
        self.stdout.write(_("Name: %(key)s") % {"key": client.key})
        self.stdout.write(_("Secret: %(secret)s") % {"secret": secret})
        self.stdout.write(_("Scopes: %(scopes)s") % {"scopes": client.scopes})

    def _list(self) -> None:
        for client in Client.objects.order_by("name"):
            state = _("active") if client.is_active else _("closed")
            self.stdout.write(f"{client.name}\t{client.key}\t{state}\t{client.scopes}")
