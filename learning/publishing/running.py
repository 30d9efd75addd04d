"""Exports that are asked for in the admin: a process of their own does them, and a row tells.

The files stand below `EXPORTS_ROOT` and are kept when a run stops, so that starting it again goes
on where it was. What is ready is one zip file; nobody downloads what is half made.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.accounts.models import User
from learning.bundles.profiles import Profile
from learning.publishing.errors import PublishingError
from learning.publishing.exporters.errors import ExportError
from learning.publishing.exporters.zipping import MOMENT, READABLE
from learning.publishing.exporting import export
from learning.publishing.models import Edition, ExportRun
from learning.publishing.orders import Order

State = ExportRun.State
BEAT = 1.0  # seconds between two signs of life
SILENCE = timedelta(minutes=2)  # without a sign, a run has been interrupted
KEPT = timedelta(days=7)  # then its files are deleted


class Stopped(Exception):
    """Somebody stopped the run."""


def ask(
    editions: Sequence[Edition], formats: Sequence[str], profile: Profile, person: User
) -> ExportRun:
    """Note what is to be exported, and have another process begin."""
    tidy()
    run = ExportRun.objects.create(
        titles=[f"{each.title} ({each.language})" for each in editions],
        manifests=[each.manifest_sha256 for each in editions],
        formats=list(formats),
        profile=profile.value,
        asked_by=person,
    )
    begin(run)
    return run


def begin(run: ExportRun) -> None:
    """Begin a run, or go on with one that was stopped or interrupted."""
    ExportRun.objects.filter(pk=run.pk).update(
        state=State.WAITING, message="", doing="", touched_at=timezone.now()
    )
    start_process(run.pk)


def start_process(key: int) -> None:
    """Have `manage.py run_export` do the run; it goes on when this process ends."""
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "run_export", str(key)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    # Only numbers of our own stand in the command.
    subprocess.Popen(  # noqa: S603
        command,
        env=environment,
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def stop(run: ExportRun) -> None:
    """Stop a run; the files that are there are kept."""
    going = ExportRun.objects.filter(pk=run.pk, state__in=[State.WAITING, State.RUNNING])
    going.update(state=State.STOPPED)


def is_interrupted(run: ExportRun) -> bool:
    """Whether nothing was heard for so long that its process must be gone."""
    return run.is_going and timezone.now() - run.touched_at > SILENCE


def carry_out(run: ExportRun) -> None:
    """Export what was asked for, and make the file to download. Every end is told in the row."""
    going = ExportRun.objects.filter(pk=run.pk, state=State.WAITING)
    if not going.update(state=State.RUNNING, touched_at=timezone.now()):
        return  # another process does it, or somebody stopped it
    try:
        files, length = _made(run)
    except Stopped:
        return
    except (PublishingError, ExportError) as error:
        _end(run, state=State.FAILED, message=str(error))
    except OSError as error:
        message = _("The export could not be written (%s). Free some space, then start it again.")
        _end(run, state=State.FAILED, message=message % error.strerror)
    else:
        _end(run, state=State.READY, files=files, bytes=length, doing="")


def _end(run: ExportRun, **facts: object) -> None:
    going = ExportRun.objects.filter(pk=run.pk, state=State.RUNNING)
    going.update(touched_at=timezone.now(), **facts)


def _made(run: ExportRun) -> tuple[int, int]:
    heart = _Heart(run)
    files = 0
    for name in run.formats:
        order = Order(
            name,
            tuple(run.manifests),
            folder_of(run) / name,
            Path(settings.EDITIONS_ROOT),
            settings.ATOLL_ACTOR_HOME,
            Profile(run.profile),
        )
        files += export(order, hear=heart.hear).files
    return files, _pack(folder_of(run), file_of(run), heart)


class _Heart:
    """Tells the row which file is at hand, and hears from it whether to go on."""

    def __init__(self, run: ExportRun) -> None:
        self.run = run
        self.last = 0.0

    def hear(self, path: str) -> None:
        """Raises: Stopped."""
        if monotonic() - self.last < BEAT:
            return
        self.last = monotonic()
        going = ExportRun.objects.filter(pk=self.run.pk, state=State.RUNNING)
        if not going.update(doing=path[:255], touched_at=timezone.now()):
            raise Stopped


def _pack(folder: Path, file: Path, heart: _Heart) -> int:
    """Make the zip file of a folder, file by file; give its bytes."""
    part = file.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            name = path.relative_to(folder).as_posix()
            heart.hear(name)
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.external_attr = READABLE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    part.replace(file)
    return file.stat().st_size


def folder_of(run: ExportRun) -> Path:
    return Path(settings.EXPORTS_ROOT) / f"run-{run.pk}"


def file_of(run: ExportRun) -> Path:
    return Path(settings.EXPORTS_ROOT) / f"run-{run.pk}.zip"


def tidy() -> int:
    """Delete what was asked for a week ago, with its files; give how many runs."""
    old = list(ExportRun.objects.filter(touched_at__lt=timezone.now() - KEPT))
    for run in old:
        shutil.rmtree(folder_of(run), ignore_errors=True)
        file_of(run).unlink(missing_ok=True)
        run.delete()
    return len(old)
