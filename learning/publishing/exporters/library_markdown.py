"""HTML of a text to the Markdown that `load_library` reads (docs/library-format.md).

What Markdown cannot say is refused, never dropped: whatever is written is read again here, and must
say what the HTML said. Only two things are put in order. What is bold within bold is bold once, and
blanks at the end of emphasis stand after it, since CommonMark takes neither.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from html import escape, unescape

from markdown_it import MarkdownIt

from learning.bundles.markup import Element, elements

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")  # as courses.library.markup
STRONG, EMPHASIS = "**", "*"
MARKERS: Mapping[str, str] = {"strong": STRONG, "b": STRONG, "em": EMPHASIS, "i": EMPHASIS}
INLINE = frozenset({"a", "abbr", "br", "cite", "code", "sub", "sup", *MARKERS})
LISTS = frozenset({"ul", "ol"})
BREAK = "\\\n"
# What stands between elements and is no text: comments, and tags that close nothing.
NO_TEXT = re.compile(r"<!--.*?-->|</[^>]*>|<![^>]*>", re.DOTALL)
ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")
# Begun like this, a line is a list, a rule, a heading, a quotation, a table or a directive.
LINE_START = re.compile(
    r"(?:[-+*](?=\s|$)|#{1,6}(?=\s|$)|>|~~~|:::|\||=+\s*$|[-:|\s]+$|(?:[-_*]\s*){3,}$)"
)
NUMBER_START = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
BLANKS = " \t\n"


class CannotSay(ValueError):
    """The text format has no words for this. The message is what it is about."""


@dataclass
class Node:
    """An element with its texts and elements. The outermost has no tag."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)

    def has_class(self, name: str) -> bool:
        return name in self.attributes.get("class", "").split()

    def elements(self) -> "list[Node]":
        return [child for child in self.children if isinstance(child, Node)]

    def walk(self) -> "Iterator[Node]":
        yield self
        for child in self.elements():
            yield from child.walk()

    def find(self, *, tag: str = "", class_: str = "") -> "Node | None":
        """Give the first element below with this tag or class."""
        for node in self.walk():
            if node is not self and (node.tag == tag or (class_ and node.has_class(class_))):
                return node
        return None

    def text(self) -> str:
        """Give what stands in it without markup."""
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)


def parsed(html: str) -> Node:
    """Give `html` as a tree."""
    return Node("", {}, _nodes(html, elements(html), 0, len(html)))


def _nodes(html: str, found: Sequence[Element], start: int, end: int) -> list[Node | str]:
    nodes: list[Node | str] = []
    for element in found:
        nodes.append(_text(html[start : element.start]))
        inside = _nodes(html, element.children, element.inner, element.inner_end)
        nodes.append(Node(element.tag, element.attributes, inside))
        start = element.end
    nodes.append(_text(html[start:end]))
    return [node for node in nodes if node]


def _text(html: str) -> str:
    return unescape(NO_TEXT.sub("", html)).replace("\r\n", "\n").replace("\r", "\n")


class Place(Enum):
    """Where Markdown stands: each is read in another way."""

    BLOCK = "block"
    CELL = "cell"  # of a table
    LINE = "line"  # a caption or an option: its < and & are escaped before it is read


# --- what stands in a line -----------------------------------------------------------------------


class Sort(Enum):
    TEXT = "text"
    OPEN = "open"
    CLOSE = "close"
    CODE = "code"
    LINK = "link"  # "[" or "](address)"
    BREAK = "break"


@dataclass(frozen=True)
class Piece:
    sort: Sort
    said: str


def _pieces(nodes: Sequence[Node | str], marks: frozenset[str] = frozenset()) -> Iterator[Piece]:
    for node in nodes:
        if isinstance(node, str):
            yield Piece(Sort.TEXT, node)
        elif node.tag in MARKERS:
            marker = MARKERS[node.tag]
            inside = _pieces(node.children, marks | {marker})
            if marker in marks:
                yield from inside
            else:
                yield Piece(Sort.OPEN, marker)
                yield from inside
                yield Piece(Sort.CLOSE, marker)
        elif node.tag == "br":
            yield Piece(Sort.BREAK, BREAK)
        elif node.tag == "code" and not node.elements():
            yield Piece(Sort.CODE, " ".join(node.text().split("\n")))
        elif node.tag == "a":
            yield from _link(node, marks)
        else:
            raise CannotSay(f"<{node.tag}>")


