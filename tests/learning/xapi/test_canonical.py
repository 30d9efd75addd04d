import enum

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from learning.xapi.canonical import MAX_DEPTH, canonical_bytes
from learning.xapi.errors import CanonicalError


class Colour(enum.StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, "é"]}, '{"a":[true,null,"é"],"b":1}'),
        ({"\ufb33": 1, "\U0001f600": 2}, '{"\U0001f600":2,"\ufb33":1}'),
        ({"red": Colour.RED}, '{"red":"red"}'),
        ("e\u0301", '"e\u0301"'),
        (2**53 - 1, "9007199254740991"),
    ],
)
def test_one_value_has_one_text(value: object, text: str) -> None:
    assert canonical_bytes(value).decode() == text


@pytest.mark.parametrize(
    "value",
    [
        *(0.5, 1.0, float("nan"), float("inf"), 2**53, -(2**53), {1: "a"}),
        *("\ud800", {"\ud800": 1}, b"bytes", {"a": [{"b": 0.5}]}, {"a", "b"}),
    ],
)
def test_what_cannot_be_kept_exactly_is_refused(value: object) -> None:
    with pytest.raises(CanonicalError):
        canonical_bytes(value)


def test_a_value_too_deep_is_refused_before_it_can_do_harm() -> None:
    value: list[object] = []
    for _ in range(MAX_DEPTH):
        value = [value]
    assert canonical_bytes(value)
    with pytest.raises(CanonicalError):
        canonical_bytes([value])


JSON_WITHOUT_FRACTIONS = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(JSON_WITHOUT_FRACTIONS)
def test_the_short_way_writes_what_the_standard_writes(value: object) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("keys", ["\ue000\U0001f389", "\uffff\U00010000a", "\ud7ff\ue000"])
def test_rare_keys_stand_in_the_order_of_utf_16(keys: str) -> None:
    value = dict.fromkeys(keys, 1)
    assert canonical_bytes(value) == rfc8785.dumps(value)
