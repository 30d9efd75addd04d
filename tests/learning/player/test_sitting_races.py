"""Sittings that are overtaken: two tabs, two requests at once, and limits that come meanwhile."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from learning.accounts.models import User
from learning.player import attempts
from learning.player.models import GRACE, Draft
from learning.publishing.models import Edition
from learning.records import reading
from learning.records.reading import Attempt
from tests.learning.accounts.people import signed_in
from tests.learning.player.sitting import Form, attempt_form
from tests.learning.player.test_answering import take
from tests.learning.player.test_attempts import (
    TEST,
    Clock,
    Publish,
    begun,
    clock,
    filled,
    publish,
    score_of,
)
from tests.learning.player.test_views import words

__all__ = ["clock", "publish"]  # fixtures

Overtake = Callable[[str, Callable[[], object]], None]


@pytest.fixture
def overtake(monkeypatch: pytest.MonkeyPatch) -> Overtake:
    """Give a function that lets another request in before the first call in the attempts."""

    def overtake(name: str, other: Callable[[], object]) -> None:
        real = getattr(attempts, name)

        def overtaken(*arguments: Any, **fields: Any) -> Any:
            monkeypatch.setattr(attempts, name, real)
            other()
            return real(*arguments, **fields)

        monkeypatch.setattr(attempts, name, overtaken)

    return overtake


def recorded(learner: User, course: Edition, form: Form) -> Attempt:
    test = course.manifest.assessment
    assert test
    found = reading.attempt_at(learner.pk, UUID(test.activity), UUID(str(form["attempt"])))
    assert found
    return found


def test_a_draft_made_while_the_test_is_handed_in_goes_with_it(
    learner: User, publish: Publish, overtake: Overtake
) -> None:
    course, browser = publish(), signed_in(learner)
    form = attempt_form(browser, TEST)
    saved = form | filled(course, form) | {"act": "save"}
    overtake("hand_in", lambda: signed_in(learner).post(TEST, saved))

    browser.post(TEST, form | filled(course, form, rightly=False))

    assert not Draft.objects.exists()
    assert attempt_form(browser, TEST)["attempt"] != form["attempt"]


def test_a_draft_of_a_recorded_attempt_locks_nobody_out(learner: User, publish: Publish) -> None:
    course, browser = publish(), signed_in(learner)
    form = attempt_form(browser, TEST)
    browser.post(TEST, form | filled(course, form, rightly=False))
    test = course.manifest.assessment
    assert test
    ids = {"attempt": form["attempt"], "course": course.activity, "assessment": test.activity}
    Draft.objects.create(learner=learner, **ids)

    again = attempt_form(browser, TEST)
    browser.post(TEST, again | filled(course, again) | {"act": "save"})
    browser.post(TEST, again | filled(course, again))

    assert score_of(learner, course) == (2, 2, 2)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("has_draft", [True, False])
def test_saving_what_was_handed_in_meanwhile_leads_to_the_result(
    learner: User, publish: Publish, overtake: Overtake, *, has_draft: bool
) -> None:
    course, browser = publish(), signed_in(learner)
    form = attempt_form(browser, TEST)
    sent = form | filled(course, form)
    if has_draft:
        browser.post(TEST, sent | {"act": "save"})
    overtake("save", lambda: signed_in(learner).post(TEST, sent))

    page = browser.post(TEST, sent | {"act": "keep"})

    assert (page.status_code, page["Location"]) == (302, f"{TEST}?attempt={form['attempt']}")
    assert not Draft.objects.exists()
    assert score_of(learner, course) == (1, 2, 2)


def test_of_two_saves_at_once_both_are_kept(
    learner: User, publish: Publish, overtake: Overtake
) -> None:
    course, browser = publish(), signed_in(learner)
    form = attempt_form(browser, TEST)
    [(one, said), (two, other)] = filled(course, form).items()
    browser.post(TEST, form | {"act": "save"})
    overtake("save", lambda: signed_in(learner).post(TEST, form | {two: other, "act": "keep"}))

    browser.post(TEST, form | {one: said, "act": "keep"})

    assert Draft.objects.get().entries.keys() == {one, two}


def test_a_blank_tab_takes_nothing_away_when_the_time_ends(
    learner: User, publish: Publish, clock: Clock
) -> None:
    course, browser = publish(minutes_limit=10), signed_in(learner)
    form = begun(browser)
    browser.post(TEST, form | filled(course, form) | {"act": "keep"})
    clock.seconds += 10 * 60

    browser.post(TEST, form)

    assert score_of(learner, course) == (1, 2, 2)


def test_answers_sent_signed_out_are_kept_as_late_when_the_time_is_over(
    learner: User, publish: Publish, clock: Clock
) -> None:
    course, browser = publish(minutes_limit=10), signed_in(learner)
    form = begun(browser)
    away = Client()
    away.post(TEST, form | filled(course, form))
    away.force_login(learner)
    clock.seconds += 10 * 60 + GRACE + 2

    page = words(away.get(TEST))
    away.post(TEST, attempt_form(away, TEST) | {"act": "over"})

    assert "even if they come too late to count" in page
    assert "Nothing was lost" not in page
    assert len(recorded(learner, course, form).late) == 2
    assert score_of(learner, course) == (1, 0, 0)


def test_a_null_byte_is_taken_out_of_an_answer() -> None:
    assert attempts.sensible(["a\0b", "\0"]) == ["ab", ""]


def test_answers_are_kept_when_a_limit_comes_meanwhile(
    learner: User, publish: Publish, clock: Clock
) -> None:
    course, browser = publish(), signed_in(learner)
    form = attempt_form(browser, TEST)
    sent = form | filled(course, form)
    publish(minutes_limit=10)

    refused = browser.post(TEST, sent)
    browser.post(TEST, {"act": "begin"})

    assert refused.status_code == 409
    assert "limits of this test were changed" in words(refused)
    assert browser.get(TEST).content.decode().count(" checked") >= 2


def test_practice_marks_no_attempt_of_a_learner(
    learner: User, publish: Publish, clock: Clock
) -> None:
    course = publish(attempts=1, minutes_limit=5)
    form = begun(signed_in(learner))
    sent = {"attempt": form["attempt"], **filled(course, form)}
    practice = attempt_form(Client(), TEST)

    bare = Client().post(TEST, sent)
    mixed = Client().post(TEST, sent | {"practice": f"{form['attempt']}:made-up"})
    allowed = Client().post(TEST, practice | filled(course, practice))

    assert (bare.status_code, mixed.status_code) == (409, 409)
    assert "of 2 right" not in words(bare) + words(mixed)
    assert "2 of 2 right" in words(allowed)


def test_an_attempt_counted_meanwhile_leaves_an_open_page_its_questions(
    learner: User, publish: Publish
) -> None:
    course, browser = publish(), signed_in(learner)
    form = attempt_form(browser, TEST)
    take(learner, course, rightly=False)

    browser.post(TEST, form | filled(course, form))

    assert recorded(learner, course, form).raw == 2
    assert score_of(learner, course)[0] == 2
