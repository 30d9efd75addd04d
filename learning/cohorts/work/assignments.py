"""Assignments: what is asked for, what was handed in, and how it was reviewed.

Nothing handed in is ever refused for being late; it is marked so. Handing in again keeps what was
handed in before (`facts.history`). Days are those of the server's place.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.utils import timezone

from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.cohorts.work.keeping_files import HandedFile, files_from
from learning.cohorts.work.rubrics import (
    LEVELS,
    Rubric,
    levels_from,
    rubric_from,
    spread_of,
)
from learning.records.attesting import Saying, say
from learning.records.facts import Fact, facts_of, history, told
from learning.xapi.attestations import Kind

KINDS = (Kind.ASSIGNMENT, Kind.SUBMISSION, Kind.REVIEW)
REVIEWERS = 2


@dataclass(frozen=True)
class Review:
    """What one reviewer says. levels: by criterion; empty where the assignment has no rubric."""

    by: str
    levels: tuple[int, ...]
    comment: str
    at: datetime
    is_current: bool
    is_contested: bool = False
    others: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.levels)


@dataclass(frozen=True)
class Submission:
    """What a participant handed in last. version: names it. others: texts, if contested."""

    learner: UUID
    text: str
    files: tuple[HandedFile, ...]
    at: datetime
    version: str
    is_late: bool
    reviews: tuple[Review, ...] = ()
    is_contested: bool = False
    others: tuple[str, ...] = ()

    @property
    def spread(self) -> tuple[int, ...]:
        """Levels between the reviewers, criterion by criterion."""
        return spread_of([each.levels for each in self.reviews if each.levels])

    @property
    def widest(self) -> int:
        return max(self.spread, default=0)

    @property
    def lacks_second(self) -> bool:
        return len(self.reviews) == 1

    def by(self, person: UUID) -> Review | None:
        return next((each for each in self.reviews if each.by == str(person)), None)


@dataclass(frozen=True)
class Assignment:
    """What participants are asked to do. due: the last day. rubric: None where there is none."""

    id: UUID
    title: str
    instructions: str
    due: date | None
    takes_files: bool
    rubric: Rubric | None
    is_contested: bool = False
    others: tuple[str, ...] = ()
    submissions: Mapping[UUID, Submission] | None = None

    @property
    def handed_in(self) -> Mapping[UUID, Submission]:
        return self.submissions or {}

    @property
    def best(self) -> int:
        """The most levels that a review can come to."""
        return LEVELS * len(self.rubric.criteria) if self.rubric else 0

    @property
    def is_over(self) -> bool:
        return self.due is not None and timezone.localdate() > self.due

    @property
    def waiting(self) -> int:
        """How many were handed in and nobody has reviewed."""
        return sum(not each.reviews for each in self.handed_in.values())


def assignments_of(cohort: Cohort) -> list[Assignment]:
    """Give a cohort's assignments with all that was handed in, the first due first. One query."""
    return assignments_from(facts_of(cohort.pk, *KINDS))


def assignments_from(facts: Iterable[Fact]) -> list[Assignment]:
    """Read assignments from a cohort's facts; what is of an unknown shape is left out."""
    by_kind: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_kind[fact.kind].append(fact)
    reviews: dict[tuple[UUID, UUID | None], list[Fact]] = defaultdict(list)
    for fact in by_kind[Kind.REVIEW]:
        reviews[fact.thing, fact.learner].append(fact)
    asked = [assignment for fact in by_kind[Kind.ASSIGNMENT] if (assignment := _assignment(fact))]
    whole = [_with_submissions(each, by_kind[Kind.SUBMISSION], reviews) for each in asked]
    return sorted(whole, key=lambda each: (each.due or date.max, each.title))


def _with_submissions(
    asked: Assignment,
    submitted: Iterable[Fact],
    reviews: Mapping[tuple[UUID, UUID | None], list[Fact]],
) -> Assignment:
    found = {
        fact.learner: _submission(asked, fact, fact.learner, reviews[asked.id, fact.learner])
        for fact in submitted
        if fact.thing == asked.id and fact.learner
    }
    return replace(asked, submissions=found)


def _assignment(fact: Fact) -> Assignment | None:
    value = fact.value or {}
    if not isinstance(value.get("title"), str):
        return None
    return Assignment(
        id=fact.thing,
        title=value["title"],
        instructions=_text(value, "instructions"),
        due=_day(value.get("due")),
        takes_files=value.get("files") is not False,
        rubric=rubric_from(value.get("rubric")),
        is_contested=fact.is_contested,
        others=tuple(_text(each["value"], "title") for each in fact.others),
    )


