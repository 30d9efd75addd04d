"""Fragments of an edition as the blocks of the text format: running text, and directives.

What each block's HTML looks like is written in templates/blocks/. A block that is not known is
refused, never dropped. Words that a template adds (“Source:”) end with their first colon in every
language; they are the format's, and are left out.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from learning.bundles.profiles import candidates
from learning.bundles.store import sha256
from learning.publishing.exporters import library_markdown as md
from learning.publishing.exporters.library_markdown import CannotSay, Node
from learning.publishing.exporters.library_yaml import Value, line

MEDIA = "media"
NAME_LENGTH = 20  # hex digits of a transcript's SHA-256 in its name
HEADING = re.compile(r"^(?=## )", re.MULTILINE)
UNSAFE = re.compile(r"&(?!\s)|[<>]")  # what a caption would take for markup

# Gives the block of a toolkit's unit as directives or, if it cannot be named, as text of its own.
WriteUnit = Callable[[Node], list[str]]


@dataclass
class Blocks:
    """Writes fragments. `files`: what the written blocks need, a transcript's text by its name,
    and None for a file of the edition. `has_lessons`: whether links lead to lessons.
    """

    write_unit: WriteUnit
    has_lessons: bool = True
    files: dict[str, str | None] = field(default_factory=dict)

    def written(self, html: str) -> list[str]:
        """Give each block of a fragment, a text or a directive. Raises: CannotSay."""
        return self.of_nodes(md.parsed(html).children)

    def of_nodes(self, nodes: Sequence[Node | str]) -> list[str]:
        found: list[str] = []
        for node in _one_text(nodes):
            for block in self._block(node):
                _add(found, block)
        return found

    def _block(self, node: Node) -> list[str]:
        if node.has_class("block-text"):
            return [self.text(node)]
        if node.has_class("block-unit"):
            return self.write_unit(node)
        for name, write in WRITERS.items():
            if node.has_class(name):
                return [write(self, node)]
        raise CannotSay(f"<{node.tag} class={node.attributes.get('class', '')}>")

    def text(self, node: Node, *, within_check: bool = False) -> str:
        """Give the running text in `node` as Markdown."""
        children = node.children if self.has_lessons else _without_lessons(node).children
        return md.markdown(children, within_check=within_check)

    def body(self, node: Node) -> str:
        """Give the text that stands in a card, without what its template adds."""
        return self.text(Node("", {}, [each for each in node.children if not _is_added(each)]))

    def file(self, path: str) -> str:
        """Note that a file of the edition is needed, and give its name in the folder."""
        if not path.startswith(f"{MEDIA}/"):
            raise CannotSay(f"“{path}”")
        self.files[path] = None
        return path

    def transcript(self, text: str) -> str:
        name = f"{MEDIA}/{sha256(text.encode())[:NAME_LENGTH]}.md"
        self.files[name] = f"{text}\n"
        return name


def _one_text(nodes: Sequence[Node | str]) -> list[Node]:
    """Give the blocks, running text in one where it stands in several: the format knows one."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            if node.strip():
                raise CannotSay(f"“{node.strip()[:60]}”")
        elif found and found[-1].has_class("block-text") and node.has_class("block-text"):
            found[-1] = Node("div", node.attributes, [*found[-1].children, *node.children])
        else:
            found.append(node)
    return found


def _add(found: list[str], block: str) -> None:
    if not found or is_directive(found[-1]) or is_directive(block):
        found += [block] if block else []
        return
    both = f"{found[-1]}\n\n{block}"
    if md.MARKDOWN.render(both) != md.MARKDOWN.render(found[-1]) + md.MARKDOWN.render(block):
        raise CannotSay(f"“{block[:60]}”")  # such as a list that would go on with the one before
    found[-1] = both


def is_directive(block: str) -> bool:
    return block.startswith(":::")


