from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress

from learning.bundles.profiles import Profile
from learning.publishing.changes import edition_since, put_changes
from learning.publishing.errors import PublishingError
from learning.publishing.exporters.errors import ExportError
from learning.publishing.exporters.report import Report
from learning.publishing.exporting import FORMATS, chosen, export, exporter, order_of
from learning.publishing.models import Edition
from learning.publishing.orders import Order

EVERY = "all"


class Command(BaseCommand):
    help = "Write published courses and toolkits in an offline format into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("format", choices=[*sorted(FORMATS), EVERY])
        parser.add_argument("slug", nargs="*", help="a published course or toolkit")
        parser.add_argument("--all", action="store_true", help="everything that is published")
        parser.add_argument("--out", type=Path, required=True, help="the folder to write into")
        parser.add_argument("--profile", choices=[each.value for each in Profile], default="full")
        parser.add_argument("--language", nargs="+", default=[], metavar="CODE")
        parser.add_argument("--option", nargs="+", default=[], metavar="NAME=VALUE")
        parser.add_argument("--since", metavar="EDITION", help="only what changed since then")
        parser.add_argument("--jobs", type=int, default=1, help="processes that may work at once")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["slug"]) == options["all"]:
            raise CommandError(_("Name what to export, or say --all. Nothing was written."))
        try:
            editions = chosen(options["slug"], options["language"])
            orders = self._orders(editions, options)
            since = edition_since(options["since"], editions) if options["since"] else None
            work = partial(self._export, orders, editions, since, options["jobs"])
            reports = self._heard(work)
        except (PublishingError, ExportError) as error:
            raise CommandError(str(error)) from error
        for order, report in zip(orders, reports, strict=True):
            self._tell(order, report)

    def _orders(self, editions: list[Edition], options: dict[str, Any]) -> list[Order]:
        """Give the orders; each format has a folder of its own where all are asked for."""
        names = sorted(FORMATS) if options["format"] == EVERY else [options["format"]]
        for name in names:
            exporter(name)  # so that a missing library is told before anything is written
        out, own = options["out"], len(names) > 1
        return [
            order_of(
                name,
                editions,
                out / name if own else out,
                profile=Profile(options["profile"]),
                options=self._options(options["option"]),
            )
            for name in names
        ]

    def _options(self, entries: list[str]) -> dict[str, str]:
        for entry in entries:
            if "=" not in entry:
                message = _("“%s” is no option. Write NAME=VALUE. Nothing was written.")
                raise CommandError(message % entry)
        return dict(entry.split("=", 1) for entry in entries)

    def _heard(self, work: Callable[[Callable[[str], None]], list[Report]]) -> list[Report]:
        """Do `work` below a bar that names each file."""
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(_("Exporting"), total=None)
            try:
                return work(lambda path: bar.update(task, description=path))
            except KeyboardInterrupt:
                bar.stop()
                raise CommandError(
                    _(
                        "Stopped. Every file that was written is whole. Run the same command "
                        "again to go on: what is there is not written twice."
                    )
                ) from None

    def _export(
        self,
        orders: list[Order],
        editions: list[Edition],
        since: Edition | None,
        jobs: int,
        hear: Callable[[str], None],
    ) -> list[Report]:
        if since is None:
            return [export(order, hear=hear, jobs=jobs) for order in orders]
        return [put_changes(each, editions, since, hear=hear, jobs=jobs) for each in orders]

    def _tell(self, order: Order, report: Report) -> None:
        for warning in report.warnings:
            self.stderr.write(warning)
        message = _(
            "%(files)d files, %(size)s in %(out)s. The longest page is %(page)s, %(length)s."
        )
        self.stdout.write(
            message
            % {
                "files": report.files,
                "size": filesizeformat(report.bytes).replace("\xa0", " "),
                "out": order.out,
                "page": report.longest_page[0],
                "length": filesizeformat(report.longest_page[1]).replace("\xa0", " "),
            }
        )
