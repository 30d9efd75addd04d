import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.accounts.codes import ALPHABET, CodeError
from learning.credentials.codes import (
    CODE_LENGTH,
    clean_certificate_code,
    grouped,
    new_certificate_code,
)

bodies = st.text(ALPHABET, min_size=CODE_LENGTH - 1, max_size=CODE_LENGTH - 1)
places = st.integers(0, CODE_LENGTH - 1)


def whole(body: str) -> str:
    """Give the body with the one check character that fits it."""
    for check in ALPHABET:
        try:
            return clean_certificate_code(body + check)
        except CodeError:
            continue
    raise AssertionError(body)


def test_a_new_code_is_a_code_and_never_the_same() -> None:
    codes = {new_certificate_code() for _time in range(50)}
    assert len(codes) == 50
    assert {clean_certificate_code(code) for code in codes} == codes


def test_a_code_is_printed_in_three_groups() -> None:
    assert grouped("0123456789AB") == "0123-4567-89AB"


@given(bodies, places, st.sampled_from(ALPHABET))
def test_one_wrong_character_never_passes(body: str, place: int, other: str) -> None:
    code = whole(body)
    if other != code[place]:
        with pytest.raises(CodeError):
            clean_certificate_code(code[:place] + other + code[place + 1 :])


@given(bodies, places, places)
def test_two_swapped_characters_never_pass_wherever_they_stand(
    body: str, one: int, other: int
) -> None:
    code = whole(body)
    swapped = list(code)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    if code[one] != code[other]:
        with pytest.raises(CodeError):
            clean_certificate_code("".join(swapped))


@given(bodies)
def test_a_code_may_be_typed_as_people_type(body: str) -> None:
    code = whole(body)
    typed = grouped(code).lower().replace("0", "o").replace("1", "i").replace("v", "u")
    assert clean_certificate_code(f"  {typed.replace('-', ' – ')}\n") == code


def test_digits_of_another_script_and_marks_of_direction_are_read() -> None:
    code = whole("01234567890")
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert clean_certificate_code(f"\u200f{arabic}\u200e") == code


@given(st.text())
def test_any_text_is_a_code_or_an_error(text: str) -> None:
    try:
        assert len(clean_certificate_code(text)) == CODE_LENGTH
    except CodeError as error:
        assert error.args == (text,)
