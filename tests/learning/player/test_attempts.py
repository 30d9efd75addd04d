"""Attempts with limits: saved and gone on with, timed by the hub's own clock, and counted."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from courses.library.loading import load_library
from learning.accounts import uptime
from learning.accounts.models import User
from learning.player import mine
from learning.player.marking import draw
from learning.player.models import GRACE, Draft
from learning.publishing.models import Edition
from learning.publishing.releasing import find, release
from learning.records import reading
from learning.records.refolding import differences
from tests.factories.library import ASSESSMENT, replace, write_library
from tests.learning.accounts.people import signed_in
from tests.learning.player.sitting import Form, attempt_form
from tests.learning.player.test_answering import right, wrong
from tests.learning.player.test_views import words

TEST = "/courses/small-course/assessment"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
Publish = Callable[..., Edition]


class Clock:
    """The hub's own seconds, which a test moves on."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(uptime, "_ticks", found)
    return found


@pytest.fixture
def publish(published: Path) -> Publish:
    """Give a function that publishes the small course, its test with such limits."""
    limited: dict[str, int] = {}  # as it is published now

    def publish(**limits: int) -> Edition:
        if limits != limited:
            said = "".join(f"{name}: {value}\n" for name, value in limits.items())
            write_library(published)
            replace(published, ASSESSMENT, "minutes: 10\n", f"minutes: 10\n{said}")
            load_library(published)
            release(find("small-course")[0])
            limited.clear()
            limited.update(limits)
        return Edition.objects.current().get(slug="small-course")

    return publish


def filled(edition: Edition, form: Form, *, rightly: bool = True, few: bool = False) -> Form:
    frozen, test = edition.frozen(), edition.manifest.assessment
    assert test
    asked = draw(test, str(form["attempt"]))[: 1 if few else None]
    return {q: (right if rightly else wrong)(frozen.questions[q]) for q in asked}


def begun(browser: Client) -> Form:
    """Start the time, and give the hidden fields of the form."""
    browser.post(TEST, {"act": "begin"})
    return attempt_form(browser, TEST)


def hand_in(browser: Client, edition: Edition, *, rightly: bool = True) -> str:
    form = attempt_form(browser, TEST)
    return words(browser.post(TEST, form | filled(edition, form, rightly=rightly), follow=True))


def score_of(learner: User, edition: Edition) -> tuple[int, int | None, int | None]:
    test = edition.manifest.assessment
    assert test
    state = reading.progress_of(learner.pk, edition.activity).get(UUID(test.activity))
    return (state.attempts, state.best_raw, state.last_raw) if state else (0, None, None)


def test_limits_reach_the_manifest_and_a_test_without_any_keeps_its_bytes(
    publish: Publish,
) -> None:
    limited = publish(attempts=3, wait_hours=24, minutes_limit=20).manifest.assessment
    free = publish().manifest

    assert limited and free.assessment
    assert (limited.attempts, limited.wait_hours, limited.minutes_limit) == (3, 24, 20)
    assert b"minutes_limit" not in free.to_bytes()
    assert type(free).from_bytes(free.to_bytes()) == free


def test_a_draft_survives_the_page_and_is_gone_once_handed_in(
    learner: User, publish: Publish
) -> None:
    course, browser = publish(), signed_in(learner)
    form = attempt_form(browser, TEST)

    saved = browser.post(TEST, form | filled(course, form, few=True) | {"act": "save"}, follow=True)

    assert "go on later" in words(saved)
    later = signed_in(learner)
    page = later.get(TEST)
    assert page.content.decode().count(" checked") >= 1
    assert attempt_form(later, TEST)["attempt"] == form["attempt"]
    assert score_of(learner, course) == (0, None, None)
    later.post(TEST, form | filled(course, form))
    assert score_of(learner, course)[0] == 1
    assert not Draft.objects.exists()


def test_what_is_empty_does_not_wipe_out_what_another_tab_saved(
    learner: User, publish: Publish
) -> None:
    course, browser = publish(), signed_in(learner)
    form = attempt_form(browser, TEST)
    browser.post(TEST, form | filled(course, form) | {"act": "save"})

    browser.post(TEST, form | {"act": "save"})

    assert len(Draft.objects.get().entries) == 2


def test_handing_in_with_gaps_keeps_a_draft_too(learner: User, publish: Publish) -> None:
    course, browser = publish(), signed_in(learner)
    form = attempt_form(browser, TEST)

    browser.post(TEST, form | filled(course, form, few=True))

    assert Draft.objects.get().attempt == UUID(str(form["attempt"]))


def test_a_script_saves_without_a_page(learner: User, publish: Publish) -> None:
    course, browser = publish(), signed_in(learner)
    form = attempt_form(browser, TEST)

    kept = browser.post(TEST, form | filled(course, form) | {"act": "keep"})

    assert (kept.status_code, kept.content) == (204, b"")
    assert Draft.objects.get().entries


def test_attempts_that_are_used_up_are_said_before_and_after(
    learner: User, publish: Publish
) -> None:
    course, browser = publish(attempts=2), signed_in(learner)
    assert "Attempts: 0 of 2 used" in words(browser.get(TEST))

    first = hand_in(browser, course, rightly=False)
    second = hand_in(browser, course, rightly=False)

    assert "Attempts left: 1." in first
    assert "New attempt" in first
    assert "You have used all attempts." in second
    assert "New attempt" not in second
    page = browser.get(TEST)
    assert "Hand in" not in words(page)
    assert browser.post(TEST, {"attempt": "", "act": ""}).status_code == 409
    assert score_of(learner, course) == (2, 0, 0)


