"""Writing an export's files into a folder that may hold other things too.

Each file appears whole or not at all; one that is there unchanged is not written again, so a
second export to a slow stick costs little. Nothing is ever deleted.
"""

import errno
import os
from dataclasses import dataclass, field
from pathlib import Path

from learning.bundles.store import write_whole
from learning.publishing.exporters.errors import ExportError, FolderFull, UnwritableFolder

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass
class Folder:
    """A folder, and what was put into it: `files` gives each path's bytes."""

    root: Path
    files: dict[str, int] = field(default_factory=dict)

    def put(self, path: str, content: bytes) -> None:
        """Have `content` at `path` below the folder. Doing it twice is safe.

        Raises: UnwritableFolder, FolderFull.
        """
        try:
            if not _holds(self.root / path, content):
                write_whole(self.root / path, content)
        except OSError as error:
            raise self._error(error) from error
        self.files[path] = len(content)

    def find(self, path: str) -> bytes | None:
        """Give the content at `path`, or None if there is no file. Raises: UnwritableFolder."""
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._error(error) from error

    def names(self, ending: str) -> list[str]:
        """Give the names in the folder that end in `ending`, in order."""
        return sorted(path.name for path in self.root.glob(f"*{ending}") if path.is_file())

    def longest(self, ending: str) -> tuple[str, int]:
        """Give the longest file put here whose name ends in `ending`, with its bytes."""
        pages = [item for item in self.files.items() if item[0].endswith(ending)]
        return max(pages, key=lambda item: (item[1], item[0]), default=("", 0))

    def _error(self, error: OSError) -> ExportError:
        if error.errno in FULL:
            return FolderFull(self.root)
        return UnwritableFolder(self.root, os.strerror(error.errno or errno.EIO))


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content
