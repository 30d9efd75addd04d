import random
import uuid
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from learning.cohorts.work.paired import (
    Score,
    best_attempts,
    gains_between,
    items_of,
    spread_of,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def score(person: int, raw: int, *, minutes: int = 0, maximum: int = 12) -> Score:
    attempt = uuid.UUID(int=1000 * person + minutes + 1)
    at = NOON + timedelta(minutes=minutes)
    return Score(
        uuid.UUID(int=person), attempt, at, raw, maximum, is_passed=raw * 10 >= maximum * 7
    )


def test_the_gains_of_the_librarys_example() -> None:
    before = [score(person, raw) for person, raw in enumerate((5, 6, 7, 4, 6, 8))]
    after = [score(person, raw) for person, raw in enumerate((9, 8, 9, 9, 8, 8))]
    gains = gains_between(before, after)
    assert [pair.gain for pair in gains.pairs] == [0, 167, 167, 167, 333, 417]
    assert gains.spread is not None
    assert gains.spread.median == 167
    assert gains.are_few


def test_who_took_one_test_is_in_no_pair() -> None:
    gains = gains_between([score(1, 5)], [score(2, 9)])
    assert gains.pairs == ()
    assert gains.spread is None
    assert gains.passed_percent == 100


def test_the_first_attempt_counts_for_the_gain_and_any_for_passing() -> None:
    tries = [score(1, 12, minutes=9), score(1, 6, minutes=3)]
    gains = gains_between([score(1, 3)], tries)
    assert gains.pairs[0].after.raw == 6
    assert gains.passed == 1


def test_order_makes_no_difference() -> None:
    before = [score(person, person % 12, minutes=m) for person in range(9) for m in (0, 5)]
    after = [score(person, 11 - person, minutes=m) for person in range(9) for m in (0, 5)]
    mixed = random.Random(7).sample(before, len(before))  # noqa: S311 — an order, no secret
    assert gains_between(mixed, after[::-1]) == gains_between(before, after)
    assert not gains_between(before, after).are_few


def test_the_best_attempt_has_the_greatest_share() -> None:
    found = best_attempts([score(1, 9), score(1, 8, minutes=5, maximum=10)])
    assert found[uuid.UUID(int=1)].raw == 8


def test_quartiles_lie_on_straight_lines_between_neighbours() -> None:
    spread = spread_of([Fraction(each) for each in (0, 10, 20, 40)])
    assert spread is not None
    assert (spread.lower, spread.median, spread.upper) == (75, 150, 250)


def test_half_a_tenth_goes_up_on_both_sides_of_nought() -> None:
    low, high = spread_of([Fraction(-5, 100)]), spread_of([Fraction(5, 100)])
    assert low is not None
    assert high is not None
    assert (low.median, high.median) == (0, 1)


def test_the_hardest_question_stands_first() -> None:
    easy, hard = uuid.UUID(int=1), uuid.UUID(int=2)
    items = items_of([(easy, True), (hard, False), (easy, False)], {easy: "E", hard: "H"})
    assert [(each.title, each.right, each.asked, each.percent) for each in items] == [
        ("H", 0, 1, 0),
        ("E", 1, 2, 50),
    ]
