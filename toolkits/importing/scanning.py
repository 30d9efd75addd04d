"""HTML to tags and text, in time by its length whatever is written.

html.parser looks for the end of a broken tag again and again, and takes minutes for 60 kB of them.
Nothing is judged here and nothing is made safe: the sanitising door comes later.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

from media.sanitising import DROPPED_WITH_CONTENT

NAME = re.compile(r"[a-zA-Z][^\s/>]*")
GAP = re.compile(r"[\s/]*")
# A quotation mark without its partner is a part of a plain value, as no second one follows at all.
ATTRIBUTE = re.compile(r"([^\s/>][^\s/>=]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]*)))?")
LONGEST_NUMBER = re.compile(r"&#[0-9]{9,}")  # no character; Python refuses to read very long ones


@dataclass(frozen=True)
class Start:
    """A tag that opens. is_closed: it ends itself, as XHTML writes it."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    is_closed: bool = False


@dataclass(frozen=True)
class End:
    tag: str


Token = Start | End | str  # text keeps its entities as they are written


def tokens(html: str) -> Iterator[Token]:
    """Give the tags and the text between them, comments and scripts left out."""
    return _Scan(html).tokens()


class _Scan:
    def __init__(self, html: str) -> None:
        self.html = html
        self.place = 0
        self.last_bracket = html.rfind(">")
        self.last_comment_end = html.rfind("-->")

    def tokens(self) -> Iterator[Token]:
        while (start := self.html.find("<", self.place)) >= 0:
            if start > self.place:
                yield self.html[self.place : start]
            self.place = start
            if start > self.last_bracket:
                break  # no tag ends any more: what is left is text
            yield from self._tag()
        if self.place < len(self.html):
            yield self._rest()

    def _tag(self) -> Iterator[Token]:
        following = self.html[self.place + 1 : self.place + 2]
        if name := NAME.match(self.html, self.place + 1):
            yield from self._start(name)
        elif following == "/":
            yield from self._end()
        elif following in {"!", "?"}:
            self._comment()
        else:
            yield self._one_bracket()

    def _start(self, name: re.Match[str]) -> Iterator[Token]:
        attributes, last, end = self._attributes(name.end())
        if end == len(self.html):
            yield self._rest()
            self.place = end
            return
        self.place = end + 1
        made = Start(name[0].lower(), attributes, is_closed="/" in self.html[last:end])
        yield made
        if made.tag in DROPPED_WITH_CONTENT and not made.is_closed:
            self._skip(made.tag)

    def _attributes(self, place: int) -> tuple[dict[str, str], int, int]:
        """Give the attributes, where they end, and the place of the `>` or of the file's end."""
        found: dict[str, str] = {}
        last, place = place, self._after_gap(place)
        while match := ATTRIBUTE.match(self.html, place):
            value = next((each for each in match.groups()[1:] if each is not None), "")
            found.setdefault(match[1].lower(), unescaped(value))
            last, place = match.end(), self._after_gap(match.end())
        return found, last, place

    def _after_gap(self, place: int) -> int:
        gap = GAP.match(self.html, place)
        return gap.end() if gap else place

    def _end(self) -> Iterator[Token]:
        name = NAME.match(self.html, self.place + 2)
        self.place = self.html.find(">", self.place) + 1
        if name:
            yield End(name[0].lower())

    def _skip(self, tag: str) -> None:
        """Pass over what is inside, up to its end or to the end of everything."""
        end = re.compile(f"</{tag}(?=[\\s/>])", re.IGNORECASE).search(self.html, self.place)
        bracket = self.html.find(">", end.end()) if end else -1
        self.place = bracket + 1 or len(self.html)

    def _comment(self) -> None:
        """Pass over a comment, a DOCTYPE or one of Word's conditions."""
        is_comment = self.html.startswith("<!--", self.place)
        if is_comment and self.place + 2 <= self.last_comment_end:
            self.place = self.html.find("-->", self.place + 2) + 3
        else:
            self.place = self.html.find(">", self.place) + 1

    def _one_bracket(self) -> str:
        self.place += 1
        return "&lt;"

    def _rest(self) -> str:
        return self.html[self.place :].replace("<", "&lt;")


def unescaped(text: str) -> str:
    """Give the text with its entities read; a number that names no character is left out."""
    return unescape(LONGEST_NUMBER.sub("", text))
