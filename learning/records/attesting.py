"""The one writer of attestations, and the facts that stand because of them.

What is said again replaces what stands now; said twice by a double click, it is said once. What
comes from elsewhere is stored as it is, in any order. Facts are folded in the same transaction.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from learning.records.batches import parts
from learning.records.counting import locked_origin, next_seq
from learning.records.erasing import erased_among
from learning.records.models import Attestation, Fact
from learning.records.recording import Receipt
from learning.xapi.attestations import (
    MAX_REPLACED,
    Attested,
    Register,
    attest,
    check_attestation,
    fold_attestations,
)
from learning.xapi.trusting import Doubt


@dataclass(frozen=True)
class Saying:
    """What is to stand in a register; None as `value` takes back what stands."""

    register: Register
    value: Mapping[str, Any] | None


@transaction.atomic
def say(
    sayings: Sequence[Saying], *, author: uuid.UUID, at: datetime | None = None
) -> list[uuid.UUID]:
    """Say something here, now or `at` an aware time, and give the ids of what was new.

    What stands uncontested already is not said again. Whether `author` may, is the caller's to ask.
    Raises: MalformedStatement — a value that cannot be kept (a fraction, NUL, more than 16 KB).
    """
    locked_origin()
    standing = Fact.objects.in_bulk([each.register.id for each in sayings])
    last = {each.register: each for each in sayings}
    fresh = [each for each in last.values() if _is_new(each, standing.get(each.register.id))]
    if not fresh:
        return []
    moment = at or timezone.now()
    origin, first = next_seq(len(fresh))
    made = [
        _made(each, standing.get(each.register.id), author, origin, first + place, moment)
        for place, each in enumerate(fresh)
    ]
    return _store(made, authority=str(author)).stored


@transaction.atomic
def receive(attestations: Iterable[Attested], *, authority: str) -> Receipt:
    """Store attestations that were made elsewhere. Twice is safe, and so is any order.

    refused: about people who had their records erased. Whether the sender may say so is the
    caller's to ask.
    """
    locked_origin()
    return _store(list(attestations), authority=authority)


def fold_registers(registers: Collection[uuid.UUID]) -> None:
    """Fold these registers again and keep what stands. Callers hold the writers' lock.

    What is doubted is kept and does not count.
    """
    for part in parts(registers):
        told = Attestation.objects.filter(register__in=part, doubt=Doubt.NONE)
        folded = fold_attestations(row.checked() for row in told)
        rows = [Fact.of(standing) for standing in folded.values()]
        Fact.objects.filter(id__in=part).delete()
        Fact.objects.bulk_create(rows)


def _is_new(saying: Saying, fact: Fact | None) -> bool:
    if fact is None:
        return saying.value is not None
    return fact.is_contested or fact.value != saying.value


def _made(
    saying: Saying,
    fact: Fact | None,
    author: uuid.UUID,
    origin: uuid.UUID,
    seq: int,
    at: datetime,
) -> Attested:
    return check_attestation(
        attest(
            saying.register,
            saying.value,
            author=author,
            home=settings.ATOLL_ACTOR_HOME,
            origin=origin,
            seq=seq,
            timestamp=at,
            replaces=[uuid.UUID(each) for each in fact.heads[-MAX_REPLACED:]] if fact else (),
        )
    )


def _store(attestations: Sequence[Attested], *, authority: str) -> Receipt:
    sent = {each.id: each for each in attestations}
    erased = erased_among(
        {each.register.learner for each in sent.values() if each.register.learner}
    )
    distinct = {key: each for key, each in sent.items() if each.register.learner not in erased}
    known = _known(distinct)
    fresh = [each for each in distinct.values() if each.id not in known]
    Attestation.objects.bulk_create(
        [Attestation.of(each, authority=authority) for each in fresh], ignore_conflicts=True
    )
    fold_registers({each.register.id for each in fresh})
    return Receipt(
        stored=[each.id for each in fresh],
        already=[key for key in distinct if key in known],
        refused=[key for key in sent if key not in distinct],
    )


def _known(identifiers: Collection[uuid.UUID]) -> set[uuid.UUID]:
    known: set[uuid.UUID] = set()
    for part in parts(identifiers):
        known.update(Attestation.objects.filter(id__in=part).values_list("id", flat=True))
    return known
