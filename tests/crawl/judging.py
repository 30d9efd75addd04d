"""What a page must hold to, wherever it was found."""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.crawl.visiting import Visited, Visitor

COLD = 40_000  # bytes of a first page with its style sheet, scripts and icon, compressed
WARM = 12_000  # bytes of the next lesson's page, compressed, when all else is in the browser
MOST_REQUESTS = 5
AXE = Axe()
VIEWS = ((360, "light", "en"), (360, "dark", "en"), (1200, "light", "ar"), (320, "light", "en"))


def faults(page: Visited, visitor: Visitor) -> Iterator[str]:
    """Say what is wrong with `page` as it came over the wire."""
    if page.status != 200:
        yield f"answers {page.status}"
        return
    foreign = [load for load in page.loads if not load.startswith((visitor.origin, "data:"))]
    if foreign:
        yield f"asks another origin: {', '.join(foreign)}"
        return
    asked = {load for load in page.loads if not load.startswith("data:")}
    weights = [visitor.weight_of(load) for load in asked]
    if -1 in weights:
        yield "loads what is not there"
    cold = page.weight + sum(weights)
    if cold > COLD:
        yield f"weighs {cold} bytes at the first visit"
    if "data-progress" in page.html and page.weight > WARM:
        yield f"weighs {page.weight} bytes as the next lesson"
    if len(asked) + 1 > MOST_REQUESTS:
        yield f"asks {len(asked) + 1} times"


def browse(browser: Browser, visitor: Visitor, view: tuple[int, str, str]) -> Page:
    """Open a browser's page as `visitor` in one of VIEWS."""
    width, scheme, language = view
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        extra_http_headers={"Accept-Language": language},
    )
    if visitor.cookie:
        name, _equals, value = visitor.cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": visitor.origin}])
    return context.new_page()


def barriers(page: Page, address: str) -> Iterator[str]:
    """Say what keeps people out of the page at `address`, as axe finds it, and where it scrolls."""
    page.goto(address)
    for violation in AXE.run(page).response["violations"]:
        yield f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        yield "scrolls sideways"
