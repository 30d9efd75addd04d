import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.accounts.codes import (
    ALPHABET,
    COHORT_CODE_LENGTH,
    LEARNER_CODE_LENGTH,
    CodeError,
    clean_code,
    new_code,
    spaced,
)

lengths = st.sampled_from([LEARNER_CODE_LENGTH, COHORT_CODE_LENGTH])


@given(lengths)
def test_a_new_code_is_a_code(length: int) -> None:
    code = new_code(length)
    assert clean_code(code, length) == code


@given(lengths)
def test_a_code_may_be_typed_as_people_type(length: int) -> None:
    code = new_code(length)
    typed = spaced(code).lower().replace("0", "o").replace("1", "l").replace("v", "u")
    assert clean_code(f"  {typed} ", length) == code


@given(lengths, st.data())
def test_one_wrong_character_never_passes(length: int, data: st.DataObject) -> None:
    code = new_code(length)
    place = data.draw(st.integers(0, length - 1))
    other = data.draw(st.sampled_from(ALPHABET.replace(code[place], "")))
    with pytest.raises(CodeError):
        clean_code(code[:place] + other + code[place + 1 :], length)


@given(lengths, st.data())
def test_two_swapped_characters_never_pass(length: int, data: st.DataObject) -> None:
    code = new_code(length)
    place = data.draw(st.integers(0, length - 2))
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        with pytest.raises(CodeError):
            clean_code(swapped, length)


@given(st.text(), lengths)
def test_any_text_is_a_code_or_an_error(text: str, length: int) -> None:
    try:
        assert len(clean_code(text, length)) == length
    except CodeError as error:
        assert error.args == (text,)
