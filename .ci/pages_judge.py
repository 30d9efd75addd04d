"""What every folder of pages must hold to: the standard, links that resolve, no barriers."""

import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import sync_playwright

from tests.browser import ARGUMENTS, CHROMIUM
from tests.crawl.judging import VIEWS, barriers

ADDRESS = re.compile(r'\s(?:href|src|poster)="([^"]*)"')
SET = re.compile(r'\ssrcset="([^"]*)"')


def say(name: str, judge: str, faults: Sequence[str], passed: str) -> bool:
    """Print one line of the judge; give whether it passed."""
    print(name, judge, "fail" if faults else "pass", "; ".join(faults[:3]) or passed)
    return not faults


def standard(folder: Path) -> Sequence[str]:
    """Give what the Nu HTML Checker finds."""
    done = subprocess.run([".ci/html", str(folder)], capture_output=True, text=True, check=False)
    return (done.stderr or done.stdout).strip().splitlines() if done.returncode else []


def dead_links(folder: Path) -> Sequence[str]:
    """Give each relative link that leads to no file, or out of the folder, or is not relative."""
    root = folder.resolve()
    return [
        f"{page.relative_to(folder)} → {link}"
        for page in sorted(folder.rglob("*.html"))
        for link in links(page.read_text())
        if not leads(page, link, root)
    ]


def links(html: str) -> Iterator[str]:
    yield from ADDRESS.findall(html)
    for entry in SET.findall(html):
        yield from (each.split()[0] for each in entry.split(",") if each.strip())


def leads(page: Path, link: str, root: Path) -> bool:
    parts = urlsplit(link)
    if parts.scheme in ("https", "http", "mailto", "tel", "data") or not parts.path:
        return True
    target = (page.parent / unquote(parts.path)).resolve()
    return not parts.path.startswith("/") and root in target.parents and target.is_file()


def accessible(pages: Iterable[Path]) -> Sequence[str]:
    """Give what axe finds on each page from `file://`, and where one scrolls sideways."""
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        for width, scheme, _language in (VIEWS[0], VIEWS[1]):
            context = browser.new_context(
                viewport={"width": width, "height": 800},
                color_scheme=scheme,  # type: ignore[arg-type]
            )
            for path in pages:
                page = context.new_page()
                said = barriers(page, path.resolve().as_uri())
                found += [f"{path.name} ({scheme}): {each}" for each in said]
                page.close()
            context.close()
        browser.close()
    return found
