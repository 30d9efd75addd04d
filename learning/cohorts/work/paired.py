"""The paired gain between two tests: the same person before and after. Pure.

All sums are exact. What is given is whole: tenths of a point of percent, rounded once, a half up.
Quartiles are found by straight lines between neighbours (the inclusive method). The first attempt
at each test counts: a second try at the same questions would show memory.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from learning.cohorts.work.rubrics import rounded

ENOUGH_PAIRS = 8  # fewer are shown, and nothing is concluded from them


@dataclass(frozen=True)
class Score:
    """An attempt at a test. raw, maximum: points."""

    learner: UUID
    attempt: UUID
    at: datetime
    raw: int
    maximum: int
    is_passed: bool

    @property
    def percent(self) -> Fraction:
        return Fraction(100 * self.raw, self.maximum)


@dataclass(frozen=True)
class Pair:
    """One person's first attempts at both tests. `gain` in tenths of a point of percent."""

    learner: UUID
    before: Score
    after: Score

    @property
    def gain(self) -> int:
        return rounded(10 * self.exact)

    @property
    def exact(self) -> Fraction:
        return self.after.percent - self.before.percent


@dataclass(frozen=True)
class Spread:
    """The middle of some gains and the quarters about it, in tenths of a point of percent."""

    lower: int
    median: int
    upper: int


@dataclass(frozen=True)
class Item:
    """How a question went in the first attempts. `percent`: right answers, rounded, a half up."""

    question: UUID
    title: str
    asked: int
    right: int

    @property
    def percent(self) -> int:
        return rounded(Fraction(100 * self.right, self.asked))


@dataclass(frozen=True)
class Gains:
    """What the two tests of a cohort show. `passed`: people who passed the second, at any try.

    before, after: each person's first attempt. items: the hardest first, those asked at all.
    """

    before: Mapping[UUID, Score]
    after: Mapping[UUID, Score]
    passed: int
    pairs: tuple[Pair, ...]
    items_before: tuple[Item, ...] = ()
    items_after: tuple[Item, ...] = ()

    @property
    def spread(self) -> Spread | None:
        return spread_of([pair.exact for pair in self.pairs])

    @property
    def passed_percent(self) -> int | None:
        """The share of those who took the second test; None where nobody did."""
        taken = len(self.after)
        return rounded(Fraction(100 * self.passed, taken)) if taken else None

    @property
    def are_few(self) -> bool:
        return len(self.pairs) < ENOUGH_PAIRS


def gains_between(before: Iterable[Score], after: Iterable[Score]) -> Gains:
    """Compare the attempts at two tests, in any order."""
    second = list(after)
    first_before, first_after = first_attempts(before), first_attempts(second)
    both = [each for each in first_before if each in first_after]
    pairs = (Pair(each, first_before[each], first_after[each]) for each in both)
    return Gains(
        before=first_before,
        after=first_after,
        passed=len({score.learner for score in second if score.is_passed}),
        pairs=tuple(sorted(pairs, key=lambda pair: (pair.exact, str(pair.learner)))),
    )


def first_attempts(scores: Iterable[Score]) -> dict[UUID, Score]:
    """Give learner → the first attempt."""
    found: dict[UUID, Score] = {}
    for score in sorted(scores, key=lambda each: (each.at, str(each.attempt))):
        found.setdefault(score.learner, score)
    return found


def best_attempts(scores: Iterable[Score]) -> dict[UUID, Score]:
    """Give learner → the attempt with the greatest share; of equal ones, the first."""
    found: dict[UUID, Score] = {}
    for score in sorted(scores, key=lambda each: (-each.percent, each.at, str(each.attempt))):
        found.setdefault(score.learner, score)
    return found


def spread_of(gains: Collection[Fraction]) -> Spread | None:
    """Give median and quartiles; None where there are no gains."""
    if not gains:
        return None
    ordered = sorted(gains)
    lower, median, upper = (rounded(10 * _quantile(ordered, Fraction(n, 4))) for n in (1, 2, 3))
    return Spread(lower, median, upper)


def _quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    place = share * (len(ordered) - 1)
    left = int(place)
    right = min(left + 1, len(ordered) - 1)
    return ordered[left] + (place - left) * (ordered[right] - ordered[left])


def items_of(answers: Iterable[tuple[UUID, bool]], titles: Mapping[UUID, str]) -> tuple[Item, ...]:
    """Count answers (question, whether it was right), the hardest question first."""
    asked: dict[UUID, list[bool]] = {}
    for question, is_right in answers:
        asked.setdefault(question, []).append(is_right)
    items = [Item(key, titles.get(key, ""), len(all_), sum(all_)) for key, all_ in asked.items()]
    return tuple(sorted(items, key=lambda each: (Fraction(each.right, each.asked), each.title)))
