"""The browser's own fields for dates and times, which speak ISO 8601 in every language."""

from django import forms


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
