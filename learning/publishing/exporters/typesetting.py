"""Pages of XHTML as a typesetter takes them: every block holds blocks, or words, never both.

A browser forgives what a typesetter does not. Here runs of words between blocks become paragraphs,
spaces collapse, cells get their place in the grid and columns their width, links to nowhere become
words, drawings become files, and what stands too deep comes up. No word is lost: elements that
nobody knows leave what they hold.

What it gives has these elements and no others, for the style sheets in static/learning/paper:

    blocks    h1–h6 p ul ol li dl dt dd table cell figure figcaption blockquote pre hr div
    inline    strong em code sub sup del ins mark q small span a br img

`class`, `id`, `lang`, `dir` and `start` are as in the page. `keep` says that a block is short
enough to stand on one page. A table has `columns` (their widths, as parts) and `header` (how many
rows it has at the top); a cell has `x`, `y`, `colspan`, `rowspan`, and `head` if it is one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

SPACES = re.compile(r"[ \t\r\n\f]+")  # no-break spaces stay
LONG_WORD = re.compile(r"[^\s\u200b]{25,}")
MAY_BREAK = re.compile(r"([/?&=,;:@._-]+|[^/?&=,;:@._-]{10})(?=.)")  # in a long word
ZERO_WIDTH = "\u200b"

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = HEADINGS | {
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"),
    *("dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header"),
    *("hgroup", "hr", "legend", "li", "main", "nav", "ol", "p", "pre", "search", "section"),
    *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
DROPPED = frozenset({"head", "script", "style", "template"})
SAME = frozenset({"strong", "em", "code", "sub", "sup", "del", "ins", "mark", "q", "small", "a"})
ALIKE: Mapping[str, str] = {
    **{tag: tag for tag in SAME},
    **{"b": "strong", "i": "em", "cite": "em", "dfn": "em", "var": "em", "u": "ins", "s": "del"},
    **{"kbd": "code", "samp": "code"},
}
KEPT = ("class", "id", "lang", "dir", "start", "reversed", "value", "href")
DEEPEST = 14  # Typst 0.15 gives up at about 20 elements, one in the other

A_LINE = 85  # characters across a page of A4
A_HALF = 26  # lines: what is shorter stands on one page
ROW = 40  # lines: a row that is taller may break
NARROWEST, WIDEST = 4, 400  # characters of a column, when widths are shared
TO_WRITE = 14  # characters of a column with an empty cell, which a hand will fill
LONGEST_WORD = 24  # characters that a column is made wide enough for
MOST_COLUMNS = 60
LINED = HEADINGS | {"p", "li", "dt", "dd", "cell", "caption", "pre", "figcaption"}

Piece = str | Element


@dataclass(frozen=True)
class Typeset:
    """`page`: XML. `drawings`: the SVG that stood in the page, by the path that shows it."""

    page: bytes
    drawings: Mapping[str, bytes]


def typeset(page: str) -> Typeset:
    """Give a whole page of well-formed XHTML as a typesetter takes it."""
    root = ElementTree.fromstring(page)  # noqa: S314 — by our own templates
    setter = _Setter(_anchors(root))
    made = Element("page", {"title": "", "description": "", "lang": "en", "dir": "ltr"})
    made.attrib.update(_kept(root, ("lang", "dir")))
    for each in root.iter():
        if each.tag == "title" and not made.get("title"):
            made.set("title", SPACES.sub(" ", _words(each)).strip())
        elif each.tag == "meta" and each.get("name") == "description":
            made.set("description", each.get("content", ""))
        elif each.tag == "body":
            made.attrib.update(_kept(each, ("class",)))
            made.extend(setter.blocks(each, 0))
    return Typeset(ElementTree.tostring(made, encoding="utf-8"), setter.drawings)


def _anchors(root: Element) -> frozenset[str]:
    """Give the anchors that a link of the page leads to."""
    named = {each.get("id", "") for each in root.iter()}
    return frozenset(named & {each.get("href", "")[1:] for each in root.iter()})


def _words(element: Element) -> str:
    return "".join(element.itertext())


def _kept(element: Element, names: Iterable[str]) -> dict[str, str]:
    return {name: element.attrib[name] for name in names if element.get(name)}


def _name(element: Element) -> str:
    """Give the name of an element, without its namespace."""
    return str(element.tag).rpartition("}")[2].lower()


def _pieces(element: Element) -> Iterator[Piece]:
    """Give what an element holds, in order."""
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail


def _holds_blocks(element: Element) -> bool:
    return any(_name(each) in BLOCKS for each in element.iter() if each is not element)


@dataclass
class _Line:
    """A run of words: spaces collapse, and none stands at its beginning or its end."""

    pieces: list[Piece] = field(default_factory=list)
    is_spaced: bool = True

    def words(self, text: str) -> str:
        """Give `text` as it stands after what was said before."""
        text = SPACES.sub(" ", text)
        if self.is_spaced:
            text = text.removeprefix(" ")
        if text:
            self.is_spaced = text.endswith(" ")
        return LONG_WORD.sub(_breakable, text)

    def broken(self) -> None:
        self.is_spaced = True

    def drawn(self) -> None:
        self.is_spaced = False


def _breakable(word: re.Match[str]) -> str:
    """Let a long word, such as an address, break where a reader expects it."""
    return MAY_BREAK.sub(rf"\1{ZERO_WIDTH}", word[0])


def _holding(tag: str, pieces: Iterable[Piece], attributes: Mapping[str, str]) -> Element:
    made = Element(tag, dict(attributes))
    for piece in pieces:
        if isinstance(piece, Element):
            made.append(piece)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + piece
        else:
            made.text = (made.text or "") + piece
    return made


def _is_empty(pieces: Iterable[Piece]) -> bool:
    return all(isinstance(each, str) and not each.strip(" ") for each in pieces)


def _direction(text: str) -> str:
    """Give the direction of the first strong letter (Unicode annex 9, P2)."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next(("ltr" if each == "L" else "rtl" for each in strong if each in "LRAL" and each), "")


