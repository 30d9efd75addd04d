import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.xapi.conformance.errors import NotStrict, TooDeep, TooLong
from learning.xapi.conformance.strict_json import MOST_LEVELS, parse
from tests.learning.xapi.samples import unhurried

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcé"), inner, max_size=3),
    max_leaves=20,
)


@given(values)
@unhurried
def test_what_is_json_is_read(value: object) -> None:
    assert parse(json.dumps(value).encode()) == value
    assert parse(json.dumps(value, ensure_ascii=False).encode()) == value


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"{'a': 1}",
        b"[1,]",
        b'{"a": 1} x',
        b'{"a": 1, "a": 1}',
        b'{"x": [{"a": 1, "b": 2, "\\u0061": 3}]}',
        b"NaN",
        b"[Infinity]",
        b"[-Infinity]",
        b"[1e999]",
        b"[-1e999]",
        b"[" + b"9" * 5000 + b"]",
        b'"\\ud800"',
        b'["\\udc00\\ud800"]',
        b'{"\\ud83d": 1}',
        b'"\\u0000"',
        b'{"\\u0000": 1}',
        b'"\xff"',
        b'"\xed\xa0\x80"',
        b"\xff\xfe[\x00]\x00",
        b"\xef\xbb\xbf[]",
    ],
)
def test_what_two_readers_could_read_differently_is_refused(text: bytes) -> None:
    with pytest.raises(NotStrict) as raised:
        parse(text)
    assert len(str(raised.value)) < 300


def test_a_whole_character_written_as_two_halves_is_read() -> None:
    assert parse(b'"\\ud83d\\ude00"') == "😀"


@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_levels_are_counted(opening: bytes, closing: bytes) -> None:
    def nested(levels: int) -> bytes:
        return opening * (levels - 1) + b"[]" + closing * (levels - 1)

    parse(nested(MOST_LEVELS))
    for levels in (MOST_LEVELS + 1, 500, 200_000):
        with pytest.raises(TooDeep, match="64 levels"):
            parse(nested(levels))


def test_a_long_text_is_not_read() -> None:
    assert parse(b"[1]", most_bytes=3) == [1]
    with pytest.raises(TooLong, match="3 bytes"):
        parse(b"[10]", most_bytes=3)


def test_a_name_that_stands_twice_is_found_soon_among_very_many() -> None:
    names = [*map(str, range(300_000)), "299999"]
    with pytest.raises(NotStrict, match="'299999' twice"):
        parse(b"{" + b",".join(f'"{name}":0'.encode() for name in names) + b"}")
