"""The cascade register: courses that participants taught afterwards. Counts, and no names.

Facts of kind `taught`, one for each course; mended, it keeps its history, and withdrawn too.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from learning.cohorts.cascade.reading import date_in, number_in, text_in
from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.records.attesting import Saying, say
from learning.records.facts import Fact, facts_of, history
from learning.xapi.attestations import Attested, Kind, Register


@dataclass(frozen=True)
class Taught:
    """A course somebody taught. other: people who are counted as neither; minutes: of teaching.

    others: what somebody else wrote of the same course who did not see this.
    """

    id: UUID
    learner: UUID
    day: date | None
    place: str
    topic: str
    minutes: int
    women: int
    men: int
    other: int
    author: UUID
    others: tuple["Taught", ...] = ()

    @property
    def reached(self) -> int:
        return self.women + self.men + self.other

    @property
    def is_contested(self) -> bool:
        return bool(self.others)


def taught_in(cohort: Cohort) -> list[Taught]:
    """Give the courses that participants of a cohort taught, by date. One query."""
    return taught_from(facts_of(cohort.pk, Kind.TAUGHT))


def taught_from(facts: Iterable[Fact]) -> list[Taught]:
    """Give the courses among these facts, by date."""
    found = [_read(fact) for fact in facts if fact.kind == Kind.TAUGHT and fact.learner]
    return sorted(found, key=lambda each: (each.day or date.min, str(each.id)))


def by_teacher(found: Iterable[Taught]) -> dict[UUID, list[Taught]]:
    """Give learner → the courses that they taught."""
    told: dict[UUID, list[Taught]] = defaultdict(list)
    for each in found:
        told[each.learner].append(each)
    return told


def write_down(
    cohort: Cohort,
    learner: UUID,
    value: Mapping[str, Any],
    *,
    author: UUID,
    log: UUID | None = None,
) -> UUID:
    """Say that a person taught a course, or mend what was said as `log`; give its id."""
    key = log or uuid4()
    say([Saying(place_of(cohort, learner, key), dict(value))], author=author)
    return key


def withdraw(cohort: Cohort, learner: UUID, log: UUID, *, author: UUID) -> bool:
    """Take a course back; tell whether it stood. Its history stays."""
    return bool(say([Saying(place_of(cohort, learner, log), None)], author=author))


def place_of(cohort: Cohort, learner: UUID, log: UUID) -> Register:
    return register(cohort, Kind.TAUGHT, log, learner=learner)


def history_of(cohort: Cohort, learner: UUID, log: UUID) -> list[Attested]:
    """Give everything that was ever said of one course, oldest first."""
    return history(place_of(cohort, learner, log))


def reach_in(value: Mapping[str, Any]) -> tuple[int, int, int]:
    """Give the women, men and others that a value counts."""
    women, men, other = (number_in(value, name) or 0 for name in ("women", "men", "other"))
    return women, men, other


def _read(fact: Fact) -> Taught:
    others = tuple(_taught(fact, each["value"] or {}, UUID(each["author"])) for each in fact.others)
    return _taught(fact, fact.value or {}, fact.author, others)


def _taught(
    fact: Fact, value: Mapping[str, Any], author: UUID, others: tuple[Taught, ...] = ()
) -> Taught:
    women, men, other = reach_in(value)
    return Taught(
        id=fact.thing,
        learner=fact.learner or fact.cohort,
        day=date_in(value, "date"),
        place=text_in(value, "place"),
        topic=text_in(value, "topic"),
        minutes=number_in(value, "minutes") or 0,
        women=women,
        men=men,
        other=other,
        author=author,
        others=others,
    )
