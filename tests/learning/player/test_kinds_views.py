"""Every kind of question on the hub, as a form sends it: with no script at all."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from learning.accounts.models import User
from learning.bundles.arranging import target_of
from learning.bundles.manifest import Question, QuestionType
from learning.player.progress import course_progress
from learning.publishing.models import Edition
from learning.records import reading
from tests.factories.kinds import COURSE, LESSON
from tests.factories.snapshots import Snapshot
from tests.learning.accounts.people import signed_in
from tests.learning.player.sitting import attempt_form
from tests.learning.player.test_views import words

LESSON_ADDRESS, TEST_ADDRESS = f"/courses/{COURSE}/{LESSON}", f"/courses/{COURSE}/assessment"
ATTEMPT = "0f6b3f0e-3a51-4b4e-9d7a-4f6f0f0f0f0f"
Form = dict[str, Any]


@pytest.fixture
def course(db: None, kinds_snapshot: Snapshot) -> Edition:
    kinds_snapshot.put()
    return Edition.objects.current().get(slug=COURSE)


def asked(course: Edition, type_: str) -> Question:
    frozen = course.frozen()
    questions = (frozen.questions[id_] for id_ in frozen.manifest.lesson(LESSON).questions)
    return next(each for each in questions if each.type == type_)


def fields(question: Question, name: str, *, rightly: bool) -> Form:
    """Give the fields of a form with a right or a wrong answer to a question that is marked."""
    options = question.options
    match question.type:
        case QuestionType.TRUEFALSE:
            return {name: next(each.id for each in options if each.correct is rightly)}
        case QuestionType.NUMERIC:
            return {name: "9 397" if rightly else "1"}
        case QuestionType.FILLIN:
            return {name: " Once  ONLY" if rightly else "twice"}
        case QuestionType.ORDERING:
            placed = options if rightly else options[::-1]
            return {f"{name}-{each.id}": str(n) for n, each in enumerate(placed, start=1)}
    matched = options if rightly else (*options[1:], options[0])
    pairs = zip(options, matched, strict=True)
    return {f"{name}-{each.id}": target_of(question, other) for each, other in pairs}


def last(learner: User, question: Question) -> Any:
    course = Edition.objects.current().get(slug=COURSE).activity
    return reading.progress_of(learner.pk, course).get(UUID(question.id))


MARKED = ("truefalse", "numeric", "ordering", "matching", "fillin")
WRONG_WORDS = {
    "truefalse": "Look at the journey",
    "numeric": "Too low. Take half of all visits",
    "ordering": "Look at place 1: “Build what is left.” does not belong there.",
    "matching": "✗ Owner Answers for what is in the register.",
    "fillin": "It says how often",
}


@pytest.mark.parametrize("type_", MARKED)
def test_a_wrong_answer_says_why_and_a_right_one_is_done_for_good(
    course: Edition, learner: User, type_: str
) -> None:
    question, browser = asked(course, type_), signed_in(learner)

    sent = {"question": question.id, **fields(question, "option", rightly=False)}
    page = words(browser.post(LESSON_ADDRESS, sent, follow=True))
    assert "✗ Not quite" in page
    assert WRONG_WORDS[type_] in page
    assert not last(learner, question).succeeded

    sent = {"question": question.id, **fields(question, "option", rightly=True)}
    page = words(browser.post(LESSON_ADDRESS, sent, follow=True))
    assert "✓ Right" in page
    assert last(learner, question).succeeded
    assert words(browser.get(LESSON_ADDRESS)).count("✓ Right") == 1


NO_ANSWERS: list[tuple[str, Form, str]] = [
    ("truefalse", {}, "Choose an answer first"),
    ("truefalse", {"option": "maybe"}, "Choose an answer first"),
    ("truefalse", {"option": ["true", "false"]}, "Choose an answer first"),
    ("numeric", {"option": " "}, "Write an answer first"),
    ("numeric", {"option": "<b>many</b>"}, "not a number that can be read"),
    ("numeric", {"option": "9" * 300}, "not a number that can be read"),
    ("fillin", {}, "Write an answer first"),
    ("fillin", {"option": "x" * 201}, "at most 200 characters"),
    ("ordering", {}, "Choose an answer first"),
    ("matching", {"option": "x"}, "Choose an answer first"),
    ("poll", {"option": "zz"}, "Choose an answer first"),
    ("scenario", {}, "Choose an answer first"),
    ("scenario", {"option": "x[.]y", "option-path": "a[.]b[,]c[.]d"}, "Choose an answer first"),
]


@pytest.mark.parametrize(("type_", "form", "sentence"), NO_ANSWERS)
def test_what_is_no_answer_is_explained_and_not_kept(
    course: Edition, learner: User, type_: str, form: Form, sentence: str
) -> None:
    question = asked(course, type_)

    response = signed_in(learner).post(LESSON_ADDRESS, {"question": question.id, **form})

    assert response.status_code == 400
    assert sentence in words(response)
    assert "<b>many" not in response.content.decode()
    assert last(learner, question) is None


@pytest.mark.parametrize(("type_", "value"), [("ordering", "1"), ("matching", "")])
def test_half_an_answer_is_kept_in_the_form(
    course: Edition, learner: User, type_: str, value: str
) -> None:
    question = asked(course, type_)
    form = fields(question, "option", rightly=True)
    first, *others = form
    form[others[0]] = value

    response = signed_in(learner).post(LESSON_ADDRESS, {"question": question.id, **form})

    assert response.status_code == 400
    assert f'<option value="{form[first]}" selected>' in response.content.decode()
    assert last(learner, question) is None


def test_a_poll_is_done_when_it_is_answered_and_shows_nothing_of_others(
    course: Edition, learner: User
) -> None:
    question = asked(course, "poll")
    form = {"question": question.id, "option": question.options[0].id}

    page = words(signed_in(learner).post(LESSON_ADDRESS, form, follow=True))

    assert "Your choice is saved." in page
    assert "Two answers are the start of a talk." in page
    assert "Right" not in page
    state = last(learner, question)
    assert (state.succeeded, state.last_correct) == (True, None)


def test_a_case_is_walked_step_by_step_and_its_way_is_kept_at_the_end(
    course: Edition, learner: User
) -> None:
    question, browser = asked(course, "scenario"), signed_in(learner)
    one, two = question.steps
    first, second = f"{one.id}[.]{one.options[0].id}", f"{two.id}[.]{two.options[1].id}"

    form = {"question": question.id, "option-path": "", "option": first}
    page = browser.post(LESSON_ADDRESS, form)
    assert page.status_code == 200
    assert "She is back a week later" in words(page)
    assert last(learner, question) is None

    form = {"question": question.id, "option-path": first, "option": second}
    page = words(browser.post(LESSON_ADDRESS, form, follow=True))
    assert "She does not come back." in page
    assert "This is where your way ends." in page
    assert last(learner, question).last_response == f"{first}[,]{second}"
    assert last(learner, question).succeeded

    page = words(browser.post(LESSON_ADDRESS, {"question": question.id, "again": "1"}))
    assert "The civil registry is in the same building." in page
    assert last(learner, question).succeeded


def test_without_an_account_there_is_feedback_and_nothing_is_kept(course: Edition) -> None:
    for type_ in (*MARKED, "poll"):
        question = asked(course, type_)
        form = {"option": question.options[0].id} if type_ == "poll" else {}
        form |= fields(question, "option", rightly=True) if type_ != "poll" else {}
        page = words(Client().post(LESSON_ADDRESS, {"question": question.id, **form}))
        assert "Not saved: you are not signed in." in page


@pytest.mark.parametrize("rightly", [True, False])
def test_an_assessment_takes_and_marks_every_kind(
    course: Edition, learner: User, rightly: bool
) -> None:
    frozen, browser = course.frozen(), signed_in(learner)
    assert frozen.manifest.assessment
    form: Form = dict(attempt_form(browser, TEST_ADDRESS))
    for id_ in frozen.manifest.assessment.questions:
        form |= fields(frozen.questions[id_], id_, rightly=rightly)

    first = words(browser.post(TEST_ADDRESS, form, follow=True))
    again = words(browser.post(TEST_ADDRESS, form, follow=True))

    assert ("5 of 5 right" if rightly else "0 of 5 right") in first
    assert again == first
    progress = course_progress(frozen.manifest, reading.progress_of(learner.pk, course.activity))
    assert (progress.attempts, progress.best_score) == (1, (5 if rightly else 0, 5))


def test_an_assessment_says_what_is_no_answer_and_keeps_the_rest(
    course: Edition, learner: User
) -> None:
    frozen, browser = course.frozen(), signed_in(learner)
    assert frozen.manifest.assessment
    form: Form = dict(attempt_form(browser, TEST_ADDRESS))
    for id_ in frozen.manifest.assessment.questions:
        question = frozen.questions[id_]
        form |= fields(question, id_, rightly=True)
        if question.type == QuestionType.NUMERIC:
            form[id_] = "many"
        if question.type == QuestionType.FILLIN:
            form[id_] = ""

    response = browser.post(TEST_ADDRESS, form)

    assert response.status_code == 400
    page = words(response)
    assert "not a number that can be read" in page
    assert "This question has no answer yet." in page
    assert 'value="many"' in response.content.decode()
    assert reading.progress_of(learner.pk, course.activity) == {}


def test_the_right_answers_do_not_stand_in_the_page(course: Edition) -> None:
    page = Client().get(LESSON_ADDRESS).content.decode()
    order, match = asked(course, "ordering"), asked(course, "matching")

    shown = [page.index(each.text) for each in order.options]
    assert shown != sorted(shown)
    assert "once-only" not in page
    for option in match.options:
        assert f'value="{option.id}"' not in page
    assert "<summary>HCI</summary><p>Schooling and literacy</p>" in page


def test_digits_of_another_script_are_kept_as_a_plain_number(
    course: Edition, learner: User
) -> None:
    question = asked(course, "numeric")
    browser = signed_in(learner)
    browser.post(LESSON_ADDRESS, {"question": question.id, "option": "٩٣٩٧"})
    statement = last(learner, question)
    assert statement.last_response == "9397"
