from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from learning.accounts.models import User
from learning.publishing.models import Edition
from learning.recap.models import Goal
from learning.records.reading import answers_of
from tests.learning.accounts.people import signed_in
from tests.learning.player.test_answering import right, wrong
from tests.learning.player.test_views import words
from tests.learning.recap.weeks import MONDAY, WEDNESDAY, ask, learn, learn_both

ADDRESS = "/me/recap/"


@pytest.fixture
def monday(learner: User, small_course: Edition) -> Iterator[time_machine.Traveller]:
    learn_both(learner, small_course)
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def send(browser: Client, edition: Edition, lesson: str, *, rightly: bool = True, **more: str):  # type: ignore[no-untyped-def]
    question = edition.frozen().questions[ask(edition, lesson)]
    chosen = (right if rightly else wrong)(question)
    return browser.post(ADDRESS, {"question": question.id, "option": chosen, **more}, follow=True)


def test_it_needs_an_account(db: None) -> None:
    assert Client().get(ADDRESS)["Location"].startswith("/in/")
    assert Client().post("/me/goal")["Location"].startswith("/in/")


def test_a_newcomer_is_told_how_it_begins(learner: User) -> None:
    page = words(signed_in(learner).get(ADDRESS))
    assert "A week later the first recap asks you" in page
    assert "Answer the checks of a course" in words(signed_in(learner).get("/me/"))


def test_right_and_wrong_are_explained_and_the_lesson_is_named(
    learner: User, small_course: Edition, monday: object
) -> None:
    browser = signed_in(learner)
    assert "0 of 2 done" in words(browser.get(ADDRESS))

    page = words(send(browser, small_course, "one-visit-less", rightly=False))

    assert "✗ Not quite" in page
    assert "Read again: One visit less" in page
    assert "The right answer" in page
    assert "Time and money of the person." in page
    assert "it stays done" not in page

    page = words(send(browser, small_course, "count-the-visits"))

    assert "✓ Right" in page
    assert "Done: 1 of 2 right" in page
    assert "Next recap on 30 November 2026" in page


def test_the_lesson_still_shows_the_lessons_own_answer(
    learner: User, small_course: Edition, monday: object
) -> None:
    browser = signed_in(learner)
    send(browser, small_course, "one-visit-less", rightly=False)

    page = words(browser.get("/courses/small-course/one-visit-less"))

    assert "✓ Right" in page
    assert "✗ Not quite" not in page
    assert "✓ Lesson done" in page


def test_a_second_click_is_told_that_the_first_counts(
    learner: User, small_course: Edition, monday: object
) -> None:
    browser = signed_in(learner)
    send(browser, small_course, "one-visit-less", rightly=False)

    page = words(send(browser, small_course, "one-visit-less"))

    assert "Your first answer counts" in page
    assert len(answers_of(learner.pk)) == 3


def test_sending_nothing_asks_for_an_answer(
    learner: User, small_course: Edition, monday: object
) -> None:
    response = signed_in(learner).post(
        ADDRESS, {"question": ask(small_course, "one-visit-less"), "option": "forged"}
    )
    assert response.status_code == 400
    assert "Choose an answer first" in words(response)
    assert len(answers_of(learner.pk)) == 2


def test_a_question_that_was_changed_meanwhile_is_not_marked(
    learner: User, small_course: Edition, monday: object
) -> None:
    response = send(signed_in(learner), small_course, "one-visit-less", digest="0" * 16)

    assert response.status_code == 400
    assert "was changed while you answered it" in words(response)
    assert len(answers_of(learner.pk)) == 2


@pytest.mark.parametrize("question", ["", "forged", "x" * 5_000, "\x00"])
def test_a_question_that_is_not_asked_is_not_taken(
    learner: User, small_course: Edition, monday: object, question: str
) -> None:
    page = words(signed_in(learner).post(ADDRESS, {"question": question}, follow=True))
    assert "no longer in your recap" in page


def test_an_answer_sent_after_midnight_counts_for_the_week_it_was_asked_in(
    learner: User, small_course: Edition, monday: time_machine.Traveller
) -> None:
    monday.shift(timedelta(days=7))
    browser = signed_in(learner)

    send(browser, small_course, "one-visit-less", week="2026-11-23")

    assert len(answers_of(learner.pk)) == 3
    assert "0 of 2 done" in words(browser.get(ADDRESS))


def test_nothing_due_is_said_kindly(learner: User, small_course: Edition) -> None:
    with time_machine.travel(WEDNESDAY, tick=False):
        learn(learner, small_course, "one-visit-less")
        browser = signed_in(learner)
        page = words(browser.get(ADDRESS))
        mine = words(browser.get("/me/"))
    assert "There is nothing to recall this week" in page
    assert "Next recap on 23 November 2026" in page
    assert "Next recap on 23 November 2026" in mine


def test_the_sheet_holds_the_questions_and_the_answers_at_its_end(
    learner: User, small_course: Edition, monday: object
) -> None:
    page = words(signed_in(learner).get(ADDRESS, {"print": ""}))
    questions, answers = page.split(" Answers ")
    assert "What does one visit less save?" in questions
    assert "A visit is a day of work and a fare" not in questions
    assert "A visit is a day of work and a fare" in answers


def test_my_page_says_what_waits_and_how_the_week_goes(
    learner: User, small_course: Edition, monday: object
) -> None:
    browser = signed_in(learner)
    page = words(browser.get("/me/"))
    assert "2 questions from what you have learned wait for you." in page
    assert page.count("Continue:") == 1

    browser.post("/me/goal", {"days": "3"})
    assert "0 of 3 days this week" in words(browser.get("/me/"))
    send(browser, small_course, "one-visit-less")
    assert "1 of 3 days this week" in words(browser.get("/me/"))


@pytest.mark.parametrize("days", ["2", "", "x", "-1", "9" * 30])
def test_an_unknown_goal_changes_nothing(learner: User, days: str) -> None:
    page = words(signed_in(learner).post("/me/goal", {"days": days}, follow=True))
    assert "Nothing was changed" in page
    assert not Goal.objects.exists()


def test_my_page_asks_the_database_little(
    learner: User,
    small_course: Edition,
    monday: object,
    django_assert_max_num_queries: object,
) -> None:
    browser = signed_in(learner)
    browser.get("/me/")
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        browser.get("/me/")
