"""Timestamps: ISO 8601 with 1.0.3 (Data 4.5), RFC 3339 with 2.0 (IEEE 9274.1.1 §4.2.7).

`-00:00` is refused by both: it says that the zone is unknown. ISO 8601 allows no zone at all, and
then the time is taken as UTC, as Data 4.5 has the store write it.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

from learning.xapi.conformance.versions import Version

BOTH = r"(?P<zone>[Zz]|[+-](?P<zone_hour>[0-9]{2}):(?P<zone_minute>[0-9]{2}))"
RFC_3339 = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})[Tt ]"
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,30}))?"
    + BOTH
)
EXTENDED = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})[Tt ]"
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,30}))?)?"
    r"(?P<zone>[Zz]|[+-](?P<zone_hour>[0-9]{2})(?::?(?P<zone_minute>[0-9]{2}))?)?"
)
BASIC = re.compile(
    r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})[Tt]"
    r"(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})"
    r"(?:(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,30}))?)?"
    r"(?P<zone>[Zz]|[+-](?P<zone_hour>[0-9]{2})(?::?(?P<zone_minute>[0-9]{2}))?)?"
)
FORMS = {Version.V1: (EXTENDED, BASIC), Version.V2: (RFC_3339,)}


def is_timestamp(text: object, version: Version) -> bool:
    """Tell whether this is a timestamp by that version, of a day and a time there are."""
    try:
        moment(text, version)
    except ValueError:
        return False
    return True


def moment(text: object, version: Version) -> datetime:
    """Give a timestamp as an aware time in UTC, cut to microseconds; a leap second is :59.

    Raises: ValueError — it is none.
    """
    if not isinstance(text, str):
        raise ValueError("a timestamp is text")
    found = next(filter(None, (form.fullmatch(text) for form in FORMS[version])), None)
    if found is None:
        raise ValueError("not the form of a timestamp")
    second = int(found["second"] or 0)
    if second > 60:
        raise ValueError("there are at most 60 seconds, and that seldom")
    local = datetime(
        int(found["year"]),
        int(found["month"]),
        int(found["day"]),
        int(found["hour"]),
        int(found["minute"]),
        min(second, 59),
        int((found["fraction"] or "")[:6].ljust(6, "0")),
        _zone(found),
    )
    try:
        return local.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("before the year 1 or after the year 9999") from error


def _zone(found: re.Match[str]) -> timezone:
    """Give the zone of a timestamp. Raises: ValueError — `-00:00`, or a day away."""
    if not found["zone_hour"]:
        return UTC
    hours, minutes = int(found["zone_hour"]), int(found["zone_minute"] or 0)
    is_behind = found["zone"].startswith("-")
    if minutes > 59 or hours > 23 or (is_behind and hours == minutes == 0):
        raise ValueError("not a zone")
    away = timedelta(hours=hours, minutes=minutes)
    return timezone(-away if is_behind else away)