def test_between_two_attempts_one_waits_and_is_told_how_long(
    learner: User, publish: Publish
) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        course, browser = publish(wait_hours=24), signed_in(learner)

        first = hand_in(browser, course, rightly=False)
        waiting = words(browser.get(TEST))
        traveller.shift(timedelta(hours=24))
        open_again = words(browser.get(TEST))

    assert "You can try again from 23 Nov 2026" in first
    assert "You can try again from" in waiting
    assert "Hand in" in open_again


def test_best_and_last_stand_on_the_result(learner: User, publish: Publish) -> None:
    course, browser = publish(), signed_in(learner)
    hand_in(browser, course, rightly=True)

    page = hand_in(browser, course, rightly=False)

    assert "Your best: 2 of 2. Your last: 0 of 2." in page
    assert "Read again: One visit less" in page or "Read again: Count the visits" in page


def test_the_time_begins_with_a_button_and_not_with_a_look(
    learner: User, publish: Publish, clock: Clock
) -> None:
    publish(minutes_limit=10)
    browser = signed_in(learner)

    assert "Start now" in words(browser.get(TEST))
    assert "Hand in" not in words(browser.get(TEST))
    assert not Draft.objects.exists()
    assert browser.post(TEST, {"act": "save"}).status_code == 409

    browser.post(TEST, {"act": "begin"})
    clock.seconds += 61
    browser.post(TEST, {"act": "begin"})
    page = browser.get(TEST)
    assert "Minutes left when this page was opened: 8." in words(page)
    assert "timing.js" in page.content.decode()


def test_what_is_handed_in_in_time_counts(learner: User, publish: Publish, clock: Clock) -> None:
    course, browser = publish(minutes_limit=10), signed_in(learner)
    form = begun(browser)
    clock.seconds += 10 * 60 + GRACE

    page = words(browser.post(TEST, form | filled(course, form), follow=True))

    assert "2 of 2 right" in page
    assert "after the time" not in page
    assert score_of(learner, course) == (1, 2, 2)


def test_gaps_keep_nobody_from_handing_in_when_the_time_is_over(
    learner: User, publish: Publish, clock: Clock
) -> None:
    course, browser = publish(minutes_limit=10), signed_in(learner)
    form = begun(browser)
    clock.seconds += 10 * 60

    page = words(browser.post(TEST, form | filled(course, form, few=True), follow=True))

    assert "1 of 2 right" in page
    assert "You gave no answer to this question." in page


def test_late_answers_are_kept_and_what_was_saved_in_time_counts(
    learner: User, publish: Publish, clock: Clock
) -> None:
    course, browser = publish(minutes_limit=10), signed_in(learner)
    form = begun(browser)
    browser.post(TEST, form | filled(course, form, rightly=False, few=True) | {"act": "save"})
    clock.seconds += 10 * 60 + GRACE + 2

    page = words(browser.post(TEST, form | filled(course, form), follow=True))

    assert "2 answers came after the time was over" in page
    assert "Another answer came after the time was over" in page
    assert "0 of 2 right" in page
    test = course.manifest.assessment
    assert test
    attempt = UUID(str(form["attempt"]))
    recorded = reading.attempt_at(learner.pk, UUID(test.activity), attempt)
    assert recorded
    assert (len(recorded.answers), len(recorded.late)) == (2, 2)
    assert list(differences()) == []


def test_saving_late_hands_in(learner: User, publish: Publish, clock: Clock) -> None:
    course, browser = publish(minutes_limit=10), signed_in(learner)
    form = begun(browser)
    clock.seconds += 12 * 60

    browser.post(TEST, form | filled(course, form) | {"act": "save"})

    assert score_of(learner, course) == (1, 0, 0)


def test_who_comes_back_after_the_time_hands_in_what_was_saved(
    learner: User, publish: Publish, clock: Clock
) -> None:
    course, browser = publish(minutes_limit=10), signed_in(learner)
    form = begun(browser)
    browser.post(TEST, form | filled(course, form) | {"act": "save"})
    clock.seconds += 24 * 60 * 60

    page = browser.get(TEST)
    assert "The time is over." in words(page)
    assert "<fieldset" not in page.content.decode()
    over = attempt_form(browser, TEST) | {"act": "over"}
    result = words(browser.post(TEST, over, follow=True))

    assert "2 of 2 right" in result
    assert "after the time" not in result


def test_the_clock_on_the_wall_makes_no_difference_to_the_time(
    learner: User, publish: Publish, clock: Clock
) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        course, browser = publish(minutes_limit=10), signed_in(learner)
        form = begun(browser)
        traveller.shift(timedelta(days=12))
        page = words(browser.post(TEST, form | filled(course, form), follow=True))

    assert "2 of 2 right" in page


def test_another_limit_is_for_the_next_attempt(
    learner: User, publish: Publish, clock: Clock
) -> None:
    publish(minutes_limit=10)
    browser = signed_in(learner)
    begun(browser)

    publish(minutes_limit=1)
    clock.seconds += 5 * 60

    assert "Minutes left when this page was opened: 5." in words(browser.get(TEST))


def test_without_an_account_no_time_is_measured(publish: Publish) -> None:
    publish(minutes_limit=10, attempts=1)

    page = words(Client().get(TEST))

    assert "No time is measured." in page
    assert "Hand in" in page


def test_what_is_kept_of_a_person_can_be_read_and_erased(learner: User, publish: Publish) -> None:
    course, browser = publish(), signed_in(learner)
    form = attempt_form(browser, TEST)
    browser.post(TEST, form | filled(course, form) | {"act": "save"})

    [draft] = mine.of(learner)
    assert draft["attempt"] == form["attempt"]
    mine.erase(learner)

    assert mine.of(learner) == []
