"""Pictures of every kind of page of the demonstration, to look at all at once.

    python -m tests.crawl.screens FOLDER

One page of each kind, as nobody, the demonstration's learner and its trainer: at 360 and 1200
pixels, light, dark and from right to left. FOLDER/index.html shows them side by side.
"""

import os
import sys
from html import escape
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.progress import track

from tests.crawl.__main__ import ROOT, kind_of, serving, sessions

# Width in CSS pixels, colour scheme, language.
VIEWS = (
    (360, "light", "en"),
    (360, "dark", "en"),
    (360, "light", "ar"),
    (1200, "light", "en"),
    (1200, "dark", "ar"),
)
TALLEST = 2400  # CSS pixels of a picture: more than that nobody looks at
SHEET = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Screens</title><style>
body {{ margin: 1rem; font: 16px/1.4 system-ui, sans-serif; }}
section {{ display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }}
figure {{ margin: 0; }} img {{ border: 1px solid #777; block-size: 30rem; }}
</style></head><body><h1>Screens</h1>
{sections}
</body></html>
"""


def main(folder: Path) -> int:
    django.setup()
    folder.mkdir(parents=True, exist_ok=True)
    console = Console(stderr=True)
    with serving() as origin, sessions() as cookies, sync_playwright() as playwright:
        from tests.browser import ARGUMENTS, CHROMIUM

        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        shown = {
            name: pictures(browser, origin, name, cookie, folder, console)
            for name, cookie in cookies.items()
        }
        browser.close()
    (folder / "index.html").write_text(sheet(shown), encoding="utf-8")
    console.print(f"{sum(map(len, shown.values()))} kinds of pages: {folder / 'index.html'}")
    return 0


def pictures(
    browser: Browser, origin: str, name: str, cookie: str, folder: Path, console: Console
) -> dict[str, list[str]]:
    """Take the pictures of one visitor; give for each address shown the names of its files."""
    found: dict[str, str] = {}
    from tests.crawl.visiting import Visitor

    for page in Visitor(name, origin, cookie).wander():
        if page.status == 200:
            found.setdefault(kind_of(page.address), page.address)
    files: dict[str, list[str]] = {address: [] for address in found.values()}
    for width, scheme, language in VIEWS:
        tab = open_tab(browser, origin, cookie, width, scheme, language)
        told = track(found.items(), description=name, console=console, transient=True)
        for kind, address in told:
            file = f"{name}-{kind.replace(':', '-')}-{width}-{scheme}-{language}.png"
            tab.goto(origin + address)
            height = min(tab.evaluate("document.documentElement.scrollHeight"), TALLEST)
            clip = {"x": 0, "y": 0, "width": width, "height": height}
            tab.screenshot(path=folder / file, full_page=True, clip=clip)  # type: ignore[arg-type]
            files[address].append(file)
        tab.context.close()
    return files


def open_tab(
    browser: Browser, origin: str, cookie: str, width: int, scheme: str, language: str
) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 740},
        color_scheme=scheme,  # type: ignore[arg-type]
        extra_http_headers={"Accept-Language": language},
    )
    if cookie:
        named, _equals, value = cookie.partition("=")
        context.add_cookies([{"name": named, "value": value, "url": origin}])
    return context.new_page()


def sheet(shown: dict[str, dict[str, list[str]]]) -> str:
    """Give the page that shows all pictures."""
    sections = [
        f"<h2>{escape(address)} ({escape(name)})</h2>\n"
        f"<section>{''.join(map(_figure, files))}</section>"
        for name, pages in shown.items()
        for address, files in pages.items()
    ]
    return SHEET.format(sections="\n".join(sections))


def _figure(file: str) -> str:
    about = " ".join(file.removesuffix(".png").rsplit("-", 3)[1:])
    return (
        f'<figure><a href="{escape(file)}"><img loading="lazy" src="{escape(file)}" '
        f'alt="{escape(file)}"></a><figcaption>{escape(about)}</figcaption></figure>'
    )


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(Path(sys.argv[1]).resolve()))
