from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress

from learning.bundles.errors import BundleError
from learning.publishing.errors import PublishingError
from learning.publishing.exporters.errors import ExportError
from learning.publishing.exporting import FORMATS
from learning.publishing.models import Edition


class Command(BaseCommand):
    help = "Write published courses and toolkits in an offline format into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("format", choices=sorted(FORMATS))
        parser.add_argument("slug", nargs="*", help="a published course or toolkit")
        parser.add_argument("--all", action="store_true", help="everything that is published")
        parser.add_argument("--out", type=Path, required=True, help="the folder to write into")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["slug"]) == options["all"]:
            raise CommandError(_("Name what to export, or say --all. Nothing was written."))
        slugs = options["slug"] or [edition.slug for edition in Edition.objects.current()]
        if not slugs:
            raise CommandError(
                _("Nothing is published yet. Publish first: manage.py publish --all")
            )
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(_("Exporting"), total=None)
            try:
                report = FORMATS[options["format"]](
                    slugs, options["out"], lambda path: bar.update(task, description=path)
                )
            except (PublishingError, ExportError, BundleError) as error:
                bar.stop()
                raise CommandError(str(error)) from error
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
                "out": options["out"],
                "page": report.longest_page[0],
                "length": filesizeformat(report.longest_page[1]).replace("\xa0", " "),
            }
        )
