"""Action plans: shared by the participant, read by two, accepted or returned with a comment.

The seven lines are those of the library's handout “action plan sheet” (Training of Trainers,
day 5); all must be yes. A reading counts for the plan as it was read: who mends the plan has it
read again. One plan may be that of a pair: the second names the code of the first's plan.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.cohorts.work.keeping_files import HandedFile, files_from
from learning.records.attesting import Saying, say
from learning.records.facts import Fact, facts_of
from learning.xapi.attestations import Kind

LINES = 7
READERS = 2
CODE_LENGTH = 6  # of a plan, in hex: it only tells plans of one cohort apart


@dataclass(frozen=True)
class Reading:
    """What one reader says of the seven lines. is_current: of the plan as it stands now."""

    reader: str
    lines: tuple[bool, ...]
    comment: str
    at: datetime
    is_current: bool
    is_contested: bool = False
    others: tuple[tuple[bool, ...], ...] = ()

    @property
    def accepts(self) -> bool:
        return self.is_current and all(self.lines)

    @property
    def number_of_yes(self) -> int:
        return sum(self.lines)


@dataclass(frozen=True)
class PlanReview:
    """A participant's plan and what its readers say. shares: whose plan it is, if a partner's.

    version: names the plan as it stands. others: other versions, if it is contested.
    """

    learner: UUID
    text: str = ""
    files: tuple[HandedFile, ...] = ()
    shares: UUID | None = None
    version: str = ""
    at: datetime | None = None
    readings: tuple[Reading, ...] = ()
    is_contested: bool = False
    others: tuple[str, ...] = ()

    @property
    def is_shared(self) -> bool:
        return bool(self.version)

    @property
    def acceptances(self) -> int:
        """How many readers say yes to every line of the plan as it stands."""
        return sum(each.accepts for each in self.readings)

    @property
    def current(self) -> tuple[Reading, ...]:
        return tuple(each for each in self.readings if each.is_current)

    @property
    def is_returned(self) -> bool:
        """Whether a reader has said no to a line of the plan as it stands."""
        return any(not each.accepts for each in self.current)

    @property
    def has_contested_reading(self) -> bool:
        return any(each.is_contested for each in self.readings)

    @property
    def code(self) -> str:
        """What a partner types to share this plan."""
        return code_of(self.learner)

    def is_accepted(self, readers: int = READERS) -> bool:
        return self.acceptances >= readers and not self.is_returned

    def by(self, reader: UUID) -> Reading | None:
        return next((each for each in self.readings if each.reader == str(reader)), None)


def plan_lines() -> tuple[str, ...]:
    """Give the seven lines, in the reader's language."""
    return (
        _("At most four priorities, one is a course that the pair teaches"),
        _("A stranger can tell what will be different, and for whom"),
        _("Each has an owner who has agreed, or a date to ask"),
        _("Each has a baseline with a date, or counting is the first step"),
        _("Each indicator is of the kind “used” or “changed”"),
        _("30 and 90 days are filled in, with dates"),
        _("Each has a budget line, or “no cost”"),
    )


def code_of(learner: UUID) -> str:
    return hashlib.sha256(f"plan {learner}".encode()).hexdigest()[:CODE_LENGTH].upper()


def plans_of(cohort: Cohort) -> dict[UUID, PlanReview]:
    """Give learner → plan, of those who shared one or share another's. One query."""
    return plans_from(facts_of(cohort.pk, Kind.PLAN))


