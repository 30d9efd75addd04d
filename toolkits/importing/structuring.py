"""HTML to sections: the one way that all kinds of files go.

A heading opens a section. Within it each paragraph, list, table and picture is a block, so that an
editor can split between any two. Notes move to the end of each section that points to them.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from html import escape
from html.parser import HTMLParser
from itertools import product

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media.sanitising import INLINE, sanitise, sanitise_inline
from toolkits.importing.errors import Refused, too_long
from toolkits.importing.marking import (
    BODY,
    HEADINGS,
    MARK,
    NOTE,
    PICTURE,
    WIDE_TAGS,
    Marking,
    TooLong,
)
from toolkits.importing.pictures import Album
from toolkits.importing.sources import (
    Block,
    Details,
    Image,
    Limits,
    Note,
    Notes,
    Section,
    Source,
    Table,
    Text,
    marks_of,
)

FLOW = INLINE | frozenset({"li", "ol", "p", "ul"})
MAX_SPAN = 50  # columns or rows that one cell may cover
HEADING = 255  # characters
RAISED = re.compile(f"<sup>\\s*({MARK.pattern})\\s*</sup>")
GAPS = re.compile(r"(?:\s|<br>|&nbsp;|\xa0)+")


def source_of(html: str, album: Album, *, fallback_title: str) -> Source:
    """Give what the document says. Its title is its own, else its one first heading, else given.

    Raises: Refused — too long, too deep, or nothing in it.
    """
    marking = Marking(album)
    try:
        marking.feed(html)
        door = sanitise(RAISED.sub(r"\1", marking.html), tags=WIDE_TAGS)
        reading = _Reading(_tree(door), marking.labels, album.limits)
        sections = tuple(reading.sections())
    except (TooLong, RecursionError) as error:
        raise too_long(album.name) from error
    if not any(section.blocks for section in sections):
        raise Refused(
            album.name,
            _("There is no text in it."),
            _("Look whether it is the right file."),
        )
    title = marking.title or _only_first_heading(sections) or fallback_title
    warnings = [*marking.warnings, *album.warnings, *reading.warnings]
    if not any(section.heading for section in sections):
        warnings.append(_("The file has no headings, so it is one section. Split it where needed."))
    named = tuple(s if s.heading else replace(s, heading=title) for s in sections)
    return Source(title[:255], named, tuple(dict.fromkeys(warnings)), tuple(album.pictures))


def _only_first_heading(sections: Sequence[Section]) -> str:
    first = [section.heading for section in sections if section.heading and section.level == 1]
    return first[0] if len(first) == 1 else ""


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["_Element | str"] = field(default_factory=list)

    def elements(self, *tags: str) -> Iterator["_Element"]:
        for child in self.children:
            if isinstance(child, _Element) and child.tag in tags:
                yield child

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


_Node = _Element | str


class _Tree(HTMLParser):
    """Reads what came out of the door, where every element is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("body")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = _Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(made)
        if tag not in {"br", "hr"}:
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def _tree(html: str) -> _Element:
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return tree.root


@dataclass(frozen=True)
class _Heading:
    level: int
    text: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class _Caption:
    html: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class _ReadNote:
    note: Note
    pictures: tuple[int, ...]


_Item = Block | _Heading | _Caption


