"""Answers that come twice, late, forged or for something else: one clear outcome."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from learning.accounts.models import User
from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Question
from learning.player import holding
from learning.player.marking import draw
from learning.publishing.models import Edition
from learning.records import reading
from learning.xapi.folding import ActivityProgress
from tests.learning.accounts.people import PIN, signed_in
from tests.learning.player.sitting import Form, attempt_form, question_form
from tests.learning.player.test_answering import right, wrong
from tests.learning.player.test_views import lesson_address, words

CHECK, REFLECTION = "one-visit-less", "write-it-down"
TEST = "/courses/small-course/assessment"


@pytest.fixture
def other(db: None) -> User:
    return User.objects.create_learner(name="Learner Two", pin=PIN)


def question_in(edition: Edition, slug: str) -> Question:
    return edition.frozen().questions[edition.manifest.lesson(slug).questions[0]]


def form_for(browser: Client, edition: Edition, slug: str) -> Form:
    return question_form(browser, lesson_address(edition, slug), question_in(edition, slug).id)


def state_of(learner: User, edition: Edition, question: Question) -> ActivityProgress | None:
    return reading.progress_of(learner.pk, edition.activity).get(UUID(question.id))


def score_of(learner: User, edition: Edition) -> tuple[int, int | None]:
    assessment = edition.manifest.assessment
    assert assessment
    state = reading.progress_of(learner.pk, edition.activity).get(UUID(assessment.activity))
    return (state.attempts, state.best_raw) if state else (0, None)


def answers(edition: Edition, form: Form, *, rightly: bool) -> Form:
    frozen, test = edition.frozen(), edition.manifest.assessment
    assert test
    choose = right if rightly else wrong
    return {q: choose(frozen.questions[q]) for q in draw(test, str(form["attempt"]))}


def end_session(browser: Client) -> None:
    del browser.cookies[settings.SESSION_COOKIE_NAME]


@pytest.fixture
def edited(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give a function that publishes other words under the id of each question."""

    def edit(edition: Edition) -> None:
        real = FrozenEdition.questions.func  # type: ignore[attr-defined]

        def changed(frozen: FrozenEdition) -> dict[str, Question]:
            found = real(frozen)
            return {q: replace(each, prompt="<p>Another one?</p>") for q, each in found.items()}

        monkeypatch.setattr(FrozenEdition, "questions", property(changed))

    return edit


# Lessons


def test_a_double_click_is_one_answer(learner: User, small_course: Edition) -> None:
    browser, question = signed_in(learner), question_in(small_course, CHECK)
    form = form_for(browser, small_course, CHECK) | {"option": wrong(question)}

    for _click in range(3):
        browser.post(lesson_address(small_course, CHECK), form)

    state = state_of(learner, small_course, question)
    assert state and state.answers == 1


def test_the_same_answer_tried_again_on_purpose_is_another_try(
    learner: User, small_course: Edition
) -> None:
    browser, question = signed_in(learner), question_in(small_course, CHECK)

    for _try in range(2):
        form = form_for(browser, small_course, CHECK) | {"option": wrong(question)}
        browser.post(lesson_address(small_course, CHECK), form)

    state = state_of(learner, small_course, question)
    assert state and state.answers == 2


def test_two_tabs_with_different_answers_are_both_kept(
    learner: User, small_course: Edition
) -> None:
    browser, question = signed_in(learner), question_in(small_course, CHECK)
    form = form_for(browser, small_course, CHECK)
    address = lesson_address(small_course, CHECK)

    for option in (wrong(question), right(question), wrong(question)):
        browser.post(address, form | {"option": option})

    state = state_of(learner, small_course, question)
    assert state and (state.answers, state.succeeded, state.last_correct) == (2, True, True)


