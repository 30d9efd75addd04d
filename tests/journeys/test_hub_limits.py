"""Tries and a time limit on the hub, with JavaScript and without."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from courses.library.loading import load_library
from learning.accounts import uptime
from learning.accounts.models import User
from learning.publishing.models import Edition
from learning.publishing.releasing import publishable, release
from tests.factories.library import ASSESSMENT, write_library
from tests.journeys.test_hub import PIN, answer, learner_page

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed_site")]
__all__ = ["learner_page"]
QUESTION = "What does one visit less save?"


class Clock:
    """The hub's own seconds, which a test moves on."""

    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(uptime, "_ticks", found)
    return found


@pytest.fixture
def course(committed_site: None, tmp_path: Path) -> Edition:
    root = write_library(tmp_path / "library")
    path = root / ASSESSMENT
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("minutes: 10\n", "minutes: 10\nminutes_limit: 10\n"), "utf-8")
    load_library(root)
    for page in publishable():
        release(page)
    return Edition.objects.current().get(slug="small-course")


def sign_in(page: Page, address: str) -> None:
    learner = User.objects.create_learner(name="Learner One", pin=PIN)
    page.goto(f"{address}/in/")
    page.locator("#id_code").fill(learner.username)
    page.locator("#id_password").fill(PIN)
    page.get_by_role("main").get_by_role("button").first.click()


def test_tries_are_said_before_they_are_made_and_the_time_before_it_begins(
    live_server: object, course: Edition, learner_page: Page, clock: Clock
) -> None:
    page, address = learner_page, f"{live_server}"
    sign_in(page, address)
    page.goto(f"{address}/courses/small-course/one-visit-less")
    form = page.locator("form.check", has_text=QUESTION)
    expect(form).to_contain_text("Try 1 of 2")
    answer(page, QUESTION, "Nothing.")
    expect(form).to_contain_text("Try 2 of 2")
    answer(page, QUESTION, "Nothing.")
    expect(form).to_contain_text("The right answer")
    expect(page.get_by_text("✓ Lesson done")).to_have_count(0)
    answer(page, QUESTION, "Time and money of the person.")
    expect(page.get_by_text("✓ Lesson done")).to_be_visible()

    page.goto(f"{address}/courses/small-course/assessment")
    page.get_by_role("button", name="Start now").click()
    page.locator("fieldset.check").first.locator("input").first.check()
    page.get_by_role("button", name="Save and go on later").click()
    expect(page.get_by_text("Saved. You can close this page")).to_be_visible()
    expect(page.locator("fieldset.check input:checked")).to_have_count(1)
    clock.seconds += 11 * 60 + 5
    page.reload()
    expect(page.get_by_text("The time is over.")).to_be_visible()
    page.get_by_role("button", name="Hand in what was saved").click()
    expect(page.get_by_text("You gave no answer to this question.")).to_have_count(1)


def test_the_page_hands_in_when_the_time_is_over(
    live_server: object, course: Edition, browser: Browser, clock: Clock
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page, address = context.new_page(), f"{live_server}"
    sign_in(page, address)
    page.clock.install()
    page.goto(f"{address}/courses/small-course/assessment")
    page.get_by_role("button", name="Start now").click()
    page.locator("fieldset.check").first.locator("input").first.check()
    page.clock.run_for("01:05")
    expect(page.get_by_text("Minutes left: 9")).to_be_visible()

    clock.seconds += 10 * 60
    page.clock.run_for("09:00")

    expect(page.get_by_text("You gave no answer to this question.")).to_have_count(1)
    context.close()
