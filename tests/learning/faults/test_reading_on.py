"""With a database that really cannot be written, every page that is only read goes on."""

from collections import deque
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.urls import resolve

from learning.accounts.models import Run, User
from learning.credentials.codes import grouped, new_certificate_code
from learning.faults import telling
from learning.publishing.models import Edition
from tests.crawl.visiting import Links
from tests.learning.accounts.people import signed_in
from tests.learning.cohorts.samples import a_cohort, member_of
from tests.learning.published import published, small_course, small_library

__all__ = ["published", "small_course", "small_library"]

APART = ("/cms/", "/documents/", "/static/", "/uploads/", "/keep/")  # files, and the editor
FIRST = ("/", "/privacy/", "/in/", "/register/", "/join/", "/verify/", "/search/?q=service")
OWN = ("/me/", "/me/account/", "/me/card/", "/me/certificates/", "/me/bring/", "/me/data/")
TEACHING = ("/teach/",)

pytestmark = pytest.mark.skipif(
    not django_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
    reason="it is SQLite that is made read-only here",
)


@pytest.fixture
def stored(small_course: Edition, learner: User, trainer: User) -> str:
    """Give the address of a course with a cohort, while the database can still be written."""
    member_of(a_cohort(trainer), learner)
    return f"/courses/{small_course.slug}/"


@pytest.fixture
def read_only(stored: str) -> Iterator[str]:
    telling.forget_what_was_told()
    switch("ON")
    yield stored
    switch("OFF")
    telling.forget_what_was_told()


def switch(state: str) -> None:
    """Let nothing be written, or again; past Django, which may wait for a rollback."""
    connection.connection.execute(f"PRAGMA query_only = {state}")


def browser_of(person: User | None) -> Client:
    """Sign in while sessions can be written; the switch is turned back at once."""
    switch("OFF")
    browser = signed_in(person)
    switch("ON")
    browser.raise_request_exception = False
    return browser


def wander(browser: Client, first: list[str]) -> Iterator[tuple[str, int]]:
    """Follow links from the first pages on, to one page of a kind; give address and status."""
    waiting, kinds = deque(first), {kind_of(address) for address in first}
    while waiting:
        address = waiting.popleft()
        response = browser.get(address)
        yield address, response.status_code
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        found = Links()
        found.feed(response.content.decode())
        for lead in found.leads:
            lead = lead.partition("#")[0]
            if lead.startswith("/") and not lead.startswith(APART) and kind_of(lead) not in kinds:
                kinds.add(kind_of(lead))
                waiting.append(lead)


def kind_of(address: str) -> str:
    return resolve(address.partition("?")[0]).view_name


def failing(browser: Client, first: list[str]) -> list[tuple[str, int]]:
    return [(address, status) for address, status in wander(browser, first) if status >= 500]


def test_nobody_reads_on(read_only: str) -> None:
    assert failing(browser_of(None), [*FIRST, read_only]) == []


def test_a_learner_reads_on(read_only: str, learner: User) -> None:
    assert failing(browser_of(learner), [read_only, *OWN]) == []


def test_a_trainer_reads_on_though_looking_cannot_be_noted(
    read_only: str, trainer: User, caplog: pytest.LogCaptureFixture
) -> None:
    assert failing(browser_of(trainer), [*TEACHING, read_only]) == []
    assert "Not noted" in caplog.text


@pytest.mark.parametrize("has_begun", [True, False])
def test_on_a_shared_pc_a_learner_reads_on(
    read_only: str, learner: User, settings: Any, *, has_begun: bool
) -> None:
    settings.ATOLL_SHARED_PC = True
    browser = browser_of(learner)
    if has_begun:
        switch("OFF")
        browser.get("/me/")
        Run.objects.update(reached=0, offset=0)
        switch("ON")
    assert failing(browser, [read_only, "/me/"]) == []


def test_a_mistyped_certificate_code_is_answered(read_only: str) -> None:
    browser = browser_of(None)
    assert browser.get(f"/verify/{grouped(new_certificate_code())}").status_code == 404


@pytest.mark.parametrize("address", ["/register/", "/in/"])
def test_whoever_wants_to_come_in_is_told_and_loses_nothing(read_only: str, address: str) -> None:
    browser = browser_of(None)
    form = {
        "name": "A Newcomer",
        "code": "00000000",
        "password": "135724",
        "password_again": "135724",
    }
    page = browser.post(address, form)
    assert page.status_code == 503
    assert b"135724" not in page.content


def test_health_says_that_nothing_can_be_saved(read_only: str) -> None:
    told = browser_of(None).get("/healthz").json()
    assert told["status"] == "read-only"
    assert told["saving"] is False
    assert told["free_mb"] >= 0
