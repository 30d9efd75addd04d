"""Statements about statements: found by all that the one they are about is found by (2.1.3).

So it goes on, if that one is about another; and it does not matter which comes first. A statement
about one of our own records that is not here yet is found only by what it says itself.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from learning.lrs.mentioning import Mentions
from learning.lrs.models import Kind, LrsStatement, Mention
from learning.records.batches import parts
from learning.records.inserting import insert_new

MOST_PASSED_ON = 50_000  # mentions taken over in one request; beyond that, what each says itself
MOST_LEVELS = 20  # statements about statements about …; a chain that is longer ends there


@dataclass(frozen=True)
class Surroundings:
    """What was kept before and has to do with what comes. targets: by their ids."""

    targets: Mapping[UUID, LrsStatement]
    referrers: Sequence[LrsStatement]


def surroundings_of(rows: Sequence[LrsStatement]) -> Surroundings:
    """Give what these rows are about, and what is about them."""
    targets: dict[UUID, LrsStatement] = {}
    for part in parts({row.target for row in rows if row.target}):
        targets.update(LrsStatement.objects.defer("content").in_bulk(part))
    return Surroundings(targets, _referring({row.pk for row in rows}))


def keep_mentions(
    rows: Sequence[LrsStatement], said: Mapping[UUID, Mentions], around: Surroundings
) -> None:
    """Keep by what these rows are found, and those that are about them.

    said: what each row says itself; of records of ours that rows are about, too.
    """
    known = {**_mentions_of(around.targets), **said}
    targets = {row.pk: row.target for row in rows}
    found: dict[LrsStatement, Mentions] = {}
    left = MOST_PASSED_ON
    for row in rows:
        found[row] = _in_chain(row.pk, targets, known, left)
        left -= len(found[row]) - len(said[row.pk])
    insert_new(_rows(found))
    _pass_on({row.pk: mentions for row, mentions in found.items()}, around.referrers)


def _in_chain(
    start: UUID, targets: Mapping[UUID, UUID | None], known: Mapping[UUID, Mentions], most: int
) -> Mentions:
    """Give what a row says and all it is about; of what was kept before, all is known.

    What it says alone, if what it is about says more than `most` beyond that.
    """
    found = own = known[start]
    seen = {start}
    each = targets.get(start)
    while each is not None and each not in seen and len(seen) <= MOST_LEVELS:
        seen.add(each)
        theirs = known.get(each, frozenset())
        if len(theirs) > len(own) + most or len(found := found | theirs) > len(own) + most:
            return own
        each = targets.get(each)
    return found


def _pass_on(found: dict[UUID, Mentions], referrers: Sequence[LrsStatement]) -> None:
    left = MOST_PASSED_ON
    for _ in range(MOST_LEVELS):
        new = _taken_over(found, referrers, left)
        if not new:
            return
        left -= sum(map(len, new.values()))
        Mention.objects.bulk_create(_rows(new), ignore_conflicts=True)
        found |= {row.pk: mentions for row, mentions in new.items()}
        referrers = _referring({row.pk for row in new})


def _taken_over(
    found: Mapping[UUID, Mentions], referrers: Sequence[LrsStatement], most: int
) -> dict[LrsStatement, Mentions]:
    """Give what each of them takes over from what it is about, as far as `most` goes."""
    new: dict[LrsStatement, Mentions] = {}
    for row in referrers:
        theirs = found[row.target] if row.target else frozenset()
        if row.pk not in found and len(theirs) <= most:
            new[row] = theirs
            most -= len(theirs)
    return new


def _referring(identifiers: set[UUID]) -> list[LrsStatement]:
    found: list[LrsStatement] = []
    for part in parts(identifiers):
        about = LrsStatement.objects.filter(target__in=part)
        found += about.select_related("client").defer("content")
    return found


def _mentions_of(targets: Mapping[UUID, LrsStatement]) -> dict[UUID, Mentions]:
    found: dict[UUID, set[tuple[Kind, UUID]]] = defaultdict(set)
    for part in parts(targets):
        rows = Mention.objects.filter(statement__in=part)
        for statement, kind, key in rows.values_list("statement_id", "kind", "key"):
            found[statement].add((Kind(kind), key))
    return {identifier: frozenset(mentions) for identifier, mentions in found.items()}


def _rows(found: Mapping[LrsStatement, Mentions]) -> list[Mention]:
    return [
        Mention(statement_id=row.pk, kind=kind, key=key, stored=row.stored)
        for row, mentions in found.items()
        for kind, key in mentions
    ]
