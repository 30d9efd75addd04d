import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.records.digesting import SIZE, Digest, canonical, digest_of_row

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROWS = st.lists(st.tuples(st.integers(), st.text(), st.booleans()), max_size=6)


@given(ROWS, st.randoms())
def test_the_order_of_rows_makes_no_difference(rows: list[Any], chance: Any) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    assert Digest().with_rows(rows) == Digest().with_rows(mixed)


@given(ROWS, ROWS)
def test_rows_in_two_parts_are_the_rows_at_once(first: list[Any], second: list[Any]) -> None:
    assert Digest().with_rows(first).with_rows(second) == Digest().with_rows(first + second)


def test_a_row_that_is_there_twice_is_not_overlooked() -> None:
    once, twice = Digest().with_rows([(1,)]), Digest().with_rows([(1,), (1,)])
    assert once.total != twice.total
    assert 0 <= twice.total < SIZE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (NOON, NOON.astimezone(timezone(timedelta(hours=12)))),
        ({"a": 1, "b": [True, None]}, {"b": [True, None], "a": 1}),
        (Decimal("1.50"), Decimal("1.5")),
        (Decimal("100"), Decimal("1E+2")),
        (b"ab", memoryview(b"ab")),
        (uuid.UUID(int=7), uuid.UUID(str(uuid.UUID(int=7)))),
    ],
)
def test_what_means_the_same_is_written_the_same(one: object, other: object) -> None:
    assert digest_of_row([one]) == digest_of_row([other])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (True, 1),
        (1, "1"),
        (None, "None"),
        (1, 1.0),
        ("", None),
        ([1, 2], [2, 1]),
        (NOON, NOON + timedelta(microseconds=1)),
        (timedelta(1), timedelta(2)),
        (date(2026, 1, 1), "2026-01-01"),
    ],
)
def test_what_differs_is_written_differently(one: object, other: object) -> None:
    assert digest_of_row([one]) != digest_of_row([other])


def test_a_kind_of_value_that_no_table_has_is_refused() -> None:
    with pytest.raises(TypeError):
        canonical(object())