@dataclass
class _Setter:
    anchors: frozenset[str]
    used: set[str] = field(default_factory=set)
    drawings: dict[str, bytes] = field(default_factory=dict)

    # Blocks

    def blocks(self, element: Element, depth: int) -> list[Element]:
        """Give what an element holds as blocks; words between them become paragraphs."""
        made: list[Element] = []
        run: list[Piece] = []
        for piece in (*_pieces(element), None):
            if isinstance(piece, str) or (piece is not None and not self._is_block(piece)):
                run.append(piece)
                continue
            words = self._run(run, depth)
            run = []
            if not _is_empty(words):
                made.append(_holding("p", words, {}))
            if piece is not None:
                made += self._block(piece, depth + 1)
        return made

    def _is_block(self, element: Element) -> bool:
        name = _name(element)
        return name in BLOCKS or name in DROPPED or (name != "svg" and _holds_blocks(element))

    def _block(self, element: Element, depth: int) -> list[Element]:
        name = _name(element)
        if name in DROPPED:
            return []
        if depth > DEEPEST and name not in ("table", "pre", "hr"):
            return self.blocks(element, depth)
        if name in HEADINGS or name in ("p", "summary", "dt", "legend"):
            return self._paragraph(element, depth)
        make = {"table": self._table, "pre": self._code, "hr": self._rule, "dl": self._terms}
        make |= {"ul": self._list, "ol": self._list, "figure": self._figure}
        return make.get(name, self._box)(element, depth)

    def _box(self, element: Element, depth: int) -> list[Element]:
        name = _name(element)
        tag = name if name in ("blockquote", "figcaption") else "div"
        made = Element(tag, self._attributes(element))
        made.extend(self.blocks(element, depth))
        return [_kept_together(made)] if len(made) or tag != "div" or made.get("class") else []

    def _paragraph(self, element: Element, depth: int) -> list[Element]:
        name = _name(element)
        if name not in HEADINGS and _holds_blocks(element):
            return self._box(element, depth)
        words = self._run(list(_pieces(element)), depth)
        attributes = self._attributes(element)
        if _is_empty(words):
            return []
        return [_holding(name if name in HEADINGS else "p", words, attributes)]

    def _code(self, element: Element, _depth: int) -> list[Element]:
        return [_holding("pre", [_words(element).strip("\n")], self._attributes(element))]

    def _rule(self, element: Element, _depth: int) -> list[Element]:
        return [Element("hr", self._attributes(element))]

    def _figure(self, element: Element, depth: int) -> list[Element]:
        made = Element("figure", self._attributes(element))
        made.extend(self.blocks(element, depth))
        return [_kept_together(made)]

    def _list(self, element: Element, depth: int) -> list[Element]:
        made = Element(_name(element), self._attributes(element))
        for piece in _pieces(element):
            if isinstance(piece, Element) or piece.strip():
                made.append(self._item("li", piece, depth))
        return [made] if len(made) else []

    def _item(self, tag: str, piece: Piece, depth: int) -> Element:
        if isinstance(piece, Element) and _name(piece) in ("li", "dd", "dt"):
            return self._holder(tag, piece, depth)
        return self._holder(tag, _holding(tag, [piece], {}), depth)

    def _holder(self, tag: str, element: Element, depth: int) -> Element:
        """Give an element that holds words alone, or blocks."""
        attributes = self._attributes(element)
        if any(isinstance(each, Element) and self._is_block(each) for each in _pieces(element)):
            made = Element(tag, attributes)
            made.extend(self.blocks(element, depth + 1))
            return made
        return _holding(tag, self._run(list(_pieces(element)), depth), attributes)

    def _terms(self, element: Element, depth: int) -> list[Element]:
        made = Element("dl", self._attributes(element))
        for piece in self._ungrouped(element):
            if isinstance(piece, Element) and _name(piece) == "dt":
                words = self._run(list(_pieces(piece)), depth)
                made.append(_holding("dt", words, self._attributes(piece)))
            elif isinstance(piece, Element) or piece.strip():
                made.append(self._item("dd", piece, depth))
        return [made] if len(made) else []

    def _ungrouped(self, element: Element) -> Iterator[Piece]:
        for piece in _pieces(element):
            if isinstance(piece, Element) and _name(piece) == "div":
                yield from _pieces(piece)
            else:
                yield piece

    # Tables

    def _table(self, element: Element, depth: int) -> list[Element]:
        sections = _sections(element)
        cells = list(_placed(sections))
        made = Element("table", self._attributes(element))
        for caption in _children(element, "caption"):
            made.append(_holding("caption", self._run(list(_pieces(caption)), depth), {}))
        around = list(self._outside_cells(element, depth))
        if not cells:
            return [*around, *(_holding("p", _pieces(each), {}) for each in made)]
        for cell in cells:
            made.append(self._cell(cell, depth))
        made.set("header", str(_header_rows(sections)))
        made.set("columns", " ".join(str(each) for each in _widths(cells)))
        return [*around, made]

    def _cell(self, cell: "_Cell", depth: int) -> Element:
        made = self._holder("cell", cell.element, depth + 1)
        facts = {"x": cell.x, "y": cell.y, "colspan": cell.wide, "rowspan": cell.high}
        made.attrib.update({name: str(value) for name, value in facts.items()})
        if _name(cell.element) == "th":
            made.set("head", "col" if cell.element.get("scope", "").startswith("col") else "row")
        if _lines(made) > ROW:
            made.set("tall", "tall")
        return made

    def _outside_cells(self, element: Element, depth: int) -> Iterator[Element]:
        """Give the words of a table that stand in no cell and no caption."""
        for each in (element, *_children(element, "thead", "tbody", "tfoot", "tr")):
            words = [piece for piece in _pieces(each) if isinstance(piece, str) and piece.strip()]
            if words:
                yield _holding("p", self._run(list(words), depth), {})

    # Words

    def _run(self, pieces: Sequence[Piece], depth: int) -> list[Piece]:
        """Give words between blocks, with their spaces in order."""
        line = _Line()
        made = [each for piece in pieces for each in self._inline(piece, line, depth)]
        if made and isinstance(made[-1], str):
            made[-1] = made[-1].rstrip(" ")
        return made

    def _inline(self, piece: Piece, line: _Line, depth: int) -> list[Piece]:
        if isinstance(piece, str):
            return [line.words(piece)]
        name = _name(piece)
        if name in DROPPED:
            return []
        if name == "br":
            line.broken()
            return [Element("br")]
        if name in ("img", "svg"):
            line.drawn()
            return [self._picture(piece)]
        _label_drawings(piece)
        held = [each for part in _pieces(piece) for each in self._inline(part, line, depth + 1)]
        attributes = self._attributes(piece)
        if depth > DEEPEST or (name == "a" and "href" not in attributes):
            return held
        return [_holding(ALIKE.get(name, "span"), held, attributes)]

    def _picture(self, element: Element) -> Element:
        if _name(element) == "img":
            known = _kept(element, ("src", "width", "height", "class"))
            return Element("img", {"alt": element.get("alt", ""), **known})
        path = f"drawing-{len(self.drawings) + 1}.svg"
        words = element.get("aria-label") or SPACES.sub(" ", _words(element)).strip()
        for each in element.iter():
            each.tag = f"{{http://www.w3.org/2000/svg}}{_name(each)}"
        element.tail = None
        self.drawings[path] = ElementTree.tostring(element, encoding="utf-8")
        return Element("img", {"alt": words, "src": path, **_kept(element, ("class",))})

    def _attributes(self, element: Element) -> dict[str, str]:
        """Give what a style sheet asks for; an anchor stands once, a link leads somewhere."""
        found = _kept(element, KEPT)
        if "id" in found and (found["id"] in self.used or found["id"] not in self.anchors):
            del found["id"]
        self.used.add(found.get("id", ""))
        href = found.get("href", "")
        if href.startswith("#") and href[1:] not in self.anchors:
            del found["href"]
        if _name(element) == "bdi" or found.get("dir") == "auto":
            found.setdefault("dir", "auto")
            found["dir"] = found["dir"].replace("auto", _direction(_words(element)) or "ltr")
        return found


