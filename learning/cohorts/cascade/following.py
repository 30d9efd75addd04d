"""Follow-ups three and six months after a cohort: what its participants did with what they learnt.

They answer themselves, or a trainer enters what was said on the telephone. Facts of kind
`follow-up`; `part` is the month.
"""

import calendar
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.cohorts.cascade.reading import number_in, text_in
from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.records.attesting import Saying, say
from learning.records.facts import Fact, facts_of
from learning.xapi.attestations import Kind, Register

MONTHS = (3, 6)  # after the last day


class Obstacle(models.TextChoices):
    """What stood in the way most. The names are those of the printed follow-up sheet."""

    NOTHING = "nothing", _("nothing")
    TIME = "time", _("time")
    MANDATE = "mandate", _("mandate")
    ROOM = "room", _("room")
    MONEY = "money", _("money")
    MATERIAL = "material", _("material")
    OTHER = "other", _("something else")


@dataclass(frozen=True)
class FollowUp:
    """What one person answered for one month.

    courses: taught since the cohort. done, planned: lines of the action plan. obstacle: a value of
    `Obstacle`, or empty. others: what somebody else said who did not see this.
    """

    learner: UUID
    month: int
    courses: int
    used: str
    done: int | None
    planned: int | None
    obstacle: str
    words: str
    author: UUID
    at: datetime
    others: tuple["FollowUp", ...] = ()

    @property
    def is_contested(self) -> bool:
        return bool(self.others)

    @property
    def has_taught(self) -> bool:
        return self.courses > 0

    @property
    def obstacle_in_words(self) -> str:
        return str(Obstacle(self.obstacle).label) if self.obstacle in Obstacle.values else ""


def follow_ups_of(cohort: Cohort) -> list[FollowUp]:
    """Give every answer that stands, by month, the oldest first. One query."""
    return follow_ups_from(facts_of(cohort.pk, Kind.FOLLOW_UP))


def follow_ups_from(facts: Iterable[Fact]) -> list[FollowUp]:
    """Give the answers among these facts."""
    found = [_read(fact) for fact in facts if fact.kind == Kind.FOLLOW_UP]
    return sorted((each for each in found if each), key=lambda each: each.month)


def by_person(found: Iterable[FollowUp]) -> dict[UUID, dict[int, FollowUp]]:
    """Give learner → month → answer."""
    told: dict[UUID, dict[int, FollowUp]] = defaultdict(dict)
    for each in found:
        told[each.learner][each.month] = each
    return told


def answer(
    cohort: Cohort, learner: UUID, month: int, value: Mapping[str, Any], *, author: UUID
) -> list[UUID]:
    """Say what a person answered; a second answer replaces the first."""
    kept = {name: each for name, each in value.items() if each not in ("", None)}
    return say([Saying(place_of(cohort, learner, month), kept)], author=author)


def place_of(cohort: Cohort, learner: UUID, month: int) -> Register:
    return register(cohort, Kind.FOLLOW_UP, part=str(month), learner=learner)


def due_on(cohort: Cohort, month: int) -> date:
    """Give the day from which a follow-up can be answered."""
    return months_after(cohort.ends, month)


def months_after(day: date, months: int) -> date:
    """Give the same day so many months later, or the month's last one."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def months_due(cohort: Cohort, today: date) -> list[int]:
    """Give the months whose follow-ups can be answered today."""
    return [month for month in MONTHS if due_on(cohort, month) <= today]


def waiting(
    learners: Collection[UUID], found: Iterable[FollowUp], months: Iterable[int]
) -> dict[int, list[UUID]]:
    """Give month → those who have not answered, in the order of `learners`."""
    told = by_person(found)
    return {
        month: [each for each in learners if month not in told.get(each, {})] for month in months
    }


def _read(fact: Fact) -> FollowUp | None:
    month = int(fact.part) if fact.part in map(str, MONTHS) else None
    if fact.learner is None or month is None:
        return None
    others = tuple(
        _answer(fact, month, each["value"] or {}, UUID(each["author"]), each["at"])
        for each in fact.others
    )
    return _answer(fact, month, fact.value or {}, fact.author, fact.at, others)


def _answer(
    fact: Fact,
    month: int,
    value: Mapping[str, Any],
    author: UUID,
    at: datetime | str,
    others: tuple[FollowUp, ...] = (),
) -> FollowUp:
    return FollowUp(
        learner=fact.learner or fact.cohort,
        month=month,
        courses=number_in(value, "courses") or 0,
        used=text_in(value, "used"),
        done=number_in(value, "done"),
        planned=number_in(value, "planned"),
        obstacle=text_in(value, "obstacle"),
        words=text_in(value, "words"),
        author=author,
        at=at if isinstance(at, datetime) else datetime.fromisoformat(at),
        others=others,
    )
