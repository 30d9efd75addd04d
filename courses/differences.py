"""What two wordings have in common, sentence by sentence. Pure: no Django, no Wagtail.

A wording is the raw data of a stream: a list of blocks, each with `type`, `value` and `id`. Tables
are compared row by row. What has no words (a picture, a link's address, bold type) makes no line;
`is_same` sees it all the same.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from html.parser import HTMLParser
from typing import Any

Block = dict[str, Any]
PARTS = frozenset({"br", "caption", "h2", "h3", "h4", "hr", "li", "ol", "p", "table", "tr", "ul"})
SENTENCE_END = re.compile(r"(?<=[.!?…؟。])[\"”’»)]*\s+")  # the Arabic and the wide marks too
TAG = re.compile(r"<[a-z/]", re.IGNORECASE)
# What an editor writes in another way than Markdown does, although it says the same. Digests are
# made of the one way: a change here offers every wording that was taken over anew.
ONE_WAY_TO_WRITE = (
    (re.compile(r"<(/?)strong\b"), r"<\1b"),
    (re.compile(r"<(/?)em\b"), r"<\1i"),
    (re.compile(r"\s+"), " "),
    (re.compile(rf" ?(</?(?:{'|'.join(sorted(PARTS))})\b[^>]*?) ?/?> ?"), r"\1>"),
    (re.compile(r"<li><p>"), "<li>"),
    (re.compile(r"</p></li>"), "</li>"),
)


class Change(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    GAP = "gap"  # stands for lines that are the same on both sides and are not shown


@dataclass(frozen=True)
class Line:
    change: Change
    text: str


def difference(mine: Iterable[Block], theirs: Iterable[Block]) -> list[Line]:
    """Give how `mine` becomes `theirs`: each sentence, heading or row of either is one line."""
    before, after = sentences(mine), sentences(theirs)
    lines: list[Line] = []
    for kind, start, end, other, last in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            lines += [Line(Change.SAME, text) for text in before[start:end]]
            continue
        lines += [Line(Change.REMOVED, text) for text in before[start:end]]
        lines += [Line(Change.ADDED, text) for text in after[other:last]]
    return lines


def near_changes(lines: Sequence[Line], *, around: int = 1) -> list[Line]:
    """Give the lines that changed with `around` lines on each side; a gap stands for the rest."""
    changed = [place for place, line in enumerate(lines) if line.change is not Change.SAME]
    kept = {near for place in changed for near in range(place - around, place + around + 1)}
    shown: list[Line] = []
    for place, line in enumerate(lines):
        if place in kept:
            shown.append(line)
        elif not shown or shown[-1].change is not Change.GAP:
            shown.append(Line(Change.GAP, ""))
    return shown


def is_same(mine: Iterable[Block], theirs: Iterable[Block]) -> bool:
    """Say whether both are the same but for ids and for how an editor writes its HTML."""
    return bool(_canonical(list(mine)) == _canonical(list(theirs)))


def digest(blocks: Iterable[Block], sources: Iterable[str]) -> str:
    """Give the SHA-256 of what `blocks` say and `sources` name, in whichever HTML it is written."""
    said = [_canonical(list(blocks)), [_written_one_way(source) for source in sources]]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def sentences(blocks: Iterable[Block]) -> list[str]:
    """Give what `blocks` say, in reading order: sentences, headings and rows of tables."""
    return [line for block in blocks for line in _lines(block)]


def _lines(block: Block) -> Iterator[str]:
    if block["type"] == "table":
        yield from _table(block["value"])
    else:
        yield from _said(block["value"])


def _table(table: dict[str, Any]) -> Iterator[str]:
    yield from _said(table.get("caption", ""))
    for row in (table.get("heading", []), *map(_bare, table.get("rows", []))):
        cells = (" ".join(_said(cell)) for cell in row)
        if text := " | ".join(cells).strip(" |"):
            yield text
    yield from _said(table.get("source", ""))


def _said(value: Any) -> Iterator[str]:
    value = _bare(value)
    if isinstance(value, str):
        for part in _parts(value):
            yield from filter(None, map(str.strip, _parted(part)))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _said(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _said(inner)


def _bare(value: Any) -> Any:
    """Give what is in an item of a list; anything else as it is."""
    if isinstance(value, dict) and "value" in value and value.keys() <= {"type", "value", "id"}:
        return value["value"]
    return value


def _parted(text: str) -> Iterator[str]:
    start = 0
    for end in SENTENCE_END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    yield text[start:]


class _Reader(HTMLParser):
    """Reads the paragraphs, headings and items of HTML as plain text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in PARTS:
            self.parts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in PARTS:
            self.parts.append("")

    def handle_data(self, data: str) -> None:
        self.parts[-1] += data


def _parts(text: str) -> list[str]:
    if not TAG.search(text) and "&" not in text:
        return [" ".join(line.split()) for line in text.splitlines()]
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return [" ".join(part.split()) for part in reader.parts]


def _canonical(value: Any) -> Any:
    value = _bare(value)
    if isinstance(value, str):
        return _written_one_way(value)
    if isinstance(value, list):
        return [_typed(item) for item in value]
    if isinstance(value, dict):
        found = {key: _canonical(item) for key, item in value.items()}
        return {key: item for key, item in found.items() if item not in ("", None, [])}
    return value


def _typed(item: Any) -> Any:
    kind = item.get("type") if isinstance(item, dict) else None
    return [kind, _canonical(item)] if kind and kind != "item" else _canonical(item)


def _written_one_way(text: str) -> str:
    for pattern, written in ONE_WAY_TO_WRITE:
        text = pattern.sub(written, text)
    return text.strip()
