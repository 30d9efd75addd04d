"""What a reader makes of a file: values that know nothing of the database."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

Beside = Callable[[str], bytes | None]  # gives a file of the same folder by its relative path

MEGABYTE = 1024 * 1024  # bytes


@dataclass(frozen=True)
class Limits:
    """What a file may hold at most. Of the unpacked size a real document needs a tenth."""

    file: int = 25 * MEGABYTE  # bytes; ATOLL_IMPORT_MAX_MB
    picture_pixels: int = 40_000_000  # as media takes
    picture: int = 10 * MEGABYTE  # bytes
    pictures: int = 300
    entries: int = 5_000  # files in the zip
    ratio: int = 100  # unpacked to packed, of the whole; text of real documents reaches 30
    elements: int = 400_000  # XML elements in all parts: about 600 pages
    depth: int = 100  # of nested XML elements
    tags: int = 60_000  # HTML elements; the sanitising door takes time by the square of them
    text: int = 3_000_000  # characters of HTML, pictures not counted
    places: int = 50_000  # in the grid of one table; in all of them as many as elements

    @property
    def unpacked(self) -> int:
        return 10 * self.file


@dataclass(frozen=True)
class Text:
    """One paragraph or list: sanitised HTML. marks: the notes it points to."""

    html: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Each row is as wide as the heading. Cells and caption: sanitised inline HTML."""

    caption: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Image:
    number: int  # of the source's picture
    caption: str = ""


@dataclass(frozen=True)
class Details:
    title: str
    html: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """marks: the notes that it points to itself."""

    mark: str
    html: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notes:
    """The footnotes and endnotes of a section."""

    items: tuple[Note, ...]


Block = Text | Table | Image | Details | Notes
KINDS: Mapping[str, type[Block]] = {
    "text": Text,
    "table": Table,
    "image": Image,
    "details": Details,
    "notes": Notes,
}


@dataclass(frozen=True)
class Picture:
    """A picture that a browser can show, verified."""

    name: str
    content: bytes
    alt: str = ""


@dataclass(frozen=True)
class Section:
    heading: str
    level: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Source:
    """What a file says. Its images name `pictures` by their place there."""

    title: str
    sections: tuple[Section, ...]
    warnings: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = field(default=(), repr=False)


def to_json(block: Block) -> dict[str, Any]:
    kind = next(name for name, made in KINDS.items() if isinstance(block, made))
    return {"type": kind, **asdict(block)}


def from_json(value: Mapping[str, Any]) -> Block:
    """Give the block that `to_json` made `value` of."""
    if value["type"] == "notes":
        return Notes(tuple(Note(**_fields(item)) for item in value["items"]))
    return KINDS[value["type"]](**_fields(value))


def marks_of(block: Block) -> tuple[str, ...]:
    return block.marks if isinstance(block, Text | Table | Details) else ()


def _fields(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _tupled(entry) for name, entry in value.items() if name != "type"}


def _tupled(value: Any) -> Any:
    return tuple(_tupled(entry) for entry in value) if isinstance(value, list | tuple) else value
