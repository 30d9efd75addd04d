"""Long lists in parts, as a query takes only so many parameters (SQLite: 999 in old builds)."""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
AT_ONCE = 400  # two such lists fit in one query


def parts(items: Collection[Item], *, size: int = AT_ONCE) -> Iterator[list[Item]]:
    """Give the items in lists of at most `size`."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part
