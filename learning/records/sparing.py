"""Whose statements are not for a purpose: what people said no to, USB copies of theirs included.

A USB copy whose person nobody knows belongs to nobody who could be asked.
"""

from collections.abc import Collection
from uuid import UUID

from learning.accounts.choosing import all_refusing, refusing
from learning.accounts.models import Purpose
from learning.records.batches import parts
from learning.records.models import ActorLink


def spared_among(purpose: Purpose, actors: Collection[UUID]) -> set[UUID]:
    """Give those of the actors whose statements are left out. A few queries for each 500."""
    owners: dict[UUID, UUID] = {}
    for part in parts(actors):
        links = ActorLink.objects.filter(actor__in=part).values_list("actor", "learner")
        owners.update(links)
    people = {owners.get(actor, actor) for actor in actors}
    refused = refusing(purpose, among=people)
    return {actor for actor in actors if owners.get(actor, actor) in refused}


def spared(purpose: Purpose) -> set[UUID]:
    """Give every actor whose statements are left out."""
    found = all_refusing(purpose)
    for part in parts(set(found)):
        found.update(ActorLink.objects.filter(learner__in=part).values_list("actor", flat=True))
    return found