class _Reading:
    """Turns one tree into sections. labels: how each note stands in the text."""

    def __init__(self, root: _Element, labels: list[str], limits: Limits) -> None:
        self.root = root
        self.labels = labels
        self.limits = limits
        self.warnings: list[str] = []
        self.notes: dict[int, _Element] = {}
        self.numbers: dict[int, str] = {}  # of the notes, in the order of the text
        self.keys: dict[str, int] = {}  # the other way round
        self.places = 0  # in the grids of all tables
        self.headless_tables = 0
        self.read_notes: dict[str, _ReadNote] = {}

    def sections(self) -> Iterator[Section]:
        pointed_to = {int(number) for kind, number in MARK.findall(self.root.text) if kind == NOTE}
        self._take_notes(self.root, pointed_to)
        items = _captioned(list(self._walk(self.root.children)))
        yield from self._grouped(items)
        if self.headless_tables:
            self.warnings.append(
                ngettext(
                    "%d table had no heading row; its first row is used as one. Look at it.",
                    "%d tables had no heading row; their first rows are used. Look at them.",
                    self.headless_tables,
                )
                % self.headless_tables
            )

    def _take_notes(self, parent: _Element, pointed_to: set[int]) -> None:
        kept: list[_Node] = []
        for child in parent.children:
            if isinstance(child, _Element):
                key = _note_that_opens(child)
                if key is not None and key in pointed_to:
                    child.children[0] = MARK.sub("", str(child.children[0]), count=1)
                    self.notes.setdefault(key, child)
                    continue
                self._take_notes(child, pointed_to)
            kept.append(child)
        parent.children = kept

    def _grouped(self, items: Iterable[_Item]) -> Iterator[Section]:
        heading: _Heading | None = None
        blocks: list[Block] = []
        for item in items:
            if isinstance(item, _Heading):
                if heading or blocks:
                    yield self._section(heading, blocks)
                heading, blocks = item, []
            elif not isinstance(item, _Caption):
                blocks.append(item)
        if heading or blocks:
            yield self._section(heading, blocks)

    def _section(self, heading: _Heading | None, blocks: list[Block]) -> Section:
        blocks = _without_outer_rules(blocks)
        marks = [*(heading.marks if heading else ()), *(m for b in blocks for m in marks_of(b))]
        blocks += self._notes(marks)
        if heading is None:
            return Section("", 1, tuple(blocks))
        return Section(heading.text[:HEADING], heading.level, tuple(blocks))

    def _notes(self, marks: Iterable[str]) -> list[Block]:
        """Give the pictures in the notes, and the notes with those that they point to."""
        found: dict[str, _ReadNote] = {}
        waiting = deque(marks)
        while waiting:
            mark = waiting.popleft()
            if mark not in found:
                found[mark] = self._note(mark)
                waiting.extend(found[mark].note.marks)
        pictures = dict.fromkeys(number for each in found.values() for number in each.pictures)
        notes = [Notes(tuple(each.note for each in found.values()))] if found else []
        return [*map(Image, pictures), *notes]

    def _note(self, mark: str) -> "_ReadNote":
        if mark not in self.read_notes:
            html, pictures, marks = self._taken_apart(_cell_html(self.notes[self.keys[mark]]))
            note = Note(mark, sanitise_inline(html), marks)
            self.read_notes[mark] = _ReadNote(note, tuple(pictures))
        return self.read_notes[mark]

    def _walk(self, nodes: Iterable[_Node]) -> Iterator[_Item]:
        loose: list[_Node] = []
        for node in nodes:
            if isinstance(node, str) or node.tag in INLINE:
                loose.append(node)
                continue
            yield from self._paragraph(loose)
            loose = []
            yield from self._block(node)
        yield from self._paragraph(loose)

    def _block(self, node: _Element) -> Iterator[_Item]:
        if node.tag in HEADINGS:
            yield from self._heading(node)
        elif node.tag in {"p", "pre"}:
            yield from self._paragraph(node.children)
        elif node.tag == "dt":
            yield from self._paragraph([_Element("strong", {}, node.children)])
        elif node.tag in {"ol", "ul"}:
            yield from self._list(node)
        elif node.tag == "table":
            yield from self._table(node)
        elif node.tag in {"figcaption", "caption"}:
            html, pictures, marks = self._taken_apart(_cell_html(node))
            yield from map(Image, pictures)
            yield _Caption(sanitise_inline(html), marks)
        elif node.tag == "details":
            yield from self._details(node)
        elif node.tag == "hr":
            yield Text("<hr>")
        else:
            yield from self._walk(node.children)

    def _heading(self, node: _Element) -> Iterator[_Item]:
        html, pictures, marks = self._taken_apart(_inline_html(node.children))
        text = " ".join(_plain(html).split())
        for mark in marks:
            text = text.replace(f"[{mark}]", "").strip()
        if text:
            yield _Heading(int(node.tag[1]), text, marks)
        if len(text) > HEADING:  # no heading at all, but text that nobody closed
            yield Text(sanitise(f"<p>{escape(text)}</p>"))
        yield from map(Image, pictures)

    def _paragraph(self, nodes: Sequence[_Node]) -> Iterator[Block]:
        html, pictures, marks = self._taken_apart(_inline_html(nodes))
        if not _is_blank(html):
            yield Text(sanitise(f"<p>{html.strip()}</p>"), marks)
        yield from map(Image, pictures)

    def _list(self, node: _Element) -> Iterator[Block]:
        html, pictures, marks = self._taken_apart(_flow_html(node))
        if not _is_blank(html):
            yield Text(sanitise(html), marks)
        yield from map(Image, pictures)

    def _details(self, node: _Element) -> Iterator[Block]:
        titles = "".join(_cell_html(title) for title in node.elements("summary"))
        html, pictures, marks = self._taken_apart(titles)
        title = _plain(html).strip()
        inside = [c for c in node.children if isinstance(c, str) or c.tag != "summary"]
        items = _captioned(list(self._walk(inside)))
        blocks = [_within_details(item) for item in items if not isinstance(item, _Caption)]
        texts = [block for block in blocks if isinstance(block, Text)]
        if texts:
            marks = tuple(dict.fromkeys((*marks, *(m for text in texts for m in text.marks))))
            yield Details(title or _("More"), "".join(text.html for text in texts), marks)
        elif title:
            yield Text(sanitise(f"<p><strong>{escape(title)}</strong></p>"), marks)
        yield from map(Image, pictures)
        yield from (block for block in blocks if not isinstance(block, Text))

    def _table(self, node: _Element) -> Iterator[_Item]:
        rows = [(row, row_of) for row_of, row in _rows(node)]
        if len(rows) == 1 and len(list(rows[0][0].elements("td", "th"))) == 1:
            yield from self._walk(next(rows[0][0].elements("td", "th")).children)  # a framed text
            return
        pictures: list[int] = []
        marks: list[str] = []

        @cache
        def cell(html: str) -> str:
            text, found, pointed = self._taken_apart(html)
            pictures.extend(found)
            marks.extend(pointed)
            return sanitise_inline(text).strip()

        captions = [cell(_cell_html(caption)) for caption in node.elements("caption")]
        grid = self._grid([row for row, _row_of in rows])
        cells = [tuple(cell(html) for html in line) for line in grid]
        heads = _number_of_heading_rows(rows)
        if not heads:
            self.headless_tables += 1
        heading = tuple(map(_joined, zip(*cells[: heads or 1], strict=True)))
        body = [line for line in cells[heads or 1 :] if any(line)]
        if any(heading) or body:
            caption = captions[0] if captions else ""
            yield Table(caption, heading, tuple(body), tuple(dict.fromkeys(marks)))
        yield from map(Image, dict.fromkeys(pictures))

    def _grid(self, rows: Sequence[_Element]) -> list[list[str]]:
        """Give the grid of a table. Raises: TooLong — it, or all of them, have too many places."""
        grid = _grid(rows, self.limits.places)
        self.places += sum(map(len, grid))
        if self.places > self.limits.elements:
            raise TooLong
        return grid

    def _taken_apart(self, html: str) -> tuple[str, list[int], tuple[str, ...]]:
        """Give the text with its notes' marks written out, the pictures in it, and the marks."""
        pictures: list[int] = []
        marks: list[str] = []

        def written(match: re.Match[str]) -> str:
            kind, number = match[1], int(match[2])
            if kind == PICTURE:
                pictures.append(number)
            if kind != NOTE:
                return ""
            if number not in self.notes:
                return escape(self.labels[number])  # a mark whose note is missing
            mark = self.numbers.setdefault(number, str(len(self.numbers) + 1))
            self.keys[mark] = number
            marks.append(mark)
            return f"[{mark}]"

        return MARK.sub(written, html), pictures, tuple(dict.fromkeys(marks))


