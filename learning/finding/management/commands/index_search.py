from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import track

from learning.bundles.errors import BundleError
from learning.finding.indexing import differences, forget, index, stale
from learning.publishing.models import Edition


class Command(BaseCommand):
    """Thin: the deeds are in `learning.finding.indexing`."""

    help = (
        "Make the index of the search again from the editions that are offered. "
        "Safe at any time; can be stopped and started again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; list what differs, and fail if anything does",
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if check:
            self._check()
        else:
            self._rebuild()

    def _check(self) -> None:
        found = list(stale())
        damaged = 0
        for edition in followed():
            try:
                found.extend(differences(edition))
            except (BundleError, OSError) as error:
                damaged += self._tell_damaged(edition, error)
        for each in found:
            self.stdout.write(f"{each.edition}: “{each.title}” {each.what.label}")
        if found or damaged:
            message = ngettext(
                "%(count)d difference. Nothing was changed. Run “manage.py index_search”.",
                "%(count)d differences. Nothing was changed. Run “manage.py index_search”.",
                len(found) + damaged,
            )
            raise CommandError(message % {"count": len(found) + damaged})
        self.stdout.write(_("The index is what the editions say."))

    def _rebuild(self) -> None:
        entries = damaged = 0
        for edition in followed():
            try:
                entries += index(edition)
            except (BundleError, OSError) as error:
                damaged += self._tell_damaged(edition, error)
        forget()
        message = ngettext(
            "%(count)d entry was indexed.", "%(count)d entries were indexed.", entries
        )
        self.stdout.write(message % {"count": entries})
        if damaged:
            message = ngettext(
                "%(count)d edition could not be read; what was indexed of it still is. "
                "Publish it again, then run this again.",
                "%(count)d editions could not be read; what was indexed of them still is. "
                "Publish them again, then run this again.",
                damaged,
            )
            raise CommandError(message % {"count": damaged})

    def _tell_damaged(self, edition: Edition, error: Exception) -> int:
        self.stderr.write(f"{edition}: {error}")
        return 1


def followed() -> Iterator[Edition]:
    """Give every edition that is offered, with a bar where somebody watches."""
    console = Console(stderr=True)
    yield from track(
        list(Edition.objects.current()),
        _("Indexing"),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
