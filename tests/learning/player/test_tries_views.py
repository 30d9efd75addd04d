"""What a lesson says about tries, with an account and without."""

from pathlib import Path

import pytest
from django.test import Client

from courses.library.loading import load_library
from learning.accounts.models import User
from learning.bundles.manifest import UNTIL_RIGHT, Question
from learning.player.progress import course_progress
from learning.publishing.models import Edition
from learning.publishing.releasing import find, release
from learning.records import reading
from tests.factories.library import FIRST
from tests.learning.accounts.people import signed_in
from tests.learning.player.sitting import question_form
from tests.learning.player.test_answering import right, wrong
from tests.learning.player.test_views import words

LESSON = "/courses/small-course/one-visit-less"
REASON = "Yes. A visit is a day of work and a fare."


def check_of(edition: Edition) -> Question:
    return edition.frozen().questions[edition.manifest.lesson("one-visit-less").questions[0]]


def send(browser: Client, question: Question, chosen: list[str]) -> str:
    form = {**question_form(browser, LESSON, question.id), "option": chosen}
    return words(browser.post(LESSON, form, follow=True))


def test_two_tries_then_the_answer_and_then_it_is_done(
    learner: User, small_course: Edition
) -> None:
    browser, question = signed_in(learner), check_of(small_course)
    assert "Try 1 of 2" in words(browser.get(LESSON))

    once = send(browser, question, wrong(question))
    twice = send(browser, question, wrong(question))

    assert "Try 2 of 2" in once
    assert "The right answer" not in once
    assert "The right answer Time and money of the person." in twice
    assert REASON in twice
    assert "Now answer once more" in twice
    assert "Try" not in twice.partition("✗ Not quite")[2].replace("Try again", "")
    states = reading.progress_of(learner.pk, small_course.activity)
    progress = course_progress(small_course.manifest, states)
    assert progress.lessons["one-visit-less"] == "in-progress"
    done = send(browser, question, right(question))
    assert "✓ Lesson done" in done
    assert "The right answer" not in done


def test_without_an_account_tries_are_counted_on_the_page(small_course: Edition) -> None:
    browser, question = Client(), check_of(small_course)
    form = {**question_form(browser, LESSON, question.id), "option": wrong(question)}

    once = browser.post(LESSON, form)
    twice = browser.post(LESSON, {**form, "seen": "1"})

    assert "Try 2 of 2" in words(once)
    assert 'name="seen" value="1"' in once.content.decode()
    assert "The right answer" in words(twice)


@pytest.mark.parametrize(
    ("lesson", "check", "expected"),
    [("", "", 2), ("3", "", 3), ("until-right", "", UNTIL_RIGHT), ("3", "1", 1)],
)
def test_a_lesson_or_a_check_says_how_many_tries_there_are(
    published: Path, lesson: str, check: str, expected: int
) -> None:
    path = published / FIRST
    text = path.read_text(encoding="utf-8")
    if lesson:
        text = text.replace("minutes: 5\n", f"minutes: 5\ntries: {lesson}\n")
    if check:
        text = text.replace("id: what-a-visit-costs\n", f"id: what-a-visit-costs\ntries: {check}\n")
    path.write_text(text, encoding="utf-8")
    load_library(published)
    release(find("small-course")[0])
    course = Edition.objects.current().get(slug="small-course")
    browser, question = Client(), check_of(course)

    assert question.tries == expected
    page = words(browser.get(LESSON))
    assert (f"Try 1 of {expected}" in page) is bool(expected)
    again = load_library(published)
    assert not again.updated
    form = {**question_form(browser, LESSON, question.id), "option": wrong(question)}
    last = words(browser.post(LESSON, {**form, "seen": str(max(expected - 1, 4))}))
    assert ("The right answer" in last) is bool(expected)
