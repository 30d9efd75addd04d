"""Attempts at tests, for pages about a class: one query, whatever its size.

Read from the columns and the score alone, not checked again: a class must not make a page slow.
What was taken back is left out.
"""

import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from learning.records.batches import parts
from learning.records.evidence import TRUSTED
from learning.records.models import ActorLink, Statement
from learning.records.projecting import standing
from learning.records.reading import SUCCESS
from learning.xapi.extensions import LATE
from learning.xapi.verbs import SCORED, Verb


@dataclass(frozen=True)
class Taken:
    """An attempt at a test. at: aware UTC; raw, maximum: points; is_trusted: not self-reported."""

    learner: uuid.UUID
    assessment: uuid.UUID
    attempt: uuid.UUID
    at: datetime
    raw: int
    maximum: int
    is_passed: bool
    is_trusted: bool


@dataclass(frozen=True)
class Given:
    """An answer within an attempt, to a question that can be right or wrong."""

    learner: uuid.UUID
    question: uuid.UUID
    attempt: uuid.UUID
    is_right: bool


def tests_taken(learners: Collection[uuid.UUID], assessments: Collection[uuid.UUID]) -> list[Taken]:
    """Give every attempt of these learners at these tests, oldest first."""
    rows: list[Statement] = []
    for part in parts(learners):
        rows += _told(part, activity__in=assessments, verb__in=SCORED)
    found = [taken for row in rows if (taken := _taken(row))]
    return sorted(found, key=lambda each: (each.at, str(each.attempt)))


def answers_given(attempts: Mapping[uuid.UUID, uuid.UUID]) -> list[Given]:
    """Give the answers of these attempts (attempt → learner) that were in time, in no order."""
    rows: list[Statement] = []
    for part in parts(attempts):
        learners = {attempts[each] for each in part}
        rows += _told(learners, verb=Verb.ANSWERED, attempt__in=part)
    return [given for row in rows if (given := _given(row))]


def _told(learners: Collection[uuid.UUID], **wanted: Any) -> QuerySet[Statement]:
    """Give what stands of these learners and is wanted, each row with its `owner`."""
    stored = standing(Statement.objects.filter(**wanted))
    link = ActorLink.objects.filter(actor=OuterRef("actor"))
    linked = ActorLink.objects.filter(learner__in=learners).values("actor")
    own = stored.filter(~Exists(link), actor__in=learners).annotate(owner=F("actor"))
    others = stored.filter(actor__in=linked).annotate(owner=Subquery(link.values("learner_id")[:1]))
    # In two halves: of “these or those linked to them” PostgreSQL reads a whole index.
    return own.union(others, all=True)


def _taken(row: Any) -> Taken | None:
    score = json.loads(row.content).get("result", {}).get("score", {})
    raw, maximum = score.get("raw"), score.get("max")
    if row.attempt is None or type(raw) is not int or type(maximum) is not int:
        return None
    return Taken(
        learner=row.owner,
        assessment=row.activity,
        attempt=row.attempt,
        at=row.timestamp,
        raw=raw,
        maximum=max(maximum, 1),
        is_passed=row.verb == Verb.PASSED,
        is_trusted=row.evidence in TRUSTED,
    )


def _given(row: Any) -> Given | None:
    found = SUCCESS.search(row.content)
    if found is None or row.attempt is None or LATE in row.content:
        return None
    return Given(row.owner, row.activity, row.attempt, is_right=found[1] == "true")
