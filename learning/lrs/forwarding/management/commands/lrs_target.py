"""Name the stores that are told what happens here."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from learning.lrs.forwarding import targets
from learning.lrs.forwarding.credentials import FILE, VARIABLE
from learning.lrs.forwarding.errors import ForwardingError
from learning.lrs.forwarding.models import Target, What
from learning.lrs.forwarding.targets import Wish


class Command(BaseCommand):
    """Thin: the deeds are in `learning.lrs.forwarding.targets`."""

    help = "Name a store that is told what happens here, change it, switch it off, or list them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", help="of the target; none lists them all")
        parser.add_argument("--endpoint", help="its address, without /statements")
        parser.add_argument("--key", help="the name under which it knows us")
        secret = parser.add_mutually_exclusive_group()
        secret.add_argument("--secret-file", type=Path, help="file that holds the secret")
        secret.add_argument("--secret-variable", help="environment variable that holds it")
        parser.add_argument("--what", choices=What.values, help="own (default) or all")
        parser.add_argument("--allow-http", action="store_true", help="take http:// too")
        deed = parser.add_mutually_exclusive_group()
        deed.add_argument("--disable", action="store_true", help="stop telling it")
        deed.add_argument("--enable", action="store_true", help="go on telling it")
        deed.add_argument("--again", action="store_true", help="tell it everything once more")
        deed.add_argument("--set-aside", action="store_true", help="list what it never took")

    def handle(self, *args: Any, name: str | None, **options: Any) -> None:
        if name is None:
            self._list()
            return
        try:
            self._do(name, options)
        except ForwardingError as error:
            raise CommandError(str(error)) from error

    def _list(self) -> None:
        for target in Target.objects.all():
            self.stdout.write(_line(target))
            if target.last_failure:
                self.stdout.write(f"  {target.last_failure}")

    def _do(self, name: str, options: dict[str, Any]) -> None:
        if options["disable"] or options["enable"]:
            targets.switch(targets.named(name), is_active=options["enable"])
        elif options["again"]:
            targets.start_again(targets.named(name))
        elif options["set_aside"]:
            self._tell_set_aside(targets.named(name))
            return
        elif (wish := _wish(options)) != Wish():
            targets.keep(name, wish)
        self.stdout.write(_line(targets.named(name)))

    def _tell_set_aside(self, target: Target) -> None:
        for each in target.set_aside.all():
            self.stdout.write(f"{each.statement} {each.status} {each.reason}")


def _wish(options: dict[str, Any]) -> Wish:
    where = None
    if options["secret_file"]:
        where = f"{FILE}{options['secret_file'].absolute()}"
    elif options["secret_variable"]:
        where = f"{VARIABLE}{options['secret_variable']}"
    return Wish(
        endpoint=options["endpoint"],
        key=options["key"],
        secret_from=where,
        what=options["what"] and What(options["what"]),
        allow_http=options["allow_http"],
    )


def _line(target: Target) -> str:
    told = _(
        "%(name)s: %(endpoint)s, %(what)s, %(state)s, told up to %(reached)s, set aside: %(aside)d"
    )
    state = _("active") if target.is_active else _("switched off")
    if target.is_active and target.failures:
        state = _("failed %(number)d times in a row") % {"number": target.failures}
    reached = f"{target.reached:%Y-%m-%d %H:%M:%S} UTC" if target.reached else "–"
    return told % {
        "name": target.name,
        "endpoint": target.endpoint,
        "what": target.get_what_display(),
        "state": state,
        "reached": reached,
        "aside": target.set_aside.count(),
    }
