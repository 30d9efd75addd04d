import uuid

import pytest

from learning.accounts.models import User
from learning.records.linking import link
from learning.records.recording import record
from learning.records.tests_taken import answers_given
from learning.records.tests_taken import tests_taken as taken_by
from learning.xapi.statements import check
from tests.learning.xapi.samples import (
    ASSESSMENT,
    ATTEMPT,
    LEARNER,
    QUESTION,
    STICK,
    answer,
    score,
    void,
)

pytestmark = pytest.mark.django_db
SECOND = uuid.UUID(int=2)


@pytest.fixture(autouse=True)
def recorded() -> None:
    told = [check(score(3, 4)), check(answer(1, attempt=ATTEMPT))]
    told += [
        check(score(1, 4, 2, attempt=SECOND, actor=STICK)),
        check(answer(3, correct=False, attempt=SECOND, actor=STICK)),
    ]
    record(told, evidence="observed", authority="test")


def test_attempts_of_a_linked_stick_are_the_learners(learner: User) -> None:
    link(STICK, learner, by=None)
    found = taken_by([LEARNER], [ASSESSMENT])
    assert [(each.learner, each.attempt, each.raw) for each in found] == [
        (LEARNER, ATTEMPT, 3),
        (LEARNER, SECOND, 1),
    ]
    given = answers_given({ATTEMPT: LEARNER, SECOND: LEARNER})
    assert {(each.learner, each.attempt, each.is_right) for each in given} == {
        (LEARNER, ATTEMPT, True),
        (LEARNER, SECOND, False),
    }
    assert {each.question for each in given} == {QUESTION}


def test_what_nobody_linked_is_of_the_stick_alone() -> None:
    assert [each.attempt for each in taken_by([LEARNER], [ASSESSMENT])] == [ATTEMPT]
    assert [each.attempt for each in taken_by([STICK], [ASSESSMENT])] == [SECOND]
    assert answers_given({SECOND: LEARNER}) == []


def test_a_linked_stick_has_nothing_of_its_own(learner: User) -> None:
    link(STICK, learner, by=None)
    assert taken_by([STICK], [ASSESSMENT]) == []


def test_what_was_taken_back_is_left_out() -> None:
    record([check(void(check(score(3, 4))))], evidence="observed", authority="test")
    assert taken_by([LEARNER], [ASSESSMENT]) == []
    assert taken_by([], [ASSESSMENT]) == []
