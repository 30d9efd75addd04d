from argparse import ArgumentParser
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from courses.library.errors import LibraryErrors
from learning.bundles.errors import BundleError
from learning.demo.setting_up import USB, Account, cohort_code, make_accounts, steps
from learning.publishing.errors import PublishingError
from learning.publishing.exporters.errors import ExportError


class Command(BaseCommand):
    help = "Set up the demonstration: database, library, editions, USB copy, sample accounts."
    requires_system_checks: list[str] = []  # the tables may not be there yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--new-passwords", action="store_true", help="give the sample accounts new secrets"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.ending = ""  # rich ends its lines itself
        console = Console(file=cast(IO[str], self.stdout))
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        todo = list(steps())
        with Progress(*columns, console=console) as bar:
            task = bar.add_task("", total=len(todo))
            for step in todo:
                bar.update(task, description=step.title)
                try:
                    step.run()
                except (LibraryErrors, PublishingError, ExportError, BundleError, OSError) as error:
                    bar.stop()
                    message = _(
                        "%(step)s failed: %(error)s What was done before is kept; mend "
                        "this and run it again."
                    )
                    raise CommandError(message % {"step": step.title, "error": error}) from error
                bar.advance(task)
            bar.update(task, description=_("Ready"))
        self._say(console, make_accounts(anew=options["new_passwords"]))

    def _say(self, console: Console, accounts: list[Account]) -> None:
        if accounts:
            table = Table(title=_("Sign in as (shown once)"))
            for heading in (_("who"), _("name or code"), _("password or PIN"), _("where")):
                table.add_column(heading)
            for account in accounts:
                table.add_row(account.role, account.name, account.secret, account.where)
            console.print(table)
        else:
            console.print(
                _(
                    "The sample accounts are as they were. New passwords for them: "
                    "manage.py demo --new-passwords"
                )
            )
        console.print(_("Cohort code for newcomers, at /join/: %s") % cohort_code())
        console.print(
            _("USB copy: open %s with a double click.") % (USB / "index.html"), soft_wrap=True
        )
