"""What an export wrote, kept beside it: the next one makes only what is made from other things.

A journal that is missing, damaged or of another program costs time and nothing else: everything is
made again, and what is the same is not written again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

FORMAT = "atoll-export-journal/2"


@dataclass(frozen=True)
class Made:
    """A file as it was written. `key`: of what it was made from (`Job.key`); may be empty.

    `links`: the slugs of lessons that it links to, where the format asks.
    """

    sha256: str
    key: str
    length: int  # bytes
    links: tuple[str, ...] = ()


def to_bytes(made: Mapping[str, Made]) -> bytes:
    """Give the journal of the files in `made`, each by its path."""
    lines = {path: [each.sha256, each.key, each.length, *each.links] for path, each in made.items()}
    text = json.dumps({"format": FORMAT, "files": lines}, ensure_ascii=False, sort_keys=True)
    return (text.replace("], ", "],\n") + "\n").encode()


def from_bytes(content: bytes | None) -> dict[str, Made]:
    """Read a journal; one that cannot be read is empty."""
    try:
        entry = json.loads(content or b"{}")
        if entry.get("format") != FORMAT:
            return {}
        return {path: _made(*line) for path, line in entry["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _made(sha256: str, key: str, length: int, *links: str) -> Made:
    return Made(str(sha256), str(key), int(length), tuple(map(str, links)))