def sections(blocks: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Give what stands under each second-level heading; the first may have none, and be empty."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for block in blocks:
        for piece in [block] if is_directive(block) else HEADING.split(block):
            if not is_directive(piece) and piece.startswith("## "):
                heading, _break, _rest = piece[3:].partition("\n")
                found.append((_plain(heading), []))
            if piece.strip():
                found[-1][1].append(piece.strip())
    return [(heading, pieces) for heading, pieces in found if pieces]


def _plain(markdown: str) -> str:
    return md.parsed(md.MARKDOWN.renderInline(markdown)).text().strip()


def directive(
    name: str, settings: Mapping[str, Value], body: str = "", *, alone: bool = False
) -> str:
    """Write a directive. alone: it has settings only, and no rule below them."""
    head = [line(key, value) for key, value in settings.items()]
    rule = ["---"] if head and not alone else []
    return "\n".join([f":::{name}", *head, *rule, *([body] if body else []), ":::"])


def one_line(text: str) -> str:
    return " ".join(text.split())


def source_line(node: Node) -> str:
    """Give a line of sources: its links stand there as whole addresses."""
    said = "".join(
        child if isinstance(child, str) else _source_part(child) for child in node.children
    )
    return one_line(said)


def _source_part(node: Node) -> str:
    if node.tag == "a":
        return node.attributes.get("href", "")
    return source_line(node)


def after_colon(text: str) -> str:
    """Give what follows the words that the template adds."""
    label, colon, rest = text.partition(":")
    if not colon:
        raise CannotSay(f"“{label[:60]}”")
    return rest.strip()


def _is_added(node: Node | str) -> bool:
    if isinstance(node, str):
        return False
    is_word = node.tag == "p" and [each.tag for each in node.elements()] == ["dfn"]
    is_named = node.has_class("block-label") or node.has_class("source")
    return is_word or is_named or node.tag == "summary"


def _needed(node: Node, *, tag: str = "", class_: str = "") -> Node:
    if found := node.find(tag=tag, class_=class_):
        return found
    raise CannotSay(f"<{node.tag} class={node.attributes.get('class', '')}>")


def _without_lessons(node: Node) -> Node:
    """Give `node` with links to lessons as the words they stand on."""
    children: list[Node | str] = []
    for child in node.children:
        if isinstance(child, str):
            children.append(child)
        elif child.tag == "a" and "data-lesson" in child.attributes:
            children += _without_lessons(child).children
        else:
            children.append(_without_lessons(child))
    return Node(node.tag, node.attributes, children)


def _optional(**settings: str) -> dict[str, Value]:
    return {name: value for name, value in settings.items() if value}


def _source(node: Node) -> str:
    found = node.find(class_="source")
    return after_colon(source_line(found)) if found else ""


def _card(name: str) -> Callable[[Blocks, Node], str]:
    return lambda blocks, node: directive(name, {}, blocks.body(node))


def _example(blocks: Blocks, node: Node) -> str:
    title = one_line(_needed(node, tag="h3").text())
    settings = {"title": title, **_optional(source=_source(node))}
    without_title = Node("", {}, node.children[1:])
    return directive("example", settings, blocks.body(without_title))


def _folded(name: str) -> Callable[[Blocks, Node], str]:
    def write(blocks: Blocks, node: Node) -> str:
        title = one_line(_needed(node, tag="summary").text())
        return directive(name, {"title": title}, blocks.body(node))

    return write


def _term(blocks: Blocks, node: Node) -> str:
    return directive("term", {"term": one_line(_needed(node, tag="dfn").text())}, blocks.body(node))


def _quote(_blocks: Blocks, node: Node) -> str:
    footer = _needed(node, tag="footer")
    cite = footer.find(tag="cite")
    by = "".join(child for child in footer.children if isinstance(child, str))
    source = source_line(cite) if cite else ""
    settings = {"by": one_line(by).removesuffix(",").strip(), **_optional(source=source)}
    paragraphs = [_quoted(each) for each in node.elements() if each.tag == "p"]
    return directive("quote", settings, "\n\n".join(filter(None, paragraphs)))


def _quoted(paragraph: Node) -> str:
    """Give a paragraph of plain words; its lines are told apart."""
    said = "".join(
        child if isinstance(child, str) else "\n" for child in paragraph.children
    ).splitlines()
    lines = [md.line(each) for each in said if each.strip()]
    return "\n".join(f"\\{each}" if each.startswith(":::") else each for each in lines)


def _steps(blocks: Blocks, node: Node) -> str:
    title = next((one_line(each.text()) for each in node.elements() if each.tag == "h3"), "")
    steps = [each for each in node.elements() if each.tag == "ol"]
    return directive("steps", _optional(title=title), blocks.text(Node("", {}, list(steps))))


def _table(_blocks: Blocks, node: Node) -> str:
    settings = {
        "caption": md.caption(_needed(node, tag="caption").children),
        **_optional(source=_source(node)),
    }
    rows = [
        [md.cell(cell.children) for cell in row.elements()]
        for row in node.walk()
        if row.tag == "tr"
    ]
    return directive("table", settings, table(rows[0], rows[1:]))


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table of Markdown."""
    rule = f"|{'---|' * len(heading)}"
    return "\n".join([_row(heading), rule, *(_row(row) for row in rows)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _figure(blocks: Blocks, node: Node) -> str:
    image = _needed(node, tag="img")
    paths = [*candidates(image.attributes.get("srcset", "")), (image.attributes.get("src", ""), 0)]
    largest = max(paths, key=lambda path: path[1])[0]
    alt = one_line(image.attributes.get("alt", ""))
    told: dict[str, Value] = {"alt": alt} if alt else {"decorative": True}
    below = node.find(tag="figcaption")
    words = [c for c in below.children if not _is_source(c)] if below else []
    settings = {"image": blocks.file(largest), **told, **_optional(caption=_html(words))}
    return directive("figure", {**settings, **_optional(source=_source(node))}, alone=True)


def _is_source(node: Node | str) -> bool:
    return isinstance(node, Node) and node.has_class("source")


def _html(nodes: Sequence[Node | str]) -> str:
    """Give the caption of a picture, which is no Markdown: words, or HTML if it has any markup."""
    if all(isinstance(each, str) for each in nodes):
        said = one_line("".join(each for each in nodes if isinstance(each, str)))
        return said if not UNSAFE.search(said) else md.escaped(said)
    return one_line("".join(_tagged(each) for each in nodes))


def _tagged(node: Node | str) -> str:
    if isinstance(node, str):
        return md.escaped(node)
    names = "".join(f' {name}="{md.escaped(value)}"' for name, value in node.attributes.items())
    inside = "".join(_tagged(child) for child in node.children)
    return (
        f"<{node.tag}{names}>" if node.tag == "br" else f"<{node.tag}{names}>{inside}</{node.tag}>"
    )


def _download(blocks: Blocks, node: Node) -> str:
    link = _needed(node, tag="a")
    settings = {
        "file": blocks.file(link.attributes.get("href", "")),
        "title": one_line(link.text()),
    }
    return directive("download", settings, alone=True)


def _media(blocks: Blocks, node: Node) -> str:
    films = [each for each in node.walk() if each.tag == "video"]
    sounds = [each for each in node.walk() if each.tag == "audio"]
    transcript = blocks.transcript(blocks.body(_needed(node, tag="details")))
    title: dict[str, Value] = {"title": one_line(_needed(node, class_="media-title").text())}
    heard = [blocks.file(each.attributes.get("src", "")) for each in sounds]
    if not films:
        if len(heard) != 1:
            raise CannotSay(f"“{title['title']}”")
        settings = {**title, "file": heard[0], "transcript": transcript}
        return directive("audio", settings, alone=True)
    *small, film = [blocks.file(each.attributes.get("src", "")) for each in films]
    if len(small) > 1 or len(heard) > 1:
        raise CannotSay(f"“{title['title']}”")
    settings = {**title, "file": film, **_optional(small="".join(small), sound="".join(heard))}
    captions = blocks.file(_needed(node, tag="track").attributes.get("src", ""))
    return directive(
        "video", {**settings, "captions": captions, "transcript": transcript}, alone=True
    )


def _flashcards(_blocks: Blocks, node: Node) -> str:
    title = one_line(_needed(node, class_="block-label").text())
    cards = [
        [md.plain_cell(_needed(each, tag=tag).text()) for tag in ("summary", "p")]
        for each in node.elements()
        if each.tag == "details"
    ]
    return directive("flashcards", {"title": title}, table(["+", "–"], cards))


WRITERS: Mapping[str, Callable[[Blocks, Node], str]] = {
    "block-key": _card("key"),
    "block-office": _card("office"),
    "block-example": _example,
    "block-details": _folded("details"),
    "block-facilitator": _folded("facilitator"),
    "block-term": _term,
    "block-quote": _quote,
    "block-steps": _steps,
    "block-table": _table,
    "block-figure": _figure,
    "block-download": _download,
    "block-media": _media,
    "cards-to-turn": _flashcards,
}
