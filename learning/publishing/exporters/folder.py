"""Writing an export's files into a folder that may hold other things too.

Each file appears whole or not at all; one that is there unchanged is not written again, so a
second export to a slow stick costs little. Nothing is deleted but what an earlier export of ours
wrote, where the format asks for it.
"""

import errno
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from learning.bundles.store import sha256, write_whole
from learning.publishing.exporters import journal
from learning.publishing.exporters.errors import ExportError, FolderFull, UnwritableFolder
from learning.publishing.exporters.journal import Made
from learning.publishing.exporters.report import Report

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
Twins = Mapping[str, Callable[[bytes], bytes]]
NO_TWINS: Twins = {}


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
    _beginning: str = field(default="", init=False)  # of every place on the disk

    def __post_init__(self) -> None:
        self._beginning = f"{self.root}{os.sep}"
        if self.journal:
            self.made = journal.from_bytes(self.find(self.journal))
        if self.made and not self.is_flushed:
            self._noted_at = (self.root / self.journal).stat().st_mtime_ns

    def put(self, path: str, content: bytes) -> None:
        """Have `content` at `path` below the folder. Doing it twice is safe.

        Raises: UnwritableFolder, FolderFull.
        """
        place = f"{self._beginning}{path}"
        try:
            if not _holds(place, content):
                if self.is_flushed:
                    write_whole(Path(place), content)
                else:
                    _write_quickly(place, content)
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

    def make(self, path: str, key: str, make: Callable[[], bytes], twins: Twins = NO_TWINS) -> int:
        """Have what `make` gives at `path`, and give its bytes.

        `twins`: what makes each smaller twin beside it of the same words, by its ending.
        It is not made if the journal knows a file made from the same `key`, and it is still whole.
        Raises: UnwritableFolder, FolderFull, and what `make` raises.
        """
        known = self.made.get(path)
        if known is None or not key or known.key != key or len(known.twins) != len(twins):
            self._make(path, key, make(), twins)
        elif self._is_untouched(path, known) or self._is_whole(path, known):
            self._count(path, known)
        else:
            self._make(path, key, make(), twins)
        return self.files[path]

    def _make(self, path: str, key: str, content: bytes, twins: Twins) -> None:
        self.put(path, content)
        found = []
        for ending, pack in twins.items():
            packed = pack(content)
            self.put(f"{path}{ending}", packed)
            found.append((ending, sha256(packed), len(packed)))
        self.made[path] = Made(sha256(content), key, len(content), twins=tuple(found))

    def _count(self, path: str, made: Made) -> None:
        self.files[path] = made.length
        for ending, _digest, length in made.twins:
            self.files[f"{path}{ending}"] = length

    def take(self, path: str, made: Made) -> None:
        """Count a file that another process has put here."""
        self.made[path] = made
        self._count(path, made)

    def prune(self, beginning: str) -> None:
        """Delete what an earlier export wrote below `beginning` and this one did not.

        A file that somebody changed since is left. Raises: UnwritableFolder.
        """
        ours = [path for path in self.made if path.startswith(beginning)]
        for path in [path for path in ours if path not in self.files]:
            made = self.made.pop(path)
            for ending, digest, _length in (("", made.sha256, 0), *made.twins):
                self._drop(f"{path}{ending}", digest)

    def _drop(self, path: str, digest: str) -> None:
        if self._length(path, digest) is not None:
            try:
                (self.root / path).unlink()
            except OSError as error:
                raise self._error(error) from error

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
        """Whether file and twins are as long as they were, older than the journal naming them."""
        if not self._noted_at or not self._is_as_it_was(path, made.length):
            return False
        return all(
            self._is_as_it_was(f"{path}{ending}", length) for ending, _digest, length in made.twins
        )

    def _is_as_it_was(self, path: str, length: int) -> bool:
        try:
            found = os.stat(f"{self._beginning}{path}")  # noqa: PTH116 — of every file, each time
        except OSError:
            return False
        touched = max(found.st_mtime_ns, found.st_ctime_ns)
        return found.st_size == length and touched < self._noted_at

    def _is_whole(self, path: str, made: Made) -> bool:
        """Whether file and twins have the digests that they had."""
        every = (("", made.sha256, made.length), *made.twins)
        return all(
            self._length(f"{path}{ending}", digest) is not None for ending, digest, _length in every
        )

    def _length(self, path: str, digest: str) -> int | None:
        """Give the bytes of the file at `path` if it has that digest. Raises: UnwritableFolder."""
        content = self.find(path)
        return len(content) if content is not None and sha256(content) == digest else None

    def _error(self, error: OSError) -> ExportError:
        if error.errno in FULL:
            return FolderFull(self.root)
        return UnwritableFolder(self.root, os.strerror(error.errno or errno.EIO))


# Thousands of small files a second: paths are plain texts here, and each file is opened once.


def _holds(place: str, content: bytes) -> bool:
    try:
        if os.stat(place).st_size != len(content):  # noqa: PTH116
            return False
        return Path(place).read_bytes() == content
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _write_quickly(place: str, content: bytes) -> None:
    """Write so that a reader, or a program that ends, leaves the old file or the new.

    After a power cut it may be neither; the journal knows, and the next export writes it again.
    """
    folder, name = os.path.split(place)
    part = f"{folder}{os.sep}.part-{os.getpid()}-{name[:100]}"
    try:
        try:
            _write(part, content)
        except FileNotFoundError:
            Path(folder).mkdir(parents=True, exist_ok=True)
            _write(part, content)
        os.replace(part, place)  # noqa: PTH105
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def _write(place: str, content: bytes) -> None:
    with open(place, "wb", buffering=0) as file:  # noqa: PTH123
        left = memoryview(content)
        while left:  # a nearly full disk takes a part
            left = left[file.write(left) :]
