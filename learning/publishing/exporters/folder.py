"""Writing an export's files into a folder that may hold other things too.

Each file appears whole or not at all; one that is there unchanged is not written again, so a
second export to a slow stick costs little. Nothing is deleted but what an earlier export of ours
wrote, where the format asks for it.
"""

import errno
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from learning.bundles.store import sha256, write_whole
from learning.publishing.exporters import journal
from learning.publishing.exporters.errors import ExportError, FolderFull, UnwritableFolder
from learning.publishing.exporters.journal import Made
from learning.publishing.exporters.report import Report

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass
class Folder:
    """A folder, and what was put into it: `files` gives each path's bytes.

    `journal`: path of the journal below the folder; without one, everything is made anew.
    `is_flushed`: whether each file is on the disk, whatever happens, before the next is written.
    Where it is not, all are there before the journal is, and so a file of the right length that
    nothing has touched since the journal is taken for what the journal says. A stick's files are
    read again each time: sticks rot.
    """

    root: Path
    journal: str = ""
    is_flushed: bool = True
    files: dict[str, int] = field(default_factory=dict)
    made: dict[str, Made] = field(default_factory=dict)
    _noted_at: int = field(default=0, init=False)  # when the journal was written, ns

    def __post_init__(self) -> None:
        if self.journal:
            self.made = journal.from_bytes(self.find(self.journal))
        if self.made and not self.is_flushed:
            self._noted_at = (self.root / self.journal).stat().st_mtime_ns

    def put(self, path: str, content: bytes) -> None:
        """Have `content` at `path` below the folder. Doing it twice is safe.

        Raises: UnwritableFolder, FolderFull.
        """
        try:
            if not _holds(self.root / path, content):
                write = write_whole if self.is_flushed else _write_quickly
                write(self.root / path, content)
        except OSError as error:
            raise self._error(error) from error
        self.files[path] = len(content)

    def copy(self, path: str, digest: str, read: Callable[[], bytes]) -> None:
        """Have the content of that SHA-256 at `path`; it is read only if it is not there yet.

        Raises: UnwritableFolder, FolderFull, and what `read` raises.
        """
        if (length := self._length(path, digest)) is None:
            self.put(path, read())
        else:
            self.files[path] = length

    def make(self, path: str, key: str, make: Callable[[], bytes]) -> int:
        """Have what `make` gives at `path`, and give its bytes.

        It is not made if the journal knows a file made from the same `key`, and it is still whole.
        Raises: UnwritableFolder, FolderFull, and what `make` raises.
        """
        known = self.made.get(path)
        if known and key and known.key == key:
            if self._is_untouched(path, known):
                self.files[path] = known.length
            else:
                self.copy(path, known.sha256, make)
        else:
            content = make()
            self.put(path, content)
            self.made[path] = Made(sha256(content), key, len(content))
        return self.files[path]

    def take(self, path: str, length: int, made: Made) -> None:
        """Count a file that another process has put here."""
        self.files[path] = length
        self.made[path] = made

    def prune(self, beginning: str) -> None:
        """Delete what an earlier export wrote below `beginning` and this one did not.

        A file that somebody changed since is left. Raises: UnwritableFolder.
        """
        ours = [path for path in self.made if path.startswith(beginning)]
        for path in [path for path in ours if path not in self.files]:
            if self._length(path, self.made[path].sha256) is not None:
                try:
                    (self.root / path).unlink()
                except OSError as error:
                    raise self._error(error) from error
            del self.made[path]

    def put_journal(self) -> None:
        """Write down what was made; files that are gone are forgotten. Raises: as `put`."""
        here = {
            path: each
            for path, each in self.made.items()
            if path in self.files or (self.root / path).is_file()
        }
        if not self.is_flushed and hasattr(os, "sync"):  # not on Windows
            os.sync()
        self.put(self.journal, journal.to_bytes(here))

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

    def report(self, ending: str, warnings: Iterable[str] = ()) -> Report:
        """Say what the export consists of; its pages are the files whose names end in `ending`."""
        total = sum(self.files.values())
        return Report(len(self.files), total, self.longest(ending), tuple(warnings))

    def _is_untouched(self, path: str, made: Made) -> bool:
        """Whether the file is as long as it was and older than the journal that names it."""
        if not self._noted_at:
            return False
        try:
            found = os.stat(f"{self.root}/{path}")  # noqa: PTH116 — of every file, each time
        except OSError:
            return False
        touched = max(found.st_mtime_ns, found.st_ctime_ns)
        return found.st_size == made.length and touched < self._noted_at

    def _length(self, path: str, digest: str) -> int | None:
        """Give the bytes of the file at `path` if it has that digest. Raises: UnwritableFolder."""
        content = self.find(path)
        return len(content) if content is not None and sha256(content) == digest else None

    def _error(self, error: OSError) -> ExportError:
        if error.errno in FULL:
            return FolderFull(self.root)
        return UnwritableFolder(self.root, os.strerror(error.errno or errno.EIO))


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _write_quickly(path: Path, content: bytes) -> None:
    """Write so that a reader, or a program that ends, leaves the old file or the new.

    After a power cut it may be neither; the journal knows, and the next export writes it again.
    """
    part = path.with_name(f".part-{os.getpid()}-{path.name[:100]}")
    try:
        try:
            part.write_bytes(content)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(content)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
