from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import track

from learning.records.refolding import Batch, Difference, batches, differences_in, refold
from learning.records.refolding_facts import cohorts, refold_cohort, registers_that_differ


class Command(BaseCommand):
    """Thin: the deeds are in `learning.records.refolding`."""

    help = (
        "Fold the progress of all learners again from their statements. "
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
        count = 0
        for batch in followed():
            for difference in differences_in(batch):
                count += 1
                self.stdout.write(told(difference))
        for cohort in cohorts():
            for register in registers_that_differ(cohort):
                count += 1
                self.stdout.write(f"{cohort} {register}")
        if count:
            raise CommandError(
                ngettext(
                    "%(count)d difference. Nothing was changed and no statement is lost. "
                    "Run “manage.py refold” to mend it.",
                    "%(count)d differences. Nothing was changed and no statement is lost. "
                    "Run “manage.py refold” to mend them.",
                    count,
                )
                % {"count": count}
            )
        self.stdout.write(_("Progress is what the statements say."))

    def _rebuild(self) -> None:
        mended = sum(map(refold, followed()))
        mended += sum(map(refold_cohort, cohorts()))
        self.stdout.write(
            ngettext(
                "%(count)d difference was mended.", "%(count)d differences were mended.", mended
            )
            % {"count": mended}
        )


def followed() -> Iterator[Batch]:
    """Give everybody, with a bar where somebody watches."""
    console = Console(stderr=True)
    yield from track(
        batches(), _("Folding"), console=console, disable=not console.is_terminal, transient=True
    )


def told(difference: Difference) -> str:
    """Say on one line what differs, field by field; nobody's name is in it."""
    where = f"{difference.learner} {difference.activity}"
    if difference.kept is None:
        return _("%(where)s: missing") % {"where": where}
    if difference.folded is None:
        return _("%(where)s: no statement says so") % {"where": where}
    kept, folded = vars(difference.kept), vars(difference.folded)
    changes = [
        f"{name} {kept[name]!s} → {folded[name]!s}" for name in kept if kept[name] != folded[name]
    ]
    return f"{where}: {', '.join(changes)}"
