"""What a frozen fragment says, for an index: its text and its headings."""

from dataclasses import dataclass
from html.parser import HTMLParser

SILENT = frozenset({"script", "style", "svg", "template"})
HEADINGS = frozenset({"h2", "h3", "h4"})
INLINE = frozenset(
    {
        "a", "abbr", "b", "bdi", "cite", "code", "dfn", "em", "i", "mark", "q", "small", "span",
        "strong", "sub", "sup", "u", "wbr",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Fragment:
    """`text`: with one space between words, headings left out. `headings`: in their order."""

    text: str
    headings: tuple[str, ...]


def read(html: str) -> Fragment:
    """Read a fragment. Alternative texts of pictures are part of what it says."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    headings = [" ".join("".join(parts).split()) for parts in reader.headings]
    return Fragment(
        " ".join("".join(reader.text).split()), tuple(each for each in headings if each)
    )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.headings: list[list[str]] = []
        self._silent: list[str] = []
        self._heading = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent.append(tag)
        if tag in HEADINGS and not self._silent:
            self._heading = tag
            self.headings.append([])
        if tag == "img":
            self.text.append(f" {dict(attrs).get('alt') or ''} ")
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        if tag == self._heading:
            self._heading = ""
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._heading:
            self.headings[-1].append(data)
        else:
            self.text.append(data)

    def updatepos(self, i: int, j: int) -> int:
        return j  # nobody asks in which line it is

    def _part(self, tag: str) -> None:
        if tag not in INLINE:
            self.text.append(" ")