def _link(node: Node, marks: frozenset[str]) -> Iterator[Piece]:
    address = "" if "a" in marks else _address(node)  # no link stands in another
    if not address:
        yield from _pieces(node.children, marks)
        return
    yield Piece(Sort.LINK, "[")
    yield from _pieces(node.children, marks | {"a"})
    title = " ".join(node.attributes.get("title", "").split())
    yield Piece(Sort.LINK, f"]({address}{_title(title)})")


def _address(node: Node) -> str:
    if lesson := node.attributes.get("data-lesson"):
        return f"lesson:{lesson}"
    address = MARKDOWN.normalizeLink(node.attributes.get("href", "").strip())
    if not address:
        return ""
    if not re.match(r"(?:https?|mailto|tel|lesson):", address, re.IGNORECASE):
        raise CannotSay(f"<a href={address}>")
    address = re.sub(r"([\\*_`])", r"\\\1", ENTITY.sub(lambda found: f"\\{found[0]}", address))
    return f"<{address}>" if re.search(r"[()\s]", address) else address


def _title(title: str) -> str:
    words = re.sub(r'([\\"&])', r"\\\1", title)
    return f' "{words}"' if title else ""


def _ordered(pieces: Sequence[Piece]) -> list[Piece]:
    """Give `pieces` with blanks and breaks outside of emphasis, and none that says nothing."""
    before: list[Piece] = []
    after = _joined(pieces)
    while before != after:
        before, after = after, _joined(_step(after))
    while after and _is_blank(after[-1]):
        after.pop()
    while after and _is_blank(after[0]):
        after.pop(0)
    return after


def _is_blank(piece: Piece) -> bool:
    """Say whether `piece`, at an end, shows nothing."""
    is_empty = piece.sort is Sort.TEXT and not piece.said.strip(BLANKS)
    return is_empty or piece.sort is Sort.BREAK


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        if piece.sort is Sort.TEXT and not piece.said:
            continue
        if found and piece.sort is found[-1].sort and piece.sort in (Sort.TEXT, Sort.CODE):
            found[-1] = Piece(piece.sort, found[-1].said + piece.said)
        else:
            found.append(piece)
    return found


def _step(pieces: Sequence[Piece]) -> list[Piece]:
    """Put the first thing that is out of order in its place."""
    for place in range(len(pieces) - 1):
        first, second = pieces[place], pieces[place + 1]
        instead: list[Piece] | None = None
        if first.said == second.said and {first.sort, second.sort} == {Sort.OPEN, Sort.CLOSE}:
            instead = []  # closed and opened again, or nothing inside
        elif (first.sort, second.sort) in ((Sort.OPEN, Sort.BREAK), (Sort.BREAK, Sort.CLOSE)):
            instead = [second, first]
        elif first.sort is Sort.OPEN and second.sort is Sort.TEXT and second.said[0].isspace():
            kept = second.said.lstrip()
            blanks = second.said[: len(second.said) - len(kept)]
            instead = [Piece(Sort.TEXT, blanks), first, Piece(Sort.TEXT, kept)]
        elif first.sort is Sort.TEXT and second.sort is Sort.CLOSE and first.said[-1].isspace():
            kept = first.said.rstrip()
            instead = [Piece(Sort.TEXT, kept), second, Piece(Sort.TEXT, first.said[len(kept) :])]
        if instead is not None:
            return [*pieces[:place], *instead, *pieces[place + 2 :]]
    return list(pieces)


@dataclass
class Atom:
    """A mark, or one character as it is written. `character`: what it says, if it is text."""

    written: str
    character: str = ""


