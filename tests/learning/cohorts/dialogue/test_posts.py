"""What a discussion shows, from facts alone: no database."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from learning.cohorts.dialogue.posts import State, needs_approval, posts_in, tallies
from learning.records.facts import Fact
from learning.xapi.attestations import Kind

COHORT, THING = UUID(int=1), UUID(int=2)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def fact(kind: Kind, part: object, value: dict[str, Any] | None, **fields: Any) -> Fact:
    told = {"cohort": COHORT, "thing": THING, "learner": None, "author": UUID(int=9), "at": NOON}
    return Fact(id=uuid4(), kind=kind, part=str(part), value=value, **{**told, **fields})


def said(key: UUID, **value: Any) -> Fact:
    return fact(Kind.POST, key, {"text": "Hello", **value})


def decided(key: UUID, state: str, **fields: Any) -> Fact:
    return fact(Kind.MODERATED, key, {"state": state, "why": "Off topic"}, **fields)


def state_of(*facts: Fact) -> State:
    return posts_in(facts)[THING][0].state


def test_a_post_is_shown_at_once_where_nothing_else_was_said() -> None:
    assert state_of(said(UUID(int=5))) == State.SHOWN


def test_a_post_waits_until_a_trainer_shows_it() -> None:
    key = UUID(int=5)
    assert state_of(said(key, wait=True)) == State.WAITING
    assert state_of(said(key, wait=True), decided(key, "shown")) == State.SHOWN


def test_a_hidden_post_says_why() -> None:
    key = UUID(int=5)
    post = posts_in([said(key), decided(key, "hidden")])[THING][0]
    assert (post.state, post.why, post.is_disputed) == (State.HIDDEN, "Off topic", False)


def test_two_decisions_that_did_not_see_each_other_are_told() -> None:
    key = UUID(int=5)
    other = [{"author": str(uuid4()), "at": NOON.isoformat(), "value": {"state": "shown"}}]
    assert posts_in([said(key), decided(key, "hidden", others=other)])[THING][0].is_disputed


def test_a_decision_about_another_persons_post_of_the_same_id_changes_nothing() -> None:
    key = UUID(int=5)
    assert state_of(said(key), decided(key, "hidden", learner=uuid4())) == State.SHOWN


def test_what_cannot_be_read_is_shown_nowhere() -> None:
    strange = [fact(Kind.POST, "no id", {"text": "x"}), fact(Kind.POST, UUID(int=5), {"text": 1})]
    assert posts_in(strange) == {}


def test_shown_and_waiting_posts_are_counted() -> None:
    facts = [said(UUID(int=5)), said(UUID(int=6), wait=True)]
    tally = tallies(posts_in(facts))[THING]
    assert (tally.shown, tally.waiting) == (1, 1)


def test_the_setting_says_whether_posts_wait() -> None:
    assert needs_approval([fact(Kind.SETTING, "discussion", {"posts": "approved"})])
    assert not needs_approval([fact(Kind.SETTING, "discussion", {"posts": "open"})])
    assert not needs_approval([fact(Kind.SETTING, "else", {"posts": "approved"})])


@given(st.permutations(range(6)), st.lists(st.integers(0, 2), min_size=6, max_size=6))
def test_the_order_in_which_facts_come_makes_no_difference(
    order: list[int], minutes: list[int]
) -> None:
    facts = [
        fact(Kind.POST, UUID(int=place + 1), {"text": "x"}, at=NOON + timedelta(minutes=minute))
        for place, minute in enumerate(minutes)
    ]
    there = [each.id for each in posts_in([facts[place] for place in order])[THING]]
    assert there == [each.id for each in posts_in(facts)[THING]]
