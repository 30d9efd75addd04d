import pytest

from learning.lrs.documents.preconditions import Preconditions, etag_of
from learning.lrs.errors import BadRequest, Contradiction, PreconditionFailed

KEPT = etag_of(b"kept")
OTHER = etag_of(b"other")


def test_a_tag_is_the_sha_1_of_the_content() -> None:
    """Communication 3.1.s2.b3: calculated as a SHA-1 in hexadecimal."""
    assert etag_of(b"abc") == "a9993e364706816aba3e25717850c26c9cd0d89d"


@pytest.mark.parametrize(
    "header",
    [
        f'"{KEPT}"',
        f'W/"{KEPT}"',
        f'"{OTHER}", "{KEPT}"',
        f'"{OTHER}",W/"{KEPT}"',
        KEPT,
        "*",
        " * ",
    ],
)
def test_if_match_holds_where_it_names_what_is_there(header: str) -> None:
    """RFC 9110 §13.1.1, which Communication 3.1 asks for; weak tags because answers are zipped."""
    Preconditions(if_match=header).expect(KEPT)
    with pytest.raises(PreconditionFailed):
        Preconditions(if_none_match=header).expect(KEPT)


@pytest.mark.parametrize("header", [f'"{OTHER}"', "1234", "", '""', f'"{KEPT}x"', "*, x"])
def test_if_match_fails_where_it_names_something_else(header: str) -> None:
    """Communication 3.1.s3.b5: 412 Precondition Failed."""
    with pytest.raises(PreconditionFailed):
        Preconditions(if_match=header).expect(KEPT)
    Preconditions(if_none_match=header).expect(KEPT)


@pytest.mark.parametrize("header", ["*", f'"{KEPT}"'])
def test_where_nothing_is_nothing_matches(header: str) -> None:
    """RFC 9110 §13.1.1, §13.1.2."""
    Preconditions(if_none_match=header).expect(None)
    with pytest.raises(PreconditionFailed):
        Preconditions(if_match=header).expect(None)


def test_to_overwrite_something_a_condition_is_needed() -> None:
    """Communication 3.1.s4: 409 Conflict, and the answer says what to do."""
    with pytest.raises(Contradiction, match="If-Match"):
        Preconditions(needed=True).expect_to_overwrite(KEPT)
    Preconditions(needed=True).expect_to_overwrite(None)
    Preconditions(needed=True, if_match="*").expect_to_overwrite(KEPT)
    Preconditions().expect_to_overwrite(KEPT)


def test_where_nothing_is_one_may_be_needed_too() -> None:
    """Communication 3.1.s4.b1: who sends a profile MUST send If-Match or If-None-Match."""
    with pytest.raises(BadRequest, match="If-None-Match"):
        Preconditions(needed=True, needed_at_first=True).expect_to_overwrite(None)
    with pytest.raises(Contradiction):
        Preconditions(needed=True, needed_at_first=True).expect_to_overwrite(KEPT)
    Preconditions(needed_at_first=True, if_none_match="*").expect_to_overwrite(None)


def test_a_condition_that_fails_is_told_before_one_that_is_missing() -> None:
    with pytest.raises(PreconditionFailed):
        Preconditions(needed=True, if_none_match="*").expect_to_overwrite(KEPT)


def test_who_reads_may_have_it_already() -> None:
    """RFC 9110 §13.1.2."""
    assert Preconditions(if_none_match=f'W/"{KEPT}"').is_known(KEPT)
    assert not Preconditions(if_none_match=f'"{OTHER}"').is_known(KEPT)
    assert not Preconditions().is_known(KEPT)
