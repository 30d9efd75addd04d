"""What stands about cohorts, for pages: one query, whatever there is.

Only `records` touches its tables, so others ask here. A fact whose value was taken back is left
out; its history is still told by `history`.
"""

import uuid
from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Max, QuerySet

from learning.records.counting import LOCAL
from learning.records.models import Attestation, Fact, Origin
from learning.xapi.attestations import Attested, Register

__all__ = [
    "Fact",
    "attestations_of",
    "fact_of",
    "facts_about",
    "facts_of",
    "facts_of_many",
    "history",
    "told",
]


def facts_of(cohort: uuid.UUID, *kinds: str, thing: uuid.UUID | None = None) -> list[Fact]:
    """Give what stands in a cohort of these kinds (all, if none is named), oldest first."""
    found = Fact.objects.filter(cohort=cohort)
    if kinds:
        found = found.filter(kind__in=kinds)
    if thing:
        found = found.filter(thing=thing)
    return _standing(found.order_by("at", "id"))


def facts_of_many(cohorts: Collection[uuid.UUID] | None, *kinds: str) -> list[Fact]:
    """Give what stands of these kinds in several cohorts, or in all of them; oldest first."""
    found = Fact.objects.filter(kind__in=kinds)
    if cohorts is not None:
        found = found.filter(cohort__in=cohorts)
    return _standing(found.order_by("at", "id"))


def facts_about(learner: uuid.UUID, *kinds: str) -> list[Fact]:
    """Give what stands about one learner, in all cohorts, oldest first."""
    found = Fact.objects.filter(learner=learner)
    return _standing((found.filter(kind__in=kinds) if kinds else found).order_by("at", "id"))


def fact_of(register: Register) -> Fact | None:
    """Give what stands in one register, if anything does."""
    return next(iter(_standing(Fact.objects.filter(pk=register.id))), None)


def history(register: Register) -> list[Attested]:
    """Give everything that was ever said in a register, oldest first."""
    rows = Attestation.objects.filter(register=register.id).order_by("timestamp", "id")
    return [row.checked() for row in rows]


def told(cohort: uuid.UUID, kind: str, *, learner: uuid.UUID | None = None) -> list[Attested]:
    """Give everything that was ever said of a kind, about one learner if named; oldest first."""
    rows = Attestation.objects.filter(cohort=cohort, kind=kind)
    if learner:
        rows = rows.filter(learner=learner)
    return [row.checked() for row in rows.order_by("timestamp", "id")]


def attestations_of(cohorts: Collection[uuid.UUID]) -> Iterator[Attested]:
    """Give everything that was said of these cohorts, in the order it came here."""
    rows = Attestation.objects.filter(cohort__in=cohorts).order_by("stored", "id")
    return (row.checked() for row in rows.iterator(chunk_size=500))


def last_heard(cohort: uuid.UUID) -> dict[uuid.UUID, datetime]:
    """Give, of each other station that spoke of the cohort, when its last word came in here."""
    here = Origin.objects.filter(name=LOCAL).values("id")
    of_others = Attestation.objects.filter(cohort=cohort).exclude(origin__in=here)
    heard = of_others.order_by("origin").values("origin").annotate(last=Max("stored"))
    return dict(heard.values_list("origin", "last"))


def _standing(found: QuerySet[Fact]) -> list[Fact]:
    return [fact for fact in found if fact.value is not None]
