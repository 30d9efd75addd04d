"""When a question is to be asked again: spaced repetition in whole numbers, after SM-2.

SM-2 (P. A. Woźniak, 1990) stretches the days until a question comes again after each right answer
and starts anew after a wrong one. Here an answer is only right or wrong, so right counts as SM-2's
grade 5 and wrong as its grade 2.

Everything is read from answers; nothing is stored. The plan is a fold over distinct answers in the
order of their time, so the order in which they arrive makes no difference. Pure: no Django.

An answer dated after `now` comes from a clock that is ahead, or the clock here is behind. It says
that the question was seen, and nothing about when.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from hashlib import sha256
from typing import Protocol

SIZE = 5  # questions of a recap
EASE, LEAST_EASE, MOST_EASE = 250, 130, 250  # percent, SM-2: 2.5, never below 1.3
EASIER, HARDER = 10, -32  # percent, SM-2: grades 5 and 2
SOON, FIRST, LONGEST = 1, 6, 180  # days, SM-2: 1, 6; half a year so that nothing is lost from sight
RECAPS = uuid.UUID("8c7f2f0e-4a0b-5d0c-9a53-0d1f6f1f7e21")  # the namespace of their attempts


class Answer(Protocol):
    """What is read of an answer to a marked question. `at` is aware."""

    @property
    def id(self) -> uuid.UUID: ...

    @property
    def question(self) -> uuid.UUID: ...

    @property
    def at(self) -> datetime: ...

    @property
    def is_right(self) -> bool | None: ...


@dataclass(frozen=True)
class Plan:
    """When a question comes again. interval: days from the last answer; ease: percent."""

    question: uuid.UUID
    last: date
    interval: int
    ease: int

    @property
    def due(self) -> date:
        return self.last + timedelta(days=self.interval)


@dataclass(frozen=True)
class Week:
    """A week of recaps, from its Monday on (ISO 8601), the same in every language."""

    monday: date

    @classmethod
    def of(cls, day: date) -> "Week":
        return cls(day - timedelta(days=day.weekday()))

    @property
    def next(self) -> "Week":
        return Week(self.monday + timedelta(days=7))

    @property
    def last(self) -> "Week":
        return Week(self.monday - timedelta(days=7))

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    def attempt(self, learner: uuid.UUID) -> uuid.UUID:
        """Give the attempt that the answers of this week's recap are marked with."""
        return uuid.uuid5(RECAPS, f"{learner}:{self.monday}")


def plans(answers: Iterable[Answer], *, now: datetime, zone: tzinfo) -> dict[uuid.UUID, Plan]:
    """Give the plan of each question that was answered; days are those of `zone`.

    One that only has answers dated after `now` has been due for ever.
    """
    told: dict[uuid.UUID, list[Answer]] = defaultdict(list)
    for answer in {each.id: each for each in answers}.values():
        told[answer.question].append(answer)
    return {question: _plan(question, found, now, zone) for question, found in told.items()}


def draw(
    answers: Sequence[Answer], *, week: Week, learner: uuid.UUID, now: datetime, zone: tzinfo
) -> list[uuid.UUID]:
    """Give the questions that may be asked in `week`, those that are due longest first.

    What is answered during the week changes nothing in it; equals stand in an order of the week.
    """
    before = [each for each in answers if _day(each, zone) < week.monday or each.at > now]
    due = [p for p in plans(before, now=now, zone=zone).values() if p.due <= week.sunday]
    attempt = week.attempt(learner)
    return [plan.question for plan in sorted(due, key=lambda p: (p.due, _lot(attempt, p)))]


def next_week(plans: Iterable[Plan], *, after: Week) -> Week | None:
    """Give the first week after `after` in which something is due; nothing if nothing ever is."""
    days = [plan.due for plan in plans]
    return Week.of(max(min(days), after.next.monday)) if days else None


def _plan(question: uuid.UUID, answers: Sequence[Answer], now: datetime, zone: tzinfo) -> Plan:
    dated = sorted((each for each in answers if each.at <= now), key=lambda a: (a.at, a.id))
    if not dated:
        return Plan(question, date.min, 0, EASE)
    return list(_folded(question, dated, zone))[-1]


def _folded(question: uuid.UUID, answers: Iterable[Answer], zone: tzinfo) -> Iterator[Plan]:
    plan: Plan | None = None
    for answer in answers:
        day = _day(answer, zone)
        if not answer.is_right:
            plan = Plan(question, day, SOON, _ease(plan, HARDER))
        elif plan is None:
            plan = Plan(question, day, FIRST, EASE)
        elif day < plan.due:  # right so soon says little: the same days again, from now
            plan = Plan(question, day, plan.interval, plan.ease)
        else:
            plan = Plan(question, day, _stretched(plan), _ease(plan, EASIER))
        yield plan


def _stretched(plan: Plan) -> int:
    if plan.interval < FIRST:
        return FIRST
    return min(plan.interval * plan.ease // 100, LONGEST)


def _ease(plan: Plan | None, change: int) -> int:
    return min(max((plan.ease if plan else EASE) + change, LEAST_EASE), MOST_EASE)


def _day(answer: Answer, zone: tzinfo) -> date:
    return answer.at.astimezone(zone).date()


def _lot(attempt: uuid.UUID, plan: Plan) -> str:
    return sha256(f"{attempt}:{plan.question}".encode()).hexdigest()
