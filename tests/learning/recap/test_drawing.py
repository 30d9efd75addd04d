from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from learning.accounts.models import User
from learning.player import answering
from learning.player.progress import course_progress
from learning.publishing.models import Edition
from learning.recap.answering import answer
from learning.recap.drawing import recap_of
from learning.recap.scheduling import SIZE
from learning.records.reading import progress_of
from tests.learning.player.test_answering import right, wrong
from tests.learning.recap.weeks import MONDAY, WEDNESDAY, ask, learn, learn_both


@pytest.fixture
def monday(learner: User, small_course: Edition) -> Iterator[time_machine.Traveller]:
    """Both checks were answered rightly last Wednesday."""
    learn_both(learner, small_course)
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def states(learner: User, edition: Edition) -> dict[str, object]:
    return {str(k): v for k, v in progress_of(learner.pk, edition.activity).items()}


def recall(learner: User, edition: Edition, lesson: str, *, rightly: bool) -> None:
    recap = recap_of(learner)
    asked = recap.find(ask(edition, lesson))
    assert asked
    parts = (right if rightly else wrong)(asked.question)
    assert answer(learner, asked, parts, week=recap.week)


def test_a_week_later_it_asks_what_was_answered(
    learner: User, small_course: Edition, monday: object
) -> None:
    recap = recap_of(learner)
    asked = {each.question.id for each in recap.asked}
    assert asked == {ask(small_course, "one-visit-less"), ask(small_course, "count-the-visits")}
    assert (len(recap.open), recap.right, recap.is_done) == (2, 0, False)
    assert {each.place.title for each in recap.asked} == {"One visit less", "Count the visits"}


def test_nobody_is_asked_what_they_never_saw(learner: User, small_course: Edition) -> None:
    recap = recap_of(learner)
    assert (recap.asked, recap.known, recap.next) == ((), 0, None)


def test_in_the_week_of_learning_nothing_is_asked(learner: User, small_course: Edition) -> None:
    with time_machine.travel(WEDNESDAY, tick=False):
        learn(learner, small_course, "one-visit-less")
        recap = recap_of(learner)
    assert recap.asked == ()
    assert recap.next == MONDAY.date()


def test_a_reflection_is_never_asked(learner: User, small_course: Edition) -> None:
    frozen = small_course.frozen()
    lesson = frozen.manifest.lesson("write-it-down")
    question = frozen.questions[lesson.questions[0]]
    with time_machine.travel(WEDNESDAY, tick=False):
        answering.reflect(learner, frozen, question, lesson.activity, "One visit.")
    with time_machine.travel(MONDAY, tick=False):
        assert recap_of(learner).known == 0


def test_questions_of_an_assessment_come_back_with_the_lesson_to_read(
    learner: User, small_course: Edition
) -> None:
    frozen = small_course.frozen()
    test = frozen.manifest.assessment
    assert test
    attempt = UUID(int=5)
    with time_machine.travel(WEDNESDAY, tick=False):
        result = answering.result_of(
            test,
            frozen.questions,
            attempt,
            {q: wrong(frozen.questions[q]) for q in test.questions},
        )
        answering.submit(learner, frozen, test, result)
    with time_machine.travel(MONDAY, tick=False):
        asked = recap_of(learner).asked
    assert {each.question.id for each in asked} == set(result.markings)
    for each in asked:
        assert each.place.lesson
        assert each.place.lesson.slug == each.question.review
        assert each.place.parent == each.place.lesson.activity


def test_an_answer_stays_in_the_recap_and_is_done_with(
    learner: User, small_course: Edition, monday: time_machine.Traveller
) -> None:
    recall(learner, small_course, "one-visit-less", rightly=True)
    recall(learner, small_course, "count-the-visits", rightly=False)
    monday.shift(timedelta(days=3))

    recap = recap_of(learner)

    assert (recap.is_done, recap.right, len(recap.asked)) == (True, 1, 2)
    assert recap.next == date(2026, 11, 30)


def test_the_first_answer_counts_and_a_second_is_not_recorded(
    learner: User, small_course: Edition, monday: object
) -> None:
    recap = recap_of(learner)
    asked = recap.asked[0]
    assert answer(learner, asked, wrong(asked.question), week=recap.week)
    assert not answer(learner, asked, right(asked.question), week=recap.week)
    assert recap_of(learner).right == 0


def test_a_wrong_recap_answer_takes_nothing_back_and_leaves_the_lesson_as_it_was(
    learner: User, small_course: Edition, monday: object
) -> None:
    before = states(learner, small_course)
    manifest = small_course.manifest
    progress = course_progress(manifest, progress_of(learner.pk, small_course.activity))
    recall(learner, small_course, "one-visit-less", rightly=False)

    after = states(learner, small_course)
    question = ask(small_course, "one-visit-less")
    then, now = before.pop(question), after.pop(question)
    assert after == before
    for name in ("last_response", "last_correct", "last_at", "succeeded", "first_success"):
        assert getattr(now, name) == getattr(then, name)
    assert course_progress(manifest, progress_of(learner.pk, small_course.activity)) == progress


def test_a_right_recap_answer_is_evidence_like_any_other(
    learner: User, small_course: Edition
) -> None:
    with time_machine.travel(WEDNESDAY, tick=False):
        learn(learner, small_course, "one-visit-less", rightly=False)
    with time_machine.travel(MONDAY, tick=False):
        recall(learner, small_course, "one-visit-less", rightly=True)
    state = progress_of(learner.pk, small_course.activity)
    assert state[UUID(ask(small_course, "one-visit-less"))].succeeded


def test_what_was_not_recalled_comes_again_next_week(
    learner: User, small_course: Edition, monday: time_machine.Traveller
) -> None:
    recall(learner, small_course, "one-visit-less", rightly=False)
    monday.shift(timedelta(days=7))
    asked = {each.question.id for each in recap_of(learner).asked}
    assert ask(small_course, "one-visit-less") in asked


def test_a_course_that_is_withdrawn_asks_no_more(
    learner: User, small_course: Edition, monday: object
) -> None:
    Edition.objects.update(is_current=False)
    assert recap_of(learner).asked == ()


def test_an_edition_that_cannot_be_read_is_left_out(
    learner: User, small_course: Edition, monday: object
) -> None:
    Edition.objects.update(manifest_sha256="0" * 64)
    assert recap_of(learner).asked == ()


def test_it_asks_the_database_little_however_much_was_answered(
    learner: User,
    small_course: Edition,
    monday: object,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for minutes in range(30):
        with time_machine.travel(WEDNESDAY - timedelta(minutes=minutes), tick=False):
            learn(learner, small_course, "one-visit-less", rightly=bool(minutes % 2))
    recall(learner, small_course, "one-visit-less", rightly=True)
    with django_assert_max_num_queries(6):
        recap = recap_of(learner)
    assert len(recap.asked) <= SIZE
