"""Copy everything into another database, such as from SQLite to PostgreSQL."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import Progress

from learning.records import destinations
from learning.records.copying import compare, copy_rows, number_of_rows, only_read
from learning.records.errors import CopyDiffers, CopyError

BATCH = 2_000  # rows held in memory


class Command(BaseCommand):
    """Thin: the deeds are in `learning.records.copying` and `destinations`."""

    help = "Copy everything into another, empty database and compare every row. Stop the hub first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", metavar="URL", help="as in ATOLL_DATABASE")
        parser.add_argument("--batch", type=int, default=BATCH, help="rows at a time")
        parser.add_argument(
            "--resume", action="store_true", help="go on with a copy that was interrupted"
        )

    def handle(self, *args: Any, url: str, batch: int, resume: bool, **options: Any) -> None:
        if batch < 1:
            raise CommandError(_("--batch takes a number from 1 on. Nothing was changed."))
        try:
            with only_read(), destinations.opened(url):
                rows = self._copy(url, batch, is_resumed=resume)
        except CopyError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            stopped = _("Stopped. Nothing is lost. Add --resume to go on where it stopped.")
            raise CommandError(stopped) from None
        self.stdout.write(_told(rows))

    def _copy(self, url: str, batch: int, *, is_resumed: bool) -> int:
        """Copy, compare, and give the number of rows."""
        if is_resumed:
            destinations.go_on()
        else:
            destinations.begin(url)
        total = number_of_rows()
        for _number in _followed(copy_rows(batch=batch), _("Copying"), total):
            pass
        compared = list(compare(batch=batch))
        different = [each.label for each in compared if not each.is_same]
        if different:
            raise CopyDiffers(different)
        destinations.finish(destinations.tables())
        return sum(each.target.rows for each in compared)


def _followed(numbers: Iterable[int], what: str, total: int) -> Iterator[int]:
    """Pass on numbers of rows, with a bar where somebody watches."""
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(what, total=total)
        for number in numbers:
            bar.advance(task, number)
            yield number


def _told(rows: int) -> str:
    copied = ngettext("%(rows)d row was copied", "%(rows)d rows were copied", rows)
    next_steps = _(
        "and compared; nothing differs. Next: write the new address into ATOLL_DATABASE, start "
        "the hub, and run update_index, index_search and refold --check."
    )
    return f"{copied % {'rows': rows}} {next_steps}"
