"""Erasing a person's records for good, and refusing what comes of them later.

Statements never change and name themselves, so they cannot be made anonymous: they are deleted.
The person's actors and learner code go onto a list that holds only digests; `recording` and
importing ask it. Order does not matter: a file that comes before, after or between, ends the same.
Why so: docs/decisions/0015-erasure.md.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from learning.records.batches import parts
from learning.records.counting import locked_origin
from learning.records.evidence import TRUSTED
from learning.records.models import (
    ActorLink,
    Attestation,
    Erased,
    Fact,
    Progress,
    Quarantine,
    Statement,
)
from learning.records.preparing import Prepared
from learning.records.projecting import learners_of, project
from learning.xapi.statements import forget_at_hand


@dataclass(frozen=True)
class Entry:
    """One line of the erased list, as it travels. `digest`: SHA-256 in lower-case hex."""

    digest: str
    at: datetime


def digest_of_actor(actor: UUID) -> str:
    return hashlib.sha256(str(actor).encode()).hexdigest()


def digest_of_code(code: str) -> str:
    """Give what stands on the list for a learner code, as an account keeps it."""
    return hashlib.sha256(f"code {code}".encode()).hexdigest()


def erased_among(actors: Iterable[UUID]) -> set[UUID]:
    """Give those of the actors that are on the list."""
    digests = {digest_of_actor(actor): actor for actor in actors}
    if len(digests) == 1:
        return {digests[digest] for (digest,) in _listed.rows(*digests)}
    found: set[UUID] = set()
    for part in parts(list(digests)):
        listed = Erased.objects.filter(digest__in=part).values_list("digest", flat=True)
        found.update(digests[digest] for digest in listed)
    return found


def _listed_as(digest: str) -> QuerySet[Erased, str]:
    return Erased.objects.filter(digest=digest).values_list("digest")  # type: ignore[return-value]


_listed = Prepared(_listed_as, str)  # every answer of every learner asks


def is_erased_code(code: str) -> bool:
    return Erased.objects.filter(digest=digest_of_code(code)).exists()


@transaction.atomic
def erase_actors(actors: Collection[UUID], *, code: str = "") -> int:
    """Delete what is stored of these actors, list them, and give the number of statements.

    code: the learner code on the person's card, if they had one; it is listed too, for an old file
    may name it. What is in quarantine and names them goes as well. A void that counts stays: it
    speaks of somebody else's statement. Who owns one of the actors and is not erased keeps the
    progress of the others. Twice is safe.
    """
    locked_origin()
    touched = _touched_of_others(actors)
    deleted = 0
    for part in parts(actors):
        of_them = Statement.objects.filter(actor__in=part)
        deleted += of_them.exclude(voids__isnull=False, evidence__in=TRUSTED).delete()[0]
        Progress.objects.filter(learner__in=part).delete()
        ActorLink.objects.filter(actor__in=part).delete()
        deleted += Attestation.objects.filter(learner__in=part).delete()[0]
        Fact.objects.filter(learner__in=part).delete()
    project(touched)
    _erase_quarantined(actors, code)
    digests = [digest_of_actor(actor) for actor in actors]
    _enlist([*digests, digest_of_code(code)] if code else digests)
    transaction.on_commit(forget_at_hand)
    return deleted


def _touched_of_others(actors: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Give owner → activities that these actors did, for owners who are not among them."""
    owners = learners_of(actors)
    others = [actor for actor, owner in owners.items() if owner not in owners]
    touched: dict[UUID, set[UUID]] = defaultdict(set)
    for part in parts(others):
        done = Statement.objects.filter(actor__in=part, voids=None)
        for actor, activity in done.values_list("actor", "activity").distinct():
            touched[owners[actor]].add(activity)
    return touched


def _erase_quarantined(actors: Collection[UUID], code: str) -> None:
    """Delete what names them or a learner among them sent; what staff brought is of others."""
    if not Quarantine.objects.exists():
        return  # no question for each of thousands
    names = [*map(str, actors), *([code] if code else [])]
    for name in names:
        Quarantine.objects.filter(text__icontains=name).delete()
    for part in parts(names):
        sent = Quarantine.objects.filter(source__in=part)
        if code:
            sent.delete()
        else:
            sent.update(source="")


def erase_unclaimed(actor: UUID) -> bool:
    """Erase an actor whom nobody living here owns; tell whether that could be done."""
    if ActorLink.objects.filter(actor=actor).exists():
        return False
    erase_actors([actor])
    return True


def erased_since(moment: datetime | None = None) -> list[Entry]:
    """Give the list, or what came onto it at or after a moment, for another server to take.

    Sending an entry twice is safe; in doubt send all of it.
    """
    listed = Erased.objects.filter(at__gte=moment) if moment else Erased.objects.all()
    return [Entry(each.digest, each.at) for each in listed.order_by("at", "digest")]


@transaction.atomic
def take_erased(entries: Iterable[Entry]) -> int:
    """Take another server's list: list it here, and delete what is stored of those on it.

    Gives the number of statements deleted. Of people with accounts here, `privacy.erasing` takes
    care before it calls this.
    """
    digests = {entry.digest for entry in entries}
    _enlist(digests)
    own = {actor for actor in _all_actors() if digest_of_actor(actor) in digests}
    return erase_actors(own) if own else 0


def _enlist(digests: Iterable[str]) -> None:
    rows = [Erased(digest=digest) for digest in digests]
    Erased.objects.bulk_create(rows, ignore_conflicts=True)


def _all_actors() -> set[UUID]:
    told = Statement.objects.order_by("actor").values_list("actor", flat=True).distinct()
    linked = ActorLink.objects.values_list("actor", flat=True)
    folded = Progress.objects.order_by("learner").values_list("learner", flat=True).distinct()
    attested = Attestation.objects.exclude(learner=None).order_by("learner")
    about = attested.values_list("learner", flat=True).distinct()
    named = {learner for learner in about.iterator() if learner}
    return {*told.iterator(), *linked.iterator(), *folded.iterator(), *named}
