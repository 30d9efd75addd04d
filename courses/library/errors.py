"""What can be wrong with a library: each is for the author to mend.

LibraryError            one fault: file, line, reason
LibraryErrors           all the faults of a run; nothing was saved
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass
class LibraryError(Exception):
    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


class LibraryErrors(Exception):
    """Every fault that was found. Nothing was saved."""

    def __init__(self, faults: Sequence[LibraryError]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = list(faults)
