"""The plain text of a frozen fragment, and the words that it explains."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

SILENT = frozenset({"script", "style", "svg"})
INLINE = frozenset(
    {
        "a", "abbr", "b", "bdi", "cite", "code", "dfn", "em", "i", "mark", "q", "small", "span",
        "strong", "sub", "sup", "u", "wbr",
    }
)  # fmt: skip
LABEL, TERM = "block-label", "block-term"  # classes of the library's blocks


@dataclass(frozen=True)
class Text:
    """What a fragment says. `terms`: each word that it explains, with the meaning."""

    text: str
    terms: tuple[tuple[str, str], ...] = ()


def read(html: str) -> Text:
    """Read a fragment: its text with one space between words, without labels of blocks."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    terms = [(_tidy(term.word), _tidy(term.meaning)) for term in reader.terms]
    return Text(_tidy(reader.text), tuple((word, meaning) for word, meaning in terms if word))


def _tidy(parts: list[str]) -> str:
    return " ".join("".join(parts).split())


@dataclass
class _Term:
    word: list[str] = field(default_factory=list)
    meaning: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.terms: list[_Term] = []
        self._silent = ""  # the element whose text is left out
        self._depth = 0  # of elements of the same name within it
        self._divisions = 0  # open ones of the block that explains a word
        self._in_word = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if self._silent:
            self._depth += tag == self._silent
        elif tag in SILENT or LABEL in classes:
            self._silent, self._depth = tag, 1
        if tag == "div" and (self._divisions or TERM in classes):
            if not self._divisions:
                self.terms.append(_Term())
            self._divisions += 1
        self._in_word = self._in_word or (tag == "dfn" and self._divisions > 0)
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._depth -= 1
            self._silent = self._silent if self._depth else ""
        if tag == "div" and self._divisions:
            self._divisions -= 1
        if tag == "dfn":
            self._in_word = False
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._add(data)

    def _part(self, tag: str) -> None:
        """Keep words apart that stand in different blocks."""
        if tag not in INLINE:
            self._add(" ")

    def _add(self, text: str) -> None:
        self.text.append(text)
        if self._divisions:
            term = self.terms[-1]
            (term.word if self._in_word else term.meaning).append(text)
