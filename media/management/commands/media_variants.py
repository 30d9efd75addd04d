from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress, TaskID

from media.errors import CannotLighten
from media.lightening import Copy, find_ffmpeg, make, missing_copies


class Command(BaseCommand):
    help = "Make the lighter copies that films need: a small one, and the sound only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what is missing, only")

    def handle(self, *args: Any, **options: Any) -> None:
        missing = list(missing_copies())
        if options["dry_run"]:
            for copy in missing:
                self.stdout.write(copy.title)
        elif missing:
            self._make(missing)
        if not missing:
            self.stdout.write(_("Every film has its lighter copies."))

    def _make(self, missing: list[Copy]) -> None:
        try:
            ffmpeg = find_ffmpeg()
        except CannotLighten as error:
            raise CommandError(str(error)) from error
        failed = 0
        with Progress(console=Console(stderr=True), transient=True) as progress:
            for copy in missing:
                failed += not self._try(copy, ffmpeg, progress)
        if failed:
            message = _("%(failed)d of %(all)d copies could not be made. Run it again when mended.")
            raise CommandError(message % {"failed": failed, "all": len(missing)})
        self.stdout.write(_("Publish the courses that show these films, and learners have them."))

    def _try(self, copy: Copy, ffmpeg: str, progress: Progress) -> bool:
        task = progress.add_task(copy.title, total=1.0)
        try:
            made = make(
                copy, ffmpeg=ffmpeg, hear=lambda part: progress.update(task, completed=part)
            )
        except CannotLighten as error:
            self.stderr.write(str(error))
            return False
        finally:
            progress.remove_task(task)
        self.stdout.write(f"{made.title}: {made.get_file_size()} B")
        return True


def _show(progress: Progress, task: TaskID, done: float) -> None:
    progress.update(task, completed=done)
