"""Exports that are asked for in the admin: a process of their own does them, and a row tells.

The files stand below `EXPORTS_ROOT` and are kept when a run stops, so that starting it again goes
on where it was. What is ready is one zip file; nobody downloads what is half made. Each time it
is begun is a turn of its own, and a process whose turn is over stops by itself.
"""

import logging
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
from django.db.models import QuerySet
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
from learning.publishing.sizing import remember

logger = logging.getLogger(__name__)

State = ExportRun.State
BEAT = 1.0  # seconds between two signs of life
SILENCE = timedelta(minutes=2)  # without a sign, a run has been interrupted
KEPT = timedelta(days=7)  # then its files are deleted
HALF = ".part-"  # begins the name of a file or folder that an exporter has not finished


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
    """Begin a run, or go on with one that was stopped or interrupted.

    Nothing happens if it changed since it was read: somebody else has begun it.
    """
    seen = ExportRun.objects.filter(pk=run.pk, turn=run.turn, state=run.state)
    turn, now = run.turn + 1, timezone.now()
    if seen.update(turn=turn, state=State.WAITING, message="", doing="", touched_at=now):
        run.turn, run.state = turn, State.WAITING
        start_process(run.pk, turn)


def start_process(key: int, turn: int) -> None:
    """Have `manage.py run_export` do the run; it goes on when this process ends."""
    program = str(Path(settings.BASE_DIR) / "manage.py")
    command = [sys.executable, program, "run_export", str(key), str(turn)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    # Only numbers of our own stand in the command.
    subprocess.Popen(  # noqa: S603
        command,
        env=environment,
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # what it logs stands with what the server logs
        start_new_session=True,
    )


def stop(run: ExportRun) -> None:
    """Stop a run; the files that are there are kept."""
    going = ExportRun.objects.filter(pk=run.pk, state__in=[State.WAITING, State.RUNNING])
    if going.update(state=State.STOPPED):
        run.state = State.STOPPED


def is_interrupted(run: ExportRun) -> bool:
    """Whether nothing was heard for so long that its process must be gone."""
    return run.is_going and timezone.now() - run.touched_at > SILENCE


def carry_out(run: ExportRun) -> None:
    """Export what was asked for, and make the file to download. Every end is told in the row."""
    turn = ExportRun.objects.filter(pk=run.pk, turn=run.turn)
    if not turn.filter(state=State.WAITING).update(state=State.RUNNING, touched_at=timezone.now()):
        return  # another process does it, or somebody stopped it
    going = turn.filter(state=State.RUNNING)
    try:
        files, length = _made(run, _Heart(going))
        remember(run.manifests, run.formats, Profile(run.profile), length)
    except Stopped:
        return
    except Exception as error:  # noqa: BLE001 # else whoever asked would wait for ever
        failed = {"state": State.FAILED, "message": _sentence(error)}
        going.update(touched_at=timezone.now(), **failed)
    else:
        made = {"state": State.READY, "files": files, "bytes": length}
        going.update(touched_at=timezone.now(), doing="", **made)


def _sentence(error: Exception) -> str:
    """Say to whoever asked what went wrong; log what nobody foresaw."""
    if isinstance(error, PublishingError | ExportError):
        return str(error)
    if isinstance(error, OSError):
        message = _("The export could not be written (%s). Free some space, then start it again.")
        return message % error.strerror
    logger.error("An export failed.", exc_info=error)
    message = _(
        "The export failed: something went wrong on the server (%s). What is published is safe. "
        "Start it again; if it happens again, tell whoever runs this server."
    )
    return message % type(error).__name__


def _made(run: ExportRun, heart: "_Heart") -> tuple[int, int]:
    for left in _parts_of(run):
        left.unlink(missing_ok=True)  # of a turn before
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
    return files, _pack(run, heart)


class _Heart:
    """Tells the row which file is at hand, and hears from it whether to go on."""

    def __init__(self, going: QuerySet[ExportRun]) -> None:
        """`going`: the row, as long as it is this turn's and runs."""
        self.going = going
        self.last = 0.0

    def hear(self, path: str) -> None:
        """Raises: Stopped."""
        if monotonic() - self.last >= BEAT:
            self.beat(path)

    def beat(self, path: str) -> None:
        """Raises: Stopped."""
        self.last = monotonic()
        if not self.going.update(doing=path[:255], touched_at=timezone.now()):
            raise Stopped


def _pack(run: ExportRun, heart: _Heart) -> int:
    """Make the zip file of what was exported, file by file; give its bytes."""
    part, file = file_of(run).with_suffix(f".{run.turn}.part"), file_of(run)
    try:
        _zip(folder_of(run), part, heart)
        length = part.stat().st_size
        heart.beat(file.name)  # only the turn that still goes on hands its file over
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return length


def _zip(folder: Path, part: Path, heart: _Heart) -> None:
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            name = path.relative_to(folder)
            if any(each.startswith(HALF) for each in name.parts):
                continue
            heart.hear(name.as_posix())
            entry = zipfile.ZipInfo(name.as_posix(), MOMENT)
            entry.external_attr = READABLE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())


def folder_of(run: ExportRun) -> Path:
    return Path(settings.EXPORTS_ROOT) / f"run-{run.pk}"


def file_of(run: ExportRun) -> Path:
    return Path(settings.EXPORTS_ROOT) / f"run-{run.pk}.zip"


def _parts_of(run: ExportRun) -> list[Path]:
    """Give the zip files that a turn of the run did not finish."""
    return list(Path(settings.EXPORTS_ROOT).glob(f"run-{run.pk}.*part"))


def tidy() -> int:
    """Delete what was asked for a week ago, with its files; give how many runs."""
    old = list(ExportRun.objects.filter(touched_at__lt=timezone.now() - KEPT))
    for run in old:
        shutil.rmtree(folder_of(run), ignore_errors=True)
        for file in (file_of(run), *_parts_of(run)):
            file.unlink(missing_ok=True)
        run.delete()
    return len(old)
