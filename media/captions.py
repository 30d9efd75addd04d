"""Captions in WebVTT, really parsed, and written anew with nothing in them but words and times.

https://www.w3.org/TR/webvtt1/ §4. Styles, regions, notes and places on the screen are left out:
a phone puts captions where they fit, and nobody else's style sheet gets into a page of ours.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import dropwhile, pairwise

from django.utils.translation import gettext as _

from media.errors import CaptionsFault

HEADING = re.compile(r"WEBVTT(?:[ \t].*)?")
TIME = r"(?:([0-9]{2,4}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})"
TIMINGS = re.compile(rf"{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t].*)?")
# No tag reaches beyond the next "<", so that each is read once, however many are left open.
VOICE = re.compile(r"<v(?:\.[^ \t<>]*)?[ \t]([^<>]+)>")
TAG = re.compile(r"<[^<>]*>")
ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")
LARGEST = 1_000_000  # bytes; a day of speech is about half of it
LONGEST_LINE = 4_000  # characters; nobody can read so many at once

Line = tuple[int, str]  # its number, counted from 1, and what it says


@dataclass(frozen=True)
class Cue:
    """What is said from `start` to `end`, in milliseconds. `text`: plain, in one line or more."""

    start: int
    end: int
    text: str


def read_captions(content: bytes) -> tuple[Cue, ...]:
    """Read a WebVTT file. Raises: CaptionsFault — not one, or there is nothing in it."""
    if len(content) > LARGEST:
        raise CaptionsFault(1, _("there is far too much for captions: more than 1 MB"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CaptionsFault(line, _("this is no UTF-8 text")) from error
    lines = re.split("\r\n|\r|\n", text.replace("\0", "\ufffd"))
    if not HEADING.fullmatch(lines[0]):
        raise CaptionsFault(1, _("the file does not begin with the word WEBVTT"))
    numbered = list(enumerate(lines, start=1))[1:]
    cues = tuple(_cues(list(dropwhile(_is_heading, numbered))))
    if not cues:
        raise CaptionsFault(len(lines), _("nothing is said up to here"))
    _refuse_disorder(cues)
    return tuple(cue for cue, _line in cues)


def written(cues: Iterable[Cue]) -> str:
    """Write `cues` as a WebVTT file."""
    blocks = (
        f"{_clock(cue.start)} --> {_clock(cue.end)}\n{escape(cue.text, quote=False)}"
        for cue in cues
    )
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def _is_heading(line: Line) -> bool:
    """Say whether a line still belongs to the heading, as `Language: en` does."""
    return bool(line[1].strip()) and "-->" not in line[1]


def _cues(lines: Sequence[Line]) -> Iterator[tuple[Cue, int]]:
    for block in _blocks(lines):
        first = block[0][1]
        if ASIDE.fullmatch(first):
            continue
        if "-->" not in first and len(block) > 1:
            block = block[1:]  # the name of the cue
        yield _cue(block), block[0][0]


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Give what stands between empty lines."""
    block: list[Line] = []
    for number, text in [*lines, (0, "")]:
        if text.strip():
            block.append((number, text))
        elif block:
            yield block
            block = []


def _cue(block: Sequence[Line]) -> Cue:
    (number, timings), *said = block
    found = TIMINGS.fullmatch(timings.strip())
    if not found:
        raise CaptionsFault(number, _("a time should stand here, as 00:01.000 --> 00:04.000"))
    start, end = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:])
    if end <= start:
        raise CaptionsFault(number, _("it ends before it begins"))
    text = "\n".join(filter(None, map(_words, said)))
    if not text:
        raise CaptionsFault(number, _("nothing is said in this time"))
    return Cue(start, end, text)


def _refuse_disorder(cues: Sequence[tuple[Cue, int]]) -> None:
    for (before, _line), (cue, number) in pairwise(cues):
        if cue.start < before.start:
            raise CaptionsFault(number, _("it begins before the caption above it"))


def _words(line: Line) -> str:
    """Give the words of `line`. Raises: CaptionsFault — it is too long, or will be when written."""
    number, text = line
    plain = _plain(text) if len(text) <= LONGEST_LINE else text
    if len(escape(plain, quote=False)) > LONGEST_LINE:
        raise CaptionsFault(number, _("this line is far too long for captions"))
    return plain


def _plain(line: str) -> str:
    """Give the words of `line` in one line; who speaks stands before them."""
    words = unescape(TAG.sub("", VOICE.sub(lambda found: f"{found[1].strip()}: ", line)))
    return " ".join(words.splitlines()).strip()  # &#10; would be a line of its own once written


def _milliseconds(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _clock(milliseconds: int) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{thousandths:03}"
