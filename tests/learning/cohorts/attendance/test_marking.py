import uuid
from datetime import datetime, timedelta

import pytest

from learning.accounts.models import User
from learning.cohorts.agenda import planning
from learning.cohorts.agenda.sessions import HalfDay, half_day_at
from learning.cohorts.attendance.guessing import count_try
from learning.cohorts.attendance.marking import check_in, day_code, mark, open_now
from learning.cohorts.attendance.marks import Attendance, State, attendance_of, register_of
from learning.cohorts.errors import AlreadyMarked, CheckInClosed, TooManyDayCodes, WrongDayCode
from learning.cohorts.models import Cohort, DayCodeTries
from learning.cohorts.telling import register
from learning.records.attesting import Saying, receive, say
from learning.records.facts import told
from learning.xapi.attestations import Kind, attest, check_attestation
from tests.learning.cohorts.samples import NOON, member_of

NINE = datetime(2026, 11, 2, 9, 0)  # noqa: DTZ001  # of the clock on the wall
TEN = NINE + timedelta(hours=1)
BEFORE, AFTER = NINE - timedelta(days=1), NINE + timedelta(days=1)


@pytest.fixture
def morning(cohort: Cohort, trainer: User, learner: User) -> HalfDay:
    """A morning with a session of two hours, in a cohort with one learner."""
    member_of(cohort, learner)
    fields = {"title": "A talk", "starts": NINE, "minutes": 120, "place": ""}
    key = uuid.UUID(int=99, version=4)
    planning.put(cohort, key, author=trainer.pk, **fields)  # type: ignore[arg-type]
    return half_day_at(cohort, NINE)


def attendance(cohort: Cohort, learner: User, now: datetime) -> Attendance:
    return attendance_of(cohort, now)[learner.pk]


def said_elsewhere(cohort: Cohort, half_day: HalfDay, learner: User, state: State) -> None:
    """Have another facilitator mark the learner on a station that saw nothing of ours."""
    author = uuid.UUID(int=5, version=4)
    statement = attest(
        register(cohort, Kind.ATTENDANCE, half_day.id, learner=learner.pk),
        {"state": state.value, "date": half_day.date.isoformat(), "half": half_day.half},
        author=author,
        home="https://atoll.invalid/learners",
        origin=author,
        seq=1,
        timestamp=NOON,
    )
    receive([check_attestation(statement)], authority="a station")


def test_a_half_day_that_is_still_to_come_does_not_count(
    cohort: Cohort, learner: User, morning: HalfDay
) -> None:
    assert attendance(cohort, learner, BEFORE) == Attendance(0, 0, None, 0)


def test_in_a_half_day_that_is_over_who_is_not_marked_was_not_there(
    cohort: Cohort, learner: User, morning: HalfDay
) -> None:
    assert attendance(cohort, learner, AFTER) == Attendance(0, 1, 0, 0)


def test_a_half_day_counts_as_soon_as_somebody_is_marked(
    cohort: Cohort, trainer: User, learner: User, morning: HalfDay
) -> None:
    assert mark(cohort, morning, {learner.pk: State.PRESENT}, author=trainer.pk) == 1
    assert attendance(cohort, learner, BEFORE) == Attendance(1, 1, 100, 0)


def test_excused_is_not_present(
    cohort: Cohort, trainer: User, learner: User, morning: HalfDay
) -> None:
    mark(cohort, morning, {learner.pk: State.EXCUSED}, author=trainer.pk)
    assert attendance(cohort, learner, AFTER) == Attendance(0, 1, 0, 0, excused=1)


def test_a_correction_keeps_what_it_corrects(
    cohort: Cohort, trainer: User, learner: User, morning: HalfDay
) -> None:
    for state in (State.ABSENT, State.PRESENT, State.PRESENT):
        mark(cohort, morning, {learner.pk: state}, author=trainer.pk)
    said = told(cohort.pk, Kind.ATTENDANCE, learner=learner.pk)
    assert [(each.value or {})["state"] for each in said] == ["absent", "present"]
    assert attendance(cohort, learner, AFTER).present == 1


def test_a_mark_stays_with_its_half_day_when_the_session_moves(
    cohort: Cohort, trainer: User, learner: User, morning: HalfDay
) -> None:
    mark(cohort, morning, {learner.pk: State.PRESENT}, author=trainer.pk)
    planning.move_day(cohort, NINE.date(), AFTER.date(), author=trainer.pk)
    found = register_of(cohort, AFTER + timedelta(days=1))
    assert [each.date.day for each in found.half_days] == [2, 3]
    assert found.of(learner.pk) == Attendance(1, 2, 50, 0)


