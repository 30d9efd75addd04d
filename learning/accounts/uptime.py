"""A clock that nobody can set: the seconds that the hub has run, over all its runs.

It stands still while the machine is off, goes on where it was after a restart, and never goes back.
All processes on a machine read the same. After a power cut up to a minute of it may be counted
twice: what waits for it then waits longer, never shorter.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.db import DatabaseError, transaction
from django.db.models import Max

from learning.accounts.models import Run
from learning.faults.recognising import fault_of
from learning.faults.telling import tell

KEPT_EVERY = 60  # seconds
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")  # Linux: another one after each start
PROCESS = f"process-{uuid4()}"
# Where there is one, the clock that also counts while the machine sleeps.
CLOCK = getattr(time, "CLOCK_BOOTTIME", None)


@dataclass(frozen=True)
class Reading:
    """What the clock says. `seconds` of two runs can be compared only roughly."""

    run: str
    seconds: float


def read_clock() -> Reading:
    """Read the hub's clock. One query, and a second one each minute."""
    name, ticks = _run_name(), _ticks()
    run = Run.objects.filter(name=name).first() or _begin(name, ticks)
    seconds = max(run.reached, run.offset + ticks)
    if seconds - run.reached >= KEPT_EVERY:
        _keep(run, seconds)
    return Reading(name, seconds)


def _keep(run: Run, seconds: float) -> None:
    """Keep how far the clock has come; where nothing can be saved it goes on all the same."""
    try:
        with transaction.atomic():
            Run.objects.filter(pk=run.pk, reached__lt=seconds).update(reached=seconds)
    except DatabaseError as error:
        _pass_over(error)


def _begin(name: str, ticks: float) -> Run:
    reached: float = Run.objects.aggregate(last=Max("reached"))["last"] or 0
    fresh = {"offset": reached - ticks, "reached": reached}
    try:
        return Run.objects.get_or_create(name=name, defaults=fresh)[0]
    except DatabaseError as error:
        _pass_over(error)
        return Run(name=name, **fresh)


def _pass_over(error: DatabaseError) -> None:
    """Tell the operator that nothing can be saved; raise what is another error."""
    fault = fault_of(error)
    if fault is None:
        raise error
    tell(fault, error)


def _run_name() -> str:
    """Name the run: the machine's start, else the service's (systemd), else the process itself."""
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return os.environ.get("INVOCATION_ID", PROCESS)[:64]


def _ticks() -> float:
    """Give the machine's own seconds, which setting its time of day does not touch."""
    return time.monotonic() if CLOCK is None else time.clock_gettime(CLOCK)
