import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.bundles.words import compose, fold, forms, pieces, places, spaced, span, stem


def found(text: str) -> list[str]:
    return list(forms(list(pieces(fold(compose(text))))))


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("État", "etat"),
        ("ＡＢＣ", "abc"),
        ("Straße", "strasse"),
        ("œuvre, Ångström, ĐÀ", "oeuvre  angstrom  da"),
        ("E\u0301tat", "etat"),
        ("مُوَظَّف", "موظف"),
        ("إدارة آلية مستشفى", "اداره اليه مستشفي"),
        ("الـــعربية", "العربيه"),
        ("١٢ ১২ १२", "12 12 12"),
        ("e-government_portal", "e government portal"),
        ("Учёт", "учет"),
        ("Й", "й"),
        ("ΨΗΦΙΑΚΉ", "ψηφιακη"),
    ],
)
def test_what_sounds_the_same_is_folded_to_the_same(written: str, folded: str) -> None:
    assert fold(compose(written)) == folded


@pytest.mark.parametrize("word", ["সেবা", "सूचना", "சேவை", "ဝန်ဆောင်မှု", "សេវា", "ກຳລັງ"])
def test_vowel_signs_stay_in_their_words(word: str) -> None:
    marks = [letter for letter in word if unicodedata.category(letter)[0] == "M"]
    assert marks
    assert all(mark in fold(compose(word)) for mark in marks if unicodedata.category(mark) != "Cf")
    assert len(spaced(fold(compose(word))).split()) == 1


def test_words_between_spaces_are_kept_whole() -> None:
    assert found("ডিজিটাল সেবা") == ["ডিজিটাল", "সেবা"]
    assert found("Digital services") == ["digital", "service"]


def test_a_script_without_spaces_is_taken_apart_into_clusters_and_pairs() -> None:
    assert found("政府服") == ["政", "政府", "府", "府服", "服"]
    assert found("សេវា") == ["សេ", "សេវា", "វា"]


def test_letters_below_stay_with_the_letter_they_stand_under() -> None:
    assert [piece.form for piece in pieces("ក្រុម")] == ["ក្រុ", "ម"]


def test_two_scripts_in_one_word_are_two_pieces() -> None:
    assert found("AI政") == ["ai", "政"]
    assert found("政 府") == ["政", "府"]


@pytest.mark.parametrize(
    "alike",
    [
        ("policy", "policies"),
        ("industrie", "industries", "industry"),
        ("survey", "surveys"),
        ("day", "days"),
        ("الحكومه", "حكومه", "والحكومه", "بالحكومه"),
    ],
)
def test_forms_of_one_word_meet(alike: tuple[str, ...]) -> None:
    assert len({stem(word) for word in alike}) == 1


@pytest.mark.parametrize("word", ["access", "gas", "ال", "الف", "2024"])
def test_a_word_is_not_cut_where_nothing_was_added(word: str) -> None:
    assert stem(word) == word


@given(st.text())
def test_folding_any_text_gives_letters_marks_numbers_and_spaces(text: str) -> None:
    folded = fold(compose(text))
    assert {unicodedata.category(letter)[0] for letter in folded} <= set("LMNZ")
    assert all(letter == " " for letter in folded if not letter.strip())


@given(st.text())
def test_every_place_of_a_folded_text_leads_back_into_the_text(text: str) -> None:
    text = compose(text)
    folded, back = fold(text), places(text)
    assert len(back) == len(folded) + 1
    assert list(back) == sorted(back)
    for piece in pieces(folded):
        start, end = span(back, piece.start, piece.end)
        assert folded[piece.start : piece.end] in fold(text[start:end])
