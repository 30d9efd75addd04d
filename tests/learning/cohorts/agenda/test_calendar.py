import uuid
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from learning.cohorts.agenda.calendar import Event, calendar, escaped, folded

KEY = uuid.UUID(int=7, version=4)
TOLD = datetime(2026, 10, 1, 8, 30, tzinfo=UTC)


def an_event(**changes: object) -> Event:
    values: dict[str, object] = {
        "id": KEY,
        "sequence": 2,
        "told_at": TOLD,
        "starts": datetime(2026, 10, 24, 9, 0),  # noqa: DTZ001  # of the clock on the wall
        "minutes": 90,
        "title": "Map, cut; then digitise",
        "place": "Room 3",
    }
    return Event(**{**values, **changes})  # type: ignore[arg-type]


def lines(zone: str, *events: Event) -> list[str]:
    return calendar("Lands", events, zone).decode().split("\r\n")


def test_a_session_keeps_its_id_and_counts_its_changes() -> None:
    told = lines("UTC", an_event())
    assert f"UID:{KEY}" in told
    assert "SEQUENCE:2" in told
    assert "DTSTAMP:20261001T083000Z" in told
    assert "DURATION:PT90M" in told


def test_without_a_zone_of_the_server_times_float() -> None:
    told = lines("UTC", an_event())
    assert "DTSTART:20261024T090000" in told
    assert not any("TZ" in line for line in told)


def test_a_zone_is_told_with_each_change_of_the_clocks_in_it() -> None:
    later = an_event(starts=datetime(2026, 10, 26, 9, 0))  # noqa: DTZ001
    told = lines("Europe/Paris", an_event(), later)
    assert "DTSTART;TZID=Europe/Paris:20261024T090000" in told
    zone = told[told.index("BEGIN:VTIMEZONE") : told.index("END:VTIMEZONE")]
    assert zone[2:] == [
        "BEGIN:DAYLIGHT",
        "DTSTART:20261024T000000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20261025T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
    ]


def test_a_zone_west_of_greenwich_is_told_with_a_minus() -> None:
    assert "TZOFFSETTO:-0500" in lines("America/Jamaica", an_event())


def test_a_cancelled_session_stands_there_as_such() -> None:
    assert "STATUS:CANCELLED" in lines("UTC", an_event(is_cancelled=True))


def test_a_cohort_without_sessions_has_an_empty_calendar() -> None:
    assert lines("Europe/Paris") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Atoll//Cohorts//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Lands",
        "END:VCALENDAR",
        "",
    ]


def test_signs_with_a_meaning_are_escaped() -> None:
    assert escaped("a\\b; c, d\r\ne\x07") == "a\\\\b\\; c\\, d\\ne"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_folded_line_is_short_and_says_the_same(text: str) -> None:
    pieces = folded(text).removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)
    assert b"".join([pieces[0], *(piece[1:] for piece in pieces[1:])]).decode() == text
