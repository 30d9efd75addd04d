"""The hub's own origin: its id, its count, and the lock that lets one writer write at a time.

Two transactions that fold the same learner at once would each miss what the other stores.
SQLite lets one write anyway (IMMEDIATE); on PostgreSQL the row of the local origin is the lock.
"""

import uuid

from django.db import transaction

from learning.records.models import Origin

LOCAL = "hub"


@transaction.atomic
def next_seq(count: int = 1) -> tuple[uuid.UUID, int]:
    """Take the next `count` numbers of the local origin and give it with the first of them.

    Part of the caller's transaction: what is rolled back was never counted. Counting starts at 1.
    """
    origin = locked_origin()
    first = origin.last_seq + 1
    origin.last_seq += count
    origin.save(update_fields=["last_seq"])
    return origin.id, first


def locked_origin() -> Origin:
    """Give the local origin, held until the transaction ends; it is made on first use."""
    held = Origin.objects.select_for_update().filter(name=LOCAL)
    if found := held.first():
        return found
    Origin.objects.get_or_create(name=LOCAL)
    return held.get()
