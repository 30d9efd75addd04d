"""Teach-backs: each participant teaches, two observers mark alone, and the participant too.

The mark is the mean of the observers' marks, in tenths of 5 (`rubrics.mark_of`). What people say of
themselves stands beside it and never in it. Who teaches again is marked in another round, and the
better mark counts.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.cohorts.work.rubrics import levels_from, mark_of, spread_of
from learning.records.attesting import Saying, say
from learning.records.facts import Fact, facts_of
from learning.xapi.attestations import Kind, Register

ROUNDS = (1, 2, 3)
OBSERVERS = 2
ONESELF = "self"  # the part of what a participant says of themselves
WIDE = 1  # levels between two observers from which people are told


@dataclass(frozen=True)
class Marked:
    """One person's marks of one teach-back. others: levels said elsewhere, if contested."""

    by: str
    levels: tuple[int, ...]
    comment: str
    at: datetime
    others: tuple[tuple[int, ...], ...] = ()
    is_contested: bool = False

    @property
    def tenths(self) -> int | None:
        return mark_of([self.levels])


@dataclass(frozen=True)
class Round:
    """One teach-back of one participant. `own`: what they said of themselves."""

    number: int
    marks: tuple[Marked, ...] = ()
    own: Marked | None = None

    @property
    def tenths(self) -> int | None:
        return mark_of([each.levels for each in self.marks])

    @property
    def spread(self) -> tuple[int, ...]:
        """Levels between the observers, criterion by criterion."""
        return spread_of([each.levels for each in self.marks])

    @property
    def widest(self) -> int:
        return max(self.spread, default=0)

    @property
    def is_wide(self) -> bool:
        return self.widest >= WIDE

    @property
    def lacks_second(self) -> bool:
        return len(self.marks) == 1

    @property
    def has_mixed_rubrics(self) -> bool:
        return len({len(each.levels) for each in self.marks}) > 1

    @property
    def is_contested(self) -> bool:
        return any(each.is_contested for each in self.marks)

    def by(self, person: UUID) -> Marked | None:
        return next((each for each in self.marks if each.by == str(person)), None)


@dataclass(frozen=True)
class TeachBack:
    """All rounds of one participant, by number."""

    rounds: dict[int, Round] = field(default_factory=dict)

    @property
    def best(self) -> Round | None:
        """The round with the better mark; of equal ones, the first."""
        marked = [each for each in self.rounds.values() if each.tenths is not None]
        return max(marked, key=lambda each: (each.tenths, -each.number), default=None)

    @property
    def tenths(self) -> int | None:
        return self.best.tenths if self.best else None

    @property
    def is_contested(self) -> bool:
        return any(each.is_contested for each in self.rounds.values())

    def round(self, number: int) -> Round:
        return self.rounds.get(number, Round(number))


NONE_YET = TeachBack()


def teach_backs_of(cohort: Cohort) -> dict[UUID, TeachBack]:
    """Give learner → teach-back, of those of whom anything was said. One query."""
    return teach_backs_from(cohort.pk, facts_of(cohort.pk, Kind.TEACH_BACK))


def teach_backs_from(cohort: UUID, facts: Iterable[Fact]) -> dict[UUID, TeachBack]:
    """Read teach-backs from a cohort's facts; marks of an unknown shape are left out."""
    numbers = {thing_of(cohort, number): number for number in ROUNDS}
    said: dict[UUID, dict[int, list[Marked]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        marked = _marked(fact) if fact.kind == Kind.TEACH_BACK else None
        if marked and fact.learner and fact.thing in numbers:
            said[fact.learner][numbers[fact.thing]].append(marked)
    return {
        learner: TeachBack({each: _round(each, found[each]) for each in sorted(found)})
        for learner, found in said.items()
    }


def thing_of(cohort: UUID, number: int) -> UUID:
    """Give what a round of teach-backs is in registers: the first is the cohort itself."""
    return cohort if number == 1 else uuid.uuid5(cohort, f"teach-back {number}")


def mark(
    cohort: Cohort,
    learner: UUID,
    *,
    observer: UUID,
    number: int,
    levels: Sequence[int],
    comment: str = "",
) -> list[UUID]:
    """Say how an observer saw a teach-back. Whoever is observed marks themselves with `assess`."""
    where = _register(cohort, learner, str(observer), number)
    return say([Saying(where, _value(levels, comment))], author=observer)


def assess(
    cohort: Cohort, learner: UUID, *, number: int, levels: Sequence[int], comment: str = ""
) -> list[UUID]:
    """Say how a participant saw their own teach-back."""
    where = _register(cohort, learner, ONESELF, number)
    return say([Saying(where, _value(levels, comment))], author=learner)


def _register(cohort: Cohort, learner: UUID, part: str, number: int) -> Register:
    thing = thing_of(cohort.pk, number)
    return register(cohort, Kind.TEACH_BACK, thing, part=part, learner=learner)


def _value(levels: Sequence[int], comment: str) -> dict[str, object]:
    value: dict[str, object] = {"levels": list(levels)}
    return {**value, "comment": comment} if comment else value


def _marked(fact: Fact) -> Marked | None:
    levels = levels_from((fact.value or {}).get("levels"))
    marks_oneself = fact.author == fact.learner and fact.part != ONESELF
    if not levels or marks_oneself:
        return None
    others = (levels_from((each["value"] or {}).get("levels")) for each in fact.others)
    comment = (fact.value or {}).get("comment", "")
    return Marked(
        by=fact.part,
        levels=levels,
        comment=comment if isinstance(comment, str) else "",
        at=fact.at,
        others=tuple(each for each in others if each),
        is_contested=fact.is_contested,
    )


def _round(number: int, said: Sequence[Marked]) -> Round:
    own = next((each for each in said if each.by == ONESELF), None)
    marks = sorted((each for each in said if each.by != ONESELF), key=lambda each: each.by)
    return Round(number, tuple(marks), own)
