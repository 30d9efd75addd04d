"""Changing the language in the middle of something."""

import uuid
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from learning.bundles.manifest import Assessment, Kind, Lesson, Manifest, Unit
from learning.display.switching import place_in
from learning.publishing.models import Edition
from tests.factories.editions import offer

COURSE, UNIT, TEST = (str(uuid.UUID(int=number)) for number in (1, 2, 3))


def lesson(number: int, slug: str) -> Lesson:
    activity = str(uuid.UUID(int=100 + number))
    return Lesson(activity, slug, "lesson", slug.title(), "", 5, "introduction.html")


def edition(language: str, slug: str, lessons: list[Lesson], **changes: Any) -> Edition:
    unit = Unit(UNIT, "unit", "", "", "", tuple(lessons))
    fields = {"activity": COURSE, "units": (unit,), "language": language, "slug": slug, **changes}
    return offer(slug, **fields)


def final(slug: str) -> Assessment:
    return Assessment(TEST, slug, "Test", 10, 70, 1, "introduction.html", ())


@pytest.fixture
def english(db: None) -> Edition:
    lessons = [lesson(1, "owners"), lesson(2, "stewards"), lesson(3, "only-english")]
    return edition("en", "data", lessons, assessment=final("assessment"))


@pytest.fixture
def french(english: Edition) -> Edition:
    lessons = [lesson(1, "responsables"), lesson(2, "gardiens")]
    return edition("fr", "donnees", lessons, assessment=final("evaluation"))


def switch(client: Client, language: str, next_: str) -> str:
    answer = client.post("/i18n/setlang/", {"language": language, "next": next_})
    assert answer.status_code == 302
    return answer.headers["Location"]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/courses/data/", "/courses/donnees/"),
        ("/courses/data/owners", "/courses/donnees/responsables"),
        ("/courses/data/stewards", "/courses/donnees/gardiens"),
        ("/courses/data/assessment", "/courses/donnees/evaluation"),
        ("/courses/data/assessment?attempt=1", "/courses/donnees/evaluation?attempt=1"),
        ("/courses/", "/courses/"),
        ("/search/?q=data", "/search/?q=data"),
        ("/nothing/at/all", "/nothing/at/all"),
    ],
)
def test_a_place_stays_the_same_in_another_language(
    client: Client, french: Edition, here: str, there: str
) -> None:
    assert switch(client, "fr", here) == there
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "fr"


def test_there_and_back_again(client: Client, french: Edition) -> None:
    there = switch(client, "fr", "/courses/data/stewards")

    assert client.get(there).status_code == 200
    assert switch(client, "en", there) == "/courses/data/stewards"


def test_without_an_edition_one_stays_and_is_told_in_the_new_language(
    client: Client, french: Edition
) -> None:
    assert switch(client, "ar", "/courses/data/owners") == "/courses/data/owners"

    page = client.get("/courses/data/owners")

    assert page.status_code == 200
    assert "العربية" in page.text.split("<main")[0].split('role="status"')[1]


def test_a_lesson_that_is_not_translated_yet_leads_to_its_course(
    client: Client, french: Edition
) -> None:
    assert switch(client, "fr", "/courses/data/only-english") == "/courses/donnees/"
    assert client.get("/courses/donnees/").text.count('class="wrap info"') == 1


def test_editions_that_share_an_address_are_told_apart_by_language(
    client: Client, english: Edition
) -> None:
    edition("ar", "data", [lesson(1, "malik")])

    assert switch(client, "ar", "/courses/data/owners") == "/courses/data/malik"
    assert switch(client, "en", "/courses/data/malik") == "/courses/data/owners"


def test_toolkits_keep_their_place_too(client: Client, db: None) -> None:
    edition("en", "kit", [lesson(1, "guide")], kind=Kind.TOOLKIT)
    edition("fr", "trousse", [lesson(1, "conseil")], kind=Kind.TOOLKIT)

    assert switch(client, "fr", "/toolkits/kit/guide") == "/toolkits/trousse/conseil"
    assert switch(client, "fr", "/toolkits/kit/") == "/toolkits/trousse/"


@pytest.mark.parametrize(
    "next_", ["https://elsewhere.example/courses/data/", "//elsewhere.example"]
)
def test_nobody_is_led_elsewhere(client: Client, french: Edition, next_: str) -> None:
    assert switch(client, "fr", next_) == "/"


@pytest.mark.parametrize("language", ["", "xx", "../en"])
def test_a_language_that_is_not_ours_changes_nothing(
    client: Client, french: Edition, language: str
) -> None:
    assert switch(client, language, "/courses/data/owners") == "/courses/data/owners"
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


def test_looking_at_the_address_switches_nothing(client: Client, db: None) -> None:
    assert client.get("/i18n/setlang/?language=fr&next=/").status_code == 405


def test_switching_needs_the_mark_against_forgery(db: None) -> None:
    forged = Client(enforce_csrf_checks=True).post("/i18n/setlang/", {"language": "fr"})
    assert forged.status_code == 403


def test_a_damaged_edition_leads_to_its_overview(
    french: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(_self: Edition) -> Manifest:
        raise OSError

    monkeypatch.setattr(Edition, "manifest", property(damaged))

    place = place_in("fr", "/courses/data/owners", speaking="en")

    assert place.address == "/courses/donnees/"
    assert place.missing


def test_the_form_on_each_page_carries_the_place_with_its_question(
    client: Client, english: Edition
) -> None:
    assert 'name="next" value="/search/?q=data"' in client.get("/search/?q=data").text


def test_an_address_that_is_withdrawn_stays(db: None) -> None:
    assert place_in("fr", "/courses/gone/", speaking="en").address == "/courses/gone/"
