import random
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.recap.scheduling import (
    EASE,
    FIRST,
    LEAST_EASE,
    LONGEST,
    SOON,
    Plan,
    Week,
    draw,
    next_week,
    plans,
)

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
LEARNER = uuid.UUID(int=7)
QUESTIONS = [uuid.UUID(int=number) for number in range(100, 108)]
Q = QUESTIONS[0]


@dataclass(frozen=True)
class Given:
    id: uuid.UUID
    question: uuid.UUID
    at: datetime
    is_right: bool


def given_at(
    day: int, *, right: bool = True, question: uuid.UUID = Q, hours: int = 0, number: int = 0
) -> Given:
    """Give an answer so many days after MONDAY."""
    at = MONDAY + timedelta(days=day, hours=hours)
    return Given(uuid.uuid5(question, f"{at}{right}{number}"), question, at, right)


def plan_of(*answers: Given, now: int = 400) -> Plan:
    return plans(answers, now=MONDAY + timedelta(days=now), zone=UTC)[Q]


def drawn(*answers: Given, now: int = 0) -> list[uuid.UUID]:
    moment = MONDAY + timedelta(days=now)
    return draw(answers, week=Week.of(moment.date()), learner=LEARNER, now=moment, zone=UTC)


ANSWERS = st.lists(
    st.builds(
        given_at,
        st.integers(-60, 30),
        right=st.booleans(),
        question=st.sampled_from(QUESTIONS),
        hours=st.integers(0, 23),
        number=st.integers(0, 1),
    ),
    max_size=40,
)


def test_right_answers_stretch_the_days_as_sm2_does() -> None:
    days, answers = [], []
    day = 0
    for _time in range(5):
        answers.append(given_at(day))
        days.append(plan_of(*answers).interval)
        day += days[-1]
    assert days == [FIRST, 15, 37, 92, LONGEST]


def test_a_wrong_answer_brings_a_question_back_at_once_and_stretches_less_later() -> None:
    learned = [given_at(0), given_at(6), given_at(21, right=False)]
    plan = plan_of(*learned)
    assert (plan.interval, plan.ease) == (SOON, EASE - 32)
    assert plan_of(*learned, given_at(22)).interval == FIRST
    assert plan_of(*learned, given_at(22), given_at(28)).interval == 6 * 228 // 100


def test_it_never_becomes_harder_than_sm2_allows() -> None:
    assert plan_of(*[given_at(day, right=False) for day in range(20)]).ease == LEAST_EASE


def test_right_again_before_it_is_due_only_moves_the_day() -> None:
    early = plan_of(given_at(0), given_at(2))
    assert (early.interval, early.due) == (FIRST, date(2026, 12, 1))


def test_wrong_and_then_right_in_one_sitting_comes_back_soon() -> None:
    assert plan_of(given_at(0, right=False), given_at(0, hours=1)).interval == SOON


@given(ANSWERS, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_makes_a_difference(
    answers: list[Given], chance: random.Random
) -> None:
    disturbed = [*answers, *answers[:3]]
    chance.shuffle(disturbed)
    assert plans(disturbed, now=MONDAY, zone=UTC) == plans(answers, now=MONDAY, zone=UTC)
    assert drawn(*disturbed) == drawn(*answers)


@given(ANSWERS, ANSWERS)
def test_what_arrives_in_parts_gives_the_plan_of_the_whole(
    first: list[Given], second: list[Given]
) -> None:
    assert drawn(*first, *second) == drawn(*second, *first)


@given(ANSWERS)
def test_only_what_was_seen_is_asked_and_each_question_once(answers: list[Given]) -> None:
    found = drawn(*answers)
    assert set(found) <= {each.question for each in answers}
    assert len(found) == len(set(found))


@given(ANSWERS)
def test_every_plan_stays_within_its_bounds(answers: list[Given]) -> None:
    for plan in plans(answers, now=MONDAY, zone=UTC).values():
        assert plan.interval in range(LONGEST + 1)
        assert plan.ease in range(LEAST_EASE, EASE + 1)


@given(ANSWERS, st.integers(1, 6))
def test_it_asks_the_same_all_week_whatever_is_answered_in_it(
    answers: list[Given], day: int
) -> None:
    before = [each for each in answers if each.at < MONDAY.replace(hour=0)]
    during = [each for each in answers if each.at <= MONDAY + timedelta(days=day)]
    assert drawn(*during, now=day) == drawn(*before, now=0)


def test_what_is_due_longest_comes_first() -> None:
    other = QUESTIONS[1]
    assert drawn(given_at(-7), given_at(-20, question=other)) == [other, Q]


def test_equals_stand_in_another_order_each_week_and_for_each_person() -> None:
    answers = [given_at(-40, question=each) for each in QUESTIONS]
    orders = {
        tuple(draw(answers, week=week, learner=who, now=MONDAY + timedelta(days=8), zone=UTC))
        for week in (Week.of(MONDAY.date()), Week.of(MONDAY.date()).next)
        for who in (LEARNER, uuid.UUID(int=8))
    }
    assert len(orders) == 4


def test_an_answer_from_a_clock_that_is_ahead_only_says_that_it_was_seen() -> None:
    ahead = given_at(30_000)
    assert drawn(ahead) == [Q]
    assert drawn(ahead, given_at(-1)) == [Q]
    assert plan_of(ahead, given_at(0)).due == date(2026, 11, 29)


@pytest.mark.parametrize("years", [-50, 70])
def test_a_clock_that_jumps_here_breaks_nothing(years: int) -> None:
    moment = MONDAY.replace(year=2026 + years)
    week = Week.of(moment.date())
    answers = [given_at(-7), given_at(0)]
    assert draw(answers, week=week, learner=LEARNER, now=moment, zone=UTC) == [Q]
    assert next_week(plans(answers, now=moment, zone=UTC).values(), after=week) == week.next


def test_days_are_those_of_the_zone() -> None:
    late = Given(uuid.UUID(int=1), Q, datetime(2026, 11, 22, 13, tzinfo=UTC), True)
    kiribati = ZoneInfo("Pacific/Kiritimati")
    assert plans([late], now=MONDAY, zone=kiribati)[Q].last == date(2026, 11, 23)
    assert plans([late], now=MONDAY, zone=UTC)[Q].last == date(2026, 11, 22)


def test_the_next_recap_is_in_the_first_week_with_something_due() -> None:
    week = Week.of(MONDAY.date())
    assert next_week([], after=week) is None
    soon, later = Plan(Q, MONDAY.date(), 1, EASE), Plan(Q, MONDAY.date(), 20, EASE)
    assert next_week([later], after=week) == Week(date(2026, 12, 7))
    assert next_week([later, soon], after=week) == week.next


def test_the_attempts_of_weeks_and_people_differ_and_can_be_made_again() -> None:
    week = Week.of(MONDAY.date())
    assert week.attempt(LEARNER) == Week.of(week.sunday).attempt(LEARNER)
    assert len({week.attempt(LEARNER), week.next.attempt(LEARNER), week.attempt(Q)}) == 3
    assert week.next.last == week
