"""The survey's indices: levels, means, changes and the identity of EGDI."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkits.countries.indices import (
    Level,
    Mean,
    change,
    egdi_of,
    fits_its_parts,
    level,
    mean,
    rounded,
)

SHARE = st.decimals(min_value=0, max_value=1, places=5)


@pytest.mark.parametrize(
    ("egdi", "expected"),
    [
        ("1", Level.VERY_HIGH),
        ("0.75001", Level.VERY_HIGH),
        ("0.75", Level.HIGH),
        ("0.5", Level.HIGH),
        ("0.49999", Level.MIDDLE),
        ("0.25", Level.MIDDLE),
        ("0.24999", Level.LOW),
        ("0", Level.LOW),
    ],
)
def test_a_level_has_its_bounds(egdi: str, expected: Level) -> None:
    assert level(Decimal(egdi)) == expected


def test_egdi_is_rounded_half_up_to_four_places() -> None:
    # Denmark 2024: 2.95427 / 3 = 0.984756…; then a sum that ends on a half.
    assert egdi_of(Decimal("0.99924"), Decimal("0.99662"), Decimal("0.95841")) == Decimal("0.9848")
    assert egdi_of(Decimal("0.00015"), Decimal("0"), Decimal("0")) == Decimal("0.0001")
    assert egdi_of(Decimal("0.5"), Decimal("0.5"), Decimal("0.50015")) == Decimal("0.5001")


@given(osi=SHARE, tii=SHARE, hci=SHARE)
def test_the_egdi_of_any_components_fits_them_and_lies_between_them(
    osi: Decimal, tii: Decimal, hci: Decimal
) -> None:
    egdi = egdi_of(osi, tii, hci)
    assert fits_its_parts(egdi, osi, tii, hci)
    assert min(osi, tii, hci) - Decimal("0.0001") <= egdi <= max(osi, tii, hci) + Decimal("0.0001")


def test_an_egdi_fits_its_parts_up_to_a_ten_thousandth() -> None:
    part = Decimal("0.5")
    assert fits_its_parts(Decimal("0.5001"), part, part, part)
    assert not fits_its_parts(Decimal("0.50011"), part, part, part)


def test_a_mean_is_of_what_is_known() -> None:
    assert mean([Decimal("0.1"), None, Decimal("0.2")]) == Mean(Decimal("0.15"), 2)
    assert mean([None]) == Mean(None, 0)
    assert mean([]).rounded is None


def test_a_mean_is_shown_half_to_even() -> None:
    assert rounded(Decimal("0.3445")) == Decimal("0.344")
    assert rounded(Decimal("0.3455")) == Decimal("0.346")
    assert mean([Decimal("0.3"), Decimal("0.4")]).rounded == Decimal("0.350")


@given(st.lists(SHARE, min_size=1, max_size=200))
def test_a_mean_lies_between_the_least_and_the_most(values: list[Decimal]) -> None:
    found = mean(values)
    assert found.value is not None
    assert min(values) <= found.value <= max(values)
    assert mean(reversed(values)) == found


def test_a_change_is_later_less_earlier() -> None:
    assert change(Decimal("0.62350"), Decimal("0.67544")) == Decimal("0.05194")
    assert change(None, Decimal(1)) is change(Decimal(1), None) is None
