"""A PC that several people use, in a real browser: the lock, the back button, a form sent late.

Once with JavaScript and once without, where both must do the same.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, Page, expect

from learning.accounts import sharing
from learning.accounts.models import User
from learning.records.reading import progress_by_course
from tests.browser import ARGUMENTS, CHROMIUM
from tests.factories.snapshots import Snapshot

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed_site")]
PIN = "2580"
LESSON = "/courses/small-course/one-visit-less"
AWAY = 3_600_000  # milliseconds


@pytest.fixture
def learner(committed_site: None) -> User:
    return User.objects.create_learner(name="Amina", pin=PIN)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def context(request: pytest.FixtureRequest, browser: Browser) -> BrowserContext:
    made = browser.new_context(
        java_script_enabled=request.param, viewport={"width": 360, "height": 640}
    )
    made.set_default_timeout(10_000)  # ms
    request.addfinalizer(made.close)
    return made


@pytest.fixture
def scripted(request: pytest.FixtureRequest, browser: Browser) -> Page:
    made = browser.new_context(viewport={"width": 360, "height": 640})
    made.set_default_timeout(10_000)  # ms
    request.addfinalizer(made.close)
    return made.new_page()


def make_shared(page: Page, hub: str) -> None:
    page.goto(f"{hub}/shared/")
    page.get_by_role("button", name="Several people use this browser").click()
    expect(page.get_by_text("✓ This browser is a shared one.")).to_be_visible()


def sign_in(page: Page, hub: str, person: User) -> None:
    page.goto(f"{hub}/in/")
    page.locator("#id_code").fill(person.learner_code)
    page.locator("#id_password").fill(PIN)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{hub}/me/")


def rest() -> None:
    """Lock every session, as a long rest would."""
    for row in Session.objects.all():
        store = Session.get_session_store_class()(row.session_key)
        store[sharing.LOCKED] = True
        store.save()


def answer(page: Page) -> None:
    form = page.locator("form.check", has_text="What does one visit less save?")
    form.get_by_label("Time and money of the person.").check()
    form.get_by_role("button").click()


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without"])
def test_after_signing_out_the_back_button_shows_nothing(
    live_server: object, browser: Browser, learner: User, has_scripts: bool
) -> None:
    hub = str(live_server)
    # Playwright switches off the store that the back button takes whole pages from.
    remembering = browser.browser_type.launch(
        executable_path=str(CHROMIUM),
        args=list(ARGUMENTS),
        ignore_default_args=["--disable-back-forward-cache"],
    )
    page = remembering.new_context(java_script_enabled=has_scripts).new_page()
    make_shared(page, hub)
    sign_in(page, hub, learner)
    for address in ("/courses/", "/me/account/", "/courses/"):
        page.goto(f"{hub}{address}")
        expect(page.get_by_text("Amina").first).to_be_visible()
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url(f"{hub}/")
    for _time in range(4):
        page.go_back(wait_until="load")
        assert "Amina" not in page.content()
        assert learner.learner_code not in page.content()
    remembering.close()


def test_an_answer_that_was_sent_after_the_lock_is_recorded_for_the_same_person(
    live_server: object, context: BrowserContext, learner: User, small_snapshot: Snapshot
) -> None:
    small_snapshot.put()
    hub, page = str(live_server), context.new_page()
    make_shared(page, hub)
    sign_in(page, hub, learner)
    page.goto(f"{hub}{LESSON}")
    rest()
    answer(page)
    expect(page.get_by_text("What you sent is kept.")).to_be_visible()
    assert progress_by_course(learner.pk) == {}
    page.locator("#id_password").fill(PIN)
    page.locator("main").get_by_role("button", name="Go on").click()
    expect(page.get_by_text("✓ Right")).to_be_visible()
    expect(page.get_by_text("was taken up again")).to_be_visible()
    assert len(progress_by_course(learner.pk)) == 1


def test_an_answer_that_was_sent_after_the_lock_is_thrown_away_for_somebody_else(
    live_server: object, context: BrowserContext, learner: User, small_snapshot: Snapshot
) -> None:
    small_snapshot.put()
    other = User.objects.create_learner(name="Bilal", pin=PIN)
    hub, page = str(live_server), context.new_page()
    make_shared(page, hub)
    sign_in(page, hub, learner)
    page.goto(f"{hub}{LESSON}")
    rest()
    answer(page)
    page.locator("main").get_by_role("button", name="I am somebody else").click()
    expect(page.get_by_text("was thrown away")).to_be_visible()
    sign_in(page, hub, other)
    page.goto(f"{hub}{LESSON}")
    assert progress_by_course(learner.pk) == progress_by_course(other.pk) == {}


def test_the_page_locks_by_itself_and_what_was_typed_is_still_there(
    live_server: object, scripted: Page, learner: User, small_snapshot: Snapshot
) -> None:
    small_snapshot.put()
    hub, page = str(live_server), scripted
    page.clock.install()
    make_shared(page, hub)
    sign_in(page, hub, learner)
    page.goto(f"{hub}/courses/small-course/write-it-down")
    page.locator("form.check textarea").fill("A service of ours")
    lock = page.locator("dialog.lock")
    expect(lock).not_to_be_visible()
    with page.expect_response("**/locked/now"):
        page.clock.run_for(AWAY)
    expect(lock).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(lock).to_be_visible()
    page.locator("#lock-pin").fill("9753")
    lock.get_by_role("button", name="Go on").click()
    expect(lock.get_by_role("alert")).to_contain_text("does not fit")
    page.locator("#lock-pin").fill(PIN)
    lock.get_by_role("button", name="Go on").click()
    expect(lock).not_to_be_visible()
    expect(page.locator("form.check textarea")).to_have_value("A service of ours")
    page.get_by_role("button", name="Save what I wrote").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()


def test_setting_the_clock_does_not_lock_the_page(
    live_server: object, scripted: Page, learner: User
) -> None:
    hub, page = str(live_server), scripted
    page.add_init_script("Date.now = () => 4e12; Date.prototype.getTime = () => 4e12;")
    make_shared(page, hub)
    sign_in(page, hub, learner)
    page.dispatch_event("body", "visibilitychange")
    expect(page.locator("dialog.lock")).not_to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_about_getting_in_keeps_anybody_out(
    live_server: object, browser: Browser, learner: User, language: str
) -> None:
    scheme = "dark" if language == "ar" else "light"
    made = browser.new_context(
        viewport={"width": 320, "height": 640},
        color_scheme=scheme,
        extra_http_headers={"Accept-Language": language},
    )
    page, hub, found = made.new_page(), str(live_server), []
    page.goto(f"{hub}/shared/")
    page.locator("main form button").click()
    page.goto(f"{hub}/in/?code={learner.username}")
    page.locator("#id_password").fill(PIN)
    page.locator("main form button").first.click()
    page.wait_for_url(f"{hub}/me/")
    for address in ("/me/account/", "/me/card/", "/shared/", "/me/", "/locked/?next=/me/card/"):
        if address.startswith("/locked/"):
            rest()
        page.goto(f"{hub}{address}")
        found += [f"{address} {each['id']}" for each in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{address} scrolls sideways")
    made.close()
    assert found == []
