"""Whoever said no to another store is not told about there; whoever says no later, no more."""

from uuid import UUID

import pytest
from django.conf import LazySettings

from learning.accounts.choosing import choose
from learning.accounts.models import Purpose, User
from learning.lrs.forwarding.models import Target, What
from learning.lrs.forwarding.running import Tally, forward, waiting
from learning.lrs.receiving import receive
from learning.records.evidence import Evidence
from learning.records.linking import link
from learning.records.recording import record
from learning.xapi.conformance.versions import Version
from learning.xapi.statements import check, voided
from tests.learning.accounts.people import learner
from tests.learning.cohorts.samples import common, work_of
from tests.learning.lrs.documents.asking import ACTIVITY, made
from tests.learning.lrs.forwarding.other_store import OtherStore
from tests.learning.xapi.samples import STICK

__all__ = ["learner"]

FORWARD = Purpose.FORWARD
DID = {"id": "http://adlnet.gov/expapi/verbs/experienced"}


@pytest.fixture
def other(db: None) -> User:
    return User.objects.create_learner(name="Other One", pin="2580")


def work(actor: UUID) -> str:
    """Let an actor answer once, and give the statement's id."""
    [done] = work_of(actor, lessons=1)
    record([done], evidence=Evidence.OBSERVED, authority="test")
    return str(done.id)


def test_who_said_no_is_left_out_and_a_later_yes_is_for_later(
    target: Target, store: OtherStore, learner: User, other: User
) -> None:
    choose(learner, FORWARD, says_yes=False)
    work(learner.pk)
    told = work(other.pk)
    assert waiting(target) == 1
    assert forward(target) == Tally(taken=1)
    assert list(store.kept) == [told]
    choose(learner, FORWARD, says_yes=True)
    assert waiting(target) == 0
    assert forward(target) == Tally()
    assert list(store.kept) == [told]


def test_where_nobody_may_be_told_about_the_store_hears_nothing(
    target: Target, store: OtherStore, learner: User
) -> None:
    choose(learner, FORWARD, says_yes=False)
    work(learner.pk)
    assert forward(target) == Tally()
    assert store.batches == []
    assert Target.objects.get().reached is not None


def test_who_says_no_later_is_told_about_no_more(
    target: Target, store: OtherStore, learner: User, other: User
) -> None:
    told = work(learner.pk)
    forward(target)
    choose(learner, FORWARD, says_yes=False)
    link(STICK, learner, by=None)
    work(STICK)
    forward(target)
    assert list(store.kept) == [told]


def test_where_consent_is_asked_silence_is_no_yes(
    target: Target, store: OtherStore, learner: User, other: User, settings: LazySettings
) -> None:
    settings.ATOLL_FORWARDING_RESTS_ON = "consent"
    choose(learner, FORWARD, says_yes=True)
    work(other.pk)
    told = work(learner.pk)
    forward(target)
    assert list(store.kept) == [told]


def test_what_was_told_is_taken_back_there_after_a_no(
    target: Target, store: OtherStore, learner: User
) -> None:
    told = work(learner.pk)
    forward(target)
    choose(learner, FORWARD, says_yes=False)
    void = check(voided(statement=UUID(told), **common(learner.pk, 7)))
    record([void], evidence=Evidence.OBSERVED, authority="test")
    forward(target)
    assert list(store.kept) == [told, str(void.id)]


def test_what_other_programs_said_of_who_said_no_is_left_out_too(
    target: Target, store: OtherStore, learner: User, other: User, settings: LazySettings
) -> None:
    Target.objects.update(what=What.ALL)
    target.refresh_from_db()
    choose(learner, FORWARD, says_yes=False)
    client = made()
    for person in (learner, other):
        account = {"homePage": settings.ATOLL_ACTOR_HOME, "name": str(person.pk)}
        said = {"actor": {"account": account}, "verb": DID, "object": {"id": ACTIVITY}}
        receive([said], {}, by=client, version=Version.V1)
    forward(target)
    [told] = store.kept.values()
    assert told["actor"]["account"]["name"] == str(other.pk)
