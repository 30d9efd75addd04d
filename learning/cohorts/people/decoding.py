"""What text a file holds whose encoding nobody told: pure, by looking at its bytes.

Spreadsheets save UTF-8 with a mark, UTF-16, or the Windows page of their country. The two pages met
in the regions served, 1252 (Latin) and 1256 (Arabic), share é, è, ç and à. What tells them apart:
Arabic letters come in runs, accented Latin letters stand alone among plain ones.
"""

import codecs
import unicodedata
from itertools import pairwise

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MARKED = frozenset(encoding for _mark, encoding in MARKS)
LOOKED_AT = 10_000  # characters
NOT_WRITTEN = frozenset({"Cc", "Cn", "Co"})  # controls, and what Unicode gives no meaning
ONE_IN = 50  # more of these are no text: an old workbook, a picture, a PDF


class Undecodable(ValueError):
    """The bytes are no text in any encoding that lists come in."""


def text_of(content: bytes) -> str:
    """Give the text. Raises: Undecodable."""
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding in MARKED or _is_written(text):
            return text
    raise Undecodable


def _encodings(content: bytes) -> tuple[str, ...]:
    """Give the encodings that are worth trying, the likeliest first."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return (encoding,)
    if b"\0" in content:
        return (_order_of_bytes(content),)
    return ("utf-8", _windows_page(content))


def _order_of_bytes(content: bytes) -> str:
    """Tell UTF-16 with the small byte first from the other: its blanks and commas show it."""
    first, second = content[::2].count(0), content[1::2].count(0)
    return "utf-16-le" if second >= first else "utf-16-be"


def _is_written(text: str) -> bool:
    """Tell a text from bytes that only happen to be decodable."""
    looked_at = text[:LOOKED_AT]
    strange = [
        each
        for each in looked_at
        if unicodedata.category(each) in NOT_WRITTEN and each not in "\t\n\r"
    ]
    return ONE_IN * len(strange) <= len(looked_at)


def _windows_page(content: bytes) -> str:
    high = [byte >= 0x80 for byte in content]
    in_runs = sum(one and other for one, other in pairwise(high))
    return "cp1256" if 2 * in_runs > sum(high) else "cp1252"
