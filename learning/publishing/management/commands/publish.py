from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import track

from learning.publishing.errors import PublishingError
from learning.publishing.releasing import find, publishable, release


class Command(BaseCommand):
    help = "Publish courses and toolkits: freeze what is live of them into editions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="*", help="a course or toolkit")
        parser.add_argument("--all", action="store_true", help="every course and toolkit")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["slug"]) == options["all"]:
            raise CommandError(_("Name what to publish, or say --all. Nothing changed."))
        try:
            named = [page for slug in options["slug"] for page in find(slug)]
            pages = publishable() if options["all"] else named
        except PublishingError as error:
            raise CommandError(str(error)) from error
        failed = 0
        console = Console(stderr=True)
        for page in track(pages, _("Publishing"), console=console, transient=True):
            failed += not self._release(page)
        if failed:
            raise CommandError(_("%d not published; what was published before still is.") % failed)

    def _release(self, page: Any) -> bool:
        try:
            frozen = release(page)
        except PublishingError as error:
            self.stderr.write(f"{page.slug}: {error}")
            return False
        state = _("new edition") if frozen.is_new else _("unchanged, edition")
        self.stdout.write(f"{page.slug}: {state} {frozen.edition.version}")
        return True
