"""The first pass over a document's HTML: what the sanitising door would take away is marked.

Pictures and notes become marks, a number between two private characters, which pass the door as
text. Links lose all but a web address. Nothing here is trusted: the door comes after.
"""

import re
from collections import Counter
from html import escape, unescape
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from toolkits.importing.pictures import Album

OPEN, CLOSE = "\ue0f0", "\ue0f1"  # private use: no font and no language has them
PICTURE, NOTE, BODY = "p", "n", "b"
MARK = re.compile(f"{OPEN}([{PICTURE}{NOTE}{BODY}])([0-9]+){CLOSE}")

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"}
    | {"source", "track", "wbr"}
)
ENDS_BY_ITSELF = frozenset({"p", "li", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody"})
ATTRIBUTES = frozenset({"colspan", "rowspan", "scope", "start"})
NOT_IMPORTED = frozenset(
    {"audio", "canvas", "embed", "form", "iframe", "math", "object", "svg", "video"}
)
STRUCK = frozenset({"del", "s", "strike"})
MAX_DEPTH = 200  # the sanitising door takes time by the square of it
WEB_LINK = re.compile(r"\s*(?:https?:|mailto:|tel:)", re.IGNORECASE)
# How Word, LibreOffice, pandoc, GitHub and our own Markdown name notes and the way back.
_NOTE_NAME = r"(?:user-content-)?_?(?:footnote|endnote|fn|ftn|edn|sdfootnote|sdendnote)"
NOTE_BACK = re.compile(_NOTE_NAME + r"(?:[-_:]?ref[-_:]?[\w-]+|[0-9]+anc)")
NOTE_ID = re.compile(_NOTE_NAME + r"[-_:]?([\w-]+?)(?:sym)?")
HOLDS_NOTE = frozenset({"aside", "dd", "div", "li", "p", "section"})


class TooDeep(ValueError):
    """The HTML is nested deeper than any document."""


class Marking(HTMLParser):
    """Feed it HTML; then `html` is marked, `title` the document's and `labels` the notes' names."""

    def __init__(self, album: Album) -> None:
        super().__init__(convert_charrefs=False)
        self.album = album
        self.title = ""
        self.labels: list[str] = []  # how each note that is pointed to stands in the text
        self.left_out: Counter[str] = Counter()
        self._pieces: list[str] = []
        self._keys: dict[str, int] = {}
        self._title: list[str] | None = None
        self._muted: list[str] | None = None  # what stands inside a link to a note or back
        self._muted_key: int | None = None
        self._link_is_open = False
        self._depth = 0

    @property
    def html(self) -> str:
        return "".join(self._pieces)

    @property
    def warnings(self) -> list[str]:
        told = []
        if found := ", ".join(f"{tag} ({times})" for tag, times in sorted(self.left_out.items())):
            told.append(_("Left out, because it cannot be imported: %s.") % found)
        return told

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self._go_down(tag)
        if tag == "title":
            self._title = []
        elif tag == "img":
            self._picture(attributes)
        elif tag == "a":
            self._open_link(attributes)
        else:
            self._open(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID | ENDS_BY_ITSELF:
            self._depth = max(0, self._depth - 1)
        if tag == "title":
            self._end_title()
        elif tag == "a":
            self._close_link()
        elif tag not in VOID:
            self._write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._write(data.replace(OPEN, "").replace(CLOSE, ""))

    def handle_entityref(self, name: str) -> None:
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        if name.lower() not in {"xe0f0", "xe0f1", "57584", "57585"}:
            self._write(f"&#{name};")

    def close(self) -> None:
        super().close()
        self._end_title()
        self._close_link()

    def _go_down(self, tag: str) -> None:
        if tag in NOT_IMPORTED:
            self.left_out[tag] += 1
        if tag in STRUCK:
            self.left_out[_("the line through struck-out text, which stays as text")] += 1
        if tag not in VOID | ENDS_BY_ITSELF:
            self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TooDeep

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        kept = "".join(
            f' {name}="{escape(value)}"' for name, value in attributes.items() if name in ATTRIBUTES
        )
        self._write(f"<{tag}{kept}>")
        name = attributes.get("id", "")
        if tag in HOLDS_NOTE and NOTE_ID.fullmatch(name) and not NOTE_BACK.fullmatch(name):
            self._write(_mark(BODY, self._key(name)))

    def _open_link(self, attributes: dict[str, str]) -> None:
        self._close_link()
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

    def _picture(self, attributes: dict[str, str]) -> None:
        number = self.album.add(attributes.get("src", ""), attributes.get("alt", ""))
        if number is not None:
            self._write(_mark(PICTURE, number))

    def _end_title(self) -> None:
        if self._title is not None:
            self.title = self.title or " ".join(unescape("".join(self._title)).split())
            self._title = None

    def _key(self, name: str) -> int:
        """Give the number of a note; Word writes `_ftn1` in the text and `ftn1` at the note."""
        plain = name.removeprefix("user-content-").removeprefix("_").removesuffix("sym")
        if plain not in self._keys:
            self._keys[plain] = len(self.labels)
            self.labels.append("")
        return self._keys[plain]

    def _write(self, text: str) -> None:
        if self._title is not None:
            self._title.append(text)
        elif self._muted is not None:
            self._muted.append(text)
        else:
            self._pieces.append(text)


def _mark(kind: str, number: int) -> str:
    return f"{OPEN}{kind}{number}{CLOSE}"
