"""When a first lesson is seen: largest contentful paint on a thin line and a slow phone.

Headless Chromium at 400 kbit/s, 300 ms from the server, its processor four times slower, nothing
in its cache.
"""

from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from learning.publishing.models import Edition
from tests.benchmarks.measuring import Row
from tests.benchmarks.serving import server
from tests.browser import ARGUMENTS, CHROMIUM

TIMES = 5
WANTED = 1500  # ms
SLOWER = 4
LINE = {
    "offline": False,
    "latency": 300,  # ms
    "downloadThroughput": 400_000 / 8,  # bytes a second
    "uploadThroughput": 400_000 / 8,
}
LARGEST = """() => new Promise((resolve) => {
  let last = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) last = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => resolve(last), 300);
})"""


def rows() -> Iterator[Row]:
    if not CHROMIUM.exists():
        return
    edition = Edition.objects.current().courses().order_by("-length").first()
    assert edition is not None
    lesson = f"/courses/{edition.slug}/{edition.manifest.lessons[0].slug}"
    with server() as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        took = median(paint(browser, f"http://127.0.0.1:{port}{lesson}") for _ in range(TIMES))
        browser.close()
    yield Row(
        "a first lesson seen at 400 kbit/s on a slow phone",
        f"{took:.0f} ms",
        f"what we promise, {WANTED} ms",
        took / WANTED,
    )


def paint(browser: Browser, address: str) -> float:
    """Give the largest contentful paint of a first visit to `address`, in milliseconds."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load", timeout=60_000)
    largest = float(page.evaluate(LARGEST))
    context.close()
    return largest
