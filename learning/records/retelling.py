"""Giving a learner's statements back: to a device that keeps the same course.

A device says how far it was told; it is told the rest, and a little again, as transactions that
began earlier may end later. What it hears twice is one statement.
"""

import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from learning.records.batches import parts
from learning.records.models import Statement
from learning.records.projecting import actors_of

OVERLAP = timedelta(seconds=30)  # more than any transaction lasts: SQLite waits for 20 s
MOST = 500  # statements told at once


@dataclass(frozen=True)
class Place:
    """How far somebody was told: when the last statement was stored, and its id."""

    stored: datetime
    id: uuid.UUID


@dataclass(frozen=True)
class Told:
    """Statements in the order they came in. place: the last one; has_more: go on from there."""

    statements: list[dict[str, Any]]
    place: Place | None
    has_more: bool


def retell(
    learner: uuid.UUID, course: uuid.UUID, *, place: Place | None = None, goes_on: bool = False
) -> Told:
    """Give what was stored here of a learner in a course after `place`. Three queries.

    goes_on: the asker was told up to `place` just now, so nothing is told again.
    """
    rows = Statement.objects.filter(actor__in=actors_of([learner]), course=course)
    if place and goes_on:
        rows = rows.filter(Q(stored__gt=place.stored) | Q(stored=place.stored, id__gt=place.id))
    elif place:
        rows = rows.filter(stored__gte=place.stored - OVERLAP)
    found = list(rows.order_by("stored", "id").only("id", "content", "stored")[: MOST + 1])
    told = found[:MOST]
    return Told(
        statements=[{**json.loads(row.content), "id": str(row.pk)} for row in told],
        place=Place(told[-1].stored, told[-1].pk) if told else place,
        has_more=len(found) > MOST,
    )


def known_among(identifiers: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Give those of the statements that are stored here."""
    known: set[uuid.UUID] = set()
    for part in parts(identifiers):
        known.update(Statement.objects.filter(id__in=part).values_list("id", flat=True))
    return known
