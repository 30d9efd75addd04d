"""Writing an export's files into a folder that may hold other things too.

Each file appears whole or not at all; one that is there unchanged is not written again, so a
second export to a slow stick costs little. Nothing is deleted but what an earlier export of ours
wrote, where the format asks for it.
"""

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from learning.bundles.store import sha256, write_whole
from learning.publishing.exporters import journal
from learning.publishing.exporters.errors import ExportError, FolderFull, UnwritableFolder
from learning.publishing.exporters.journal import ENDINGS, Journal, Made
from learning.publishing.exporters.report import Report

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
Twins = Mapping[str, Callable[[bytes], bytes]]
NO_TWINS: Twins = {}
NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


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
    made: Journal = field(default_factory=Journal)
    _noted_at: int = field(default=0, init=False)  # when the journal was written, ns
    _sheaves: set[str] = field(default_factory=set, init=False)  # kept or bound by this export
    _beginning: str = field(default="", init=False)  # of every place on the disk

    def __post_init__(self) -> None:
        self._beginning = f"{self.root}{os.sep}"
        if self.journal:
            self.made = journal.from_bytes(self.find(self.journal))
        if self.made.lines and not self.is_flushed:
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

    def is_whole(self, path: str) -> bool:
        """Whether the file at `path` is what the journal says. Raises: UnwritableFolder."""
        made = self.made.get(path)
        return made is not None and self._is_whole(path, made)

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
        if known is None or not key or known.key != key or len(known.lengths) != 1 + len(twins):
            self._make(path, key, make(), twins)
        elif self._is_untouched(path, known) or self._is_whole(path, known):
            self._count(path, known)
        else:
            self._make(path, key, make(), twins)
        return self.files[path]

    def _make(self, path: str, key: str, content: bytes, twins: Twins) -> None:
        contents = [content, *(pack(content) for pack in twins.values())]
        for ending, each in zip(("", *twins), contents, strict=True):
            self.put(f"{path}{ending}", each)
        self.made.note(path, Made(sha256(b"".join(contents)), key, tuple(map(len, contents))))

    def _count(self, path: str, made: Made) -> None:
        self.files.update(made.files(path))

    def take(self, path: str, made: Made) -> None:
        """Count a file that another process has put here."""
        self.made.note(path, made)
        self._count(path, made)

    def keep(self, sheaf: str, key: str) -> bool:
        """Count the files of a sheaf if they were made from `key` and nothing touched them since.

        Whether they were: each is as long as it was, and older than the journal.
        """
        files = self.made.lengths(sheaf, key) if key and self._noted_at else {}
        if not files or not self._are_as_they_were(files):
            return False
        self.files.update(files)
        self._sheaves.add(sheaf)
        return True

    def bind(self, sheaf: str, key: str, paths: Iterable[str]) -> None:
        """Note that these files were made together from `key`; without one, that is not known."""
        if key:
            self.made.bind(sheaf, key, paths)
            self._sheaves.add(sheaf)

    def prune(self, beginning: str) -> None:
        """Delete what an earlier export wrote below `beginning` and this one did not.

        A file that somebody changed since is left. Raises: UnwritableFolder.
        """
        for sheaf in [name for name in self.made.sheaves if name.startswith(beginning)]:
            if sheaf not in self._sheaves:
                del self.made.sheaves[sheaf]
        ours = [path for path in self.made if path.startswith(beginning)]
        for path in [path for path in ours if path not in self.files]:
            made = self.made.forget(path)
            if made and self._is_whole(path, made):
                for each in made.files(path):
                    self._drop(each)

    def drop(self, path: str, beginning: bytes) -> None:
        """Delete the file at `path` if it begins so, and its twins. Raises: UnwritableFolder."""
        if (self.find(path) or b"").startswith(beginning):
            self.made.forget(path)
            for ending in ENDINGS:
                self._drop(f"{path}{ending}")

    def _drop(self, path: str) -> None:
        try:
            (self.root / path).unlink(missing_ok=True)
        except OSError as error:
            raise self._error(error) from error

    def put_journal(self) -> None:
        """Write down what was made; files that are gone are forgotten. Raises: as `put`."""
        for path in [path for path in self.made if path not in self.files]:
            if not (self.root / path).is_file():
                self.made.forget(path)
        if not self.is_flushed and hasattr(os, "sync"):  # not on Windows
            os.sync()
        self.put(self.journal, journal.to_bytes(self.made))

    def find(self, path: str) -> bytes | None:
        """Give the content at `path`, or None if there is no file. Raises: UnwritableFolder."""
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, ValueError):  # the last: no path at all
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
        return bool(self._noted_at) and self._are_as_they_were(made.files(path))

    def _are_as_they_were(self, files: Mapping[str, int]) -> bool:
        noted_at = self._noted_at
        try:
            with _below(self._beginning) as stat:
                for path, length in files.items():
                    found = stat(path)
                    if found.st_size != length or found.st_mtime_ns >= noted_at:
                        return False
                    if found.st_ctime_ns >= noted_at:
                        return False
        except (OSError, ValueError):  # the second: a damaged journal named no path at all
            return False
        return True

    def _is_whole(self, path: str, made: Made) -> bool:
        """Whether file and twins have the digest that they had. Raises: UnwritableFolder."""
        contents = [self.find(each) for each in made.files(path)]
        found = [each for each in contents if each is not None]
        return len(found) == len(contents) and sha256(b"".join(found)) == made.sha256

    def _length(self, path: str, digest: str) -> int | None:
        """Give the bytes of the file at `path` if it has that digest. Raises: UnwritableFolder."""
        content = self.find(path)
        return len(content) if content is not None and sha256(content) == digest else None

    def _error(self, error: OSError) -> ExportError:
        if error.errno in FULL:
            return FolderFull(self.root)
        return UnwritableFolder(self.root, os.strerror(error.errno or errno.EIO))


# Thousands of small files a second: paths are plain texts here, and each file is opened once.


@contextmanager
def _below(beginning: str) -> Iterator[Callable[[str], os.stat_result]]:
    """Give `os.stat` for paths below a folder: it is found once, and not for each file."""
    if os.stat not in os.supports_dir_fd:  # on Windows
        yield lambda path: os.stat(f"{beginning}{path}")  # noqa: PTH116
        return
    folder = os.open(beginning, os.O_RDONLY)
    try:
        yield partial(os.stat, dir_fd=folder)
    finally:
        os.close(folder)


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
    file = os.open(place, NEW, 0o666)  # `open` asks the system two things more of each file
    try:
        left = memoryview(content)
        while left:  # a nearly full disk takes a part
            left = left[os.write(file, left) :]
    finally:
        os.close(file)
