import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.accounts.models import User
from learning.records.models import ActorLink
from learning.records.reading import (
    answers_of,
    courses_of,
    progress_by_course,
    progress_of,
    progress_of_many,
    responses_in,
)
from learning.records.recording import record
from learning.xapi import statements
from learning.xapi.folding import fold
from learning.xapi.statements import check
from tests.learning.xapi.samples import (
    ATTEMPT,
    COURSE,
    LEARNER,
    QUESTION,
    REFLECTION,
    STICK,
    answer,
    answers,
    common,
    score,
    void,
)

pytestmark = pytest.mark.django_db
NOBODY = uuid.UUID("99999999-0000-4000-8000-000000000000")


@pytest.fixture(autouse=True)
def recorded() -> None:
    known = [*answers(2), check(score(3, 4)), *answers(1, actor=STICK)]
    known.append(check(statements.registered(**common(7))))
    record(known, evidence="observed", authority="test")


def test_progress_is_read_in_one_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        found = progress_of(LEARNER, COURSE)
    assert len(queries) == 1
    expected = [*answers(2), check(score(3, 4)), check(statements.registered(**common(7)))]
    assert found == fold(expected)


def test_the_progress_of_a_class_is_read_in_one_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        found = progress_of_many([LEARNER, STICK, NOBODY], COURSE)
    assert len(queries) == 1
    assert found[LEARNER] == progress_of(LEARNER, COURSE)
    assert found[STICK] == fold(answers(1, actor=STICK))
    assert found[NOBODY] == {}


def test_the_progress_of_nobody_is_empty() -> None:
    assert progress_of_many([], COURSE) == {}
    assert progress_of(NOBODY, COURSE) == {}
    assert progress_of(LEARNER, NOBODY) == {}


def test_courses_of_a_learner_are_told_once_each() -> None:
    assert courses_of(LEARNER) == [COURSE]
    assert courses_of(NOBODY) == []


def test_progress_in_all_courses_is_read_in_one_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        found = progress_by_course(LEARNER)
    assert len(queries) == 1
    assert found == {COURSE: progress_of(LEARNER, COURSE)}
    assert progress_by_course(NOBODY) == {}


def test_the_responses_of_an_attempt_are_the_last_to_each_question() -> None:
    tried = [
        check(answer(20, response="first", attempt=ATTEMPT)),
        check(answer(21, response="second", attempt=ATTEMPT)),
        check(answer(22, response="else", question=REFLECTION, attempt=ATTEMPT)),
        check(answer(23, response="other attempt", attempt=NOBODY)),
    ]
    record(tried, evidence="observed", authority="test")
    assert responses_in(LEARNER, ATTEMPT) == {QUESTION: "second", REFLECTION: "else"}
    assert responses_in(STICK, ATTEMPT) == {}


def test_every_answer_that_stands_is_given_with_what_it_was_worth() -> None:
    right, wrong = check(answer(30)), check(answer(31, correct=False, attempt=ATTEMPT))
    written = check(answer(32, correct=None, response='"success":true', question=REFLECTION))
    taken_back = check(answer(33))
    known = [right, wrong, written, taken_back, check(void(taken_back))]
    record(known, evidence="observed", authority="test")

    found = {each.id: each for each in answers_of(LEARNER)}

    assert {each: found[each.id].is_right for each in (right, wrong, written)} == {
        right: True,
        wrong: False,
        written: None,
    }
    assert (found[wrong.id].attempt, found[wrong.id].at) == (ATTEMPT, wrong.timestamp)
    assert (found[right.id].question, found[right.id].course) == (QUESTION, COURSE)
    assert taken_back.id not in found


def test_the_answers_of_a_linked_actor_are_the_learners() -> None:
    learner = User.objects.create_user("somebody", name="Somebody")
    ActorLink.objects.create(actor=STICK, learner=learner)
    with CaptureQueriesContext(connection) as queries:
        found = answers_of(learner.pk)
    assert len(queries) == 2
    assert {each.id for each in found} == {each.id for each in answers(1, actor=STICK)}
    assert answers_of(STICK) == []
