from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.xapi.conformance.timestamps import moment
from learning.xapi.conformance.versions import Version

zones = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=zones)  # noqa: DTZ001


@given(times)
def test_what_python_writes_is_read_by_both_versions(time: datetime) -> None:
    for version in Version:
        assert moment(time.isoformat(), version) == time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-11-22T12:00:00", datetime(2026, 11, 22, 12, tzinfo=UTC)),
        ("20261122T1200+0530", datetime(2026, 11, 22, 6, 30, tzinfo=UTC)),
        ("2026-11-22T12:00:00.1234567899-01", datetime(2026, 11, 22, 13, 0, 0, 123456, UTC)),
    ],
)
def test_a_time_is_given_in_utc_to_the_microsecond(text: str, time: datetime) -> None:
    """Data 4.5"""
    assert moment(text, Version.V1) == time


@given(st.text("0123456789-:TZ+. ", max_size=40))
def test_no_text_does_worse_than_be_refused(text: str) -> None:
    for version in Version:
        with suppress(ValueError):
            assert moment(text, version).tzinfo is UTC
