"""One target through what it has not heard yet.

Statements are told in the order in which they were stored. A transaction that began earlier may end
later, so the last moments are looked through again each time; what was settled in them is known.
After a failure a target is left alone for some rounds, twice as many each time.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from learning.lrs.forwarding.connecting import connected, version_of
from learning.lrs.forwarding.credentials import Credentials, secret_in
from learning.lrs.forwarding.delivering import Delivered, Post, Waiting, deliver
from learning.lrs.forwarding.errors import ForwardingError
from learning.lrs.forwarding.models import SetAside, Settled, Target, What
from learning.lrs.forwarding.sparing import without_spared
from learning.lrs.forwarding.waiting import all_after, own_after
from learning.records.handing_out import Place

OVERLAP = timedelta(minutes=5)  # more than a transaction lasts; SQLite waits for 20 s
BATCH = 50  # statements
PATIENCE = 3  # failures in a row after which a statement may be the reason
MOST_ROUNDS = 64


@dataclass(frozen=True)
class Tally:
    """How many statements were newly taken, there already, and set aside."""

    taken: int = 0
    already: int = 0
    set_aside: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.taken + other.taken,
            self.already + other.already,
            self.set_aside + other.set_aside,
        )


def is_left_alone(target: Target) -> bool:
    """Count one round for a target that failed, and tell whether this one is not for it yet."""
    if not target.rounds_left:
        return False
    target.rounds_left -= 1
    target.save(update_fields=["rounds_left"])
    return True


def forward(target: Target, *, on_settled: Callable[[int], None] = lambda _: None) -> Tally:
    """Tell a target what it has not heard, and give how that went. Doing it twice is safe.

    on_settled: is told the number of each batch that is done. Whatever stops it, what was settled
    until then is noted.
    Raises: ForwardingError — why it could not go on; it is noted with the target too.
    """
    try:
        credentials = Credentials(target.endpoint, target.key, secret_in(target.secret_from))
        with connected(credentials) as connection:
            return _feed(target, connection.post, on_settled)
    except ForwardingError as error:
        _note_failure(target, error)
        raise


def waiting(target: Target) -> int:
    """Give how many statements a target has not heard yet."""
    fresh = (_without_settled(target, batch) for batch in _batches(target))
    return sum(len(without_spared(batch)) for batch in fresh)


def _feed(target: Target, post: Post, on_settled: Callable[[int], None]) -> Tally:
    tally = Tally()
    for batch in _batches(target):
        found = Delivered()
        fresh = _without_settled(target, batch)
        if not fresh:
            continue
        told = without_spared(fresh)  # the others are settled too, unsent: a later yes is for later
        for _version, part in groupby(told, key=lambda each: version_of(each.statement)):
            suspect = target.failures >= PATIENCE
            found.add(deliver(list(part), post, is_suspect=suspect))
        _settle(target, batch, fresh, found)
        tally += Tally(len(found.taken), len(found.already), len(found.refused))
        on_settled(len(told))
    return tally


def _batches(target: Target) -> Iterator[list[Waiting]]:
    """Give all that may have to be told, in order, some moments that were told among it."""
    since = _since(target)
    told_after = all_after if target.what == What.ALL else own_after
    place: Place | None = None
    while batch := told_after(since, place, most=BATCH):
        yield batch
        place = Place(batch[-1].stored, batch[-1].id)


def _since(target: Target) -> datetime | None:
    """Give from where to look; after a clock was set back, what is stored now counts as new."""
    return min(target.reached, timezone.now()) - OVERLAP if target.reached else None


def _without_settled(target: Target, batch: Sequence[Waiting]) -> list[Waiting]:
    identifiers = [each.id for each in batch]
    rows = target.settled.filter(statement__in=identifiers)
    known = set(rows.values_list("statement", flat=True))
    return [each for each in batch if each.id not in known]


@transaction.atomic
def _settle(
    target: Target, batch: Sequence[Waiting], fresh: Sequence[Waiting], found: Delivered
) -> None:
    """Note what became of a batch, and that the target works."""
    settled = [Settled(target=target, statement=each.id, stored=each.stored) for each in fresh]
    Settled.objects.bulk_create(settled, ignore_conflicts=True)
    aside = [
        SetAside(target=target, statement=each.id, status=each.status, reason=each.reason)
        for each in found.refused
    ]
    SetAside.objects.bulk_create(aside, ignore_conflicts=True)
    _reach(target, batch[-1].stored)


def _reach(target: Target, stored: datetime) -> None:
    """Move on, never back: two that run at once both sent what they say."""
    held = Target.objects.select_for_update().get(pk=target.pk)
    target.reached = max(stored, held.reached) if held.reached else stored
    target.failures = target.rounds_left = 0
    target.last_failure = ""
    target.save(update_fields=["reached", "failures", "rounds_left", "last_failure"])
    Settled.objects.filter(target=target, stored__lt=target.reached - OVERLAP).delete()


def _note_failure(target: Target, error: ForwardingError) -> None:
    target.rounds_left = min(2**target.failures, MOST_ROUNDS)
    target.failures += 1
    target.last_failure = str(error)
    target.save(update_fields=["failures", "rounds_left", "last_failure"])
