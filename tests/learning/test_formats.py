"""A date is written so that nobody in any country takes the month for the day."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

MOMENT = datetime(2026, 12, 11, 15, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "11 Dec 2026", "11 Dec 2026, 15:04"),
        ("fr", "11/12/2026", "11/12/2026 15:04"),
        ("ar", "11 ديسمبر 2026", "11 ديسمبر 2026، 15:04"),
    ],
)
def test_a_short_date_is_never_american(language: str, day: str, moment: str) -> None:
    with translation.override(language):
        assert date_format(MOMENT, "SHORT_DATE_FORMAT") == day
        assert date_format(MOMENT, "SHORT_DATETIME_FORMAT") == moment
        assert date_format(MOMENT, "DATETIME_FORMAT").endswith("15:04")


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_an_hour_is_told_by_the_clock_of_24(language: str) -> None:
    with translation.override(language):
        assert date_format(MOMENT, "TIME_FORMAT") == "15:04"
