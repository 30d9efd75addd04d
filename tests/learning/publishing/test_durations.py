import pytest
from django.utils.translation import override

from learning.publishing.templatetags.durations import duration


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minute"), (40, "40 minutes"), (89, "89 minutes"), (90, "1 h 30 min"), (240, "4 h")],
)
def test_long_times_are_told_in_hours(minutes: int, words: str) -> None:
    with override("en"):
        assert duration(minutes) == words
