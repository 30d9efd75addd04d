"""Keeping what counts in a cohort apart from what does not: asked anew whenever something came in.

Nothing is deleted for it. What is doubted today counts tomorrow, when a file says that its author
was a trainer; so the outcome is the same in any order.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from learning.records.attesting import fold_registers
from learning.records.batches import parts
from learning.records.counting import LOCAL, locked_origin
from learning.records.models import Attestation, Fact, Origin
from learning.xapi.attestations import Kind
from learning.xapi.trusting import CONSTITUTION, Doubt, Saying, Trust, trust_in

ASKED = ("id", "register", "kind", "author", "learner", "origin", "seq", "timestamp", "doubt")


@dataclass(frozen=True)
class Doubted:
    """Something that was said and does not count. at: as its author's clock had it."""

    kind: str
    author: UUID
    origin: UUID
    at: datetime
    doubt: Doubt


@dataclass(frozen=True)
class Arrival:
    """What came of a cohort from elsewhere on one day. `by`: a user's id or a command."""

    day: date
    by: str
    number: int


@transaction.atomic
def doubt_again(cohort: UUID) -> int:
    """Ask of everything that was said of a cohort whether it counts; give how many answers changed.

    Two queries where nothing changed.
    """
    locked_origin()
    trust = _trust_in(cohort)
    changed: dict[Doubt, list[UUID]] = defaultdict(list)
    registers = set()
    told = Attestation.objects.filter(cohort=cohort).values_list(*ASKED)
    for identifier, register, *asked, known in told.iterator(chunk_size=2_000):
        if (doubt := trust.doubt(Saying(*asked))) != known:
            changed[doubt].append(identifier)
            registers.add(register)
    for doubt, identifiers in changed.items():
        for part in parts(identifiers):
            Attestation.objects.filter(id__in=part).update(doubt=doubt)
    fold_registers(registers)
    return sum(map(len, changed.values()))


def doubted_in(cohort: UUID, *, most: int = 200) -> list[Doubted]:
    """Give what was said of a cohort and does not count, the latest first."""
    found = Attestation.objects.filter(cohort=cohort).exclude(doubt=Doubt.NONE)
    rows = found.order_by("-timestamp", "id")[:most]
    return [
        Doubted(row.kind, row.author, row.origin, row.timestamp, Doubt(row.doubt)) for row in rows
    ]


def arrivals_of(cohort: UUID) -> Iterator[Arrival]:
    """Tell when what came from elsewhere, the latest first."""
    local = Origin.objects.filter(name=LOCAL).values("id")
    came = Attestation.objects.filter(cohort=cohort).exclude(origin__in=local)
    days = came.values("stored__date", "authority").annotate(number=Count("id"))
    for each in days.order_by("-stored__date", "authority"):
        yield Arrival(each["stored__date"], each["authority"], each["number"])


def authors_in(cohort: UUID, origin: UUID) -> set[UUID]:
    """Give who said anything of a cohort at a place."""
    said = Attestation.objects.filter(cohort=cohort, origin=origin)
    return set(said.values_list("author", flat=True).distinct())


def _trust_in(cohort: UUID) -> Trust:
    told = Attestation.objects.filter(cohort=cohort, kind__in=CONSTITUTION)
    return trust_in([row.checked() for row in told])


def cohorts_about(people: Collection[UUID]) -> set[UUID]:
    """Give the cohorts in which these people take part or teach, as far as that was said."""
    found: set[UUID] = set()
    for part in parts(people):
        members = Fact.objects.filter(learner__in=part, kind=Kind.MEMBER)
        trainers = Fact.objects.filter(thing__in=part, kind=Kind.TRAINER)
        found.update(members.values_list("cohort", flat=True))
        found.update(trainers.values_list("cohort", flat=True))
    return found
