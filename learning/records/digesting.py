"""One text for one value, whatever database it comes from, and one digest for a whole table.

Databases write the same thing differently: times with other zones, JSON with other spaces and
order, decimals with other zeros. The digest of a table is the sum of those of its rows, so that
the order in which a database sorts letters makes no difference.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

SIZE = 2**256  # of a SHA-256


@dataclass(frozen=True)
class Digest:
    """What a table holds. `total`: the sum of the SHA-256 of its rows, modulo 2^256."""

    rows: int = 0
    total: int = 0

    def with_rows(self, rows: Iterable[Sequence[Any]]) -> "Digest":
        """Give the digest of what was there and these rows, in any order."""
        digests = [digest_of_row(row) for row in rows]
        return Digest(self.rows + len(digests), (self.total + sum(digests)) % SIZE)


def digest_of_row(row: Sequence[Any]) -> int:
    """Give the SHA-256 of a row's values in the order of its columns, as a number."""
    text = json.dumps([canonical(value) for value in row], ensure_ascii=False)
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), "big")


def canonical(value: Any) -> list[str] | None:
    """Give a value as its kind and one text: the same for all that means the same.

    Raises: TypeError — a kind of value that no table of ours has.
    """
    match value:
        case None:
            return None
        case bool():
            return ["truth", str(value)]
        case str():
            return ["text", str(value)]
        case int():
            return ["whole", str(int(value))]
        case UUID():
            return ["uuid", value.hex]
        case datetime():
            return ["moment", _in_utc(value).isoformat(timespec="microseconds")]
        case float():
            return ["fraction", repr(value)]
        case dict() | list():
            return ["json", json.dumps(value, sort_keys=True)]
        case _:
            return _rarer(value)


def _rarer(value: Any) -> list[str]:
    match value:
        case Decimal():
            return ["decimal", f"{value.normalize():f}"]
        case bytes() | memoryview() | bytearray():
            return ["bytes", bytes(value).hex()]
        case date() | time():
            return ["date", value.isoformat()]
        case timedelta():
            return ["span", str(value // timedelta(microseconds=1))]
        case _:
            raise TypeError(f"a value of {type(value).__name__}")


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment
