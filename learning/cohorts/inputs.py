"""The browser's own fields for dates and times, which speak ISO 8601 in every language.

Dates lie in two centuries: a slip of the hand beyond them could not be reckoned with any more.
"""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
IN_OUR_TIME = (MinValueValidator(EARLIEST), MaxValueValidator(LATEST))


def is_in_our_time(day: date) -> bool:
    """Tell whether a date can be reckoned with: months after it, the day's end."""
    return EARLIEST <= day <= LATEST


class DateInput(forms.DateInput):
    """A field for a date, as 2026-11-02."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A field for a time of day, as 09:30."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")
