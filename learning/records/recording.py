"""The one writer of statements.

A statement is stored once, however often it comes; nothing stored is ever changed. Progress is
folded again in the same transaction, so nobody sees one without the other. What comes of people
who had their records erased is refused (`erasing`).
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from learning.records.batches import parts
from learning.records.counting import hold_lock, next_seq
from learning.records.erasing import erased_among
from learning.records.evidence import TRUSTED, Evidence
from learning.records.inserting import insert_new
from learning.records.models import Statement
from learning.records.projecting import Folded, learners_of, project
from learning.xapi.statements import Checked
from learning.xapi.verbs import Verb

__all__ = ["Receipt", "next_seq", "record"]


@dataclass(frozen=True)
class Receipt:
    """What became of each statement: newly stored, or here already. Both are safe here now.

    refused: those of people who had their records erased; they are kept nowhere.
    progress: learner → activity → progress, of what was folded again.
    """

    stored: list[uuid.UUID]
    already: list[uuid.UUID]
    refused: list[uuid.UUID] = field(default_factory=list)
    progress: Folded = field(default_factory=dict, compare=False)


@transaction.atomic
def record(
    statements: Sequence[Checked],
    *,
    evidence: Evidence | str,
    authority: str,
    are_new: bool = False,
) -> Receipt:
    """Store statements and bring the progress of their learners up to date. Twice is safe.

    authority: who brings them, a user's id or a command, at most 64 characters. Whether they may
    is the caller's to ask; only this is held here: a void counts unless it is self-reported.
    are_new: they were counted (`next_seq`) in this very transaction, so none can be here already.
    Raises: ValueError — no such evidence.
    """
    level = Evidence(evidence)
    hold_lock()
    sent = {statement.id: statement for statement in statements}
    distinct = _without_erased(sent, voids_count=level in TRUSTED)
    known = set() if are_new else _known(list(distinct))
    fresh = [statement for statement in distinct.values() if statement.id not in known]
    _store(fresh, level, authority)
    at_hand = {statement.id: statement for statement in fresh}
    touched = _touched(fresh, voids_count=level in TRUSTED)
    progress = project(touched, fresh=at_hand)
    return Receipt(
        stored=[statement.id for statement in fresh],
        already=[identifier for identifier in distinct if identifier in known],
        refused=[identifier for identifier in sent if identifier not in distinct],
        progress=progress,
    )


def _store(statements: Iterable[Checked], evidence: Evidence, authority: str) -> None:
    rows = [Statement.of(each, evidence=evidence, authority=authority) for each in statements]
    stored = timezone.now()
    for row in rows:
        row.stored = stored
    insert_new(rows)


def _without_erased(
    sent: Mapping[uuid.UUID, Checked], *, voids_count: bool
) -> dict[uuid.UUID, Checked]:
    """Leave out what erased people did; a void that counts speaks of another's statement."""
    erased = erased_among({statement.actor for statement in sent.values()})
    return {
        identifier: statement
        for identifier, statement in sent.items()
        if statement.actor not in erased or (voids_count and statement.verb == Verb.VOIDED)
    }


def _known(identifiers: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    known: set[uuid.UUID] = set()
    for part in parts(identifiers):
        known.update(Statement.objects.filter(id__in=part).values_list("id", flat=True))
    return known


def _touched(
    statements: Iterable[Checked], *, voids_count: bool
) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Give learner → activities whose progress these statements may change."""
    plain = [each for each in statements if each.verb != Verb.VOIDED]
    pairs = [(each.actor, each.activity) for each in plain]
    if voids_count:
        pairs += _targets([each.activity for each in statements if each.verb == Verb.VOIDED])
    owners = learners_of(actor for actor, _ in pairs)
    touched: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for actor, activity in pairs:
        touched[owners[actor]].add(activity)
    return touched


def _targets(identifiers: Sequence[uuid.UUID]) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Give (actor, activity) of the statements that are taken back and already here."""
    found: list[tuple[uuid.UUID, uuid.UUID]] = []
    for part in parts(identifiers):
        targets = Statement.objects.filter(id__in=part, voids=None)
        found += targets.values_list("actor", "activity")
    return found