def inline(nodes: Sequence[Node | str], place: Place = Place.BLOCK) -> str:
    """Give phrases as Markdown. Raises: CannotSay."""
    pieces = _ordered(list(_pieces(nodes)))
    if place is not Place.BLOCK and any(piece.sort is Sort.BREAK for piece in pieces):
        raise CannotSay("<br>")
    atoms = list(_atoms(pieces, place))
    if place is not Place.LINE:
        _set_apart(atoms, pieces)
    return "".join(atom.written for atom in atoms)


def _atoms(pieces: Sequence[Piece], place: Place) -> Iterator[Atom]:
    marks = _marks(pieces)
    for number, piece in enumerate(pieces):
        following = pieces[number + 1].said[:1] if number + 1 < len(pieces) else ""
        if piece.sort is Sort.TEXT:
            yield from _characters(piece.said, following, place)
        elif piece.sort is Sort.CODE:
            yield Atom(_code(piece.said, place))
        else:
            yield Atom(marks.get(number, piece.said))


def _marks(pieces: Sequence[Piece]) -> dict[int, str]:
    """Give the marks of emphasis that touches what is strong: those are written as _."""
    found: dict[int, str] = {}
    opened: list[int] = []
    for number, piece in enumerate(pieces):
        if piece.sort is Sort.OPEN:
            opened.append(number)
        elif piece.sort is Sort.CLOSE:
            start = opened.pop()
            near = pieces[max(0, start - 1) : start + 2], pieces[number - 1 : number + 2]
            touches = any(each.said == STRONG for side in near for each in side)
            if piece.said == EMPHASIS and touches:
                found[start] = found[number] = "_"
    return found


def _characters(text: str, following: str, place: Place) -> Iterator[Atom]:
    for number, character in enumerate(text):
        after = text[number + 1] if number + 1 < len(text) else following
        before = text[number - 1] if number else ""
        yield Atom(_written(character, before, after, text[number:], place), character)


def _written(character: str, before: str, after: str, rest: str, place: Place) -> str:
    if character in "\\`*[]" or (character == "|" and place is Place.CELL):
        return f"\\{character}"
    if character == "_" and not (before.isalnum() and after.isalnum()):
        return "\\_"
    if character == "!" and after == "[" and len(rest) == 1:
        return "\\!"
    if place is not Place.LINE and (character == "<" or (character == "&" and ENTITY.match(rest))):
        return f"\\{character}"
    return " " if character == "\n" and place is not Place.BLOCK else character


def _code(text: str, place: Place) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[:1] in ("`", " ") or text[-1:] in ("`", " ") else ""
    said = text.replace("|", "\\|") if place is Place.CELL else text
    return f"{fence}{pad}{said}{pad}{fence}"


def _set_apart(atoms: list[Atom], pieces: Sequence[Piece]) -> None:
    """Write the letter beside a mark as an entity where the mark would not count as one.

    CommonMark §6.2: beside a letter, a mark that holds punctuation opens or closes nothing.
    """
    for number, atom in enumerate(atoms):
        if atom.written not in (STRONG, EMPHASIS, "_") or atom.character:
            continue
        is_open = _opens(atoms, number, pieces)
        outer, inner = (number - 1, number + 1) if is_open else (number + 1, number - 1)
        if not 0 <= outer < len(atoms) or not 0 <= inner < len(atoms):
            continue
        letter = atoms[outer].character
        is_letter = bool(letter) and not letter.isspace() and not _is_punctuation(letter)
        if is_letter and (atom.written == "_" or _is_punctuation(atoms[inner].character)):
            atoms[outer].written = f"&#{ord(letter)};"


def _opens(atoms: Sequence[Atom], number: int, pieces: Sequence[Piece]) -> bool:
    marks = [p.sort is Sort.OPEN for p in pieces if p.sort in (Sort.OPEN, Sort.CLOSE)]
    before = [
        each for each in atoms[:number] if not each.character and each.written in (STRONG, "*", "_")
    ]
    return marks[len(before)]


def _is_punctuation(character: str) -> bool:
    # What is no text is a mark, a link or code, which all begin and end with punctuation.
    return not character or unicodedata.category(character)[0] in "PS"


