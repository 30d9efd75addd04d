"""The months that the table of statements is split into on PostgreSQL, by when it was stored.

What belongs to no month that was opened is in the default partition, so nothing is ever refused.
The key of a partition must be in every unique index: that an id is there once is therefore held by
the writers' lock (`recording`), and by nothing in the database.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction
from django.utils import timezone

from learning.records.counting import locked_origin

REST = "records_statement_rest"
AHEAD = 3  # months; each costs every query a little
NAME = re.compile(r"records_statement_y(\d{4})m(\d{2})")


@dataclass(frozen=True, order=True)
class Month:
    """A month of UTC."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        in_utc = moment.astimezone(UTC)
        return cls(in_utc.year, in_utc.month)

    @property
    def begin(self) -> datetime:
        return datetime(self.year, self.number, 1, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """When the next one begins."""
        return self.later(1).begin

    @property
    def partition(self) -> str:
        return f"records_statement_y{self.year:04}m{self.number:02}"

    def later(self, months: int) -> "Month":
        year, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, number + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


def is_partitioned() -> bool:
    """Tell whether this database keeps statements by month."""
    return connection.vendor == "postgresql"


def open_months(*, ahead: int = AHEAD) -> Iterator[Month]:
    """Open the months to come, and those of what lies in the default partition; give the new ones.

    Each in a transaction of its own: it can be stopped and run again.
    """
    now = Month.of(timezone.now())
    wanted = {now.later(each) for each in range(ahead + 1)} | _unsorted()
    for month in sorted(wanted - months()):
        _open(month)
        yield month


def months() -> set[Month]:
    """Give the months that are open."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
            " WHERE inhparent = 'records_statement'::regclass"
        )
        found = [NAME.fullmatch(name) for (name,) in cursor.fetchall()]
    return {Month(int(each[1]), int(each[2])) for each in found if each}


def _unsorted() -> set[Month]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT date_trunc('month', stored AT TIME ZONE 'UTC') FROM {REST}"  # noqa: S608
        )
        return {Month(each.year, each.month) for (each,) in cursor.fetchall()}


@transaction.atomic
def _open(month: Month) -> None:
    """Make the partition of a month, and bring what was stored in it. Writers wait meanwhile."""
    locked_origin()
    name, between = month.partition, [month.begin, month.end]
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {name} (LIKE records_statement INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
        )
        cursor.execute(
            f"WITH moved AS (DELETE FROM {REST} WHERE stored >= %s AND stored < %s RETURNING *)"  # noqa: S608
            f" INSERT INTO {name} SELECT * FROM moved",
            between,
        )
        cursor.execute(
            f"ALTER TABLE records_statement ATTACH PARTITION {name} FOR VALUES FROM"
            f" ('{month.begin.isoformat()}') TO ('{month.end.isoformat()}')"
        )
