"""Taking statements back (Data 2.3.2), whichever comes first: the void or what it is about.

A client takes back what it brought itself; one that may do everything, what any brought. A void
cannot be taken back. Records of ours are taken back only by a void in our own shape.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from learning.lrs.errors import BadRequest, NotAllowed
from learning.lrs.models import Client, LrsStatement
from learning.lrs.referring import Surroundings
from learning.lrs.scopes import Scope

EVERYTHING = frozenset({Scope.ALL})


def taken_back(
    rows: Sequence[LrsStatement], around: Surroundings, ours: Collection[UUID], *, by: Client
) -> set[UUID]:
    """Give the statements that are taken back now, of these rows or kept before.

    ours: records of ours among what the rows are about.
    Raises: BadRequest — a void of a void; NotAllowed — a void of what others brought.
    """
    known = {**around.targets, **{row.pk: row for row in rows}}
    found: set[UUID] = set()
    for row in rows:
        if row.is_void and row.target in ours:
            raise NotAllowed("A record of this hub is taken back only by this hub (Data 2.3.2).")
        if row.is_void and row.target in known:
            _expect_voidable(known[row.target], by)
            found.add(row.target)
    return found | _taken_before(known, around.referrers)


def _expect_voidable(target: LrsStatement, by: Client) -> None:
    if target.is_void:
        raise BadRequest(f"{target.pk} takes a statement back, and stands for good (Data 2.3.2).")
    if not _may_void(by, target):
        raise NotAllowed(f"{target.pk} was brought by another client (Data 2.3.2).")


def _taken_before(known: dict[UUID, LrsStatement], referrers: Sequence[LrsStatement]) -> set[UUID]:
    """Give what is taken back by a void that came before it and waited."""
    waiting = [(void, known[void.target]) for void in referrers if void.is_void and void.target]
    return {
        target.pk
        for void, target in waiting
        if not target.is_void and _may_void(void.client, target)
    }


def _may_void(client: Client, target: LrsStatement) -> bool:
    return client.pk == target.client_id or client.may(EVERYTHING)
