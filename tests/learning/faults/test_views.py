import errno
import gzip
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from learning.accounts.models import User
from learning.faults import telling
from learning.urls import handler400, handler403, handler404, handler500
from learning.urls import urlpatterns as ours
from tests.learning.accounts.people import signed_in

HANDLERS = (handler400, handler403, handler404, handler500)
MOST = 12_000  # bytes of a page with its style sheet, compressed


def read_only(request: HttpRequest) -> HttpResponse:
    raise OperationalError("attempt to write a readonly database")


def full(request: HttpRequest) -> HttpResponse:
    raise OSError(errno.ENOSPC, "No space left on device")


def locked(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a mistake of ours")


urlpatterns = [
    *ours,
    path("read-only", read_only),
    path("full", full),
    path("locked", locked),
    path("broken", broken),
]


@pytest.fixture(autouse=True)
def _here() -> Iterator[None]:
    telling.forget_what_was_told()
    with override_settings(ROOT_URLCONF=__name__):
        yield
    telling.forget_what_was_told()


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("where", ["/read-only", "/full"])
def test_what_was_typed_is_shown_and_can_be_sent_again(browser: Client, where: str) -> None:
    form = {"text": "My <b>long</b> answer", "question": "a" * 32}
    page = browser.post(f"{where}?of=course", form)
    assert page.status_code == 503
    assert page["Retry-After"] == "120"
    assert "no-store" in page["Cache-Control"]
    text = page.content.decode()
    assert "Reading works; saving does not at the moment" in text
    assert "My &lt;b&gt;long&lt;/b&gt; answer" in text
    assert "<b>long" not in text
    assert f'action="{where}?of=course"' in text
    assert f'name="question" value="{"a" * 32}"' in text
    assert "csrfmiddlewaretoken" in text


def test_the_form_on_the_page_can_really_be_sent() -> None:
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.get("/in/")
    token = browser.cookies["csrftoken"].value
    page = browser.post("/full", {"text": "My answer", "csrfmiddlewaretoken": token})
    again = page.content.decode().partition('name="csrfmiddlewaretoken" value="')[2][:64]
    page = browser.post("/locked", {"text": "My answer", "csrfmiddlewaretoken": again})
    assert page.status_code == 503
    assert page["Retry-After"] == "10"
    assert "Too many people are saving" in page.content.decode()


def test_a_pin_is_not_shown_and_the_form_not_offered_again(browser: Client) -> None:
    page = browser.post("/read-only", {"name": "Learner One", "password": "13572468"})
    assert b"13572468" not in page.content
    assert b"Learner One" in page.content
    assert b"<form" not in page.content


def test_it_is_logged_once_a_minute(browser: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        for _visit in range(5):
            browser.get("/read-only")
        browser.get("/full")
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 2
    assert "read-only" in lines[0]
    assert "(full)" in lines[1]


def test_a_mistake_of_ours_is_a_500_and_gives_back_what_was_typed(browser: Client) -> None:
    page = browser.post("/broken", {"text": "My long answer"})
    assert page.status_code == 500
    assert b"My long answer" in page.content


@pytest.mark.parametrize(
    ("address", "status"),
    [("/nowhere/", 404), ("/read-only", 503), ("/broken", 500)],
)
@pytest.mark.parametrize(
    ("language", "direction"), [("ar", 'dir="rtl"'), ("fr", 'dir="ltr"'), ("en", 'dir="ltr"')]
)
def test_a_page_asks_no_database_and_speaks_the_visitors_language(
    browser: Client, address: str, status: int, language: str, direction: str
) -> None:
    # No mark of the database: any query fails the test.
    if status == 404:
        browser.cookies["sessionid"] = "a" * 32
    page = browser.get(address, headers={"Accept-Language": language})
    assert page.status_code == status
    assert f'<html lang="{language}" {direction}>' in page.content.decode()
    assert page["Content-Language"] == language


@pytest.mark.parametrize("address", ["/nowhere/", "/read-only", "/broken"])
def test_a_page_weighs_little(browser: Client, address: str) -> None:
    style = finders.find("learning/atoll.css")
    assert isinstance(style, str)
    weight = len(gzip.compress(Path(style).read_bytes()))
    page = browser.get(address)
    assert len(gzip.compress(page.content)) + weight <= MOST
    assert page.content.count(b"<script") == 0
    assert page.content.count(b'class="btn"') == 1


def test_a_database_that_is_gone_is_said_in_the_visitors_language(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_args: object, **_more: object) -> None:
        raise OperationalError("unable to open database file")

    monkeypatch.setattr(connection, "cursor", gone)
    monkeypatch.setattr(connection, "ensure_connection", gone)
    browser.cookies["sessionid"] = "a" * 32
    page = browser.get("/me/", headers={"Accept-Language": "fr"})
    assert page.status_code == 503
    assert '<html lang="fr"' in page.content.decode()
    assert browser.get("/nowhere/").status_code == 404


def test_forbidden_and_unreadable_have_pages(db: None, browser: Client) -> None:
    page = browser.get("/", headers={"Host": "evil.example"})
    assert page.status_code == 400
    assert b"This could not be read" in page.content


@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=2)
def test_too_many_fields_are_a_page_that_says_so(db: None, browser: Client) -> None:
    page = browser.post("/in/", {str(number): "x" for number in range(4)})
    assert page.status_code == 413
    assert b"larger than can be taken" in page.content


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10)
def test_too_large_a_form_is_a_page_that_says_so(db: None, browser: Client) -> None:
    page = browser.post(
        "/in/", "code=" + "x" * 100, content_type="application/x-www-form-urlencoded"
    )
    assert page.status_code == 413


