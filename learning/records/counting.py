"""The hub's own origin: its id, its count, and the lock that lets one writer write at a time.

Two transactions that fold the same learner at once would each miss what the other stores.
SQLite lets one write anyway (IMMEDIATE); on PostgreSQL the row of the local origin is the lock.
"""

import uuid

from django.db import connection, transaction

from learning.records.models import Origin

LOCAL = "hub"
# One statement where the ORM needs two; every answer of every learner is counted by it.
TAKE = "UPDATE records_origin SET last_seq = last_seq + %s WHERE name = %s RETURNING id, last_seq"


@transaction.atomic(savepoint=False)
def next_seq(count: int = 1) -> tuple[uuid.UUID, int]:
    """Take the next `count` numbers of the local origin and give it with the first of them.

    Part of the caller's transaction: what is rolled back was never counted. Counting starts at 1.
    """
    taken = _taken(count)
    while taken is None:  # on the first use alone
        locked_origin()
        taken = _taken(count)
    origin, last = taken
    return origin, last - count + 1


def hold_lock() -> None:
    """Hold the writers' lock until the transaction ends.

    Raises: TransactionManagementError — there is no transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A writer's lock needs a transaction.")
    if connection.features.has_select_for_update:
        locked_origin()


def locked_origin() -> Origin:
    """Give the local origin, held until the transaction ends; it is made on first use."""
    held = Origin.objects.select_for_update().filter(name=LOCAL)
    if found := held.first():
        return found
    Origin.objects.get_or_create(name=LOCAL)
    return held.get()


def _taken(count: int) -> tuple[uuid.UUID, int] | None:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [count, LOCAL])
        found = cursor.fetchone()
    return (uuid.UUID(str(found[0])), found[1]) if found else None
