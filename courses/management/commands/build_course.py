from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from courses.building import KINDS, Plan, build, described, find_units, plan
from courses.errors import CannotBuild
from courses.library.loading import plant
from courses.models import CataloguePage


class Command(BaseCommand):
    help = "Make the draft of a course of units of toolkits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("title")
        parser.add_argument(
            "--from",
            dest="units",
            nargs="+",
            required=True,
            metavar="TOOLKIT/UNIT",
            help="such as national-toolkit/guide-ask-once, in the order of the lessons",
        )
        parser.add_argument("--kind", choices=[str(kind) for kind in KINDS], default=str(KINDS[0]))
        parser.add_argument("--slug", default="", help="its address; made of the title if left out")
        parser.add_argument("--language", default="en", help="of the toolkits: en")
        parser.add_argument("--dry-run", action="store_true", help="say what it would be, only")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = {name: options[name] for name in ("title", "kind", "slug")}
        try:
            units = find_units(options["units"], options["language"])
            planned = plan(units=units, **chosen)
            if not options["dry_run"]:
                build(units=units, parent=CataloguePage.objects.child_of(plant())[0], **chosen)
        except CannotBuild as error:
            raise CommandError(str(error)) from error
        self._say(planned)
        for warning in planned.warnings:
            self.stderr.write(warning)
        if options["dry_run"]:
            self.stdout.write(_("Nothing was made: this was a dry run."))
        else:
            message = _("It is a draft. Publish it with: manage.py publish %s")
            self.stdout.write(message % planned.slug)

    def _say(self, planned: Plan) -> None:
        self.stdout.write(f"{planned.title} ({planned.slug}): {described(planned)}")
        for unit in planned.units:
            self.stdout.write(f"  {unit.title}")
            for source in unit.sources:
                self.stdout.write(f"    {source.title} ({source.minutes})")
