"""The page of styles and the panel in a real browser: every theme, both sides, the narrowest."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from learning.display.preferences import COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed_site")]
LOOKS = {  # width, what the device prefers, language, what was chosen
    "phone": (360, "light", "en", ""),
    "narrowest in Arabic": (320, "light", "ar", ""),
    "wide in the dark": (1200, "dark", "en", ""),
    "everything large and strong": (320, "light", "en", "150.wide.high"),
}


@pytest.fixture(params=LOOKS.values(), ids=LOOKS)
def visitor(request: pytest.FixtureRequest, browser: Browser, live_server: object) -> Page:
    width, scheme, language, chosen = request.param
    context = visiting(browser, width=width, scheme=scheme, language=language)
    request.addfinalizer(context.close)
    if chosen:
        context.add_cookies([{"name": COOKIE, "value": chosen, "url": str(live_server)}])
    return context.new_page()


def visiting(
    browser: Browser, *, width: int = 360, scheme: str = "light", language: str = "en"
) -> BrowserContext:
    return browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        extra_http_headers={"Accept-Language": language},
    )


def faults(page: Page) -> list[str]:
    """Give what axe finds, and whether the page must be scrolled sideways."""
    found = [
        f"{page.url} {violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in Axe().run(page).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{page.url} scrolls sideways")
    return found


def colour_of(page: Page, selector: str, name: str) -> str:
    script = "([selector, name]) => getComputedStyle(document.querySelector(selector))[name]"
    return str(page.evaluate(script, [selector, name]))


def test_the_pages_of_styles_and_display_keep_nobody_out(
    live_server: object, visitor: Page
) -> None:
    found = []
    for address in ("/style/", "/display/"):
        visitor.goto(f"{live_server}{address}")
        visitor.evaluate("document.querySelectorAll('main details').forEach(e => e.open = true)")
        found += faults(visitor)
    assert found == []


def test_the_keyboard_finds_the_content_first_and_sees_where_it_is(
    live_server: object, page: Page
) -> None:
    page.goto(f"{live_server}/display/")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    assert colour_of(page, ":focus", "outlineWidth") == "3px"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_the_panel_works_without_a_script_and_leads_back(
    live_server: object, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server}/courses/")
    page.locator(".menu summary").click()
    page.get_by_role("link", name="Display").click()
    page.get_by_label("150 %").check()
    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Save and go back").click()

    assert page.url == f"{live_server}/courses/"
    root = page.locator("html")
    assert (root.get_attribute("data-size"), root.get_attribute("data-theme")) == ("150", "dark")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white_whatever_was_chosen(
    live_server: object, browser: Browser, scheme: str
) -> None:
    context = visiting(browser, scheme=scheme)
    context.add_cookies([{"name": COOKIE, "value": "dark", "url": str(live_server)}])
    page = context.new_page()
    page.goto(f"{live_server}/style/")
    page.emulate_media(media="print")

    assert colour_of(page, "body", "backgroundColor") == "rgb(255, 255, 255)"
    assert colour_of(page, ".card", "backgroundColor") == "rgb(255, 255, 255)"
    assert colour_of(page, ".bar", "display") == "none"
    context.close()


def test_forced_colours_keep_the_edges_that_say_something(live_server: object, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(f"{live_server}/style/")

    assert colour_of(page, ".fb.bad", "borderInlineStartStyle") == "solid"
    assert colour_of(page, ".btn", "borderTopStyle") == "solid"


def test_nothing_moves_for_those_who_want_it_still(live_server: object, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live_server}/style/")

    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(each => {"
        " const style = getComputedStyle(each);"
        " return style.animationName !== 'none' || style.transitionDuration !== '0s' })"
        ".map(each => each.outerHTML.slice(0, 80))"
    )
    assert moving == []


def test_arabic_is_read_from_the_right_and_keeps_its_letters_joined(
    live_server: object, browser: Browser
) -> None:
    context = visiting(browser, language="ar")
    context.add_cookies([{"name": COOKIE, "value": "wide", "url": str(live_server)}])
    page = context.new_page()
    page.goto(f"{live_server}/display/")

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("html").get_attribute("lang") == "ar"
    assert colour_of(page, "h1", "letterSpacing") in ("normal", "0px")
    context.close()
