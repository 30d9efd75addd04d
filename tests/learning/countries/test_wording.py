"""Numbers and dates are written as exactly as they are known, in the reader's own way."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation

from learning.countries.wording import level_name, published, short, signed, status
from toolkits.countries.indices import Level
from toolkits.countries.models import Membership


def test_a_published_value_keeps_its_digits_and_a_mean_has_three() -> None:
    assert published(Decimal("0.67540")) == "0.67540"
    assert short(Decimal("0.67550")) == "0.676"
    assert short(Decimal("0.6745")) == "0.674"


def test_no_value_is_said_in_words() -> None:
    assert {published(None), short(None), signed(None), level_name(None)} == {"no data"}


@pytest.mark.parametrize(
    ("value", "written"),
    [("0.0519", "+0.052"), ("-0.0544", "−0.054"), ("0", "0.000"), ("-0.0001", "0.000")],
)
def test_a_change_has_its_sign(value: str, written: str) -> None:
    assert signed(Decimal(value)) == written


def test_numbers_are_written_in_the_language_in_use() -> None:
    with translation.override("fr"):
        assert published(Decimal("0.67544")) == "0,67544"
        assert signed(Decimal("-0.5")) == "−0,500"


def test_a_level_has_its_words() -> None:
    assert level_name(Level.VERY_HIGH) == "very high"


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        ({}, ""),
        ({"until": datetime.date(2024, 12, 13)}, "until 13 December 2024"),
        ({"until": datetime.date(2007, 12, 31), "precision": "year"}, "until 2007"),
        (
            {"since": datetime.date(1971, 1, 1), "until": datetime.date(1994, 12, 31)},
            "since 1 January 1971, until 31 December 1994",
        ),
    ],
)
def test_a_status_says_no_more_than_is_known(fields: dict[str, object], written: str) -> None:
    assert status(Membership(**fields)) == written
