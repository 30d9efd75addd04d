from dataclasses import replace
from datetime import date, time

from learning.bundles.manifest import Kind, Lesson, Manifest, Unit
from learning.cohorts.agenda.templates import Template, days_of, on_dates
from tests.learning.cohorts.samples import manifest_of

MONDAY = date(2026, 11, 2)
FRIDAY = date(2026, 11, 6)


def a_session(number: int, starts: str = "", minutes: int = 60, kind: str = "session") -> Lesson:
    key = f"c0000000-0000-4000-8000-0000000001{number:02}"
    return Lesson(key, f"s-{number}", kind, f"S {number}", "", minutes, "", starts=starts)


def a_programme(*days: tuple[Lesson, ...]) -> Manifest:
    units = tuple(Unit("", f"day-{n}", f"Day {n}", "", "", day) for n, day in enumerate(days, 1))
    return replace(manifest_of(), kind=Kind.PROGRAMME, units=units)


def test_a_programmes_units_are_days_with_the_times_of_its_authors() -> None:
    manifest = a_programme((a_session(1, "09:00"), a_session(2, "14:00")), (a_session(3, "10:30"),))
    placed = on_dates(days_of(Template.PROGRAMME, manifest), Template.PROGRAMME, MONDAY, FRIDAY)
    assert [(at.isoformat(timespec="minutes"), each.title) for at, each in placed] == [
        ("2026-11-02T09:00", "S 1"),
        ("2026-11-02T14:00", "S 2"),
        ("2026-11-03T10:30", "S 3"),
    ]


def test_handouts_are_no_sessions_and_a_day_without_sessions_is_none() -> None:
    handouts = (a_session(1, kind="handout"),)
    assert days_of(Template.PROGRAMME, a_programme(handouts)) == []


def test_a_session_without_a_time_begins_when_the_one_before_it_ends() -> None:
    (day,) = days_of(Template.PROGRAMME, a_programme((a_session(1, "09:00", 75), a_session(2))))
    assert [each.at for each in day] == [time(9), time(10, 15)]


def test_a_course_that_is_not_published_has_no_sessions() -> None:
    assert days_of(Template.PROGRAMME, None) == []


def test_five_days_face_to_face_follow_one_another() -> None:
    placed = on_dates(days_of(Template.FACE_TO_FACE, None), Template.FACE_TO_FACE, MONDAY, FRIDAY)
    assert [at.date().day for at, _each in placed] == sorted([2, 3, 4, 5, 6] * 4)


def test_four_meetings_online_stand_a_week_apart() -> None:
    days = days_of(Template.ONLINE, None)
    placed = on_dates(days, Template.ONLINE, MONDAY, date(2026, 11, 30))
    assert [at.date().day for at, _each in placed] == [2, 9, 16, 23]
    assert {each.minutes for _at, each in placed} == {120}


def test_meetings_move_closer_together_where_the_dates_leave_less_room() -> None:
    placed = on_dates(days_of(Template.ONLINE, None), Template.ONLINE, MONDAY, FRIDAY)
    assert [at.date().day for at, _each in placed] == [2, 3, 4, 5]


def test_days_without_room_are_not_dropped() -> None:
    days = days_of(Template.FACE_TO_FACE, None)
    placed = on_dates(days, Template.FACE_TO_FACE, MONDAY, date(2026, 11, 3))
    assert placed[-1][0].date() == FRIDAY


def test_an_empty_agenda_is_empty() -> None:
    assert days_of(Template.EMPTY, manifest_of()) == []
