"""Units of toolkits that a lesson takes over: named where they can be, written out where not.

A lesson names a unit, and loading puts the unit's wording in its place. So a unit is only named
where that gives what the edition says: its toolkit is exported too, and says the same. Otherwise
the wording stands in the lesson as text of its own, and the person exporting is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from learning.bundles.edition import FrozenEdition, Text
from learning.bundles.manifest import Kind, Lesson
from learning.publishing.exporters import library_markdown as md
from learning.publishing.exporters.library_blocks import (
    Blocks,
    after_colon,
    directive,
    one_line,
    sections,
    source_line,
)
from learning.publishing.exporters.library_markdown import CannotSay, Node
from learning.publishing.exporters.library_yaml import Value

FACTS, SOURCES = "facts", "sources"


@dataclass(frozen=True)
class Facts:
    """What stands around the text of a toolkit's unit. `details`: of a case, as they stand."""

    details: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass
class UnitText:
    """A unit of a toolkit as its edition has it."""

    edition: FrozenEdition
    lesson: Lesson

    @cached_property
    def _nodes(self) -> Sequence[Node | str]:
        parts = self.edition.parts(self.lesson.path)
        html = "".join(part.html for part in parts if isinstance(part, Text))
        return md.parsed(html).children

    @property
    def text(self) -> list[Node | str]:
        """Its own text, without facts and sources."""
        return [node for node in self._nodes if not _is_around(node)]

    @cached_property
    def facts(self) -> Facts:
        around = [node for node in self._nodes if isinstance(node, Node) and _is_around(node)]
        details = [each.text() for node in around for each in node.walk() if each.tag == "dd"]
        return Facts(tuple(map(one_line, details)), tuple(_sources(around)))

    @cached_property
    def blocks(self) -> list[str]:
        """Its blocks as a lesson of a course shows them: links to its siblings are words."""
        return Blocks(_no_unit, has_lessons=False).of_nodes(self.text)


def _no_unit(node: Node) -> list[str]:
    raise CannotSay(f"<{node.tag} class={node.attributes.get('class', '')}>")


def _is_around(node: Node | str) -> bool:
    if isinstance(node, str):
        return False
    return (node.tag == "dl" and node.has_class(FACTS)) or (
        node.tag == "section" and node.has_class(SOURCES)
    )


def _sources(nodes: Sequence[Node]) -> list[str]:
    lists = [node for node in nodes if node.has_class(SOURCES)]
    return [source_line(each) for node in lists for each in node.walk() if each.tag == "li"]


class Units:
    """The units of the toolkits that are exported together."""

    def __init__(self, editions: Sequence[FrozenEdition]) -> None:
        self._known = {
            (edition.manifest.language, f"{edition.manifest.slug}/{lesson.slug}"): UnitText(
                edition, lesson
            )
            for edition in editions
            if edition.manifest.kind == Kind.TOOLKIT
            for lesson in edition.manifest.lessons
        }

    def find(self, name: str, language: str) -> UnitText | None:
        return self._known.get((language, name))


@dataclass
class Taken:
    """Writes the units that one lesson takes over. `out`: names of those it wrote out."""

    units: Units
    lesson: Lesson
    language: str
    blocks: Blocks
    out: list[str]

    def write(self, node: Node) -> list[str]:
        title, sources = _label(node), _sources(node.elements())
        apart = Blocks(_no_unit, self.blocks.has_lessons)
        written = apart.of_nodes([_raised(each) for each in _texts(node)])
        for name in self.lesson.origins:
            unit = self.units.find(name, self.language)
            if unit is None or unit.lesson.title != title or list(unit.facts.sources) != sources:
                continue
            chosen = _chosen(unit.blocks, written)
            if chosen is not None:
                return [_named(name, chosen)]
        self.out.append(title)
        self.blocks.files.update(apart.files)
        return [*_heading(node), *written, *_written_sources(node)]


def _label(node: Node) -> str:
    label = next((each for each in node.elements() if each.has_class("label")), None)
    return after_colon(one_line(label.text())) if label else ""


def _texts(node: Node) -> list[Node | str]:
    return [
        child
        for child in node.children
        if not isinstance(child, Node)
        or not (child.has_class("label") or (child.tag == "details" and child.has_class(SOURCES)))
    ]


def _raised(node: Node | str) -> Node | str:
    """Give `node` with its headings at the level that the unit gives them."""
    if isinstance(node, str):
        return node
    tag = {"h3": "h2", "h4": "h3"}.get(node.tag, node.tag)
    return Node(tag, node.attributes, [_raised(child) for child in node.children])


def _chosen(unit: Sequence[str], written: Sequence[str]) -> list[str] | None:
    """Give the sections of `unit` that `written` is; none is all of it, None if it is not."""
    if list(unit) == list(written):
        return []
    wanted = sections(written)
    headings = [heading for heading, _pieces in wanted if heading]
    there = [each for each in sections(unit) if each[0] in headings]
    is_same = there == wanted and len(headings) == len(wanted)
    return headings if headings and is_same else None


def _named(name: str, headings: Sequence[str]) -> str:
    settings: dict[str, Value] = {"from": name}
    if headings:
        settings["sections"] = headings
    return directive("unit", settings, alone=True)


def _heading(node: Node) -> list[str]:
    label = [
        Node("strong", {}, each.children) for each in node.elements() if each.has_class("label")
    ]
    return [md.markdown([Node("p", {}, [each])]) for each in label]


def _written_sources(node: Node) -> list[str]:
    found = [each for each in node.elements() if each.tag == "details" and each.has_class(SOURCES)]
    return [_as_details(each) for each in found]


def _as_details(node: Node) -> str:
    lines = [child for child in node.elements() if child.tag == "ul"]
    title = next((one_line(each.text()) for each in node.elements() if each.tag == "summary"), "")
    return directive("details", {"title": title}, md.markdown(list(lines)))