def test_a_text_from_an_older_tab_does_not_cover_what_was_saved(
    learner: User, small_course: Edition
) -> None:
    browser, question = signed_in(learner), question_in(small_course, REFLECTION)
    form, address = (
        form_for(browser, small_course, REFLECTION),
        lesson_address(small_course, REFLECTION),
    )
    browser.post(address, form | {"text": "The land register."})

    refused = browser.post(address, form | {"text": "The tax office."})

    assert refused.status_code == 409
    assert "You saved another text meanwhile" in words(refused)
    page = refused.content.decode()
    assert "The land register." in page
    assert "The tax office.</textarea>" in page
    merged = {**question_form(browser, address, question.id), "text": "Both."}
    assert browser.post(address, merged).status_code == 302
    state = state_of(learner, small_course, question)
    assert state and (state.answers, state.last_response) == (2, "Both.")


@pytest.mark.parametrize("slug", [CHECK, REFLECTION])
def test_an_answer_after_the_session_ended_stands_in_the_form_after_signing_in(
    learner: User, small_course: Edition, slug: str
) -> None:
    browser, question = signed_in(learner), question_in(small_course, slug)
    form, address = form_for(browser, small_course, slug), lesson_address(small_course, slug)
    said: Form = {"text": "The land register."} if question.is_reflection else {}
    said |= {} if question.is_reflection else {"option": right(question)}
    end_session(browser)

    refused = browser.post(address, form | said)

    assert refused.status_code == 409
    assert "You were signed out" in words(refused)
    door = f"{reverse('accounts:sign-in')}?next={address}%23q-{question.id}"
    assert f'href="{door}"' in refused.content.decode()
    assert state_of(learner, small_course, question) is None
    led_on = browser.post(door, {"code": learner.username, "password": PIN})
    assert led_on["Location"] == f"{address}#q-{question.id}"
    page = browser.get(address)
    assert "Here is your answer from before you signed in again" in words(page)
    html = page.content.decode()
    assert "The land register.</textarea>" in html if question.is_reflection else " checked" in html
    again = question_form(browser, address, question.id) | said
    assert browser.post(address, again).status_code == 302
    state = state_of(learner, small_course, question)
    assert state and state.answers == 1
    assert "Here is your answer" not in words(browser.get(address))


def test_what_was_sent_after_the_session_is_never_shown_to_another_person(
    learner: User, other: User, small_course: Edition
) -> None:
    browser = signed_in(learner)
    form, address = (
        form_for(browser, small_course, REFLECTION),
        lesson_address(small_course, REFLECTION),
    )
    end_session(browser)
    browser.post(address, form | {"text": "My own words."})
    assert browser.session[holding.KEPT]["path"] == address

    browser.force_login(other)
    page = browser.get(address)

    assert "My own words." not in page.content.decode()
    assert holding.KEPT not in browser.session


