"""Sessions as a calendar file (iCalendar, RFC 5545), which phones and mail programs read.

Where the server has a time zone, times are in it and the file says what that zone does (§3.6.5).
Where it has none but UTC, which is what nobody set, times float (§3.3.5, form 1): nine o'clock is
nine o'clock where the reader is, which is right for who sits in the room.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

MEDIA_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75  # octets, without the line end (§3.1)
PRODUCT = "-//Atoll//Cohorts//EN"
LOCAL = "%Y%m%dT%H%M%S"
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
NOBODY_SET = "UTC"


@dataclass(frozen=True)
class Event:
    """A session. `sequence`: how often it was changed. `told_at`: aware; `starts`: zoneless."""

    id: UUID
    sequence: int
    told_at: datetime
    starts: datetime
    minutes: int
    title: str
    place: str = ""
    address: str = ""
    is_cancelled: bool = False


def calendar(name: str, events: Sequence[Event], zone: str) -> bytes:
    """Give the file. `zone`: of the server, an IANA name."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        *(_zone(zone, events) if events and zone != NOBODY_SET else ()),
        *(line for event in events for line in _event(event, zone)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def escaped(text: str) -> str:
    """Give a text as a value (§3.3.11); what cannot stand in one is left out."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = CONTROLS.sub("", whole).replace("\\", "\\\\")
    return plain.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """Give a content line in pieces of at most 75 octets; no character is cut in two (§3.1)."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"


def _event(event: Event, zone: str) -> Iterator[str]:
    within = "" if zone == NOBODY_SET else f";TZID={zone}"
    stamp = event.told_at.astimezone(UTC).strftime(f"{LOCAL}Z")
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART{within}:{event.starts.strftime(LOCAL)}"
    yield f"DURATION:PT{event.minutes}M"
    yield f"SUMMARY:{escaped(event.title)}"
    if event.place:
        yield f"LOCATION:{escaped(event.place)}"
    if event.address:
        yield f"URL:{event.address}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _zone(zone: str, events: Iterable[Event]) -> Iterator[str]:
    """Say what a zone does from the first to the last day of these events."""
    days = [event.starts.date() for event in events]
    first = datetime.combine(min(days), time.min)
    last = datetime.combine(max(days), time.max) + timedelta(days=1)
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{zone}"
    for change in _changes(ZoneInfo(zone), first, last):
        yield from change
    yield "END:VTIMEZONE"


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[Iterator[str]]:
    """Give what holds at first, and each change of the clocks up to the last moment."""
    moment, end = _in_utc(zone, first), _in_utc(zone, last)
    yield _holds(moment.astimezone(zone), zone, moment)
    while moment < end:
        after = moment + timedelta(days=1)  # in which no zone changes twice
        if _offset(zone, after) != _offset(zone, moment):
            yield _holds(moment.astimezone(zone), zone, _turn(zone, moment, after))
        moment = after


def _turn(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Give the minute, in UTC, from which the later offset holds."""
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) / 2
        middle = middle.replace(second=0, microsecond=0)
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after


def _holds(before: datetime, zone: ZoneInfo, moment: datetime) -> Iterator[str]:
    """Say what holds from `moment` on; its local time is told in the offset `before` (§3.6.5)."""
    offset, then = before.utcoffset() or timedelta(), moment.astimezone(zone)
    kind = "DAYLIGHT" if then.dst() else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{(moment.replace(tzinfo=None) + offset).strftime(LOCAL)}"
    yield f"TZOFFSETFROM:{_written(offset)}"
    yield f"TZOFFSETTO:{_written(then.utcoffset() or timedelta())}"
    yield f"END:{kind}"


def _in_utc(zone: ZoneInfo, moment: datetime) -> datetime:
    return moment.replace(tzinfo=zone).astimezone(UTC)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def _written(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
