"""Statements as they are kept, for whoever may read all of them: in the order they came in.

Voids are found with what they are about: who asks for the statements of a person is told what was
taken back of theirs, though not the statement itself (xAPI-Communication 2.1.3, 2.1.4).
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from learning.records.evidence import TRUSTED
from learning.records.models import Statement
from learning.xapi.activities import iri
from learning.xapi.verbs import Verb


@dataclass(frozen=True)
class Place:
    """Where a reader stands: when a statement was stored, and its id."""

    stored: datetime
    id: UUID


@dataclass(frozen=True)
class Kept:
    """A statement as it is kept. `content`: canonical JSON without the id.

    `authority`: who brought it. `is_void`: it takes another back. `is_voided`: it was taken back,
    in a way that counts.
    """

    id: UUID
    content: str
    stored: datetime
    authority: str
    evidence: str
    is_void: bool
    is_voided: bool

    def said(self) -> dict[str, Any]:
        """Give the statement with its id."""
        return {"id": str(self.id), **json.loads(self.content)}


@dataclass(frozen=True)
class Wanted:
    """What to find; None: whatever. since: stored after it; until: at it or before.

    related: `activity` may also be the course, or what the activity stands in. authority: who
    brought the statement.
    """

    actor: UUID | None = None
    verb: str | None = None
    activity: UUID | None = None
    related: bool = False
    authority: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def found(
    wanted: Wanted, *, most: int, after: Place | None = None, ascending: bool = False
) -> list[Kept]:
    """Give at most `most` statements that were not taken back, the latest first. One query."""
    rows = _rows().filter(_in_time(wanted), is_taken=False)
    if after is not None:
        rows = rows.filter(_beyond(after, ascending=ascending))
    order = ("stored", "id") if ascending else ("-stored", "-id")
    return [_kept(row) for row in _among(rows, wanted).order_by(*order)[:most]]


def _among(rows: Any, wanted: Wanted) -> Any:
    """Give those of the rows that match, and those that take back what does."""
    matching = _matching(wanted)
    if not matching:  # ORed, it would let through only the voids
        return rows
    if wanted.actor is None:  # many: gone through in order until there are enough
        return rows.filter(matching | _void_of(matching))
    # A person's are few: an index finds them, and another what takes them back.
    matched = Statement.objects.filter(matching).values("pk")
    return rows.filter(matching).union(rows.filter(voids__in=matched))


def kept_among(identifiers: Collection[UUID]) -> dict[UUID, Kept]:
    """Give those of the statements that are kept here, taken back or not."""
    return {row.pk: _kept(row) for row in _rows().filter(pk__in=identifiers)}


def last_stored() -> datetime | None:
    """Give when the last statement was stored, of those that can be read now."""
    last = Statement.objects.order_by("-stored").values_list("stored", flat=True)
    return last.first()


def _rows() -> Any:
    voids = Statement.objects.filter(voids=OuterRef("pk"), evidence__in=TRUSTED)
    return Statement.objects.annotate(is_taken=Exists(voids))


def _void_of(matching: Q) -> Q:
    """Give those that take back a statement which matches."""
    target = Statement.objects.filter(matching, pk=OuterRef("voids"))
    return Q(Exists(target), voids__isnull=False)


def _matching(wanted: Wanted) -> Q:
    matching = Q()
    if wanted.actor is not None:
        matching &= Q(actor=wanted.actor)
    if wanted.verb is not None:
        matching &= Q(verb=wanted.verb)
    if wanted.activity is not None:
        matching &= _about(wanted.activity, related=wanted.related)
    return matching


def _about(activity: UUID, *, related: bool) -> Q:
    about = Q(activity=activity, voids=None)
    if related:  # what an activity stands in is no column: it is looked for in the text
        about |= Q(course=activity) | Q(content__contains=f'"id":"{iri(activity)}"')
    return about


def _in_time(wanted: Wanted) -> Q:
    within = Q()
    if wanted.authority is not None:
        within &= Q(authority=wanted.authority)
    if wanted.since is not None:
        within &= Q(stored__gt=wanted.since)
    if wanted.until is not None:
        within &= Q(stored__lte=wanted.until)
    return within


def _beyond(place: Place, *, ascending: bool) -> Q:
    if ascending:
        return Q(stored__gt=place.stored) | Q(stored=place.stored, id__gt=place.id)
    return Q(stored__lt=place.stored) | Q(stored=place.stored, id__lt=place.id)


def _kept(row: Any) -> Kept:
    return Kept(
        id=row.pk,
        content=row.content,
        stored=row.stored,
        authority=row.authority,
        evidence=row.evidence,
        is_void=row.verb == Verb.VOIDED,
        is_voided=row.is_taken and row.verb != Verb.VOIDED,
    )
