"""What is done with each answer of another store. Nothing here speaks to a network."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.lrs.forwarding.delivering import Answer, Waiting, deliver
from learning.lrs.forwarding.errors import (
    ForwardingError,
    SentElsewhere,
    Unreachable,
    Unwelcome,
)

AT = datetime(2026, 11, 22, tzinfo=UTC)


def batch(size: int) -> list[Waiting]:
    return [Waiting(UUID(int=number), AT, {"id": str(UUID(int=number))}) for number in range(size)]


@dataclass
class Store:
    """Refuses a batch whole for what is wrong in it, as stores do (Communication 2.1.2)."""

    wrong: dict[int, int] = field(default_factory=dict)  # number of a statement → status
    kept: list[UUID] = field(default_factory=list)
    requests: int = 0

    def post(self, sent: Sequence[Waiting]) -> Answer:
        self.requests += 1
        for each in sent:
            if each.id.int in self.wrong:
                return Answer(self.wrong[each.id.int], f"not {each.id}")
        self.kept += [each.id for each in sent]
        return Answer(200)


@given(
    st.integers(1, 60),
    st.dictionaries(st.integers(0, 59), st.sampled_from([400, 409, 413, 422]), max_size=8),
)
def test_all_but_what_is_wrong_is_taken_in_order(size: int, wrong: dict[int, int]) -> None:
    store = Store(wrong)
    found = deliver(batch(size), store.post)
    right = [UUID(int=number) for number in range(size) if number not in wrong]
    assert store.kept == found.taken == right
    assert found.already == [UUID(int=n) for n in range(size) if wrong.get(n) == 409]
    refused = {each.id.int: each.status for each in found.refused}
    assert refused == {n: s for n, s in wrong.items() if n < size and s != 409}


def test_one_that_is_wrong_among_fifty_costs_few_requests() -> None:
    store = Store({17: 400})
    deliver(batch(50), store.post)
    assert store.requests <= 14


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (301, SentElsewhere),
        (307, SentElsewhere),
        (401, Unwelcome),
        (403, Unwelcome),
        (404, Unwelcome),
        (405, Unwelcome),
        (408, Unreachable),
        (429, Unreachable),
        (500, Unreachable),
        (502, Unreachable),
        (503, Unreachable),
    ],
)
def test_what_is_not_about_the_statements_stops_everything(
    status: int, error: type[ForwardingError]
) -> None:
    store = Store({3: status})
    with pytest.raises(error):
        deliver(batch(5), store.post)
    assert store.requests == 1


def test_trouble_that_comes_again_and_again_is_blamed_on_one_statement() -> None:
    store = Store({3: 500})
    found = deliver(batch(5), store.post, is_suspect=True)
    assert [each.id.int for each in found.refused] == [3]
    assert len(found.taken) == 4


def test_a_store_that_takes_nothing_blames_nobody() -> None:
    store = Store(dict.fromkeys(range(5), 500))
    with pytest.raises(Unreachable):
        deliver(batch(5), store.post, is_suspect=True)


def test_a_store_that_goes_down_in_the_middle_is_not_suspected() -> None:
    store = Store({4: 503})
    with pytest.raises(Unreachable):
        deliver(batch(5), store.post, is_suspect=True)


def test_what_is_kept_of_an_answer_is_short_and_names_nobody() -> None:
    said = f"actor {UUID(int=1)}\n  mailto:sina@example.com is wrong {'x' * 999}"
    [refusal] = deliver(batch(1), lambda _: Answer(400, said)).refused
    assert refusal.reason.startswith("actor … … is wrong x")
    assert len(refusal.reason) == 300
