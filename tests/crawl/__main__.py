"""Crawl, weigh and judge; exit code 1 if a page fails."""

import hashlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.progress import track

ROOT = Path(__file__).parents[2]
LONGEST_START = 30  # seconds
COOKIE_AGE = 3600  # seconds: the visitors' sessions live as long as a crawl


def main(folder: Path) -> int:
    django.setup()
    with serving() as origin, sessions() as cookies:
        found = crawl(origin, cookies, folder)
    console = Console(stderr=True)
    for fault in found:
        console.print(fault, markup=False, highlight=False)
    console.print(f"{len(found)} faults." if found else "No page has a fault.")
    return 1 if found else 0


def crawl(origin: str, cookies: dict[str, str], folder: Path) -> list[str]:
    """Visit every page as each visitor, leave its HTML in `folder`, and give every fault."""
    from tests.browser import ARGUMENTS, CHROMIUM
    from tests.crawl.judging import VIEWS, barriers, browse, faults
    from tests.crawl.visiting import Visited, Visitor

    console = Console(stderr=True)
    folder.mkdir(parents=True, exist_ok=True)
    found: list[str] = []
    judged: set[str] = set()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        for name, cookie in cookies.items():
            visitor = Visitor(name, origin, cookie)
            pages: list[Visited] = list(visitor.wander())
            kinds: set[str] = set()
            tabs = [browse(browser, visitor, view) for view in VIEWS]
            console.print(f"{name}: {len(pages)} pages")
            for page in track(pages, description=name, console=console, transient=True):
                found += [f"{name} {page.address}: {fault}" for fault in faults(page, visitor)]
                if page.status != 200:
                    continue
                written = (
                    folder / f"{name}-{hashlib.sha256(page.address.encode()).hexdigest()}.html"
                )
                written.write_text(page.html, encoding="utf-8")
                kind = kind_of(page.address)
                # The same page for somebody signed in differs in its bar: one of a kind is enough.
                for tab, view in zip(tabs, VIEWS, strict=True):
                    if kind not in kinds or (view == VIEWS[0] and page.address not in judged):
                        told = barriers(tab, origin + page.address)
                        found += [f"{name} {page.address} {view}: {each}" for each in told]
                kinds.add(kind)
                judged.add(page.address)
        browser.close()
    return found


def kind_of(address: str) -> str:
    """Give the name of the view that answers `address`: pages of one view are of one kind."""
    from django.urls import resolve

    match = resolve(address.partition("?")[0])
    return f"{match.view_name}"


@contextmanager
def serving() -> Iterator[str]:
    """Serve the demonstration at a free port of 127.0.0.1, and give its origin."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/serving.py"]
    server = subprocess.Popen(  # noqa: S603 — our own command
        [*command, "--bind", f"127.0.0.1:{port}", "learning.wsgi"], cwd=ROOT
    )
    origin = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{origin}/healthz")
        yield origin
    finally:
        server.terminate()
        server.wait(LONGEST_START)


def wait_for(address: str) -> None:
    """Wait until `address` answers. Raises: TimeoutError."""
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 — our own server
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"{address} did not answer within {LONGEST_START} seconds.")


@contextmanager
def sessions() -> Iterator[dict[str, str]]:
    """Give the cookie of each visitor; the sessions end with the crawl."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from learning.accounts.models import User
    from learning.demo.setting_up import LEARNER, TRAINER

    people = {
        "learner": User.objects.learners().get(name=LEARNER),
        "trainer": User.objects.get(username=TRAINER),
    }
    stores = {}
    for name, person in people.items():
        store = SessionStore()
        store[SESSION_KEY] = str(person.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        store[HASH_SESSION_KEY] = person.get_session_auth_hash()
        store.set_expiry(COOKIE_AGE)
        store.create()
        stores[name] = store
    cookie = settings.SESSION_COOKIE_NAME
    try:
        yield {"nobody": "", **{n: f"{cookie}={s.session_key}" for n, s in stores.items()}}
    finally:
        for store in stores.values():
            store.delete()


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(Path(sys.argv[1])))
