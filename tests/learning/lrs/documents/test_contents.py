import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.lrs.documents.contents import expect_object, is_json, merged
from learning.lrs.errors import BadRequest

JSON = "application/json"
OBJECTS = st.dictionaries(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00")), st.integers()
)


@given(OBJECTS, OBJECTS)
def test_what_was_sent_stands_over_what_is_there(
    known: dict[str, int], said: dict[str, int]
) -> None:
    """Communication 2.2.s7."""
    both = merged(json.dumps(known).encode(), JSON, json.dumps(said).encode(), JSON)
    assert json.loads(both) == {**known, **said}


def test_objects_inside_are_replaced_whole() -> None:
    """Communication 2.2.s7.b2: only at one level deep."""
    known = b'{"car": {"make": "Ford", "model": "Escape"}, "driver": "Dale"}'
    both = merged(known, JSON, b'{"car": {"make": "Dodge"}}', JSON)
    assert json.loads(both) == {"car": {"make": "Dodge"}, "driver": "Dale"}


def test_letters_stay_letters() -> None:
    assert merged(b"{}", JSON, '{"a":"منصة"}'.encode(), JSON) == '{"a":"منصة"}'.encode()


@pytest.mark.parametrize(
    ("known_type", "said_type"), [(JSON, "text/plain"), ("text/plain", JSON), ("not/json", JSON)]
)
def test_only_json_is_merged(known_type: str, said_type: str) -> None:
    """Communication 2.2.s8.b1: 400 Bad Request, and nothing is updated."""
    with pytest.raises(BadRequest, match="PUT replaces"):
        merged(b"{}", known_type, b"{}", said_type)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[1]",
        b"1",
        b'"a"',
        b"null",
        b"{",
        b'{"a": NaN}',
        b'{"a":1,"a":2}',
        b"\xff",
        b"[" * 999,
    ],
)
def test_what_is_no_object_is_merged_with_nothing(content: bytes) -> None:
    """Communication 2.2.s8.b3: cannot be parsed as a JSON Object."""
    for known, said in ((content, b"{}"), (b"{}", content)):
        with pytest.raises(BadRequest, match="Nothing was changed"):
            merged(known, JSON, said, JSON)
    with pytest.raises(BadRequest):
        expect_object(content, JSON)
    expect_object(content, "text/plain")


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("application/json", True),
        ("Application/JSON; charset=utf-8", True),
        ("application/json-patch", False),
        ("text/json", False),
        ("", False),
    ],
)
def test_json_is_known_by_its_media_type(content_type: str, expected: bool) -> None:
    assert is_json(content_type) is expected
