import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.credentials.errors import UnfitName
from learning.credentials.names import NAME_LENGTH, printable_name


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("  Amina   Diallo ", "Amina Diallo"),
        ("Ame\u0301lie", "Amélie"),
        ("أمينة بنت يوسف", "أمينة بنت يوسف"),
        ("می\u200cنا", "می\u200cنا"),
        ("O’Brien-Ngũgĩ, Jr.", "O’Brien-Ngũgĩ, Jr."),
        ("李", "李"),
        ("x" * NAME_LENGTH, "x" * NAME_LENGTH),
    ],
)
def test_a_name_of_any_script_is_printed_as_it_is_written(typed: str, printed: str) -> None:
    assert printable_name(typed) == printed


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write your name"),
        (" \t\n", "Write your name"),
        ("12345", "Write your name"),
        ("\u200d\u200d", "Write your name"),
        ("x" * (NAME_LENGTH + 1), "151 characters"),
        ("Amina\x07", "cannot be printed"),
        ("Amina\u202eollaiD", "cannot be printed"),
        ("Amina\u2066", "cannot be printed"),
        ("Amina\ue000", "cannot be printed"),
    ],
)
def test_a_name_that_cannot_be_printed_is_refused_with_the_reason(
    typed: str, sentence: str
) -> None:
    with pytest.raises(UnfitName, match=sentence):
        printable_name(typed)


@given(st.text())
def test_what_is_printable_stays_as_it_is(text: str) -> None:
    try:
        name = printable_name(text)
    except UnfitName as error:
        assert error.sentence
    else:
        assert printable_name(name) == name