# --- what stands in lines of its own -------------------------------------------------------------


@dataclass(frozen=True)
class _Written:
    tag: str
    text: str
    is_plain: bool = False  # a paragraph without an element of its own, as in a tight list


def markdown(nodes: Sequence[Node | str], *, within_check: bool = False) -> str:
    """Give a text as Markdown; empty if it says nothing. Raises: CannotSay.

    within_check: lists and headings stand one blank in, so that no check takes them for its own.
    """
    blocks = _blocks(nodes)
    if within_check:
        blocks = [_moved_in(block) for block in blocks]
    said = "\n\n".join(block.text for block in blocks)
    if _normal(parsed(MARKDOWN.render(said)).children) != _normal(nodes):
        raise CannotSay(f"“{said[:60]}”")
    return said


def _moved_in(block: _Written) -> _Written:
    if block.tag == "p":
        return block
    return _Written(block.tag, "\n".join(f" {line}" if line else "" for line in _lines(block)))


def _lines(block: _Written) -> list[str]:
    return block.text.split("\n")


def _blocks(nodes: Sequence[Node | str]) -> list[_Written]:
    found: list[_Written] = []
    run: list[Node | str] = []
    for node in nodes:
        if isinstance(node, str) or node.tag in INLINE:
            run.append(node)
            continue
        found += _paragraph(run, is_plain=True)
        run = []
        found += _block(node, found)
    return [*found, *_paragraph(run, is_plain=True)]


def _block(node: Node, before: Sequence[_Written]) -> list[_Written]:
    if node.tag == "p":
        return _paragraph(node.children)
    if node.tag in ("h2", "h3"):
        text = _edges(" ".join(inline(node.children).split("\n")).strip(BLANKS))
        text = re.sub(r"(#+)$", r"\\\1", text)
        return [_Written(node.tag, f"{'#' * int(node.tag[1])} {text}")] if text else []
    if node.tag == "hr":
        return [_Written("hr", "___")]
    if node.tag in LISTS:
        beside = [block.tag for block in before[-1:]]
        return _list(node, other=beside == [node.tag] and not _is_other(before[-1]))
    raise CannotSay(f"<{node.tag}>")


def _is_other(block: _Written) -> bool:
    """Say whether a list has the second of its two marks, which set it apart from the first."""
    return bool(re.match(r"\*|\d+\)", block.text))


def _paragraph(nodes: Sequence[Node | str], *, is_plain: bool = False) -> list[_Written]:
    text = inline(nodes).strip(BLANKS)
    lines = [line.strip(BLANKS) for line in _edges(text).split("\n")]
    said = "\n".join(_begun(line) for line in lines if line)
    return [_Written("p", said, is_plain)] if said else []


def _edges(text: str) -> str:
    """Give `text` with blanks at its ends that readers would strip as entities."""
    if text[:1].isspace():
        text = f"&#{ord(text[0])};{text[1:]}"
    return f"{text[:-1]}&#{ord(text[-1])};" if text[-1:].isspace() else text


def _begun(line: str) -> str:
    if LINE_START.match(line):
        return f"\\{line}"
    return NUMBER_START.sub(r"\1\\\2", line, count=1) if NUMBER_START.match(line) else line


def _list(node: Node, *, other: bool) -> list[_Written]:
    items = [child for child in node.elements() if child.tag == "li"]
    if len(items) != len(node.elements()) or _has_text(node):
        raise CannotSay(f"<{node.tag}>")
    blocks = [_blocks(item.children) for item in items]
    is_loose = _is_loose(blocks)
    start = node.attributes.get("start", "1")
    first = int(start) if start.isdecimal() else 1
    written = [
        _item(_mark(node.tag, first + number, other=other), each, is_loose)
        for number, each in enumerate(blocks)
    ]
    return [_Written(node.tag, ("\n\n" if is_loose else "\n").join(written))] if items else []


def _has_text(node: Node) -> bool:
    return any(isinstance(child, str) and child.strip() for child in node.children)


