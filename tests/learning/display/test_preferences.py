import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from learning.display.preferences import (
    COOKIE,
    SIZES,
    YEAR,
    Preferences,
    Theme,
    read,
    remember,
    saves_data,
)

preferences = st.builds(
    Preferences,
    size=st.sampled_from(SIZES),
    is_wide=st.booleans(),
    is_high_contrast=st.booleans(),
    theme=st.sampled_from(Theme),
    is_text_only=st.booleans(),
)


@given(preferences)
def test_what_was_chosen_comes_back_from_the_cookie(chosen: Preferences) -> None:
    assert read(chosen.to_cookie()) == chosen


@given(st.text())
def test_no_cookie_breaks_a_page(cookie: str) -> None:
    assert "<" not in read(cookie).attributes


def test_as_usual_leaves_no_trace() -> None:
    assert Preferences().to_cookie() == ""
    assert Preferences().attributes == ""


def test_each_choice_is_an_attribute_of_the_page() -> None:
    chosen = read("150.wide.high.dark.text")

    assert chosen.attributes == (
        ' data-size="150" data-spacing="wide" data-contrast="high" data-theme="dark" data-text-only'
    )


@pytest.mark.parametrize("cookie", ["", "999", "purple.huge", '150"><script>', "..", "text-ish"])
def test_what_cannot_be_understood_is_as_usual(cookie: str) -> None:
    assert read(cookie) == Preferences()


def test_a_choice_is_kept_for_a_year_out_of_reach_of_scripts() -> None:
    response = HttpResponse()

    remember(RequestFactory().get("/"), response, Preferences(is_wide=True))

    cookie = response.cookies[COOKIE]
    assert (cookie.value, cookie["max-age"]) == ("wide", YEAR)
    assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True)


def test_on_a_shared_pc_a_choice_goes_with_the_session(settings) -> None:
    settings.ATOLL_SHARED_PC = True
    response = HttpResponse()

    remember(RequestFactory().get("/"), response, Preferences(is_wide=True))

    assert response.cookies[COOKIE]["max-age"] == ""


def test_as_usual_takes_the_cookie_away() -> None:
    response = HttpResponse()

    remember(RequestFactory().get("/"), response, Preferences())

    assert response.cookies[COOKIE]["max-age"] == 0


@pytest.mark.parametrize(
    ("header", "asks"), [("on", True), ("ON", True), ("off", False), ("", False)]
)
def test_a_browser_may_ask_for_little_data(header: str, asks: bool) -> None:
    assert saves_data(RequestFactory().get("/", headers={"Save-Data": header})) is asks
