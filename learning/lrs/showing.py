"""Statements as they are handed out: in a format, alone or with what came along."""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation

from learning.lrs import multipart
from learning.lrs.asking import Shown
from learning.lrs.attaching import attachments_in
from learning.lrs.finding import Found, attachments_of
from learning.lrs.multipart import Part as Piece
from learning.records.mine import WORDS
from learning.xapi.conformance import formats, parts
from learning.xapi.conformance.formats import Format
from learning.xapi.conformance.parts import Changes, Part

JSON = "application/json"
UNNAMED = "application/octet-stream"
AS_IT_IS = Changes(actor=lambda part: part, verb=lambda part: part, activity=lambda part: part)


def formatted(found: Found, shown: Shown, languages: Sequence[str]) -> Part:
    """Give a statement in the format asked for; context activities stand in arrays in each."""
    if shown.format == Format.IDS:
        return formats.ids(found.statement)
    if shown.format == Format.CANONICAL:
        display = _display if found.is_own else lambda _: None
        return formats.canonical(found.statement, languages=languages, display=display)
    return parts.rewritten(found.statement, AS_IT_IS)


def response(body: Any, found: Sequence[Found], shown: Shown) -> HttpResponse:
    """Give the answer: JSON or, if attachments are asked for, JSON and they (1.5.2)."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    if not shown.attachments:
        return HttpResponse(text, content_type=JSON)
    pieces = [Piece({"Content-Type": JSON}, text), *_pieces(found)]
    content_type, content = multipart.written(pieces)
    return HttpResponse(content, content_type=content_type)


def _pieces(found: Sequence[Found]) -> Iterator[Piece]:
    types = _types(found)
    for each in attachments_of(found):
        headers = {
            "Content-Type": types.get(each.sha2, UNNAMED),
            "Content-Transfer-Encoding": "binary",
            "X-Experience-API-Hash": each.sha2,
        }
        yield Piece(headers, bytes(each.content))


def _types(found: Iterable[Found]) -> dict[str, str]:
    """Give sha2 → media type, as statements name it."""
    return {
        each["sha2"].lower(): each["contentType"]
        for one in found
        for each in attachments_in(one.statement)
        if each["contentType"].isascii() and each["contentType"].isprintable()
    }


@cache
def _display(verb: str) -> dict[str, str] | None:
    """Give what a verb of ours is called, in each language of the site."""
    if verb not in WORDS:
        return None
    found = {}
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            found[code] = str(WORDS[verb])
    return found
