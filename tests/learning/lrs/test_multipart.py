import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.lrs.errors import BadRequest
from learning.lrs.multipart import MOST_PARTS, Part, boundary_of, read, written
from tests.learning.xapi.samples import unhurried

CONTENTS = st.lists(st.binary(max_size=200), min_size=1, max_size=5)


@given(CONTENTS)
@unhurried
def test_what_is_written_is_read_as_it_was(contents: list[bytes]) -> None:
    parts = [Part({"x-name": str(number)}, each) for number, each in enumerate(contents)]
    assert read(*written(parts)) == parts


@given(st.binary(max_size=300))
@unhurried
def test_no_body_is_read_without_end(body: bytes) -> None:
    try:
        parts = read("multipart/mixed; boundary=x", b"--x\r\n" + body)
    except BadRequest:
        return
    assert 0 < len(parts) <= 1000


def test_a_part_without_headers_is_read() -> None:
    """RFC 2046 §5.1.1"""
    assert read("multipart/mixed; boundary=x", b"--x\r\n\r\nhere\r\n--x--") == [Part({}, b"here")]


def test_what_stands_before_and_after_the_parts_is_passed_over() -> None:
    """RFC 2046 §5.1.1"""
    body = b"before\r\n--x \t\r\nA:1\r\n\r\nhere\r\n--x--\r\nafter\r\n--x\r\n"
    assert read("multipart/mixed; boundary=x", body) == [Part({"a": "1"}, b"here")]


def test_names_of_headers_are_read_in_either_case() -> None:
    [part] = read("multipart/mixed; boundary=x", b"--x\r\nContent-TYPE:  a/b \r\n\r\n\r\n--x--")
    assert part == Part({"content-type": "a/b"}, b"")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x--",
        b"--x\r\nA: 1\r\n\r\nno end",
        b"--xy\r\nA: 1\r\n\r\n\r\n--x--",
        b"--x\r\nA: 1\r\n--x--",
        b"--x\r\nno colon\r\n\r\n\r\n--x--",
        b"--x\r\nA: 1\r\n folded\r\n\r\n\r\n--x--",
        b"A: 1\r\n\r\n\r\n",
    ],
)
def test_a_body_that_is_badly_made_is_refused(body: bytes) -> None:
    """Communication 1.5.2; RFC 2046 §5.1"""
    with pytest.raises(BadRequest):
        read("multipart/mixed; boundary=x", body)


@pytest.mark.parametrize("boundary", ["", "; boundary=", "; boundary=" + "a" * 71])
def test_a_boundary_must_be_named(boundary: str) -> None:
    """Communication 1.5.2; RFC 2046 §5.1.1"""
    with pytest.raises(BadRequest):
        boundary_of(f"multipart/mixed{boundary}")


def test_a_boundary_may_be_quoted() -> None:
    assert boundary_of('multipart/mixed; boundary="a b:c"; charset=utf-8') == "a b:c"


def test_as_many_parts_as_are_allowed_are_read() -> None:
    body = b"--x" + b"\r\nA: 1\r\n\r\n\r\n--x" * MOST_PARTS + b"--"
    assert len(read("multipart/mixed; boundary=x", body)) == MOST_PARTS


@pytest.mark.parametrize("more", [1, 2, 3, 100_000])
def test_a_body_of_too_many_parts_is_refused_and_not_cut_to_pieces(more: int) -> None:
    body = b"--x" + b"\r\nA: 1\r\n\r\n\r\n--x" * (MOST_PARTS + more) + b"--"
    with pytest.raises(BadRequest, match="from 1 to 1000"):
        read("multipart/mixed; boundary=x", body)