@override_settings(DATA_UPLOAD_MAX_NUMBER_FILES=1)
def test_too_many_files_are_a_page_that_says_so(learner: User) -> None:
    browser = signed_in(learner)
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(3)]
    page = browser.post("/me/bring/", {"progress_files": files})
    assert page.status_code == 413
    assert b"more files than can be taken" in page.content
    assert b"320" in page.content


def test_a_form_without_its_token_gives_back_what_was_typed(db: None) -> None:
    browser = Client(enforce_csrf_checks=True)
    form = {"text": "My long answer", "password": "13572468"}
    page = browser.post("/in/", form, headers={"Referer": "http://testserver/in/?code=1"})
    assert page.status_code == 403
    text = page.content.decode()
    assert "My long answer" in text
    assert "13572468" not in text
    assert 'href="/in/"' in text


def test_a_form_from_elsewhere_gives_nothing_back(db: None) -> None:
    browser = Client(enforce_csrf_checks=True)
    origin = {"Origin": "https://evil.example", "Referer": "https://evil.example/in/"}
    page = browser.post("/in/", {"text": "Call this number"}, headers=origin)
    assert page.status_code == 403
    assert b"Call this number" not in page.content
    assert b'href="/"' in page.content


def test_what_somebody_typed_after_being_signed_out_is_given_back(db: None) -> None:
    page = Client().post("/me/account/", {"name": "A long new name", "email": "", "language": ""})
    assert page.status_code == 403
    text = page.content.decode()
    assert "You are signed out" in text
    assert "A long new name" in text
    assert "/in/?next=/me/account/" in text


def test_a_form_with_nothing_typed_goes_to_the_door_as_ever(db: None) -> None:
    page = Client().post("/me/account/", {"language": "fr"})
    assert page.status_code == 302


def test_a_visit_is_shown_though_its_session_cannot_be_saved(
    learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> HttpResponse:
        raise OperationalError("attempt to write a readonly database")

    browser = signed_in(learner)
    browser.raise_request_exception = False
    monkeypatch.setattr(SessionMiddleware, "process_response", refuse)
    assert browser.get("/me/").status_code == 200
    assert browser.post("/in/", {}).status_code == 503
