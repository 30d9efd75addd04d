"""Shared PCs, seen from the pages of accounts; posting answers is the player's own test."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from learning.accounts import sharing
from learning.accounts.models import User
from tests.learning.accounts.machine import Machine
from tests.learning.accounts.people import PASSWORD, PIN, signed_in

IDLE = 601  # seconds: more than ATOLL_IDLE_MINUTES
KEPT = "What you sent is kept"


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def at_shared_pc(person: User | None) -> Client:
    browser = signed_in(person)
    browser.cookies[sharing.COOKIE] = "1"
    if person:
        browser.get("/me/card/")
    return browser


def unlock(browser: Client, secret: str = PIN, **more: str):
    return browser.post("/locked/", {"password": secret, **more})


@pytest.fixture
def resting(learner: User, machine: Machine) -> Client:
    """A browser on a shared PC whose learner went away a while ago."""
    browser = at_shared_pc(learner)
    machine.run(IDLE)
    return browser


# Making a browser shared


def test_a_browser_is_made_shared_and_back_on_a_page_of_its_own(client: Client, db: None) -> None:
    assert "is not a shared one" in text(client.get("/shared/"))
    assert "✓ This browser" in text(client.post("/shared/", {"shared": "1"}, follow=True))
    assert "is not a shared one" in text(client.post("/shared/", {"shared": "0"}, follow=True))


def test_a_setting_makes_all_browsers_shared(client: Client, db: None, settings) -> None:
    settings.ATOLL_SHARED_PC = True
    page = text(client.get("/shared/"))
    assert "✓ This browser" in page
    assert "set it" in page


def test_nobody_switches_while_somebody_is_signed_in(learner: User) -> None:
    browser = at_shared_pc(learner)
    answer = browser.post("/shared/", {"shared": "0"}, follow=True)
    assert "Sign out first" in text(answer)
    assert "✓ This browser" in text(answer)


def test_losing_the_cookie_does_not_open_a_session_that_was_shared(resting: Client) -> None:
    del resting.cookies[sharing.COOKIE]
    assert resting.get("/me/card/").headers["Location"].startswith("/locked/")


# What a shared browser shows and keeps


def test_the_name_stands_large_beside_sign_out_on_a_shared_pc_only(learner: User) -> None:
    assert "who-big" in text(at_shared_pc(learner).get("/me/card/"))
    page = text(signed_in(learner).get("/me/card/"))
    assert "who-big" not in page
    assert "lock.js" not in page


@pytest.mark.parametrize("address", ["/me/account/", "/", "/courses/", "/nothing"])
def test_no_page_of_somebody_signed_in_is_kept_by_a_shared_browser(
    learner: User, address: str
) -> None:
    assert "no-store" in at_shared_pc(learner).get(address).headers["Cache-Control"]


def test_a_browser_of_ones_own_keeps_pages(learner: User, db: None) -> None:
    assert "no-store" not in signed_in(learner).get("/courses/").headers["Cache-Control"]
    assert "no-store" not in at_shared_pc(None).get("/courses/").headers["Cache-Control"]


def test_signing_out_of_a_shared_pc_clears_what_the_browser_kept(learner: User) -> None:
    assert at_shared_pc(learner).post("/out/").headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in signed_in(learner).post("/out/").headers


@pytest.mark.parametrize("address", ["/in/", "/register/", "/join/", "/staff/"])
def test_a_shared_browser_offers_nobody_what_others_typed(db: None, address: str) -> None:
    page = text(at_shared_pc(None).get(address))
    for offered in ("username", "name", "new-password", "current-password"):
        assert f'autocomplete="{offered}"' not in page


def test_the_account_page_offers_nothing_either(learner: User) -> None:
    page = text(at_shared_pc(learner).get("/me/account/"))
    assert 'autocomplete="email"' not in page


# The lock


def test_a_session_that_rested_too_long_asks_for_the_pin_again(resting: Client) -> None:
    answer = resting.get("/me/card/")
    assert answer.headers["Location"] == "/locked/?next=%2Fme%2Fcard%2F"
    page = text(resting.get(answer.headers["Location"]))
    assert "Learner One" in page
    assert unlock(resting, next="/me/card/").headers["Location"] == "/me/card/"
    assert resting.get("/me/card/").status_code == 200


def test_a_session_that_is_used_stays_open(learner: User, machine: Machine) -> None:
    browser = at_shared_pc(learner)
    for _time in range(5):
        machine.run(IDLE / 2)
        assert browser.get("/me/card/").status_code == 200


def test_a_page_that_is_used_keeps_the_session_open(learner: User, machine: Machine) -> None:
    browser = at_shared_pc(learner)
    for _time in range(5):
        machine.run(IDLE / 2)
        assert browser.post("/locked/not-yet").status_code == 204
    assert browser.get("/me/card/").status_code == 200


def test_a_browser_of_ones_own_is_never_locked(learner: User, machine: Machine) -> None:
    browser = signed_in(learner)
    browser.get("/me/card/")
    machine.run(IDLE * 100)
    assert browser.get("/me/card/").status_code == 200


@pytest.mark.parametrize("told", [0.0, 1e9], ids=["1970", "2001"])
def test_setting_the_clock_does_not_keep_a_session_open(
    resting: Client, monkeypatch: pytest.MonkeyPatch, told: float
) -> None:
    monkeypatch.setattr("learning.accounts.uptime.time.time", lambda: told)
    assert resting.get("/me/card/").status_code == 302


def test_setting_the_clock_forward_locks_nobody(
    learner: User, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = at_shared_pc(learner)
    now = __import__("time").time()
    monkeypatch.setattr("learning.accounts.uptime.time.time", lambda: now + 86_400)
    assert browser.get("/me/card/").status_code == 200


def test_after_a_restart_nobody_knows_how_long_it_was_so_the_pin_is_asked(
    learner: User, machine: Machine
) -> None:
    browser = at_shared_pc(learner)
    machine.restart()
    assert browser.get("/me/card/").headers["Location"].startswith("/locked/")


def test_a_page_can_lock_at_once(learner: User, machine: Machine) -> None:
    browser = at_shared_pc(learner)
    assert browser.post("/locked/now").status_code == 204
    assert browser.get("/me/card/").status_code == 302


def test_only_a_shared_session_can_be_locked(learner: User, client: Client) -> None:
    browser = signed_in(learner)
    assert browser.post("/locked/now").status_code == 204
    assert browser.get("/me/card/").status_code == 200
    assert client.post("/locked/now").status_code == 204


def test_a_locked_session_stays_so_whatever_else_is_asked(resting: Client) -> None:
    for address in ("/me/card/", "/", "/in/", "/join/", "/cms/", "/me/account/"):
        assert resting.get(address).headers["Location"].startswith("/locked/")
    resting.post("/locked/not-yet")
    assert resting.get("/me/card/").status_code == 302


def test_a_wrong_pin_is_told_and_counted(resting: Client) -> None:
    assert "does not fit" in text(unlock(resting, "9753"))
    for _time in range(4):
        unlock(resting, "9753")
    answer = unlock(resting, PIN)
    assert answer.status_code == 429
    assert "Wait 1 minute" in text(answer)


def test_staff_give_their_password_again(trainer: User, machine: Machine) -> None:
    browser = at_shared_pc(None)
    browser.post("/staff/", {"username": "trainer", "password": PASSWORD})
    browser.get("/teach/")
    machine.run(IDLE)
    assert browser.get("/teach/").headers["Location"] == "/locked/?next=%2Fteach%2F"
    assert unlock(browser, "guess").status_code == 200
    assert unlock(browser, PASSWORD, next="/teach/").headers["Location"] == "/teach/"


def test_the_lock_is_only_for_those_who_are_locked_out(learner: User, client: Client) -> None:
    assert client.get("/locked/").headers["Location"] == "/in/"
    assert at_shared_pc(learner).get("/locked/").headers["Location"] == "/me/"


# Forms that were sent to a locked session


def save(browser: Client, **fields: str):
    sent = {"title": "My plan", "text": "What I wrote", **fields}
    return browser.post("/forms/", sent)


received: list[tuple[str, dict[str, str]]] = []


def take(request: HttpRequest, n: int = 0) -> HttpResponse:
    received.append((request.method or "", request.POST.dict()))
    return HttpResponse("taken")


forms = ([path("forms/", take, name="take"), path("forms/<int:n>", take)], "forms")
urlpatterns = [path("", include(forms)), path("", include("learning.urls"))]


@pytest.fixture
def _forms(settings) -> None:
    settings.ROOT_URLCONF = __name__
    received.clear()


@pytest.mark.usefixtures("_forms")
class TestForms:
    def test_what_was_sent_is_kept_and_taken_up_for_the_same_person(self, resting: Client) -> None:
        assert save(resting).headers["Location"] == "/locked/"
        assert received == []
        assert KEPT in text(resting.get("/locked/"))
        assert unlock(resting).headers["Location"] == "/forms/"
        resting.get("/forms/")
        assert received == [("POST", {"title": "My plan", "text": "What I wrote"})]

    def test_it_is_taken_up_once(self, resting: Client) -> None:
        save(resting)
        unlock(resting)
        resting.get("/forms/")
        resting.get("/forms/")
        assert [method for method, _fields in received] == ["POST", "GET"]

    def test_it_is_taken_up_at_its_own_address_only(self, resting: Client) -> None:
        save(resting)
        unlock(resting)
        resting.get("/forms/7")
        assert received == [("GET", {})]

    def test_before_the_pin_nothing_is_taken_up(self, resting: Client) -> None:
        save(resting)
        unlock(resting, "9753")
        resting.get("/forms/")
        assert received == []

    def test_for_somebody_else_it_is_thrown_away_and_told(self, resting: Client) -> None:
        save(resting)
        other = User.objects.create_learner(name="Bilal", pin=PIN)
        assert "was thrown away" in text(resting.post("/out/", follow=True))
        resting.post("/in/", {"code": other.username, "password": PIN})
        resting.get("/forms/")
        assert received == [("GET", {})]

    def test_signing_out_with_nothing_kept_tells_nothing(self, resting: Client) -> None:
        assert "was thrown away" not in text(resting.post("/out/", follow=True))

    @pytest.mark.parametrize(
        "fields", [{"old_password": "2580"}, {"new_pin": "2580"}, {"text": "x" * 200_001}]
    )
    def test_secrets_and_what_is_too_long_are_not_kept_and_that_is_told(
        self, resting: Client, fields: dict[str, str]
    ) -> None:
        save(resting, **fields)
        page = text(resting.get("/locked/"))
        assert "could not be kept" in page
        assert KEPT not in page

    def test_a_files_upload_is_not_kept_and_that_is_told(self, resting: Client) -> None:
        resting.post("/forms/", {"file": SimpleUploadedFile("a.txt", b"a")})
        assert "could not be kept" in text(resting.get("/locked/"))

    def test_the_account_form_is_not_kept(self, resting: Client) -> None:
        resting.post("/me/account/", {"name": "Somebody Else"})
        assert "could not be kept" in text(resting.get("/locked/"))


def test_a_forged_form_is_refused_before_it_could_be_kept(learner: User, machine: Machine) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    browser.cookies[sharing.COOKIE] = "1"
    browser.get("/me/card/")
    machine.run(IDLE)
    assert browser.post("/join/", {"code": "x"}).status_code == 403
    assert sharing.KEPT not in browser.session


# Costs


def test_a_browser_of_ones_own_pays_nothing_for_it(learner: User, settings) -> None:
    browser = signed_in(learner)
    costs = []
    middleware = list(settings.MIDDLEWARE)
    for each in (middleware, middleware[:-1]):
        settings.MIDDLEWARE = each
        with CaptureQueriesContext(connection) as queries:
            browser.get("/me/card/")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_shared_pc_costs_one_query_more_a_page(learner: User, machine: Machine) -> None:
    costs = []
    for browser in (signed_in(learner), at_shared_pc(learner)):
        browser.get("/me/card/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/me/card/")
        costs.append(len(queries))
    assert costs[1] - costs[0] == 1