def _note_that_opens(node: _Element) -> int | None:
    """Give the number of the note that `node` holds, if it holds one."""
    first = node.children[0] if node.children else ""
    match = MARK.match(first) if isinstance(first, str) else None
    return int(match[2]) if match and match[1] == BODY else None


def _captioned(items: list[_Item]) -> list[_Item]:
    """Give each caption to the table after it or to what stands before it."""
    done: list[_Item] = []
    waiting: _Caption | None = None
    for place, item in enumerate(items):
        if isinstance(item, _Caption):
            after = items[place + 1] if place + 1 < len(items) else None
            before = done[-1] if done else None
            if isinstance(after, Table) and not after.caption:
                waiting = item
            elif isinstance(before, Image | Table) and not before.caption:
                done[-1] = _with_caption(before, item)
            elif item.html:
                done.append(Text(sanitise(f"<p>{item.html}</p>"), item.marks))
        elif waiting and isinstance(item, Table):
            done.append(_with_caption(item, waiting))
            waiting = None
        else:
            done.append(item)
    return done


def _with_caption(block: Image | Table, caption: _Caption) -> Block:
    if isinstance(block, Image):
        return replace(block, caption=_plain(caption.html)[:255])
    return replace(block, caption=caption.html, marks=(*block.marks, *caption.marks))


def _within_details(item: Block | _Heading) -> Block:
    """Give a heading as a bold paragraph: details hold running text, and open no section."""
    if not isinstance(item, _Heading):
        return item
    pointers = "".join(f"[{mark}]" for mark in item.marks)
    return Text(sanitise(f"<p><strong>{escape(item.text)}{pointers}</strong></p>"), item.marks)


