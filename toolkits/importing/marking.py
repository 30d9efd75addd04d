"""The first pass over a document's HTML: what the sanitising door would take away is marked.

Pictures and notes become marks, a number between two private characters, which pass the door as
text. Links lose all but a web address. What is left is in order: each element is closed, inside the
one that it stands in, and none is deeper than MAX_DEPTH, because the door and what follows it take
time by the square of the depth. Nothing here is trusted: the door comes after.
"""

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from html import escape

from django.utils.translation import gettext as _

from media.sanitising import ALLOWED_ATTRIBUTES, ALLOWED_TAGS
from toolkits.importing.pictures import Album
from toolkits.importing.scanning import End, Start, tokens, unescaped

OPEN, CLOSE = "\ue0f0", "\ue0f1"  # private use: no font and no language has them
PICTURE, NOTE, BODY = "p", "n", "b"
MARK = re.compile(f"{OPEN}([{PICTURE}{NOTE}{BODY}])([0-9]+){CLOSE}")
# The two characters written as numbers: 57584 and 57585.
FORGED = re.compile(r"&#(?:x0*e0f[01](?![0-9a-f])|0*5758[45](?![0-9]));?", re.IGNORECASE)

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
CONTAINERS = frozenset(
    {"article", "aside", "blockquote", "body", "dd", "div", "dl", "figure", "footer", "header"}
    | {"main", "section"}
)
SHAPES = CONTAINERS | {"details", "dt", "figcaption", "pre", "summary", "tfoot", *HEADINGS}
WIDE_TAGS = ALLOWED_TAGS | SHAPES
EMPTY = frozenset({"br", "hr"})
CELLS = frozenset({"caption", "td", "th"})
ROW_GROUPS = frozenset({"tbody", "tfoot", "thead"})
TABLE = CELLS | ROW_GROUPS | {"table", "tr"}
ENDS_PARAGRAPH = SHAPES | TABLE | {"hr", "li", "ol", "p", "ul"}
# What a tag closes when it opens, and what it does not reach out of: people leave end tags away.
CLOSES: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "a": (frozenset({"a"}), frozenset()),
    "dd": (frozenset({"dd", "dt"}), CELLS | {"dl"}),
    "dt": (frozenset({"dd", "dt"}), CELLS | {"dl"}),
    "li": (frozenset({"li"}), CELLS | {"ol", "ul"}),
    "td": (CELLS, frozenset({"table", "tr"})),
    "th": (CELLS, frozenset({"table", "tr"})),
    "tr": (CELLS | {"tr"}, frozenset({"table"})),
    **{tag: (CELLS | ROW_GROUPS | {"tr"}, frozenset({"table"})) for tag in ROW_GROUPS},
    **{tag: (frozenset(HEADINGS), CELLS | CONTAINERS | {"li"}) for tag in HEADINGS},
}
ATTRIBUTES = frozenset({"colspan", "rowspan", "scope", "start"})
NOT_IMPORTED = frozenset(
    {"audio", "canvas", "embed", "form", "iframe", "math", "object", "svg", "video"}
)
STRUCK = frozenset({"del", "s", "strike"})
TOKENS = 4  # of an element: its start, its end, the text in it and after it
MAX_DEPTH = 200  # elements; the sanitising door takes time by the square of it
WEB_LINK = re.compile(r"\s*(?:https?:|mailto:|tel:)", re.IGNORECASE)
# How Word, LibreOffice, pandoc, GitHub and our own Markdown name notes and the way back.
_NOTE_NAME = r"(?:user-content-)?_?(?:footnote|endnote|fn|ftn|edn|sdfootnote|sdendnote)"
NOTE_BACK = re.compile(_NOTE_NAME + r"(?:[-_:]?ref[-_:]?[\w-]+|[0-9]+anc)")
NOTE_ID = re.compile(_NOTE_NAME + r"[-_:]?([\w-]+?)(?:sym)?")
HOLDS_NOTE = frozenset({"aside", "dd", "div", "li", "p", "section"})


class TooLong(ValueError):
    """The HTML is longer, or nested deeper, than any document."""


