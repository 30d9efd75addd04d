"""Time deeds, and compare them with something that any machine can do."""

import os
import resource
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

PROCESS = Path("/proc/self")


@dataclass(frozen=True)
class Row:
    """One line of the table. `ratio`: how many times as long as the yardstick; lower is better.

    `load`: what the machine had to do besides, in the last minute (getloadavg).
    """

    what: str
    measured: str
    yardstick: str
    ratio: float
    load: float = field(default_factory=lambda: os.getloadavg()[0])


def seconds(deed: Callable[[], object]) -> float:
    """Do `deed` once and give how long it took."""
    start = perf_counter()
    deed()
    return perf_counter() - start


def typical(deed: Callable[[], object], *, times: int) -> float:
    """Do `deed` `times` times and give the median of how long it took, in seconds."""
    return median(seconds(deed) for _ in range(times))


def typical_pair(
    deed: Callable[[], object], other: Callable[[], object], *, times: int
) -> tuple[float, float]:
    """Measure two deeds in turn, so that whatever else the machine does disturbs both alike."""
    pairs = [(seconds(deed), seconds(other)) for _ in range(times)]
    return median(first for first, _ in pairs), median(second for _, second in pairs)


def forget_peak() -> None:
    """Let `peak` begin with what this process holds now, where the system can do that."""
    if PROCESS.exists():
        (PROCESS / "clear_refs").write_text("5", encoding="ascii")  # proc(5)


def peak() -> int:
    """Give the most bytes that this process held since it began or `forget_peak`.

    Not as `getrusage` has it on Linux: that counts what the program before it held.
    """
    if not PROCESS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lines = (PROCESS / "status").read_text(encoding="ascii").splitlines()
    (held,) = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(held) * 1024