def _submission(
    asked: Assignment, fact: Fact, learner: UUID, reviews: Iterable[Fact]
) -> Submission:
    version = str(max(fact.heads))
    read = (_review(each, version) for each in reviews if each.author != each.learner)
    return Submission(
        learner=learner,
        text=_text(fact.value, "text"),
        files=files_from(fact.value),
        at=fact.at,
        version=version,
        is_late=is_late(fact.at, asked.due),
        reviews=tuple(read),
        is_contested=fact.is_contested,
        others=tuple(_text(each["value"], "text") for each in fact.others),
    )


def _review(fact: Fact, version: str) -> Review:
    return Review(
        by=fact.part,
        levels=levels_from((fact.value or {}).get("levels")),
        comment=_text(fact.value, "comment"),
        at=fact.at,
        is_current=(fact.value or {}).get("of") == version,
        is_contested=fact.is_contested,
        others=tuple(_said(each["value"]) for each in fact.others),
    )


def _said(value: Mapping[str, Any] | None) -> str:
    levels = ", ".join(map(str, levels_from((value or {}).get("levels"))))
    return " · ".join(each for each in (levels, _text(value, "comment")) if each)


def _text(value: Mapping[str, Any] | None, name: str) -> str:
    said = (value or {}).get(name)
    return said if isinstance(said, str) else ""


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


def is_late(at: datetime, due: date | None) -> bool:
    """Tell whether an aware time lies after the last day, as days are counted here."""
    return due is not None and timezone.localtime(at).date() > due


def assign(
    cohort: Cohort,
    *,
    author: UUID,
    title: str,
    instructions: str,
    due: date,
    takes_files: bool,
    rubric: Rubric | None,
    assignment: UUID | None = None,
) -> UUID:
    """Ask participants for something, or change what is asked for; give the assignment's id.

    Raises: MalformedStatement — all of it together is longer than can be kept.
    """
    thing = assignment or uuid.uuid4()
    value: dict[str, Any] = {
        "title": title,
        "instructions": instructions,
        "due": due.isoformat(),
        "files": takes_files,
    }
    said = {**value, "rubric": rubric.value} if rubric else value
    say([Saying(register(cohort, Kind.ASSIGNMENT, thing), said)], author=author)
    return thing


def withdraw(cohort: Cohort, assignment: UUID, *, author: UUID) -> list[UUID]:
    """Ask for something no longer; what was handed in and its history stay."""
    return say([Saying(register(cohort, Kind.ASSIGNMENT, assignment), None)], author=author)


def submit(
    cohort: Cohort, assignment: UUID, learner: UUID, *, text: str, files: Sequence[HandedFile]
) -> list[UUID]:
    """Say what a participant hands in; what they handed in before is kept too."""
    value: dict[str, Any] = {"text": text, "files": [each.value for each in files]}
    where = register(cohort, Kind.SUBMISSION, assignment, learner=learner)
    return say([Saying(where, {key: said for key, said in value.items() if said})], author=learner)


def review(
    cohort: Cohort,
    assignment: UUID,
    submission: Submission,
    *,
    reviewer: UUID,
    levels: Sequence[int],
    comment: str,
) -> list[UUID]:
    """Say what a reviewer thinks of what was handed in."""
    value: dict[str, Any] = {"levels": list(levels), "comment": comment, "of": submission.version}
    where = register(
        cohort, Kind.REVIEW, assignment, part=str(reviewer), learner=submission.learner
    )
    return say([Saying(where, {key: said for key, said in value.items() if said})], author=reviewer)


def versions_of(
    cohort: UUID, assignment: Assignment, learner: UUID
) -> list[tuple[datetime, str, tuple[HandedFile, ...]]]:
    """Give all that a participant handed in (time, text, files), the latest first."""
    said = history(register(cohort, Kind.SUBMISSION, assignment.id, learner=learner))
    found = [(each.timestamp, _text(each.value, "text"), files_from(each.value)) for each in said]
    return found[::-1]


def files_said_of(cohort: UUID, learner: UUID) -> dict[str, HandedFile]:
    """Give SHA-256 → file of all that a participant ever handed in here, history and all."""
    said = chain.from_iterable(
        told(cohort, kind, learner=learner) for kind in (Kind.SUBMISSION, Kind.PLAN)
    )
    own = (each.value for each in said if each.author == learner)
    return {file.sha256: file for value in own for file in files_from(value)}
