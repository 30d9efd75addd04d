import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learning.finding.glossary import glossary
from tests.factories.editions import Written
from tests.learning.finding.samples import publish

pytestmark = pytest.mark.django_db


def term(word: str, meaning: str) -> str:
    return (
        '<div class="card block-term"><p class="block-label">Word</p>'
        f"<p><dfn>{word}</dfn></p><p>{meaning}</p></div>"
    )


def words(language: str = "en") -> list[tuple[str, list[str]]]:
    return [(letter, [each.word for each in found]) for letter, found in glossary(language)]


def test_words_stand_in_order_under_their_letters() -> None:
    publish(Written("One", term("Once only", "Ask once.") + term("access", "A way in.")))
    publish(Written("Two", term("Open data", "Free to use.")), title="Another")
    assert words() == [("A", ["access"]), ("O", ["Once only", "Open data"])]


def test_a_word_has_each_of_its_meanings_once_with_the_place_that_gives_it() -> None:
    publish(Written("One", term("Record", "A fact that is kept.")), title="First")
    publish(Written("Two", term("record", "A fact that is kept.")), title="Second")
    publish(Written("Three", term("Record", "A file.")), title="Third")
    [(_letter, [word])] = glossary("en")
    assert [each.text for each in word.meanings] == ["A fact that is kept.", "A file."]
    assert [each.course for each in word.meanings] == ["First", "Third"]
    assert word.meanings[0].address.endswith("/lesson-1")


def test_a_reader_of_a_language_without_words_gets_those_of_the_sites_own() -> None:
    publish(Written("One", term("Portal", "One door.")))
    publish(Written("واحد", term("الخدمة", "ما يُقدَّم.")), language="ar", title="دورة")
    assert words("fr") == [("P", ["Portal"])]
    assert words("ar") == [("خ", ["الخدمة"])]


def test_the_page_is_linked_from_the_menu_inert_and_cheap() -> None:
    hostile = "&lt;script&gt;alert(1)&lt;/script&gt;"
    publish(Written("One", "".join(term(f"Word {n} {hostile}", "Meaning.") for n in range(40))))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = Client().get("/search/glossary/").content.decode()
    assert "<script>alert" not in page
    assert "Word 39" in unescape(re.sub(r"<[^>]+>", " ", page))
    assert len(queries) <= 3
    assert 'href="/search/glossary/"' in Client().get("/").content.decode()


def test_an_empty_hub_says_so_and_what_to_do_next() -> None:
    page = Client().get("/search/glossary/").content.decode()
    assert "No word is explained yet." in page
    assert 'href="/courses/"' in page
