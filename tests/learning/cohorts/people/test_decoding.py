import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.cohorts.people.decoding import Undecodable, text_of

LIST = "Name;Organisation\nHélène Bâ;Ministère de l’Économie\nCécile Yé;Trésor\n"
ARABIC = "الاسم;المؤسسة\nليلى حسن;وزارة المالية\nيوسف علي;البلدية\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [LIST, ARABIC])
def test_unicode_is_read_with_a_mark_and_without(text: str, encoding: str) -> None:
    assert text_of(text.encode(encoding)) == text


def test_the_windows_pages_are_told_apart_by_their_letters() -> None:
    assert text_of(LIST.encode("cp1252")) == LIST
    assert text_of(ARABIC.encode("cp1256")) == ARABIC


def test_bytes_that_are_no_text_are_refused() -> None:
    old_workbook = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 4
    for content in (b"\xff\xfea", old_workbook, b"\x89PNG\r\n\x1a\n\x01\x02\x03\x04\x05"):
        with pytest.raises(Undecodable):
            text_of(content)


@given(st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\ufeff")))
def test_what_was_saved_as_utf_8_with_a_mark_is_read_again(text: str) -> None:
    assert text_of(text.encode("utf-8-sig")) == text


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        assert isinstance(text_of(content), str)
    except Undecodable:
        assert content
