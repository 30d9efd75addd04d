"""What a frozen fragment says, for an index: its text and its headings.

A fragment is well-formed: it was cleaned before it was frozen. So its tags are told apart by one
expression, which takes a third of the time of a parser.
"""

import re
from dataclasses import dataclass
from html import unescape

SILENT = frozenset({"script", "style", "svg", "template"})
HEADINGS = frozenset({"h2", "h3", "h4"})
INLINE = frozenset(
    {
        "a", "abbr", "b", "bdi", "cite", "code", "dfn", "em", "i", "mark", "q", "small", "span",
        "strong", "sub", "sup", "u", "wbr",
    }
)  # fmt: skip
# Comments, what holds no HTML, and tags: an attribute's value may hold ">".
MARKUP = re.compile(
    r"<!--.*?-->|<script\b.*?</script\s*>|<style\b.*?</style\s*>"
    r"|<(/?)([a-z][^\s/>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.IGNORECASE | re.DOTALL,
)
ALTERNATIVE = re.compile(r"\salt=(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)


@dataclass(frozen=True)
class Fragment:
    """`text`: with one space between words, headings left out. `headings`: in their order."""

    text: str
    headings: tuple[str, ...]


def read(html: str) -> Fragment:
    """Read a fragment. Alternative texts of pictures are part of what it says."""
    reader = _Reader()
    said, *rest = MARKUP.split(html)
    reader.hear(said)
    for closing, tag, attributes, said in zip(*[iter(rest)] * 4, strict=True):
        if tag:
            reader.meet(tag.lower(), attributes, is_closing=bool(closing))
        reader.hear(said)
    headings = [" ".join("".join(parts).split()) for parts in reader.headings]
    return Fragment(
        " ".join("".join(reader.text).split()), tuple(each for each in headings if each)
    )


class _Reader:
    def __init__(self) -> None:
        self.text: list[str] = []
        self.headings: list[list[str]] = []
        self._silent: list[str] = []
        self._heading = ""

    def hear(self, said: str) -> None:
        if not said or self._silent:
            return
        words = unescape(said) if "&" in said else said
        if self._heading:
            self.headings[-1].append(words)
        else:
            self.text.append(words)

    def meet(self, tag: str, attributes: str, *, is_closing: bool) -> None:
        if is_closing:
            self._end(tag)
        else:
            self._start(tag, attributes)
        if tag not in INLINE:
            self.text.append(" ")

    def _start(self, tag: str, attributes: str) -> None:
        if tag in SILENT and not attributes.endswith("/"):
            self._silent.append(tag)
        if tag in HEADINGS and not self._silent:
            self._heading = tag
            self.headings.append([])
        if tag == "img" and (found := ALTERNATIVE.search(attributes)):
            self.text.append(f" {unescape(found[1] or found[2] or '')} ")

    def _end(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        if tag == self._heading:
            self._heading = ""
