"""What an export wrote, kept beside it: the next one makes only what is made from other things.

A journal that is missing, damaged or of another program costs time and nothing else: everything is
made again, and what is the same is not written again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FORMAT = "atoll-export-journal/3"


@dataclass(frozen=True, slots=True)
class Made:
    """A file as it was written. `key`: of what it was made from (`Job.key`); may be empty.

    `links`: the slugs of lessons that it links to, where the format asks. `twins`: the smaller
    files of the same words beside it, each by its ending, with its SHA-256 and bytes.
    """

    sha256: str
    key: str
    length: int  # bytes
    links: tuple[str, ...] = ()
    twins: tuple[tuple[str, str, int], ...] = ()


def to_bytes(made: Mapping[str, Made]) -> bytes:
    """Give the journal of the files in `made`, each by its path."""
    lines = {path: _line(each) for path, each in made.items()}
    text = json.dumps({"format": FORMAT, "files": lines}, ensure_ascii=False, sort_keys=True)
    return (text.replace('], "', '],\n"') + "\n").encode()


def _line(made: Made) -> list[object]:
    return [made.sha256, made.key, made.length, made.links, made.twins]


def from_bytes(content: bytes | None) -> dict[str, Made]:
    """Read a journal; one that cannot be read is empty."""
    try:
        entry = json.loads(content or b"{}")
        if entry.get("format") != FORMAT:
            return {}
        return {path: _made(*line) for path, line in entry["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _made(sha256: str, key: str, length: int, links: list[str], twins: list[Any]) -> Made:
    found = tuple((str(ending), str(digest), int(size)) for ending, digest, size in twins)
    return Made(str(sha256), str(key), int(length), tuple(map(str, links)), found)
