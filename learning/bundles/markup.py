"""The elements of a fragment with their places in its text: some are changed, the rest kept.

A fragment is parsed, not searched, and what is not changed stays byte for byte as it is. What
stands deeper than DEEPEST is text here; freezing refuses it, so only a foreign edition has it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
    | {"track", "wbr"}
)  # HTML, §13.1.2
DEEPEST = 80  # elements, one in the other; a table in folded text in a card has about ten


@dataclass(eq=False)
class Element:
    """An element: `start` to `end` with its tags, `inner` to `inner_end` without them."""

    tag: str
    attributes: Mapping[str, str]
    start: int
    inner: int
    inner_end: int
    end: int
    children: list["Element"] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        """Give this element and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def has_class(self, name: str) -> bool:
        return name in self.attributes.get("class", "").split()


@dataclass(frozen=True)
class Edit:
    """Put `text` where the fragment's characters from `start` to `end` stand."""

    start: int
    end: int
    text: str = ""


def elements(html: str) -> Sequence[Element]:
    """Give the outermost elements of `html`; one that is left open ends with what holds it."""
    return _parsed(html).root.children


def is_too_deep(html: str) -> bool:
    """Say whether any element of `html` stands deeper than DEEPEST."""
    return _parsed(html).is_too_deep


def edited(html: str, edits: Iterable[Edit]) -> str:
    """Give `html` with `edits` made; none may lie within another."""
    pieces: list[str] = []
    place = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += (html[place : edit.start], edit.text)
        place = edit.end
    return "".join([*pieces, html[place:]])


def opening_tag(tag: str, attributes: Mapping[str, str]) -> str:
    """Write the tag that opens an element."""
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{written}>"


def _parsed(html: str) -> "_Parser":
    parser = _Parser(html)
    # Of tags that nothing closes at the end, html.parser would look at each for the whole rest.
    parser.feed(html[: html.rfind(">") + 1])
    parser.close()
    parser.end_at(0, len(html), len(html))
    return parser


class _Parser(HTMLParser):
    """Builds the tree. The root is no element: it only holds the outermost ones."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.html = html
        self.lines = [0, *(at + 1 for at, character in enumerate(html) if character == "\n")]
        self.root = Element("", {}, 0, 0, len(html), len(html))
        self.open = [self.root]
        self.too_deep: Counter[str] = Counter()  # open elements that are text here, by their tags
        self.is_too_deep = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._is_full():
            self.too_deep[tag] += tag not in VOID
            return
        start = self._place()
        inner = start + len(self.get_starttag_text() or "")
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, start, inner, inner, inner)
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = len(self.open)
        if not self._is_full():
            self.handle_starttag(tag, attrs)
            del self.open[held:]

    def handle_endtag(self, tag: str) -> None:
        if self.too_deep[tag]:
            self.too_deep[tag] -= 1
            return
        tags = [element.tag for element in self.open]
        if tag in tags[1:]:
            place = self._place()
            depth = len(tags) - 1 - tags[::-1].index(tag)
            self.end_at(depth - 1, place, self.html.index(">", place) + 1)

    def end_at(self, depth: int, inner_end: int, end: int) -> None:
        """Close all open elements deeper than `depth`; only the outermost has a closing tag."""
        for element in self.open[depth + 1 :]:
            element.inner_end = element.end = inner_end
        if depth + 1 < len(self.open):
            self.open[depth + 1].end = end
        del self.open[depth + 1 :]

    def _is_full(self) -> bool:
        is_full = len(self.open) > DEEPEST
        self.is_too_deep |= is_full
        return is_full

    def _place(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column
