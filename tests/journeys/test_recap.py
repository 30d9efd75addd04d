"""A week after learning, on a small phone without scripts: recall, a goal, a note, a rating."""

from collections.abc import Iterator

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from learning.accounts.models import User
from learning.publishing.models import Edition
from tests.factories.library import COURSE
from tests.factories.snapshots import Snapshot
from tests.learning.accounts.people import PIN, signed_in
from tests.learning.ratings.test_counting import rate
from tests.learning.recap.weeks import MONDAY, learn_both

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed_site")]
PAGES = ("/me/", "/me/recap/", "/me/recap/?print", "/me/notes/", f"/courses/{COURSE}/")
VIEWS = (("en", "light"), ("en", "dark"), ("ar", "light"))


@pytest.fixture
def edition(committed_site: None, small_snapshot: Snapshot) -> Edition:
    small_snapshot.put()
    return Edition.objects.current().get(slug=COURSE)


@pytest.fixture
def learner(edition: Edition) -> User:
    """Somebody who answered both checks of the course on the Wednesday before."""
    learner = User.objects.create_learner(name="Learner One", pin=PIN)
    learn_both(learner, edition)
    return learner


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def phone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=request.param, viewport={"width": 360, "height": 640}
    )
    context.set_default_timeout(10_000)  # ms
    yield context.new_page()
    context.close()


def enter(page: Page, address: object, learner: User) -> None:
    """Bring the session of somebody who signed in."""
    cookie = signed_in(learner).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": str(address)}])


def test_what_was_learned_is_recalled_a_week_later(
    live_server: object, edition: Edition, learner: User, phone: Page
) -> None:
    with time_machine.travel(MONDAY):
        enter(phone, live_server, learner)
        phone.goto(f"{live_server}/me/")
        expect(phone.get_by_text("2 questions from what you have learned")).to_be_visible()
        phone.get_by_text("Choose a goal").click()
        phone.get_by_label("3 days a week").check()
        phone.get_by_role("button", name="Save").click()
        expect(phone.get_by_text("0 of 3 days this week")).to_be_visible()

        phone.get_by_role("link", name="Open the recap").click()
        form = phone.locator("form.check", has_text="What does one visit less save?")
        form.get_by_label("Nothing.").check()
        form.get_by_role("button").click()
        card = phone.locator("section.check")
        expect(card.get_by_text("A fare and a day of work are saved.")).to_be_visible()
        expect(card.get_by_text("The right answer")).to_be_visible()
        form = phone.locator("form.check")
        for box in ("which papers", "fetch the licence"):
            form.get_by_label(box).check()
        form.get_by_role("button").click()
        expect(phone.get_by_text("Done: 1 of 2 right")).to_be_visible()

        card.get_by_role("link", name="One visit less").click()
        expect(phone.get_by_text("✓ Lesson done")).to_be_visible()
        phone.get_by_text("My note and bookmark").click()
        phone.get_by_label("My note", exact=True).fill("Ask what a fare costs.")
        phone.get_by_role("button", name="Save my note").click()
        phone.goto(f"{live_server}/me/notes/")
        expect(phone.get_by_text("Ask what a fare costs.")).to_be_visible()

        phone.goto(f"{live_server}/courses/{COURSE}/")
        phone.get_by_role("link", name="Tell us how it was").click()
        phone.get_by_label("4: it helped me").check()
        phone.get_by_role("button", name="Send").click()
        expect(phone.get_by_text("Thank you.")).to_be_visible()


def test_these_pages_keep_nobody_out(
    live_server: object, edition: Edition, learner: User, page: Page
) -> None:
    rate(5, 5, 5, 4, 4, course=edition.activity)
    pages = (*PAGES, f"/me/ratings/{edition.activity}/", f"/courses/{COURSE}/count-the-visits")
    with time_machine.travel(MONDAY):
        enter(page, live_server, learner)
        for language, scheme in VIEWS:
            page.context.add_cookies(
                [{"name": "django_language", "value": language, "url": str(live_server)}]
            )
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.set_viewport_size({"width": 320, "height": 640})
            for address in pages:
                page.goto(f"{live_server}{address}")
                page.locator("details:not(nav details)").evaluate_all(
                    "all => all.forEach(each => { each.open = !each.closest('header') })"
                )
                found = Axe().run(page, options={"preload": False}).response["violations"]
                where = (language, scheme, address)
                assert (where, [(v["id"], v["nodes"][0]["html"]) for v in found]) == (where, [])
                assert page.evaluate("document.documentElement.scrollWidth") <= 320, where
