"""What can go wrong with country data, by who can mend it.

CountryDataErrors     every fault of the files, each with file, line and reason (who brings them)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. `line`: as in an editor, from 1."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


class CountryDataErrors(Exception):
    """Every fault that was found. Nothing was saved."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)
