"""Take in cohort files of other servers."""

from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.cohorts.moving.taking import take
from learning.xapi.cohort_files import MAX_BYTES
from learning.xapi.errors import CohortFileTooLarge, ProgressFileError

AUTHORITY = "take_cohorts"


@dataclass(frozen=True)
class Outcome:
    """What came of one file, in sentences, and whether all of it was whole."""

    file: Path
    sentences: list[str]
    is_clean: bool


class Command(BaseCommand):
    """Thin: the deed is `learning.cohorts.moving.taking.take`."""

    help = "Take in cohort files. What is whole is kept, in any order and as often as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        outcomes = []
        for file in files:
            outcomes.append(_outcome(file))
            self.stdout.write("\n  ".join([str(file), *outcomes[-1].sentences]))
        if poor := [str(each.file) for each in outcomes if not each.is_clean]:
            raise CommandError(
                ngettext(
                    "%(number)d file was not whole: %(names)s. What could be read is safe; save "
                    "it again and bring it once more.",
                    "%(number)d files were not whole: %(names)s. What could be read is safe; save "
                    "them again and bring them once more.",
                    len(poor),
                )
                % {"number": len(poor), "names": ", ".join(poor)}
            )


def _outcome(file: Path) -> Outcome:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise CohortFileTooLarge
        found = take(file.read_bytes(), by=None, authority=AUTHORITY)
    except OSError as error:
        message = _("This file cannot be read (%(reason)s). Check the name.")
        return Outcome(file, [message % {"reason": error.strerror}], is_clean=False)
    except ProgressFileError as error:
        return Outcome(file, [_(error.reason)], is_clean=False)
    return Outcome(file, found.sentences, found.is_clean)
