import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from learning.accounts.devices import COOKIE, device_of, with_mark


def visit(mark: str = "", **more: str) -> HttpRequest:
    request = RequestFactory(**more).get("/in/")
    if mark:
        request.COOKIES[COOKIE] = mark
    return request


def marked(request: HttpRequest) -> str:
    cookie = with_mark(request, HttpResponse()).cookies.get(COOKIE)
    return cookie.value if cookie else ""


def test_a_browser_gets_a_mark_once_and_is_known_by_it() -> None:
    mark = marked(visit())
    again = visit(mark)
    assert marked(again) == ""
    assert device_of(again) == device_of(visit(mark, REMOTE_ADDR="203.0.113.9"))
    assert device_of(again).is_own


def test_two_browsers_at_one_address_are_two_devices() -> None:
    assert device_of(visit(marked(visit()))) != device_of(visit(marked(visit())))


def test_a_visitor_without_a_mark_counts_by_address_as_the_proxy_saw_it(settings) -> None:
    settings.AXES_CLIENT_IP_CALLABLE = "learning.accounts.addresses.address_behind_proxy"
    here, there = (
        device_of(visit(HTTP_X_FORWARDED_FOR=seen)) for seen in ("203.0.113.7", "203.0.113.8")
    )
    assert here != there
    assert not here.is_own


@pytest.mark.parametrize("made_up", ["", "mine", "mine:1xXxXx:signature"])
def test_a_mark_that_is_not_ours_counts_for_nothing(made_up: str) -> None:
    assert device_of(visit(made_up)) == device_of(visit())
    assert marked(visit(made_up))


def test_a_device_s_key_tells_neither_mark_nor_address() -> None:
    mark = marked(visit())
    assert mark.split(":")[0] not in device_of(visit(mark)).key
    assert "127.0.0.1" not in device_of(visit()).key


@pytest.mark.parametrize("is_https", [True, False])
def test_no_script_reads_a_mark_and_it_travels_as_safely_as_the_session(settings, is_https) -> None:
    settings.SESSION_COOKIE_SECURE = is_https
    cookie = with_mark(visit(), HttpResponse()).cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert bool(cookie["secure"]) is is_https