def plans_from(facts: Iterable[Fact]) -> dict[UUID, PlanReview]:
    """Read plans from a cohort's facts. Who shares a plan has its text and its readings."""
    plans: dict[UUID, PlanReview] = {}
    said: dict[UUID, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.kind != Kind.PLAN or fact.learner is None:
            continue
        if fact.part:
            said[fact.learner].append(fact)
        else:
            plans[fact.learner] = _plan(fact, fact.learner)
    whole = {each: _with_readings(plan, said[each]) for each, plan in plans.items()}
    return {each: _of_the_pair(plan, whole) for each, plan in whole.items()}


def _plan(fact: Fact, learner: UUID) -> PlanReview:
    value = fact.value or {}
    text = value.get("text")
    return PlanReview(
        learner=learner,
        text=text if isinstance(text, str) else "",
        files=files_from(value),
        shares=_person(value.get("shares")),
        version=str(max(fact.heads)),
        at=fact.at,
        is_contested=fact.is_contested,
        others=tuple(_text(each["value"]) for each in fact.others),
    )


def _text(value: Mapping[str, Any] | None) -> str:
    text = (value or {}).get("text")
    return text if isinstance(text, str) else ""


def _person(said: object) -> UUID | None:
    try:
        return UUID(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _with_readings(plan: PlanReview, facts: Sequence[Fact]) -> PlanReview:
    read = (_reading(fact, plan.version) for fact in facts if fact.author != fact.learner)
    return replace(plan, readings=tuple(each for each in read if each))


def _of_the_pair(plan: PlanReview, plans: Mapping[UUID, PlanReview]) -> PlanReview:
    """Give the plan with what the partner's plan says, where it is one plan for two."""
    first = plans.get(plan.shares) if plan.shares else None
    if first is None or first.shares or first.learner == plan.learner:
        return plan if plan.shares is None else replace(plan, version="", readings=())
    return replace(
        plan,
        text=first.text,
        files=first.files,
        version=first.version,
        readings=first.readings,
    )


def _reading(fact: Fact, version: str) -> Reading | None:
    value = fact.value or {}
    lines = lines_from(value.get("lines"))
    if not lines:
        return None
    comment = value.get("comment", "")
    others = (lines_from((each["value"] or {}).get("lines")) for each in fact.others)
    return Reading(
        reader=fact.part,
        lines=lines,
        comment=comment if isinstance(comment, str) else "",
        at=fact.at,
        is_current=value.get("of") == version,
        is_contested=fact.is_contested,
        others=tuple(each for each in others if each),
    )


def lines_from(value: object) -> tuple[bool, ...]:
    """Read yes or no of the seven lines; empty if they are not seven."""
    if not isinstance(value, list) or len(value) != LINES:
        return ()
    return tuple(value) if all(type(each) is bool for each in value) else ()


def share_plan(
    cohort: Cohort, learner: UUID, *, text: str, files: Sequence[HandedFile] = ()
) -> list[UUID]:
    """Say what a participant's plan is, from now on."""
    value: dict[str, Any] = {"text": text, "files": [each.value for each in files]}
    where = register(cohort, Kind.PLAN, learner=learner)
    return say([Saying(where, {key: said for key, said in value.items() if said})], author=learner)


def join_plan(cohort: Cohort, learner: UUID, *, first: UUID) -> list[UUID]:
    """Say that a participant's plan is the one that their partner shared."""
    where = register(cohort, Kind.PLAN, learner=learner)
    return say([Saying(where, {"shares": str(first)})], author=learner)


def plan_with(code: str, plans: Mapping[UUID, PlanReview], *, learner: UUID) -> PlanReview | None:
    """Give the partner's plan whose code a participant typed; one's own is none."""
    typed = "".join(code.split()).upper()
    fitting = (plan for plan in plans.values() if plan.code == typed and plan.learner != learner)
    return next((plan for plan in fitting if plan.shares is None), None)


def read_plan(
    cohort: Cohort, plan: PlanReview, *, reader: UUID, lines: Sequence[bool], comment: str = ""
) -> list[UUID]:
    """Say what a reader thinks of a plan as it stands. Of a pair's plan, its first is named."""
    value: dict[str, Any] = {"lines": list(lines), "of": plan.version}
    owner = plan.shares or plan.learner
    where = register(cohort, Kind.PLAN, part=str(reader), learner=owner)
    said = {**value, "comment": comment} if comment else value
    return say([Saying(where, said)], author=reader)
