"""Bring progress files home from the command line."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import track

from learning.accounts.models import User
from learning.sync.errors import Unreadable
from learning.sync.importing import bring_home, learner_by_code
from learning.xapi.errors import ProgressFileError, TooLarge
from learning.xapi.progress_files import MAX_BYTES

AUTHORITY = "import_progress"


class Command(BaseCommand):
    help = "Bring progress files home. What is whole is recorded, whatever else is in the files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument(
            "--learner", metavar="CODE", help="whose files they are, if they do not say so"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        learner = _learner(options["learner"])
        outcomes = [_bring(file, learner) for file in _in_turn(options["files"])]
        for outcome in outcomes:  # only now: the bar would run through the lines
            self.stdout.write("\n  ".join([str(outcome.file), *outcome.sentences]))
        poor = [outcome.file for outcome in outcomes if not outcome.is_whole]
        if poor:
            raise CommandError(_complaint(poor, len(outcomes)))


@dataclass(frozen=True)
class _Outcome:
    """What came of one file, in sentences, and whether all of it was whole."""

    file: Path
    sentences: list[str]
    is_whole: bool


def _bring(file: Path, learner: User | None) -> _Outcome:
    try:
        found = bring_home(_content(file), by=None, learner=learner, authority=AUTHORITY)
    except Unreadable as error:
        return _Outcome(file, [str(error)], is_whole=False)
    except ProgressFileError as error:
        return _Outcome(file, [_(error.reason)], is_whole=False)
    reasons = [
        _("Line %(number)d: %(reason)s") % {"number": line.line_number, "reason": _(line.reason)}
        for line in found.damaged
    ]
    return _Outcome(file, [*found.sentences, *reasons], is_whole=found.is_clean)


def _learner(code: str | None) -> User | None:
    """Give the learner of the code. Raises: CommandError — no learner has it."""
    if code is None:
        return None
    if learner := learner_by_code(code):
        return learner
    message = _("No learner has the code %(code)s. Nothing was changed. Compare it with the card.")
    raise CommandError(message % {"code": code})


def _content(file: Path) -> bytes:
    """Read the file. Raises: Unreadable; TooLarge — before any of it is in memory."""
    if file.is_dir():
        message = _("This is a folder. Name the progress files in it.")
        raise Unreadable(message)
    try:
        if file.stat().st_size > MAX_BYTES:
            raise TooLarge
        return file.read_bytes()
    except OSError as error:
        message = _(
            "This file cannot be read (%(reason)s). Check the name, and that you may read it."
        )
        raise Unreadable(message % {"reason": error.strerror}) from error


def _in_turn(files: list[Path]) -> Iterator[Path]:
    """Give the files one by one, and show how far it is when there are several to watch."""
    console = Console(file=sys.stderr)
    is_watched = console.is_terminal and len(files) > 1
    yield from track(files, _("Progress files"), console=console, disable=not is_watched)


def _complaint(poor: list[Path], total: int) -> str:
    names = ", ".join(str(file) for file in poor)
    sentence = ngettext(
        "%(poor)d of %(total)d file was not whole: %(names)s. What could be read is safe; "
        "save the file again and bring it once more.",
        "%(poor)d of %(total)d files were not whole: %(names)s. What could be read is safe; "
        "save the files again and bring them once more.",
        len(poor),
    )
    return sentence % {"poor": len(poor), "total": total, "names": names}