def _label_drawings(element: Element) -> None:
    """Give the drawings in an element that is labelled (WAI-ARIA: role img) its label."""
    for each in element if element.get("aria-label") else ():
        each.set("aria-label", element.attrib["aria-label"])


def _children(element: Element, *names: str) -> Iterator[Element]:
    for each in element:
        if _name(each) in names:
            yield each
            if _name(each) in ("thead", "tbody", "tfoot"):
                yield from (row for row in each if _name(row) == "tr" and "tr" in names)


def _sections(table: Element) -> list[list[Element]]:
    """Give the rows of a table in the order they are shown: head, bodies, foot."""
    bodies = [[each for each in part if _name(each) == "tr"] for part in _children(table, "tbody")]
    loose = [each for each in table if _name(each) == "tr"]
    head, foot = (
        [row for part in _children(table, name) for row in part if _name(row) == "tr"]
        for name in ("thead", "tfoot")
    )
    return [head, loose, *bodies, foot]


def _header_rows(sections: Sequence[Sequence[Element]]) -> int:
    """Give how many rows at the top are headers: those of the head, or a first row of headers."""
    if sections[0]:
        return len(sections[0])
    rows = [row for section in sections for row in section]
    names = {_name(each) for each in rows[0]} if len(rows) > 1 else set()
    return int(names == {"th"})


