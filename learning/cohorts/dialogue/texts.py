"""What people write to one another: plain text, bounded, in one spelling of each letter."""

import unicodedata
from collections.abc import Mapping
from typing import Any
from uuid import UUID

LONGEST = 2000  # characters
NOT_TEXT = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))  # controls but tab and line end


def plain(text: str) -> str:
    """Give a text in Unicode form C, its lines ended one way, with no space around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(NOT_TEXT)
    return unicodedata.normalize("NFC", lines).strip()


def text_in(value: Mapping[str, Any] | None, name: str) -> str:
    """Give a text of what was told, here or elsewhere; what is none is empty."""
    found = (value or {}).get(name)
    return found if isinstance(found, str) else ""


def uuid_in(value: Mapping[str, Any] | None, name: str) -> UUID | None:
    """Give an id of what was told; what is none is none."""
    return uuid_of(text_in(value, name))


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