def test_what_was_kept_is_thrown_away_after_an_hour(
    learner: User, small_course: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(learner)
    form, address = (
        form_for(browser, small_course, REFLECTION),
        lesson_address(small_course, REFLECTION),
    )
    end_session(browser)
    browser.post(address, form | {"text": "My own words."})
    browser.force_login(learner)
    later = browser.session[holding.KEPT]["at"] + 3601
    monkeypatch.setattr("learning.player.holding.time.time", lambda: later)

    assert "My own words." not in browser.get(address).content.decode()


def test_more_than_can_be_kept_is_shown_to_be_copied(learner: User, small_course: Edition) -> None:
    browser = signed_in(learner)
    form, address = (
        form_for(browser, small_course, REFLECTION),
        lesson_address(small_course, REFLECTION),
    )
    end_session(browser)

    refused = browser.post(address, form | {"text": "x" * 200_001})

    assert "copy it" in words(refused)
    assert holding.KEPT not in browser.session


def test_a_page_of_another_person_saves_nothing(
    learner: User, other: User, small_course: Edition
) -> None:
    question, address = question_in(small_course, CHECK), lesson_address(small_course, CHECK)
    form = form_for(signed_in(learner), small_course, CHECK)

    refused = signed_in(other).post(address, form | {"option": right(question)})

    assert refused.status_code == 409
    assert "opened by another person" in words(refused)
    assert " checked" not in refused.content.decode()
    assert state_of(other, small_course, question) is None
    assert state_of(learner, small_course, question) is None


def test_a_forged_mark_of_a_person_is_no_mark(small_course: Edition) -> None:
    question, address = question_in(small_course, CHECK), lesson_address(small_course, CHECK)
    form = {"question": question.id, "option": right(question), "for": "0123456789abcdef:forged"}

    page = Client().post(address, form)

    assert page.status_code == 200
    assert "Not saved" in words(page)


def test_a_check_that_was_edited_meanwhile_is_not_marked(
    learner: User, small_course: Edition, edited: Any
) -> None:
    browser, question = signed_in(learner), question_in(small_course, CHECK)
    form, address = form_for(browser, small_course, CHECK), lesson_address(small_course, CHECK)
    edited(small_course)

    refused = browser.post(address, form | {"option": right(question)})

    assert refused.status_code == 409
    page = words(refused)
    assert "This question was changed while you answered it" in page
    assert "Another one?" in page
    assert " checked" in refused.content.decode()
    assert state_of(learner, small_course, question) is None
    again = question_form(browser, address, question.id) | {"option": right(question)}
    assert browser.post(address, again).status_code == 302


def test_a_text_for_a_prompt_that_was_edited_meanwhile_is_not_lost(
    learner: User, small_course: Edition, edited: Any
) -> None:
    browser = signed_in(learner)
    form, address = (
        form_for(browser, small_course, REFLECTION),
        lesson_address(small_course, REFLECTION),
    )
    edited(small_course)

    refused = browser.post(address, form | {"text": "My own words."})

    assert "My own words.</textarea>" in refused.content.decode()


def test_what_was_written_for_a_question_that_is_gone_is_shown(
    learner: User, small_course: Edition
) -> None:
    address = lesson_address(small_course, REFLECTION)

    refused = signed_in(learner).post(address, {"question": str(uuid4()), "text": "My words."})

    assert refused.status_code == 409
    assert "no longer in the lesson" in words(refused)
    assert "My words." in words(refused)


def test_what_was_written_in_a_lesson_that_was_withdrawn_is_shown(
    learner: User, small_course: Edition
) -> None:
    browser = signed_in(learner)
    form, address = (
        form_for(browser, small_course, REFLECTION),
        lesson_address(small_course, REFLECTION),
    )
    Edition.objects.update(is_current=False)

    refused = browser.post(address, form | {"text": "My <b>own</b> words."})

    assert refused.status_code == 410
    assert "no longer offered" in words(refused)
    assert "My &lt;b&gt;own&lt;/b&gt; words." in refused.content.decode()


@pytest.mark.parametrize("way", ["get", "post"])
def test_a_damaged_edition_says_so_and_shows_what_was_written(
    learner: User, small_course: Edition, way: str
) -> None:
    browser = signed_in(learner)
    form, address = (
        form_for(browser, small_course, REFLECTION),
        lesson_address(small_course, REFLECTION),
    )
    lesson = small_course.manifest.lesson(REFLECTION)
    entry = small_course.manifest.file(lesson.path)
    Path(small_course.frozen().store.path(entry.sha256)).unlink()

    data = form | {"text": "My own words.", "question": "gone"} if way == "post" else {}
    page = getattr(browser, way)(address, data)

    assert page.status_code == 503
    assert "files on the server are damaged" in words(page)
    assert way == "get" or "My own words." in words(page)


@pytest.mark.parametrize("slug", [CHECK, REFLECTION])
def test_a_database_that_cannot_write_leaves_the_answer_in_the_form(
    learner: User, small_course: Edition, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_arguments: object, **_fields: object) -> None:
        raise OperationalError("attempt to write a readonly database")

    browser, question = signed_in(learner), question_in(small_course, slug)
    form, address = form_for(browser, small_course, slug), lesson_address(small_course, slug)
    monkeypatch.setattr("learning.player.answering._record", refuses)
    said = {"text": "My words."} if question.is_reflection else {"option": right(question)}

    page = browser.post(address, form | said)

    assert page.status_code == 503
    assert "could not be saved" in words(page)
    html = page.content.decode()
    assert "My words.</textarea>" in html if question.is_reflection else " checked" in html


FORGED: list[Form] = [
    {"option": ["x"] * 4000},
    {"option": "\x00"},
    {"option": ["a", "b", "c"], "seen": "-1"},
    {"seen": "9" * 400, "asked": "", "option": "0"},
    {"text": "for another kind"},
]


@pytest.mark.parametrize("forged", FORGED)
def test_forged_fields_record_nothing(learner: User, small_course: Edition, forged: Form) -> None:
    question = question_in(small_course, CHECK)

    page = signed_in(learner).post(
        lesson_address(small_course, CHECK), {"question": question.id, **forged}
    )

    assert page.status_code in (400, 409)
    assert state_of(learner, small_course, question) is None


# Tests


def test_an_attempt_is_the_same_however_often_the_page_is_loaded(
    learner: User, small_course: Edition
) -> None:
    browser = signed_in(learner)

    assert len({str(attempt_form(browser, TEST)) for _time in range(4)}) == 1


def test_another_attempt_is_drawn_once_this_one_is_handed_in(
    learner: User, small_course: Edition
) -> None:
    browser = signed_in(learner)
    form = attempt_form(browser, TEST)

    browser.post(TEST, form | answers(small_course, form, rightly=False))

    assert attempt_form(browser, TEST)["attempt"] != form["attempt"]


def test_two_people_do_not_draw_the_same(learner: User, other: User, small_course: Edition) -> None:
    one, two = (attempt_form(signed_in(each), TEST) for each in (learner, other))

    assert one["attempt"] != two["attempt"]


def test_a_test_handed_in_twice_counts_once(learner: User, small_course: Edition) -> None:
    browser = signed_in(learner)
    form = attempt_form(browser, TEST)
    filled = form | answers(small_course, form, rightly=True)

    pages = [words(browser.post(TEST, filled, follow=True)) for _click in range(2)]

    assert score_of(learner, small_course) == (1, 2)
    assert all("2 of 2 right" in page for page in pages)
    assert "handed in before" not in pages[1]


def test_a_second_tab_cannot_hand_in_other_answers(learner: User, small_course: Edition) -> None:
    browser = signed_in(learner)
    form = attempt_form(browser, TEST)
    browser.post(TEST, form | answers(small_course, form, rightly=False))

    page = words(browser.post(TEST, form | answers(small_course, form, rightly=True), follow=True))

    assert "What was handed in first counts" in page
    assert "0 of 2 right" in page
    assert score_of(learner, small_course) == (1, 0)


@pytest.mark.parametrize("whose", ["made up", "another's", "none", "no number"])
def test_an_attempt_that_is_not_the_open_one_is_not_marked(
    learner: User, other: User, small_course: Edition, whose: str
) -> None:
    browser = signed_in(learner)
    mine = attempt_form(browser, TEST)
    theirs = attempt_form(signed_in(other), TEST)
    attempt = {
        "made up": str(uuid4()),
        "another's": str(theirs["attempt"]),
        "none": "",
        "no number": "1; drop",
    }[whose]
    filled = mine | answers(small_course, mine, rightly=True)

    page = browser.post(TEST, filled | {"attempt": attempt})

    assert page.status_code == 409
    assert "belongs to another attempt" in words(page)
    assert page.content.decode().count(" checked") >= 2
    assert score_of(learner, small_course) == (0, None)
    assert score_of(other, small_course) == (0, None)


def test_the_number_of_an_answer_in_a_lesson_is_no_attempt_at_the_test(
    learner: User, small_course: Edition
) -> None:
    question, browser = question_in(small_course, CHECK), signed_in(learner)
    browser.post(
        lesson_address(small_course, CHECK), {"question": question.id, "option": right(question)}
    )

    assert browser.get(f"{TEST}?attempt={uuid4()}").status_code == 404
    assert browser.get(f"{TEST}?attempt=nothing").status_code == 200


def test_anothers_result_is_not_shown(learner: User, other: User, small_course: Edition) -> None:
    browser = signed_in(learner)
    form = attempt_form(browser, TEST)
    browser.post(TEST, form | answers(small_course, form, rightly=True))

    assert signed_in(other).get(f"{TEST}?attempt={form['attempt']}").status_code == 404


def test_a_test_that_was_edited_meanwhile_is_not_marked(
    learner: User, small_course: Edition, edited: Any
) -> None:
    browser = signed_in(learner)
    form = attempt_form(browser, TEST)
    filled = form | answers(small_course, form, rightly=True)
    edited(small_course)

    page = browser.post(TEST, filled)

    assert page.status_code == 409
    assert "This test was changed while you answered it" in words(page)
    assert page.content.decode().count(" checked") >= 2
    assert score_of(learner, small_course) == (0, None)


def test_a_recorded_result_stays_when_its_questions_change(
    learner: User, small_course: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(learner)
    form = attempt_form(browser, TEST)
    browser.post(TEST, form | answers(small_course, form, rightly=True))
    real = FrozenEdition.questions.func  # type: ignore[attr-defined]

    def turned(frozen: FrozenEdition) -> dict[str, Question]:
        return {
            q: replace(each, options=tuple(replace(o, correct=not o.correct) for o in each.options))
            for q, each in real(frozen).items()
        }

    monkeypatch.setattr(FrozenEdition, "questions", property(turned))

    page = words(browser.get(f"{TEST}?attempt={form['attempt']}"))

    assert "2 of 2 right" in page
    assert "This question was changed since" in page


def test_a_test_sent_after_the_session_ended_is_filled_in_after_signing_in(
    learner: User, small_course: Edition
) -> None:
    browser = signed_in(learner)
    form = attempt_form(browser, TEST)
    filled = form | answers(small_course, form, rightly=True)
    end_session(browser)

    refused = browser.post(TEST, filled)

    assert refused.status_code == 409
    assert "You were signed out" in words(refused)
    assert refused.content.decode().count(" checked") >= 2
    browser.force_login(learner)
    page = browser.get(TEST)
    assert "Here are your answers from before" in words(page)
    assert page.content.decode().count(" checked") >= 2
    browser.post(TEST, attempt_form(browser, TEST) | answers(small_course, form, rightly=True))
    assert score_of(learner, small_course) == (1, 2)


def test_a_test_of_another_person_saves_nothing(
    learner: User, other: User, small_course: Edition
) -> None:
    form = attempt_form(signed_in(learner), TEST)

    page = signed_in(other).post(TEST, form | answers(small_course, form, rightly=True))

    assert page.status_code == 409
    assert "opened by another person" in words(page)
    assert score_of(other, small_course) == (0, None)


def test_a_database_that_cannot_write_leaves_the_test_filled_in(
    learner: User, small_course: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_arguments: object, **_fields: object) -> None:
        raise OperationalError("database is locked")

    browser = signed_in(learner)
    form = attempt_form(browser, TEST)
    monkeypatch.setattr("learning.player.attempts.submit", refuses)

    page = browser.post(TEST, form | answers(small_course, form, rightly=True))

    assert page.status_code == 503
    assert "could not be saved" in words(page)
    assert page.content.decode().count(" checked") >= 2
    assert score_of(learner, small_course) == (0, None)


def test_practice_with_a_test_that_was_edited_is_not_marked(
    small_course: Edition, edited: Any
) -> None:
    browser = Client()
    form = attempt_form(browser, TEST)
    filled = form | answers(small_course, form, rightly=True)
    edited(small_course)

    assert browser.post(TEST, filled).status_code == 409
