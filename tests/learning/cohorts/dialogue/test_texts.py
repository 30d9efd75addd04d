import unicodedata
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from learning.cohorts.dialogue.texts import plain, text_in, uuid_in


def test_a_text_has_one_spelling_and_one_kind_of_line_end() -> None:
    assert plain(" Cafe\u0301\r\nnoir\rfin\0\x07\n") == "Café\nnoir\nfin"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert unicodedata.is_normalized("NFC", plain(text))


def test_what_is_told_elsewhere_may_be_anything() -> None:
    key = uuid4()
    assert text_in({"a": 1}, "a") == text_in(None, "a") == ""
    assert uuid_in({"a": str(key)}, "a") == key
    assert uuid_in({"a": "no id"}, "a") is None
