"""Tell other stores what happened here."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from learning.lrs.forwarding import targets
from learning.lrs.forwarding.errors import BadTarget, ForwardingError
from learning.lrs.forwarding.models import Target
from learning.lrs.forwarding.running import Tally, forward, is_left_alone, waiting

ROUND = 60  # seconds between two rounds
INTERRUPTED = 130  # exit code of a program that Ctrl-C ended


class Command(BaseCommand):
    """Thin: the deeds are in `learning.lrs.forwarding.running`."""

    help = "Tell the other stores that were named what happened here. Safe to stop and to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--target", metavar="NAME", help="only this one, and at once")
        parser.add_argument("--once", action="store_true", help="one round; else one every minute")
        parser.add_argument("--dry-run", action="store_true", help="only count what waits")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["target"]
        try:
            if options["dry_run"]:
                self._count(name)
            elif options["once"]:
                self._once(name)
            else:
                self._for_ever(name)
        except ForwardingError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stderr.write(_("Stopped. What was told is noted; run it again to go on."))
            sys.exit(INTERRUPTED)

    def _count(self, name: str | None) -> None:
        for target in _chosen(name):
            told = _("%(name)s: %(number)d wait.")
            self.stdout.write(told % {"name": target.name, "number": waiting(target)})

    def _once(self, name: str | None) -> None:
        failed = [target.name for target in _chosen(name) if not self._tell(target, bool(name))]
        if failed:
            told = _("Not told everything: %(names)s. What waits is safe; run it again later.")
            raise CommandError(told % {"names": ", ".join(failed)})

    def _for_ever(self, name: str | None) -> None:
        is_first = True
        while True:
            for target in _chosen(name):
                self._tell(target, bool(name) and is_first)
            is_first = False
            connection.close()  # a database server would tire of waiting
            time.sleep(ROUND)

    def _tell(self, target: Target, at_once: bool) -> bool:
        """Tell one target what waits, and give whether that went well."""
        if not at_once and is_left_alone(target):
            told = _("%(name)s: left alone for %(number)d more rounds.")
            self.stdout.write(told % {"name": target.name, "number": target.rounds_left})
            return True
        try:
            with _shown(target.name) as advance:
                tally = forward(target, on_settled=advance)
        except ForwardingError as error:
            self.stderr.write(f"{target.name}: {error}")
            return False
        self.stdout.write(_sentence(target, tally))
        return True


def _chosen(name: str | None) -> list[Target]:
    """Give the targets that are told, or the one that is named. Raises: BadTarget."""
    if name is None:
        return list(Target.objects.filter(is_active=True))
    target = targets.named(name)
    if not target.is_active:
        told = _("The target %(name)s is switched off. Switch it on: lrs_target %(name)s --enable")
        raise BadTarget(told % {"name": name})
    return [target]


def _sentence(target: Target, tally: Tally) -> str:
    told = _("%(name)s: told %(taken)d, there already %(already)d, set aside %(aside)d.")
    return told % {
        "name": target.name,
        "taken": tally.taken,
        "already": tally.already,
        "aside": tally.set_aside,
    }


@contextmanager
def _shown(name: str) -> Iterator[Callable[[int], None]]:
    """Show how many were told, where somebody watches. Nobody knows before how many there are."""
    console = Console(file=sys.stderr)
    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:.0f}"))
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(name, total=None)
        yield lambda number: progress.advance(task, number)
