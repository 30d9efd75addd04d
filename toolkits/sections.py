"""A unit's text by its second-level headings, so that a course can take over a part of it.

It works on the raw data of a stream: a list of blocks, each with `type`, `value` and `id`.
"""

import hashlib
import html
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import strip_tags

Block = dict[str, Any]
HEADING = re.compile(r"(?=<h2\b)")
HEADING_TEXT = re.compile(r"<h2\b[^>]*>(.*?)</h2>", re.DOTALL)


@dataclass
class Section:
    """What stands under one heading; the heading of what stands before the first is empty."""

    heading: str
    blocks: list[Block] = field(default_factory=list)


def sections(stream: Iterable[Block]) -> list[Section]:
    """Give the sections of `stream` in reading order; those without text are left out."""
    found = [Section("")]
    for block in stream:
        if block["type"] != "text":
            found[-1].blocks.append(dict(block))
            continue
        for piece in HEADING.split(block["value"]):
            if opening := HEADING_TEXT.match(piece):
                found.append(Section(html.unescape(strip_tags(opening[1])).strip()))
            if piece.strip():
                found[-1].blocks.append({**block, "value": piece.strip()})
    return [section for section in found if section.blocks]


def excerpt(stream: Iterable[Block], headings: Sequence[str]) -> list[Block]:
    """Give the blocks under `headings`, in their order in `stream`; all of it if none is named.

    Raises: KeyError — with the heading that is not there.
    """
    stream = list(stream)
    if not headings:
        return [dict(block) for block in stream]
    found = sections(stream)
    known = {section.heading for section in found}
    for heading in headings:
        if heading not in known:
            raise KeyError(heading)
    return [block for section in found if section.heading in headings for block in section.blocks]


def digest(blocks: Iterable[Block]) -> str:
    """Give the SHA-256 of what `blocks` say; their ids do not count."""
    said = json.dumps(_said(list(blocks)), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _said(item) for key, item in value.items() if key != "id"}
    if isinstance(value, list):
        return [_said(item) for item in value]
    return value
