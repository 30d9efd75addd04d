"""What a lesson takes over of a toolkit's unit: its wording, and the title and sources it is under.

The three are kept together. An old wording under newer sources would name what its author never
read, and a wording whose unit was deleted would name none. The digest is of wording and sources; a
unit that is only called otherwise says nothing new.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.differences import digest
from toolkits.models import ToolkitUnitPage, lines
from toolkits.sections import Block, excerpt
from toolkits.sections import digest as digest_of_text


@dataclass(frozen=True)
class Taken:
    """What stands in a lesson. `text`: raw blocks."""

    title: str
    sources: tuple[str, ...]
    text: list[Block]

    @property
    def digest(self) -> str:
        return digest(self.text, self.sources)

    @property
    def digests(self) -> tuple[str, str]:
        """Its digest, and the one that blocks keep which were made before they kept sources."""
        return self.digest, digest_of_text(self.text)

    def kept(self) -> dict[str, Any]:
        """Give what a raw `unit` block keeps of it."""
        return {"title": self.title, "sources": "\n".join(self.sources), "text": self.text}

    def pinned(self) -> dict[str, Any]:
        """Give what a raw `unit` block keeps of it when it is taken over as it is."""
        return {**self.kept(), "accepted": self.digest, "declined": ""}


def take(unit: ToolkitUnitPage, headings: Sequence[str]) -> Taken:
    """Give what `unit` says now under `headings`; all of it if none is named.

    Raises: KeyError — with the heading that is not there.
    """
    return Taken(unit.title, unit.source_lines, excerpt(unit.body.raw_data, headings))


def as_kept(raw: Mapping[str, Any], unit: ToolkitUnitPage | None) -> Taken:
    """Give what the raw value of a block shows, whose unit is `unit`."""
    return Taken(*named_in(raw, unit), list(raw["text"]))


def named_in(value: Mapping[str, Any], unit: ToolkitUnitPage | None) -> tuple[str, tuple[str, ...]]:
    """Give the title and the sources that a block shows, whose unit is `unit`.

    A block that was made before it kept them shows those of the unit.
    """
    if value.get("title"):
        return value["title"], lines(value["sources"])
    return (unit.title, unit.source_lines) if unit else ("", ())
