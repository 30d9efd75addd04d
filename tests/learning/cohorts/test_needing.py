import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from learning.cohorts.needing import Absence, Action, Class, Need, needs_of, together, unheard_of
from learning.cohorts.roster import Row
from learning.player.progress import course_progress
from learning.xapi.folding import ActivityProgress
from tests.learning.cohorts.samples import ASSESSMENT, NOON, QUESTIONS, manifest_of

MANIFEST = manifest_of()
TODAY = date(2026, 11, 25)
KNOWN = Class(date(2026, 11, 23), date(2026, 11, 27), TODAY, MANIFEST)


def state(activity: uuid.UUID, **changes: object) -> ActivityProgress:
    blank = ActivityProgress(
        activity=activity,
        course=uuid.UUID(MANIFEST.activity),
        answers=0,
        succeeded=False,
        first_success=None,
        last_response="",
        last_correct=None,
        last_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        attempts=0,
        best_raw=None,
        best_maximum=None,
        last_raw=None,
        last_maximum=None,
        passed=False,
        registered=False,
        completed_at=None,
    )
    return replace(blank, **changes)  # type: ignore[arg-type]


def row(*states: ActivityProgress, name: str = "Sione", place: int = 1) -> Row:
    by_activity = {each.activity: each for each in states}
    progress = course_progress(MANIFEST, by_activity)
    return Row(place, uuid.UUID(int=place), name, "", progress, by_activity)


def one(known: Class, *states: ActivityProgress) -> Need:
    (need,) = needs_of([row(*states)], known)
    return need


def test_who_gets_on_needs_nothing() -> None:
    assert needs_of([row(state(QUESTIONS[0], answers=1, succeeded=True))], KNOWN) == []


def test_who_has_not_started_is_named_from_the_second_day() -> None:
    assert "2 days after the first day" in one(KNOWN).reason
    assert one(KNOWN).action == Action.WRITE
    assert needs_of([row()], replace(KNOWN, today=KNOWN.starts)) == []


def test_without_an_edition_nobody_is_late() -> None:
    assert needs_of([row()], replace(KNOWN, manifest=None)) == []


@pytest.mark.parametrize(("tries", "is_stuck"), [(2, False), (3, True), (7, True)])
def test_three_tries_without_success_are_stuck(tries: int, is_stuck: bool) -> None:
    found = needs_of([row(state(QUESTIONS[0], answers=tries))], KNOWN)
    assert bool(found) is is_stuck
    if found:
        assert f"Stuck after {tries} tries at a question in “A lesson”." == found[0].reason
        assert (found[0].action, found[0].lesson) == (Action.LOOK, "lesson-0")


def test_who_succeeded_in_the_end_is_not_stuck() -> None:
    assert needs_of([row(state(QUESTIONS[0], answers=5, succeeded=True))], KNOWN) == []


def test_the_latest_place_is_named() -> None:
    earlier = state(QUESTIONS[0], answers=3)
    later = state(QUESTIONS[1], answers=4, last_at=earlier.last_at + timedelta(hours=1))
    assert one(KNOWN, earlier, later).lesson == "lesson-1"


def test_a_test_failed_three_times_is_told() -> None:
    assert "in 3 tries" in one(KNOWN, state(ASSESSMENT, attempts=3)).reason
    assert needs_of([row(state(ASSESSMENT, attempts=3, passed=True))], KNOWN) == []


def test_two_half_days_of_absence_are_told_and_one_is_not() -> None:
    person = uuid.UUID(int=1)
    two = replace(KNOWN, absences={person: Absence(2, "Tue 24 Nov, afternoon")})
    assert one(two).reason == "Absent for 2 half days in a row, the last one Tue 24 Nov, afternoon."
    single = replace(KNOWN, absences={person: Absence(1, "Tue")})
    assert one(single).action == Action.WRITE  # for not having started


def test_who_stopped_in_the_middle_is_told_while_the_cohort_goes_on() -> None:
    begun = state(QUESTIONS[0], answers=1, succeeded=True)
    later = replace(KNOWN, today=TODAY + timedelta(days=6))
    assert "No answer for 7 days" in one(later, begun).reason
    long_over = replace(KNOWN, today=TODAY + timedelta(days=60))
    assert needs_of([row(begun)], long_over) == []


def test_each_person_stands_once_and_the_weightiest_reason_first() -> None:
    rows = [row(name="Ana", place=1), row(name="Vai", place=2), row(name="Bo", place=3)]
    known = replace(KNOWN, closed=[2])
    found = needs_of(rows, known)
    assert [(need.row.name, need.action) for need in found] == [
        ("Vai", Action.NEW_PIN),
        ("Ana", Action.WRITE),
        ("Bo", Action.WRITE),
    ]


def test_a_station_is_missed_after_nine_days() -> None:
    heard = {"near": NOON - timedelta(days=8, hours=23), "far": NOON - timedelta(days=12)}
    assert unheard_of(heard, NOON) == {"far": 12}


def test_those_with_the_same_need_stand_together_and_who_needs_a_pin_alone() -> None:
    rows = [row(name=name, place=place) for place, name in enumerate("ABCDE", start=1)]
    found = together(needs_of(rows, replace(KNOWN, closed=[4, 5])))
    names = ["".join(each.name for each in several.rows) for several in found]
    assert names == ["D", "E", "ABC"]
    assert found[2].action == Action.WRITE
