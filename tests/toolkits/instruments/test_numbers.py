from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from toolkits.instruments.numbers import NotANumber, read_number, rounded


@given(st.fractions(max_denominator=10**6), st.integers(0, 6))
def test_rounding_moves_a_number_by_half_a_place_at_most(number: Fraction, places: int) -> None:
    found = rounded(number, places)

    assert abs(Fraction(found) - number) <= Fraction(1, 2 * 10**places)
    assert found.as_tuple().exponent == -places
    assert rounded(-number, places) == found.copy_negate()


@given(st.integers(-(10**14), 10**14))
def test_a_whole_number_is_read_however_its_thousands_are_set_apart(number: int) -> None:
    for sign in (",", ".", " ", "'", "\u00a0"):
        written = f"{number:,}".replace(",", sign)
        assert read_number(written, decimals=0) == number


@given(st.decimals(-10_000, 10_000, places=2))
def test_a_decimal_number_is_read_with_comma_or_point(number: Decimal) -> None:
    assert read_number(f"{number:f}", decimals=2) == number
    assert read_number(f"{number:f}".replace(".", ","), decimals=2) == number


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_is_refused(text: str) -> None:
    try:
        assert read_number(text, decimals=2).is_finite()
    except NotANumber as error:
        assert "number" in str(error)


def test_halves_are_rounded_away_from_nought() -> None:
    assert rounded(Fraction(5, 100), 1) == Decimal("0.1")
    assert rounded(Fraction(-5, 100), 1) == Decimal("-0.1")
    assert str(rounded(Fraction(-1, 1000), 1)) == "0.0"