def test_two_marks_that_did_not_see_each_other_both_stand_until_somebody_settles_it(
    cohort: Cohort, trainer: User, learner: User, morning: HalfDay
) -> None:
    mark(cohort, morning, {learner.pk: State.PRESENT}, author=trainer.pk)
    said_elsewhere(cohort, morning, learner, State.ABSENT)
    assert attendance(cohort, learner, AFTER).contested == 1
    mark(cohort, morning, {learner.pk: State.PRESENT}, author=trainer.pk)
    assert attendance(cohort, learner, AFTER) == Attendance(1, 1, 100, 0)


def test_a_learner_checks_in_with_the_code_and_twice_is_safe(
    cohort: Cohort, learner: User, morning: HalfDay
) -> None:
    code = day_code(morning)
    for typed in (code, f" {code[:2]} {code[2:]} "):
        assert check_in(cohort, learner, typed, NINE) == morning
    found = register_of(cohort, NINE).mark(learner.pk, morning.id)
    assert found
    assert found.is_own
    assert len(told(cohort.pk, Kind.ATTENDANCE)) == 1


def test_another_code_marks_nobody(cohort: Cohort, learner: User, morning: HalfDay) -> None:
    wrong = f"{(int(day_code(morning)) + 1) % 100_000:05}"
    with pytest.raises(WrongDayCode):
        check_in(cohort, learner, wrong, NINE)
    assert told(cohort.pk, Kind.ATTENDANCE) == []


def test_the_right_code_takes_wrong_ones_back_and_another_half_day_begins_anew(
    cohort: Cohort, learner: User, morning: HalfDay
) -> None:
    afternoon = half_day_at(cohort, NINE + timedelta(hours=5))
    for _time in range(4):
        with pytest.raises(WrongDayCode):
            check_in(cohort, learner, "nothing", NINE)
    check_in(cohort, learner, day_code(morning), NINE)
    assert not DayCodeTries.objects.exists()
    for _time in range(5):
        with pytest.raises(WrongDayCode):
            check_in(cohort, learner, "nothing", NINE)
    with pytest.raises(TooManyDayCodes):
        check_in(cohort, learner, day_code(morning), NINE)
    count_try(cohort, learner, afternoon)
    assert DayCodeTries.objects.get().tries == 1


def test_each_half_day_has_another_code(cohort: Cohort, morning: HalfDay) -> None:
    other = half_day_at(cohort, NINE + timedelta(hours=5))
    assert len(day_code(morning)) == 5
    assert day_code(morning) != day_code(other)


@pytest.mark.parametrize(
    ("minutes", "is_open"), [(-61, False), (-60, True), (120, True), (121, False)]
)
def test_checking_in_opens_an_hour_before_and_closes_with_the_last_session(
    cohort: Cohort, learner: User, morning: HalfDay, minutes: int, is_open: bool
) -> None:
    moment = NINE + timedelta(minutes=minutes)
    assert (open_now(register_of(cohort, moment), moment) == morning) is is_open
    if not is_open:
        with pytest.raises(CheckInClosed):
            check_in(cohort, learner, day_code(morning), moment)


def test_a_learner_does_not_change_what_a_trainer_marked(
    cohort: Cohort, trainer: User, learner: User, morning: HalfDay
) -> None:
    mark(cohort, morning, {learner.pk: State.ABSENT}, author=trainer.pk)
    with pytest.raises(AlreadyMarked):
        check_in(cohort, learner, day_code(morning), TEN)
    assert attendance(cohort, learner, AFTER).present == 0


def test_a_trainers_mark_counts_before_what_a_learner_said_meanwhile(
    cohort: Cohort, learner: User, morning: HalfDay
) -> None:
    check_in(cohort, learner, day_code(morning), NINE)
    said_elsewhere(cohort, morning, learner, State.ABSENT)
    found = register_of(cohort, AFTER).mark(learner.pk, morning.id)
    assert found
    assert (found.state, found.is_own, found.is_contested) == (State.ABSENT, False, True)


@pytest.mark.parametrize(
    "value",
    [
        {"state": "asleep", "date": "2026-11-02", "half": "am"},
        {"state": "present", "date": "2026-11-03", "half": "am"},
        {"state": "present", "date": "yesterday", "half": "am"},
        {"state": "present", "half": "night"},
    ],
)
def test_a_mark_that_cannot_be_read_counts_for_nothing(
    cohort: Cohort, trainer: User, learner: User, morning: HalfDay, value: dict[str, str]
) -> None:
    about = register(cohort, Kind.ATTENDANCE, morning.id, learner=learner.pk)
    say([Saying(about, value)], author=trainer.pk)
    assert attendance(cohort, learner, AFTER) == Attendance(
        0, len(register_of(cohort, AFTER).counted), 0, 0
    )
