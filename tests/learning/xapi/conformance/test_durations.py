import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.xapi.conformance.durations import comparable, is_duration


@pytest.mark.parametrize(
    ("text", "is_so"),
    [  # ISO 8601:2004 §4.4.3.2
        *((text, True) for text in ("PT0S", "P1Y", "P4W", "P0.5W", "P1Y2M3DT4H5M6.7S", "PT1,5H")),
        *((text, True) for text in ("P1M", "PT1M", "P1DT1S", "PT36H", "PT1H0M0.1S")),
        *((text, False) for text in ("", "P", "PT", "P1", "1H", "P1DT", "P1H", "PT1D", "P1S")),
        *((text, False) for text in ("P1W2D", "PT1.5H3M", "-PT1H", "pt1h", "PT1M1H", "PT1.S")),
        (None, False),
        (60, False),
    ],
)
def test_a_duration_has_its_parts_in_order(text: object, is_so: bool) -> None:
    assert is_duration(text) is is_so


@pytest.mark.parametrize(
    ("first", "second", "are_same"),
    [  # Data 4.6
        ("PT1.501S", "PT1.509S", True),
        ("PT1.50S", "PT1,5S", True),
        ("PT1.50S", "PT1.51S", False),
        ("PT60S", "PT1M", False),
        ("P1M", "PT1M", False),
    ],
)
def test_durations_are_compared_to_hundredths(first: str, second: str, are_same: bool) -> None:
    assert (comparable(first) == comparable(second)) is are_same


@given(st.text("P0123456789YMWDTHS.,", max_size=30))
def test_every_duration_can_be_compared(text: str) -> None:
    if is_duration(text):
        assert comparable(text) == comparable(text.replace(",", "."))
