"""What several pages show alike: the instrument, the language it speaks, a part to fill in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from learning.worksheets.answers import Part, faults
from learning.worksheets.instruments import Instrument
from learning.worksheets.pages import Filling, asked, sections, told
from toolkits.instruments.definition import Assessment, Canvas

Context = dict[str, Any]


def about(instrument: Instrument) -> Context:
    """Give what every page of an instrument names."""
    return {
        "instrument": instrument,
        "lesson": instrument.lesson,
        "edition": instrument.edition,
        "definition": instrument.definition,
        "is_assessment": isinstance(instrument.definition, Assessment),
        "is_canvas": isinstance(instrument.definition, Canvas),
        "speaks": speaks(instrument.edition.language),
    }


def speaks(language: str) -> SafeString:
    """Give the attributes of texts in `language` on a page that speaks another; else nothing."""
    if language == get_language():
        return SafeString("")
    direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
    return format_html(' lang="{}" dir="{}"', language, direction)


def part_context(instrument: Instrument, part: Part, filling: Filling) -> Context:
    """Give a part to fill in, with how far all of them are."""
    before = instrument.parts[: part.number - 1]
    questions = asked(part, filling, first=1 + sum(len(each.questions) for each in before))
    shown = sections(part, filling)
    return {
        **about(instrument),
        "part": part,
        "questions": questions,
        "sections": shown,
        "told": told(questions, shown),
        "problem": filling.problem,
        "is_last": part.number == len(instrument.parts),
        "standing": standing(instrument, filling),
        **progress(instrument, filling),
    }


def standing(instrument: Instrument, filling: Filling) -> list[tuple[Part, int, int]]:
    """Give each part with how many of its questions or fields are filled, of how many."""
    return [(part, part.filled(filling.kept), part.size) for part in instrument.parts]


def progress(instrument: Instrument, filling: Filling) -> Context:
    rows = standing(instrument, filling)
    return {"filled": sum(row[1] for row in rows), "asked": sum(row[2] for row in rows)}


def checked(instrument: Instrument, part: Part, filling: Filling) -> Filling:
    """Add what is wrong with the part's texts; a part not begun has nothing wrong yet."""
    if not part.is_begun(filling.kept):
        return filling
    found = faults(instrument.definition, filling.kept, part.names)
    return Filling(filling.kept, found, filling.stored, filling.problem)


def show_part(
    request: HttpRequest,
    instrument: Instrument,
    part: Part,
    filling: Filling,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = part_context(instrument, part, checked(instrument, part, filling))
    return render(request, "worksheets/part.html", {**context, **more}, status=status)


def whole(number: str) -> int:
    """Read a number a form or address sent; what is none is -1."""
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else -1
