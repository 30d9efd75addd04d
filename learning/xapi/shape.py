"""Reading the parts of a statement that somebody else wrote: each part, or a refusal."""

import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from learning.xapi import activities
from learning.xapi.errors import (
    BAD_TIME,
    TOO_LONG,
    WRONG_PART,
    ActivityError,
    MalformedStatement,
)
from learning.xapi.ids import uuid_from

TIMESTAMP = re.compile(  # RFC 3339 §5.6, always with its zone
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})"
)
FIRST_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # a clock that lost its battery says this
LAST_TIME = datetime(3000, 1, 1, tzinfo=UTC)  # beyond it some calendars overflow
HEX_64 = re.compile(r"[0-9a-f]{64}")


def member(whole: Mapping[str, Any], *path: str) -> Any:
    """Give what stands at `path`. Raises: MalformedStatement — there is nothing."""
    found: Any = whole
    for name in path:
        if not isinstance(found, dict) or name not in found:
            raise MalformedStatement(WRONG_PART, ".".join(path))
        found = found[name]
    return found


def optional(whole: Mapping[str, Any], *path: str) -> Any:
    """Give what stands at `path`, or None where there is nothing."""
    found: Any = whole
    for name in path:
        if not isinstance(found, dict) or name not in found:
            return None
        found = found[name]
    return found


def expect(is_so: bool, where: str, reason: str = WRONG_PART) -> None:
    """Refuse the statement unless `is_so`. Raises: MalformedStatement."""
    if not is_so:
        raise MalformedStatement(reason, where)


def text(value: object, where: str, *, most: int) -> str:
    """Give a string of at most `most` characters; NUL is refused, as no database keeps it."""
    if not isinstance(value, str) or "\x00" in value:
        raise MalformedStatement(WRONG_PART, where)
    expect(len(value) <= most, where, TOO_LONG)
    return value


def whole_number(value: object, where: str, *, least: int, most: int = 2**53 - 1) -> int:
    """Give an integer from `least` to `most`; true and false are none."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise MalformedStatement(WRONG_PART, where)
    return value


def truth(value: object, where: str) -> bool | None:
    """Give true, false or None."""
    if value is None or isinstance(value, bool):
        return value
    raise MalformedStatement(WRONG_PART, where)


def identifier(value: object, where: str) -> uuid.UUID:
    """Give a UUID that is written the one usual way: lower case, with hyphens."""
    try:
        return uuid_from(text(value, where, most=36))
    except ValueError as error:
        raise MalformedStatement(WRONG_PART, where) from error


def activity(value: object, where: str) -> uuid.UUID:
    """Give the activity that an xAPI Activity object names."""
    if not isinstance(value, dict) or value.get("objectType", "Activity") != "Activity":
        raise MalformedStatement(WRONG_PART, where)
    try:
        return activities.uuid_of(text(value.get("id"), where, most=100))
    except ActivityError as error:
        raise MalformedStatement(WRONG_PART, where) from error


def sha256_hex(value: object, where: str) -> str:
    """Give 64 lower-case hexadecimal digits."""
    found = text(value, where, most=64)
    expect(HEX_64.fullmatch(found) is not None, where)
    return found


def moment(value: object, where: str) -> datetime:
    """Give a time in UTC, cut to milliseconds: all that JavaScript can tell apart."""
    written = text(value, where, most=40)
    expect(TIMESTAMP.fullmatch(written) is not None, where, BAD_TIME)
    try:
        found = datetime.fromisoformat(written).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise MalformedStatement(BAD_TIME, where) from error
    expect(FIRST_TIME <= found < LAST_TIME, where, BAD_TIME)
    return found - timedelta(microseconds=found.microsecond % 1000)
