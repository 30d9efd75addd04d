"""Moulds: a page that is rendered once with gaps, and filled as often as there are lessons.

What is the same on every page of a course, its frame and its words, is rendered once. The template
says where the rest comes, by the same names as ever; its values must be escaped there, or be safe.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# Control characters: no text of an edition has them, and no escaping changes them.
OPENING, CLOSING = "\x02", "\x03"
GAP = re.compile(f"{OPENING}([a-z_]+){CLOSING}")


@dataclass(frozen=True)
class Mould:
    """The stretches of a page, and between each two of them the name of what comes there."""

    stretches: tuple[str, ...]
    names: tuple[str, ...]

    def filled(self, words: Mapping[str, str]) -> str:
        """Give the page with `words` in its gaps, as they are. Raises: KeyError."""
        first, *rest = self.stretches
        between = zip(self.names, rest, strict=True)
        return "".join([first, *(piece for name, text in between for piece in (words[name], text))])


def gap(name: str) -> str:
    """Give what stands in a context where `name` is to come."""
    return f"{OPENING}{name}{CLOSING}"


def mould_of(rendered: str) -> Mould:
    """Give the mould of a page that was rendered with gaps."""
    pieces = GAP.split(rendered)
    return Mould(tuple(pieces[::2]), tuple(pieces[1::2]))
