import re
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.accounts.models import User
from tests.factories.editions import Written
from tests.learning.accounts.people import signed_in
from tests.learning.finding.samples import publish

pytestmark = pytest.mark.django_db
QUERIES, WEIGHT = 8, 40_000  # bytes


def get(question: str = "", **parameters: object) -> HttpResponse:
    return Client().get("/search/", {"q": question, **parameters} if question else parameters)


def words(response: HttpResponse) -> str:
    text = re.sub(r"</?mark>", "", response.content.decode())
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def test_the_start_shows_topics_and_all_courses() -> None:
    publish(Written("One visit"), title="Open data", sdg_targets=("16.6",))
    page = words(get())
    for expected in ("Topics", "16.6", "All topics", "Courses and toolkits", "Open data"):
        assert expected in page
    assert "One visit" not in page


def test_an_empty_hub_says_so_kindly() -> None:
    page = words(get())
    assert "Nothing is published yet" in page
    assert "Ask your trainer" in page


def test_a_result_says_what_it_is_and_why() -> None:
    publish(
        Written("One visit", "<p>A long queue.</p>", minutes=7),
        title="Open data",
        summary="Queue no more",
        is_assessed=True,
    )
    response = get("queue")
    page = words(response)

    for expected in ("2 results", "lesson", "In: Open data", "7 minutes", "English", "certificate"):
        assert expected in page
    assert "A long <mark>queue</mark>." in response.content.decode()
    assert "bytes" in page


def test_what_was_mistyped_is_told_with_the_way_back() -> None:
    publish(Written("Public procurement"))
    response = get("procurment", kind="lesson")

    assert "Showing results for “procurement”." in words(response)
    assert "Search instead for “procurment”." in words(response)
    back = "/search/?q=procurment&amp;kind=lesson&amp;exact=1"
    assert back in response.content.decode()
    assert "Nothing found" in words(get("procurment", exact=1))


def test_nothing_found_says_what_to_do_next() -> None:
    publish(Written("Public procurement"))
    page = words(get("procurement", kind="case"))
    for expected in ("Nothing found", "Without the filters there is 1 result.", "fewer words"):
        assert expected in page
    assert "There is no word in what you typed." in words(get("?!"))


def test_some_of_the_words_are_told_to_be_only_some() -> None:
    publish(Written("Public procurement"))
    assert "Nothing has all of these words." in words(get("procurement zebra"))


def test_bad_input_is_told_in_a_word() -> None:
    publish(Written("Public procurement"))
    assert "The question is long." in words(get("procurement " * 900))
    assert "There is no filter “galactic”" in words(get("procurement", level="galactic"))


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999", "²", "2"])
def test_a_page_that_is_not_there_is_the_nearest_one(number: str) -> None:
    publish(Written("Public procurement"))
    assert "1 result" in words(get("procurement", page=number))


def test_pages_lead_to_one_another() -> None:
    publish(*(Written(f"Visit {number:02}") for number in range(45)))
    second = get("visit", page=2, kind="lesson").content.decode()

    assert "Page 2 of 3" in second
    for number in (1, 3):
        assert f"/search/?q=visit&amp;kind=lesson&amp;page={number}" in second
    assert "Next page" not in words(get("visit", page=3))


def test_a_languages_direction_is_that_of_the_result() -> None:
    publish(Written("الحكومة الرقمية"), language="ar")
    assert '<div lang="ar" dir="rtl">' in get("حكومة").content.decode()


def test_a_language_that_nobody_named_is_shown_by_its_code() -> None:
    publish(Written("Fiafia"), language="tvl")
    assert "tvl" in words(get("fiafia"))


@pytest.mark.parametrize("question", ["", "visit", "vizit"])
def test_the_page_is_light_and_asks_little(question: str, learner: User) -> None:
    text = f"<p>{'many words before the visit ' * 200}</p>"
    publish(
        *(Written(f"Visit {n}", text, "A visit", sdg=(f"{n % 17 + 1}.{n}",)) for n in range(40))
    )
    person = signed_in(learner)
    with CaptureQueriesContext(connection) as queries:
        response = person.get("/search/", {"q": question})

    assert len(queries) <= QUERIES
    assert len(response.content) <= WEIGHT


def test_nobody_posts_a_question() -> None:
    assert Client().post("/search/", {"q": "visit"}).status_code == 405


@pytest.mark.parametrize("address", ["/", "/courses/", "/toolkits/"])
def test_there_is_a_box_to_search_in(address: str) -> None:
    assert 'action="/search/"' in Client().get(address).content.decode()


@given(st.one_of(st.text(), st.sampled_from(["<b>", "</mark>", "<script>visit", '"><img src=x>'])))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_no_question_brings_markup_into_the_page(question: str) -> None:
    if "1 result" not in words(get("zebra")):
        publish(Written("Zebra </mark><b>", "<p>&lt;img src=x&gt; script b i</p>", "<i>&"))
    response = get(f"{question} zebra")
    page = response.content.decode()

    assert response.status_code == 200
    for unsafe in ("<b>", "<i>", "<img", "<script>"):
        assert unsafe not in page
    assert page.count("<mark>") == page.count("</mark>")
