from uuid import uuid4

import pytest

from learning.accounts.models import User
from learning.cohorts.dialogue.posting import (
    A_DAY,
    moderate,
    post,
    set_approval,
    withdraw_post,
)
from learning.cohorts.dialogue.posts import State, Thread, threads_of
from learning.cohorts.errors import TooManyPosts
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.telling import register
from learning.records.erasing import erase_actors
from learning.records.facts import history
from learning.xapi.attestations import Kind


def threads(cohort: Cohort, reader: User | None = None) -> list[Thread]:
    return threads_of(cohort, cohort.pk, reader=reader)


def texts(cohort: Cohort, reader: User | None = None) -> list[str]:
    return [each.post.text for each in threads(cohort, reader) if each.post]


def test_a_form_that_is_sent_twice_says_it_once(cohort: Cohort, member: Membership) -> None:
    nonce = uuid4()
    for text in ("Hello", "Hello", "Something else"):
        post(cohort, cohort.pk, text, author=member.learner, nonce=nonce)
    assert sorted(texts(cohort)) == ["Hello", "Something else"]


def test_names_come_from_accounts_and_stand_in_no_statement(
    cohort: Cohort, member: Membership
) -> None:
    key = post(cohort, cohort.pk, "Hello", author=member.learner, nonce=uuid4())
    assert threads(cohort)[0].post.name == member.learner.name
    told = history(register(cohort, Kind.POST, part=str(key), learner=member.learner_id))
    assert member.learner.name.encode() not in told[0].content


def test_answers_stand_below_what_they_answer(
    cohort: Cohort, member: Membership, trainer: User
) -> None:
    key = post(cohort, cohort.pk, "When?", author=member.learner, nonce=uuid4())
    said = {"author": trainer, "nonce": uuid4(), "as_trainer": True}
    post(cohort, cohort.pk, "At nine", to=key, **said)
    thread = threads(cohort)[0]
    assert [each.text for each in thread.answers] == ["At nine"]
    assert thread.answers[0].learner is None


def test_answers_stay_where_the_question_is_withdrawn(
    cohort: Cohort, member: Membership, trainer: User
) -> None:
    key = post(cohort, cohort.pk, "When?", author=member.learner, nonce=uuid4())
    post(cohort, cohort.pk, "At nine", to=key, author=trainer, nonce=uuid4(), as_trainer=True)
    withdraw_post(cohort, cohort.pk, threads(cohort)[0].post, author=member.learner)
    thread = threads(cohort)[0]
    assert (thread.post, thread.key, len(thread.answers)) == (None, key, 1)


def test_where_posts_wait_only_their_author_and_trainers_see_them(
    cohort: Cohort, member: Membership, outsider: User, trainer: User
) -> None:
    post(cohort, cohort.pk, "Before", author=member.learner, nonce=uuid4())
    set_approval(cohort, is_needed=True, author=trainer)
    post(cohort, cohort.pk, "After", author=member.learner, nonce=uuid4())
    assert texts(cohort, outsider) == ["Before"]
    assert texts(cohort, member.learner) == ["After", "Before"]
    waiting = threads(cohort)[0].post
    assert waiting.state == State.WAITING
    moderate(cohort, cohort.pk, waiting, State.SHOWN, author=trainer)
    assert texts(cohort, outsider) == ["After", "Before"]


def test_a_hidden_post_is_seen_by_its_author_with_the_reason(
    cohort: Cohort, member: Membership, outsider: User, trainer: User
) -> None:
    post(cohort, cohort.pk, "Rude", author=member.learner, nonce=uuid4())
    moderate(
        cohort, cohort.pk, threads(cohort)[0].post, State.HIDDEN, author=trainer, why="Be kind"
    )
    assert texts(cohort, outsider) == []
    assert threads(cohort, member.learner)[0].post.why == "Be kind"


def test_thirty_posts_a_day_are_enough(cohort: Cohort, member: Membership) -> None:
    for number in range(A_DAY):
        post(cohort, cohort.pk, f"Number {number}", author=member.learner, nonce=uuid4())
    withdraw_post(cohort, cohort.pk, threads(cohort)[0].post, author=member.learner)
    with pytest.raises(TooManyPosts):
        post(cohort, cohort.pk, "One more", author=member.learner, nonce=uuid4())


def test_what_an_erased_person_said_goes_with_them(
    cohort: Cohort, member: Membership, trainer: User
) -> None:
    post(cohort, cohort.pk, "Hello", author=member.learner, nonce=uuid4())
    moderate(cohort, cohort.pk, threads(cohort)[0].post, State.HIDDEN, author=trainer, why="x")
    erase_actors([member.learner_id])
    assert threads(cohort) == []