@dataclass(frozen=True)
class _Cell:
    element: Element
    x: int
    y: int
    wide: int
    high: int


def _placed(sections: Iterable[Sequence[Element]]) -> Iterator[_Cell]:
    """Give every cell its place in the grid (HTML, §4.9.12); none grows out of its section."""
    taken: set[tuple[int, int]] = set()
    y = 0
    for rows in sections:
        end = y + len(rows)
        for row in rows:
            x = 0
            for element in (each for each in row if _name(each) in ("td", "th")):
                while (x, y) in taken:
                    x += 1
                cell = _Cell(element, x, y, _span(element, "colspan", MOST_COLUMNS), 0)
                high = min(_span(element, "rowspan", len(rows)), end - y)
                yield from _taking(cell, high, taken)
                x += 1
            y += 1


def _taking(cell: _Cell, high: int, taken: set[tuple[int, int]]) -> Iterator[_Cell]:
    wide = 1
    while wide < cell.wide and (cell.x + wide, cell.y) not in taken:
        wide += 1
    taken.update((cell.x + i, cell.y + j) for i in range(wide) for j in range(high))
    yield _Cell(cell.element, cell.x, cell.y, wide, high)


def _span(element: Element, name: str, most: int) -> int:
    written = element.get(name, "1")
    return max(1, min(int(written), most)) if written.isdecimal() else 1


def _widths(cells: Sequence[_Cell]) -> list[int]:
    """Share the width as browsers do: each column its longest word, then by its longest text."""
    count = max(cell.x + cell.wide for cell in cells)
    least, most = [NARROWEST] * count, [NARROWEST] * count
    for cell in cells:
        if cell.wide == 1:
            text = _words(cell.element)
            longest = max((len(word) for word in text.split()), default=0)
            wanted = min(longest, LONGEST_WORD) + 2 if text.strip() else TO_WRITE
            least[cell.x] = max(least[cell.x], wanted)
            most[cell.x] = max(most[cell.x], min(len(text.strip()), WIDEST) + 2)
    left = A_LINE - sum(least)
    more = [max(high - low, 0) for low, high in zip(least, most, strict=True)]
    if left <= 0 or not sum(more):
        return least
    return [low + left * each // sum(more) for low, each in zip(least, more, strict=True)]


# Lengths


def _kept_together(element: Element) -> Element:
    """Mark a block that is short enough to stand on one page."""
    if _lines(element) <= A_HALF:
        element.set("keep", "keep")
    return element


def _lines(element: Element) -> int:
    """Guess how many lines a block takes."""
    if element.tag in LINED and not _has_blocks(element):
        breaks = sum(each.tag in ("br", "img") for each in element.iter())
        return 1 + breaks + len(_words(element)) // A_LINE
    if element.tag == "img":
        return A_HALF // 2
    return sum(_lines(each) for each in element) + 1


def _has_blocks(element: Element) -> bool:
    return any(each.tag in ("p", "div", "ul", "ol", "table", "dl") for each in element)
