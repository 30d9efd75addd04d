"""Every learner's page of the hub, judged by axe: narrow and wide, light and dark, both sides."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from learning.publishing.models import Edition
from tests.factories.snapshots import Snapshot

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed_site")]
ADDRESSES = (
    "/",
    "/courses/",
    "/toolkits/",
    "/courses/small-course/",
    "/courses/small-course/one-visit-less",
    "/courses/small-course/assessment",
    "/toolkits/small-toolkit/",
    "/in/",
    "/join/",
    "/register/",
    "/nothing",
)


@pytest.fixture(params=[(360, "light", "en"), (1200, "dark", "ar")], ids=["phone", "wide"])
def visitor(request: pytest.FixtureRequest, browser: Browser) -> Page:
    width, scheme, language = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        extra_http_headers={"Accept-Language": language},
    )
    request.addfinalizer(context.close)
    return context.new_page()


def faults(page: Page) -> list[str]:
    """Give what axe finds, and whether the page must be scrolled sideways."""
    found = [
        f"{page.url} {violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in Axe().run(page).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{page.url} scrolls sideways")
    return found


def test_no_page_keeps_anybody_out(
    live_server: object, small_snapshot: Snapshot, visitor: Page
) -> None:
    small_snapshot.put()
    assert Edition.objects.current().count() == 2
    found = []
    for address in ADDRESSES:
        visitor.goto(f"{live_server}{address}")
        found += faults(visitor)

    visitor.goto(f"{live_server}/courses/small-course/one-visit-less")
    check = visitor.locator("form.check").first
    check.get_by_role("button").click()
    visitor.wait_for_selector("[role=alert]")
    found += faults(visitor)
    check.locator(".opt").last.click()
    check.get_by_role("button").click()
    visitor.wait_for_selector("[data-feedback][role=status]")
    found += faults(visitor)
    assert found == []


def test_the_lesson_starts_within_the_first_screen_of_a_phone(
    live_server: object, small_snapshot: Snapshot, browser: Browser
) -> None:
    small_snapshot.put()
    page = browser.new_context(viewport={"width": 360, "height": 640}).new_page()
    page.goto(f"{live_server}/courses/small-course/one-visit-less")

    top = page.locator("main article p").first.bounding_box()

    assert top
    assert top["y"] <= 400
    page.context.close()