def _mark(tag: str, number: int, *, other: bool) -> str:
    if tag == "ul":
        return "*" if other else "-"
    return f"{number})" if other else f"{number}."


def _is_loose(items: Sequence[Sequence[_Written]]) -> bool:
    """Say whether blank lines stand between the blocks of a list."""
    shapes = [tuple(block.tag for block in blocks) for blocks in items]
    tight = all(
        shape in ((), ("p",), ("ul",), ("ol",), ("p", "ul"), ("p", "ol")) for shape in shapes
    )
    odd = any(
        blocks[-1].tag == "ol" and not re.match(r"1[.)]", blocks[-1].text)
        for blocks in items
        if len(blocks) > 1
    )
    if not tight or odd:
        return True
    is_spaced = len(items) > 1 or any(len(blocks) > 1 for blocks in items)
    return is_spaced and any(b.tag == "p" and not b.is_plain for blocks in items for b in blocks)


def _item(mark: str, blocks: Sequence[_Written], is_loose: bool) -> str:
    text = ("\n\n" if is_loose else "\n").join(block.text for block in blocks)
    indent = " " * (len(mark) + 1)
    first, *lines = text.split("\n")
    return "\n".join([f"{mark} {first}".rstrip(" "), *(f"{indent}{x}" if x else "" for x in lines)])


# --- whether it says the same ---------------------------------------------------------------------

Normal = tuple[object, ...]


def _normal(nodes: Sequence[Node | str]) -> list[Normal]:
    """Give what `nodes` say, however it is written."""
    found: list[Normal] = []
    run: list[Node | str] = []
    for node in [*nodes, Node("end")]:
        if isinstance(node, str) or node.tag in INLINE:
            run.append(node)
            continue
        found += _normal_paragraph("p", run)
        run = []
        if node.tag in ("p", "h2", "h3"):
            found += _normal_paragraph(node.tag, node.children)
        elif node.tag in LISTS:
            items = [tuple(_normal(each.children)) for each in node.elements()]
            found.append((node.tag, node.attributes.get("start", "1"), *items))
        elif node.tag != "end":
            found.append((node.tag,))
    return found


def _normal_paragraph(tag: str, nodes: Sequence[Node | str]) -> list[Normal]:
    said = normal_line(nodes)
    return [(tag, said)] if said else []


def normal_line(nodes: Sequence[Node | str]) -> str:
    """Give phrases in one way of writing, blanks joined."""
    pieces = _ordered(list(_pieces(nodes)))
    told = "".join(
        piece.said if piece.sort is Sort.TEXT else f"\0{piece.sort.value}{piece.said}\0"
        for piece in pieces
    )
    return re.sub(r"[ \t\n]+", " ", re.sub(r"[ \t\n]*(\0break\\\n\0)[ \t\n]*", r"\1", told)).strip(
        BLANKS
    )


# --- lines ----------------------------------------------------------------------------------------


def cell(nodes: Sequence[Node | str]) -> str:
    """Give what stands in a cell of a table. Raises: CannotSay."""
    said = inline(nodes, Place.CELL).strip()
    read = parsed(MARKDOWN.render(f"| {said} | x |\n|---|---|"))
    found = read.find(tag="th")
    if found is None or normal_line(found.children) != normal_line(nodes).strip():
        raise CannotSay(f"“{said[:60]}”")
    return said


def plain_cell(text: str) -> str:
    """Give plain text as it stands in a cell of a table."""
    return cell([" ".join(text.split())])


def caption(nodes: Sequence[Node | str]) -> str:
    """Give phrases as they stand in a caption. Raises: CannotSay."""
    said = inline(nodes, Place.LINE).strip(BLANKS)
    read = parsed(MARKDOWN.renderInline(escape(said, quote=False)))
    if normal_line(read.children) != normal_line(nodes):
        raise CannotSay(f"“{said[:60]}”")
    return said


def line(text: str) -> str:
    """Give plain text as an option or its feedback is written."""
    return caption([" ".join(text.split())])


def escaped(text: str) -> str:
    """Give `text` as HTML."""
    return escape(text, quote=True)