class Marking:
    """Feed it HTML; then `html` is marked, `title` the document's and `labels` the notes' names."""

    def __init__(self, album: Album) -> None:
        self.album = album
        self.title = ""
        self.labels: list[str] = []  # how each note that is pointed to stands in the text
        self.left_out: Counter[str] = Counter()
        self._pieces: list[str] = []
        self._length = 0  # characters
        self._opened = 0  # elements
        self._keys: dict[str, int] = {}
        self._open: list[str] = []  # the elements, the innermost last
        self._places: dict[str, list[int]] = defaultdict(list)  # where each tag stands among them
        self._title: list[str] | None = None
        self._muted: list[str] | None = None  # what stands inside a link to a note or back
        self._muted_key: int | None = None
        self._link_is_open = False

    @property
    def html(self) -> str:
        return "".join(self._pieces)

    @property
    def warnings(self) -> list[str]:
        told = []
        if found := ", ".join(f"{tag} ({times})" for tag, times in sorted(self.left_out.items())):
            told.append(_("Left out, because it cannot be imported: %s.") % found)
        return told

    def feed(self, html: str) -> None:
        """Mark all of it. Raises: TooLong."""
        for number, token in enumerate(tokens(html)):
            if number > TOKENS * self.album.limits.elements:
                raise TooLong
            if isinstance(token, str):
                self._text(token)
            elif isinstance(token, Start):
                self._start(token)
            else:
                self._end(token)
        self._end_title()
        self._close_to(0)

    def _start(self, start: Start) -> None:
        self._count(start.tag)
        if start.tag == "img":
            self._picture(start.attributes)
        elif start.tag == "title":
            self._title = []
        elif self._title is None and start.tag in WIDE_TAGS:
            self._go_down(start)
            if start.is_closed:
                self._end(End(start.tag))

    def _end(self, end: End) -> None:
        if end.tag == "title":
            self._end_title()
        elif self._title is None:
            ending = HEADINGS if end.tag in HEADINGS else (end.tag,)
            boundary = {"table"} if end.tag in TABLE else CELLS | {"table"}
            self._close_any(ending, boundary, is_innermost=True)

    def _text(self, text: str) -> None:
        plain = FORGED.sub(" ", text.replace(OPEN, "").replace(CLOSE, ""))
        if self._title is not None:
            self._title.append(plain)
        else:
            self._write(plain)

    def _count(self, tag: str) -> None:
        if tag in NOT_IMPORTED:
            self.left_out[tag] += 1
        if tag in STRUCK:
            self.left_out[_("the line through struck-out text, which stays as text")] += 1

    def _go_down(self, start: Start) -> None:
        """Open the element, after what it closes, and remember that it is open."""
        if start.tag in ENDS_PARAGRAPH:
            self._close_any({"p"}, CELLS)
        if start.tag in CLOSES:
            self._close_any(*CLOSES[start.tag])
        if start.tag not in EMPTY:
            self._places[start.tag].append(len(self._open))
            self._open.append(start.tag)
        self._opened += 1
        if len(self._open) > MAX_DEPTH or self._opened > self.album.limits.tags:
            raise TooLong
        if start.tag == "a":
            self._open_link(start.attributes)
        else:
            self._open_element(start.tag, start.attributes)

    def _close_any(
        self, tags: Collection[str], boundary: Collection[str], *, is_innermost: bool = False
    ) -> None:
        """Close the outermost, or innermost, open one of `tags` that stands inside a boundary."""
        edges = (self._places[tag][-1] for tag in boundary if self._places[tag] and tag not in tags)
        edge = max(edges, default=-1)
        inside = [self._places[tag] for tag in tags if self._places[tag][-1:] > [edge]]
        if inside and is_innermost:
            self._close_to(max(places[-1] for places in inside))
        elif inside:
            self._close_to(min(places[bisect(places, edge)] for places in inside))

    def _close_to(self, depth: int) -> None:
        while len(self._open) > depth:
            tag = self._open.pop()
            self._places[tag].pop()
            if tag == "a":
                self._close_link()
            else:
                self._write(f"</{tag}>")

    def _open_element(self, tag: str, attributes: Mapping[str, str]) -> None:
        names = ATTRIBUTES & ALLOWED_ATTRIBUTES.get(tag, frozenset())
        kept = (f' {name}="{escape(attributes[name])}"' for name in attributes if name in names)
        self._write(f"<{tag}{''.join(kept)}>")
        name = attributes.get("id", "")
        if tag in HOLDS_NOTE and NOTE_ID.fullmatch(name) and not NOTE_BACK.fullmatch(name):
            self._write(_mark(BODY, self._key(name)))

    def _open_link(self, attributes: Mapping[str, str]) -> None:
        address = attributes.get("href", "")
        target = address.removeprefix("#") if address.startswith("#") else ""
        if NOTE_BACK.fullmatch(target):
            self._muted = []
        elif NOTE_ID.fullmatch(target):
            self._muted, self._muted_key = [], self._key(target)
        elif WEB_LINK.match(address):
            self._link_is_open = True
            self._write(f'<a href="{escape(address.strip())}">')

    def _close_link(self) -> None:
        muted, key = self._muted, self._muted_key
        self._muted = self._muted_key = None
        if self._link_is_open:
            self._link_is_open = False
            self._write("</a>")
        if muted is not None and key is not None:
            self.labels[key] = self.labels[key] or re.sub(r"<[^>]*>", "", "".join(muted))
            self._write(_mark(NOTE, key))

    def _picture(self, attributes: Mapping[str, str]) -> None:
        number = self.album.add(attributes.get("src", ""), attributes.get("alt", ""))
        if number is not None:
            self._pieces.append(_mark(PICTURE, number))  # also where the text is muted

    def _end_title(self) -> None:
        if self._title is not None:
            self.title = self.title or " ".join(unescaped("".join(self._title)).split())
            self._title = None

    def _key(self, name: str) -> int:
        """Give the number of a note; Word writes `_ftn1` in the text and `ftn1` at the note."""
        plain = name.removeprefix("user-content-").removeprefix("_").removesuffix("sym")
        if plain not in self._keys:
            self._keys[plain] = len(self.labels)
            self.labels.append("")
        return self._keys[plain]

    def _write(self, text: str) -> None:
        self._length += len(text)
        if self._length > self.album.limits.text:
            raise TooLong
        (self._pieces if self._muted is None else self._muted).append(text)


def _mark(kind: str, number: int) -> str:
    return f"{OPEN}{kind}{number}{CLOSE}"
