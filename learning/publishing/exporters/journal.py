"""What an export wrote, kept beside it: the next one makes only what is made from other things.

    {"format": …, "files": {path: [sha256, key, lengths, links]},
     "sheaves": {name: [key, [path, …]]}}

A sheaf is some files that were made together: one key says of all of them that nothing changed.

A journal that is missing, damaged or of another program costs time and nothing else: everything is
made again, and what is the same is not written again. Of hundreds of lines few are looked at, so
each is read when it is asked for, and written again as it stands.

Files are deleted by what a journal says, and a stick passes through many hands: a path that could
leave the folder is not read.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from learning.publishing.exporters.compressing import TWINS

FORMAT = "atoll-export-journal/4"
LENGTHS, LINKS = 2, 3  # their places in a line
ENDINGS = ("", *TWINS)  # of a file itself, and of its twins
# A path from the root or a drive, one with a step up, and what is no path of ours anywhere.
LEAVES = re.compile(r"\A/|\A[A-Za-z]:|(?:\A|/)\.\.(?:/|\Z)|[\\\0]")


class Made(NamedTuple):
    """A file as it was written, with its twins: the smaller files of the same words beside it.

    `sha256`: of the file and its twins, one after another. `key`: of what it was made from
    (`Job.key`); may be empty. `lengths`: bytes of the file and of each twin, as ENDINGS has them.
    `links`: the slugs of lessons that it links to, where the format asks.
    """

    sha256: str
    key: str
    lengths: Sequence[int]
    links: Sequence[str] = ()

    def files(self, path: str) -> dict[str, int]:
        """Give the bytes of the file at `path` and of its twins, each by its path."""
        return {path + ENDINGS[place]: length for place, length in enumerate(self.lengths)}


@dataclass
class Journal:
    """The files by their paths, each as it is written, and the sheaves by their names."""

    lines: dict[str, Any] = field(default_factory=dict)
    sheaves: dict[str, tuple[str, list[str]]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[str]:
        return iter(self.lines)

    def get(self, path: str) -> Made | None:
        """Give what is known of the file at `path`; a damaged line is none."""
        line = self.lines.get(path)
        if line is None or isinstance(line, Made):
            return line
        try:
            return _made(*line)
        except (ValueError, TypeError):
            return None

    def links(self, path: str) -> Sequence[str]:
        """Give the slugs that the file at `path` links to."""
        line = self.lines[path]
        if isinstance(line, list) and line[LINKS:] == [[]]:  # as nearly all
            return ()
        made = self.get(path)
        return made.links if made else ()

    def note(self, path: str, made: Made) -> None:
        self.lines[path] = made

    def forget(self, path: str) -> Made | None:
        """Give what was known of the file at `path`, and know it no longer."""
        made = self.get(path)
        self.lines.pop(path, None)
        return made

    def bind(self, sheaf: str, key: str, paths: Iterable[str]) -> None:
        """Note that these files were made together from `key`."""
        self.sheaves[sheaf] = key, sorted(paths)

    def lengths(self, sheaf: str, key: str) -> dict[str, int]:
        """Give the bytes of each file of a sheaf, twins too; none if it is not known by this key.

        What a damaged line gives for bytes is the length of no file.
        """
        made_from, paths = self.sheaves.get(sheaf, ("", []))
        found: dict[str, int] = {}
        try:
            for path in paths if made_from == key else ():
                for place, length in enumerate(self.lines[path][LENGTHS]):
                    found[path + ENDINGS[place]] = length
        except (LookupError, TypeError):
            return {}
        return found


def to_bytes(journal: Journal) -> bytes:
    """Give the journal, its files and sheaves in order; a sheaf without its files is left out."""
    lines = journal.lines
    sheaves = {
        name: (key, paths)
        for name, (key, paths) in journal.sheaves.items()
        if lines.keys() >= set(paths)
    }
    entry = {
        "files": dict(sorted(lines.items())),
        "format": FORMAT,
        "sheaves": dict(sorted(sheaves.items())),
    }
    text = json.dumps(entry, ensure_ascii=False, check_circular=False, separators=(",", ":"))
    return f"{text}\n".encode()


def from_bytes(content: bytes | None) -> Journal:
    """Read a journal, but for paths that leave the folder; one that cannot be read is empty."""
    try:
        entry = json.loads(content or b"{}")
        if entry.get("format") != FORMAT:
            return Journal()
        sheaves = {name: _sheaf(*bound) for name, bound in entry["sheaves"].items()}
        files = {path: line for path, line in entry["files"].items() if not LEAVES.search(path)}
        return Journal(files, {name: each for name, each in sheaves.items() if _stays(each[1])})
    except (ValueError, KeyError, TypeError, AttributeError):
        return Journal()


def _sheaf(key: str, paths: list[str]) -> tuple[str, list[str]]:
    return str(key), list(map(str, paths))


def _stays(paths: list[str]) -> bool:
    return not any(map(LEAVES.search, paths))


def _made(sha256: str, key: str, lengths: list[int], links: list[str]) -> Made:
    found = Made(str(sha256), str(key), tuple(map(int, lengths)), tuple(map(str, links)))
    if not 0 < len(found.lengths) <= len(ENDINGS):
        raise ValueError("more twins than are made here")
    return found
