"""Stations whose word no longer counts: one was lost, stolen or gave out what never happened.

What comes of such an origin from then on is set aside with the reason. What came before stays, and
can be listed, so that a person can look at it. Taken back, the same file may be brought again.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from learning.records.batches import parts
from learning.records.counting import LOCAL, locked_origin
from learning.records.errors import OwnOrigin
from learning.records.models import Attestation, Origin, RevokedOrigin, Statement


@dataclass(frozen=True)
class Kept:
    """What came of an origin and stays. cohorts: cohort → the number of sayings of it."""

    statements: int
    cohorts: dict[UUID, int]


@transaction.atomic
def revoke(origin: UUID, *, reason: str) -> bool:
    """Believe nothing that comes of this origin from now on; tell whether that is new.

    Raises: OwnOrigin — it is this server's own.
    """
    locked_origin()  # or a file of it could slip in meanwhile
    if Origin.objects.filter(pk=origin, name=LOCAL).exists():
        raise OwnOrigin
    _, is_new = RevokedOrigin.objects.update_or_create(
        origin=origin, defaults={"reason": reason[:300]}
    )
    return is_new


def lift(origin: UUID) -> bool:
    """Believe an origin again; tell whether it was revoked."""
    return bool(RevokedOrigin.objects.filter(pk=origin).delete()[0])


def revoked_among(origins: Iterable[UUID]) -> dict[UUID, str]:
    """Give those of the origins that are revoked, with the reason of each."""
    found: dict[UUID, str] = {}
    for part in parts(set(origins)):
        listed = RevokedOrigin.objects.filter(origin__in=part)
        found.update(listed.values_list("origin", "reason"))
    return found


def kept_of(origin: UUID) -> Kept:
    """Tell what is here of an origin."""
    said = Attestation.objects.filter(origin=origin).order_by("cohort").values("cohort")
    counted = said.annotate(number=Count("id"))
    return Kept(
        statements=Statement.objects.filter(origin=origin).count(),
        cohorts={each["cohort"]: each["number"] for each in counted},
    )


def revoked_in(cohorts: Collection[UUID]) -> dict[UUID, str]:
    """Give the revoked origins of which something about these cohorts is here, with the reasons."""
    said = Attestation.objects.filter(cohort__in=cohorts)
    return revoked_among(said.values_list("origin", flat=True).distinct())


def stored_among(identifiers: Collection[UUID]) -> set[UUID]:
    """Give those ids of statements and attestations that are here."""
    found: set[UUID] = set()
    for part in parts(identifiers):
        for kept in (Statement, Attestation):
            found.update(kept.objects.filter(id__in=part).values_list("id", flat=True))
    return found
