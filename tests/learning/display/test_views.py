"""The panel as a visitor meets it, and what it changes on other pages."""

import pytest
from django.test import Client

from learning.display.preferences import COOKIE
from learning.publishing.models import Edition
from tests.factories.editions import Written, offer

PICTURE = (
    '<figure class="block-figure"><picture><img src="media/a.jpg" alt="A queue at a counter">'
    "</picture></figure><p>Words stay.</p>"
)


@pytest.fixture
def course(db: None) -> Edition:
    return offer("Pictured", [Written("One", PICTURE)], slug="pictured")


def cookie(client: Client) -> str:
    return client.cookies[COOKIE].value


def test_the_panel_is_on_the_menu_of_every_page_and_knows_where_one_was(course: Edition) -> None:
    page = Client().get("/courses/pictured/lesson-1").text

    assert 'href="/display/?next=/courses/pictured/lesson-1"' in page


def test_what_is_chosen_is_remembered_and_one_is_back(client: Client, course: Edition) -> None:
    sent = {"size": "150", "theme": "dark", "is_wide": "on", "next": "/courses/pictured/"}

    answer = client.post("/display/", sent)

    assert answer.headers["Location"] == "/courses/pictured/"
    assert cookie(client) == "150.wide.dark"
    page = client.get("/courses/pictured/").text
    assert (
        '<html lang="en" dir="ltr" data-size="150" data-spacing="wide" data-theme="dark">' in page
    )
    assert "Saved." in page


def test_one_may_stay_to_look_and_still_go_back(client: Client, db: None) -> None:
    answer = client.post(
        "/display/", {"size": "125", "next": "/courses/", "stay": "1"}, follow=True
    )

    assert answer.redirect_chain == [("/display/?next=%2Fcourses%2F", 302)]
    assert '<input type="radio" name="size" value="125" id="id_size_2" checked>' in answer.text
    assert 'name="next" value="/courses/"' in answer.text


def test_as_usual_again_forgets_everything(client: Client, db: None) -> None:
    client.cookies[COOKIE] = "150.wide.text"

    client.post("/display/", {"size": "150", "is_text_only": "on", "usual": "1"})

    assert cookie(client) == ""
    assert '<html lang="en" dir="ltr">' in client.get("/").text


@pytest.mark.parametrize(
    "next_", ["https://elsewhere.example/", "//elsewhere.example", "/display/"]
)
def test_one_never_goes_back_elsewhere_or_in_a_circle(client: Client, db: None, next_: str) -> None:
    assert 'name="next" value=""' in client.get("/display/", {"next": next_}).text
    assert client.post("/display/", {"next": next_}).headers["Location"] == "/display/"


@pytest.mark.parametrize("sent", [{"size": "900"}, {"theme": "purple"}])
def test_a_forged_choice_changes_nothing(client: Client, db: None, sent: dict[str, str]) -> None:
    assert client.post("/display/", sent).status_code == 400
    assert COOKIE not in client.cookies


def test_text_only_puts_words_in_place_of_pictures(client: Client, course: Edition) -> None:
    with_pictures = client.get("/courses/pictured/lesson-1").text
    client.cookies[COOKIE] = "text"

    in_words = client.get("/courses/pictured/lesson-1").text

    assert "<img" in with_pictures
    assert "<img" not in in_words
    assert "A queue at a counter" in in_words
    assert "Words stay." in in_words
    assert "data-text-only" in in_words


def test_text_only_is_suggested_and_never_forced(client: Client, course: Edition) -> None:
    lesson = client.get("/courses/pictured/lesson-1", headers={"Save-Data": "on"})
    panel = client.get("/display/", headers={"Save-Data": "on"})

    assert "<img" in lesson.text
    assert '<p class="fb warn">This browser asks for little data' in panel.text
    assert "Save-Data" in panel.headers["Vary"]
    assert '<p class="fb warn prefers-less-data">' in client.get("/display/").text


def test_a_shared_pc_says_that_it_forgets(client: Client, db: None, settings) -> None:
    assert "for a year" in client.get("/display/").text
    settings.ATOLL_SHARED_PC = True
    assert "forgotten when the browser is closed" in client.get("/display/").text


def test_a_page_varies_with_the_cookie_and_so_does_its_etag(
    client: Client, course: Edition
) -> None:
    before = client.get("/courses/pictured/")
    again = client.get("/courses/pictured/", headers={"If-None-Match": before.headers["ETag"]})
    client.cookies[COOKIE] = "high"
    after = client.get("/courses/pictured/", headers={"If-None-Match": before.headers["ETag"]})

    assert "Cookie" in before.headers["Vary"]
    assert "private" in before.headers["Cache-Control"]
    assert again.status_code == 304
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]


def test_a_choice_costs_no_query(client: Client, db: None, django_assert_num_queries) -> None:
    client.cookies[COOKIE] = "150.wide.high.dark.text"
    with django_assert_num_queries(0):
        client.get("/display/")
