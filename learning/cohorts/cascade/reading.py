"""Reading values that somebody else may have written: what is not sound is left out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

MOST = 100_000  # people in one course, minutes, lines of a plan: beyond it, a slip of the hand
MAX_TEXT = 2_000  # characters


def number_in(value: Mapping[str, Any], name: str) -> int | None:
    """Give a whole number from 0 on, or none."""
    found = value.get(name)
    if not isinstance(found, int) or isinstance(found, bool):
        return None
    return found if 0 <= found <= MOST else None


def text_in(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    return found[:MAX_TEXT] if isinstance(found, str) else ""


def texts_in(value: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = value.get(name)
    listed = found if isinstance(found, list) else []
    return tuple(each[:MAX_TEXT] for each in listed if isinstance(each, str))


def date_in(value: Mapping[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(str(value.get(name)))
    except ValueError:
        return None
