from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from learning.lrs.errors import BadRequest
from learning.lrs.paging import Onward, read, written
from learning.records.handing_out import Place
from tests.learning.lrs.samples import REGISTRATION

NOON = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
ONWARD = Onward({"verb": "urn:é", "limit": "1"}, Place(NOON, UUID(REGISTRATION)))


def test_where_the_next_page_is_stays_good_for_a_day_and_longer() -> None:
    """Data 2.5: for at least 24 hours"""
    with time_machine.travel(NOON, tick=False) as clock:
        text = written(ONWARD)
        clock.shift(timedelta(days=29))
        assert read(text) == ONWARD
        clock.shift(timedelta(days=2))
        with pytest.raises(BadRequest):
            read(text)


@pytest.mark.parametrize("change", [lambda text: text[:-1] + "!", lambda text: "", str.upper])
def test_nobody_else_can_write_such_an_address(change: object) -> None:
    assert callable(change)
    with pytest.raises(BadRequest):
        read(change(written(ONWARD)))
