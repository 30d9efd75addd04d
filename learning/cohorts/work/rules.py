"""The rule by which a cohort's participants are certified: up to four conditions, each editable.

Each condition is a register of its own, so that two facilitators who change different ones on two
stations do not contradict each other. Nothing is changed for the past: history stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.cohorts.work.rubrics import Rubric, rubric_from, teach_back_rubric
from learning.records.attesting import Saying, say
from learning.records.facts import Fact, facts_of, history
from learning.xapi.attestations import Kind

RUBRIC = "rubric"


class Condition(StrEnum):
    """What may be asked for. The value is the part of its register."""

    ATTENDANCE = "attendance"
    TEACH_BACK = "teach-back"
    POST_TEST = "post-test"
    PLAN = "plan"


NAMES: Mapping[Condition, Promise] = {
    Condition.ATTENDANCE: _("Attendance"),
    Condition.TEACH_BACK: _("Teach-back"),
    Condition.POST_TEST: _("Post-test"),
    Condition.PLAN: _("Action plan"),
}
# Percent of the half days; tenths of 5; percent of the points; readers who say yes to each line.
# The four of the library's programme (Training of Trainers, course page).
DEFAULTS: Mapping[Condition, int] = {
    Condition.ATTENDANCE: 80,
    Condition.TEACH_BACK: 30,
    Condition.POST_TEST: 70,
    Condition.PLAN: 2,
}
MOST: Mapping[Condition, int] = {
    Condition.ATTENDANCE: 100,
    Condition.TEACH_BACK: 50,
    Condition.POST_TEST: 100,
    Condition.PLAN: 2,
}


@dataclass(frozen=True)
class Rule:
    """What a cohort asks for. needed: in the units of DEFAULTS; a condition left out is off.

    contested: conditions that two people set differently, who had not seen each other.
    """

    needed: Mapping[Condition, int] = field(default_factory=lambda: dict(DEFAULTS))
    contested: frozenset[Condition] = frozenset()


@dataclass(frozen=True)
class Change:
    """A change of the rule. needed: None if it was switched off. at: aware UTC."""

    at: datetime
    author: UUID
    condition: Condition
    needed: int | None

    @property
    def name(self) -> Promise:
        return NAMES[self.condition]


def rule_of(cohort: Cohort) -> Rule:
    return rule_from(facts_of(cohort.pk, Kind.RULE, thing=cohort.pk))


def rule_from(facts: Iterable[Fact]) -> Rule:
    """Read the rule from a cohort's facts; what was never said is as the programme proposes."""
    needed = dict(DEFAULTS)
    contested = set()
    for fact in facts:
        if fact.kind != Kind.RULE or fact.part not in set(Condition):
            continue
        condition = Condition(fact.part)
        said = needed_of(condition, fact.value)
        needed.pop(condition, None)
        if said is not None:
            needed[condition] = said
        if fact.is_contested:
            contested.add(condition)
    ordered = {each: needed[each] for each in Condition if each in needed}
    return Rule(ordered, frozenset(contested))


def needed_of(condition: Condition, value: Mapping[str, Any] | None) -> int | None:
    """Read what is needed; None: the condition is off. What cannot be read is the default."""
    if value is not None and value.get("on") is False:
        return None
    said = (value or {}).get("needed")
    is_known = type(said) is int and 1 <= said <= MOST[condition]
    return said if is_known else DEFAULTS[condition]


def change_rule(cohort: Cohort, needed: Mapping[Condition, int], *, author: UUID) -> list[UUID]:
    """Say what the cohort asks for from now on; a condition left out is switched off."""
    now = rule_of(cohort)
    values = {each: _value(needed.get(each)) for each in Condition}
    sayings = [
        Saying(register(cohort, Kind.RULE, part=each.value), values[each])
        for each in Condition
        if needed.get(each) != now.needed.get(each) or each in now.contested
    ]
    return say(sayings, author=author)


def _value(needed: int | None) -> dict[str, Any]:
    return {"on": False} if needed is None else {"on": True, "needed": needed}


def changes_of(cohort: Cohort) -> list[Change]:
    """Give every change of the rule, the latest first. Four queries."""
    found = [
        Change(each.timestamp, each.author, condition, needed_of(condition, each.value))
        for condition in Condition
        for each in history(register(cohort, Kind.RULE, part=condition.value))
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)


def rubric_of(facts: Iterable[Fact]) -> Rubric:
    """Give the rubric of the cohort's teach-backs: its own, or that of the library's handout."""
    said = (each for each in facts if each.kind == Kind.RULE and each.part == RUBRIC)
    found = (rubric_from(each.value) for each in said)
    return next((rubric for rubric in found if rubric), None) or teach_back_rubric()


def change_rubric(cohort: Cohort, rubric: Rubric | None, *, author: UUID) -> list[UUID]:
    """Give the cohort a rubric of its own; None takes it back to the library's.

    Raises: MalformedStatement — it is longer than can be kept.
    """
    value = rubric.value if rubric else None
    return say([Saying(register(cohort, Kind.RULE, part=RUBRIC), value)], author=author)