def _without_outer_rules(blocks: Sequence[Block]) -> list[Block]:
    others = [place for place, block in enumerate(blocks) if block != Text("<hr>")]
    return list(blocks[others[0] : others[-1] + 1]) if others else []


def _inline_html(nodes: Iterable[_Node]) -> str:
    """Give the nodes with inline markup only; blocks among them stand apart by a line."""
    pieces = []
    for node in nodes:
        if isinstance(node, str):
            pieces.append(escape(node, quote=False))
        elif node.tag == "br":
            pieces.append("<br>")
        elif node.tag in INLINE:
            pieces.append(
                f"<{node.tag}{_attributes(node)}>{_inline_html(node.children)}</{node.tag}>"
            )
        else:
            pieces.append(f"<br>{_inline_html(node.children)}<br>")
    return "".join(pieces)


def _cell_html(node: _Element) -> str:
    """Give a cell, caption or note in one line of inline markup, its paragraphs broken by <br>."""
    html = re.sub(r"\s+", " ", _inline_html(node.children))
    html = re.sub(r"(?:\s*<br>\s*)+", "<br>", html)
    return re.sub(r"^(?:<br>|\s)+|(?:<br>|\s)+$", "", html)


def _flow_html(node: _Element) -> str:
    """Give a list with the lists in it; other blocks in its items become paragraphs or bold."""
    pieces = []
    for child in node.children:
        if isinstance(child, str):
            pieces.append(escape(child, quote=False))
        elif child.tag == "br":
            pieces.append("<br>")
        elif child.tag in HEADINGS:
            pieces.append(f"<p><strong>{_inline_html(child.children)}</strong></p>")
        elif child.tag in FLOW:
            pieces.append(_flow_html(child))
        elif child.tag != "hr":
            pieces.append(f"<p>{_inline_html(child.children)}</p>")
    return f"<{node.tag}{_attributes(node)}>{''.join(pieces)}</{node.tag}>"


def _attributes(node: _Element) -> str:
    kept = {"a": ("href", "title"), "abbr": ("title",), "ol": ("start",)}.get(node.tag, ())
    return "".join(
        f' {name}="{escape(node.attributes[name])}"' for name in kept if name in node.attributes
    )


def _rows(table: _Element) -> list[tuple[str, _Element]]:
    """Give each row with the part of the table it stands in."""
    found = []
    for child in table.elements("thead", "tbody", "tfoot", "tr"):
        if child.tag == "tr":
            found.append(("table", child))
        else:
            found += [(child.tag, row) for row in child.elements("tr")]
    return found


def _grid(rows: Sequence[_Element], most: int) -> list[list[str]]:
    """Give the cells as HTML, a merged cell written into each place it covers, all rows as wide.

    Raises: TooLong — more than `most` places.
    """
    taken: dict[tuple[int, int], str] = {}
    width = covered = 0
    for line, row in enumerate(rows):
        column = 0
        for cell in row.elements("td", "th"):
            while (line, column) in taken:
                column += 1
            down, across = min(_span(cell, "rowspan"), len(rows) - line), _span(cell, "colspan")
            covered += down * across
            width = max(width, column + across)
            if max(covered, width * len(rows)) > most:
                raise TooLong
            html = _cell_html(cell)
            for place in product(range(line, line + down), range(column, column + across)):
                taken.setdefault(place, html)
            column += across
    return [[taken.get((line, column), "") for column in range(width)] for line in range(len(rows))]


def _span(cell: _Element, name: str) -> int:
    value = cell.attributes.get(name, "1")
    if not (value.isascii() and value.isdigit()):
        return 1
    return min(MAX_SPAN, max(1, int(value[:6])))


def _number_of_heading_rows(rows: Sequence[tuple[_Element, str]]) -> int:
    if heads := sum(part == "thead" for _row, part in rows):
        return heads
    first = list(rows[0][0].elements("td", "th")) if rows else []
    return int(bool(first) and all(cell.tag == "th" for cell in first))


def _joined(cells: Sequence[str]) -> str:
    return " – ".join(dict.fromkeys(cell for cell in cells if cell))


def _is_blank(html: str) -> bool:
    return not GAPS.sub("", strip_tags(html)) and "<hr" not in html


def _plain(html: str) -> str:
    """Give the text of `html` with its entities read."""
    return _tree(html).text


def strip_marks(text: str) -> str:
    return MARK.sub("", text)
