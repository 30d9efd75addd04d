"""Searching on the start page of a stick, from file://, in Chromium."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from learning.bundles.words import compose, fold, forms, pieces
from learning.publishing.exporters import sheaves, site, usb
from learning.publishing.exporters.names import safe_name
from tests.learning.publishing.exporters.editions import course, job
from tests.learning.publishing.exporters.generated import generated

pytestmark = pytest.mark.browser
TEXTS = (
    "Policies and industries, École Ελλάδα straße naïve",
    "الهوية الرقمية وَالخدمات بالمدرسة ٣٤",
    "ডিজিটাল সেবা ১২, डिजिटल सेवा",
    "ภาษาไทย ខ្មែរ 数字政府 мир ёлка",
    "don't stop — e-government 2024 ½ ﬁne",
)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    store = tmp_path / "store"
    other = course(store, slug="another", title="Open data for islands")
    arabic = course(store, slug="arabic", title="الهوية الرقمية", language="ar")
    usb.export(job(course(store), other, arabic, out=tmp_path / "stick"))
    return tmp_path / "stick"


def ask(page: Page, question: str) -> list[str]:
    page.fill("#atoll-question", question)
    page.press("#atoll-question", "Enter")
    return page.locator("#atoll-found li").all_inner_texts()


def test_a_lesson_is_found_and_opens_at_its_place(page: Page, stick: Path) -> None:
    page.goto((stick / "index.html").as_uri())

    assert any("In your office" in each for each in ask(page, "desk"))
    page.locator("#atoll-found a").first.click()
    page.wait_for_url("**/*.html#in-your-office")
    assert page.locator("h1:visible").inner_text() == "In your office"


@pytest.mark.parametrize(
    ("question", "found", "where"),
    [
        ("islands", "Open data for islands", "in the title"),
        ("isl", "Open data for islands", "in the title"),
        ("ilsands", "Open data for islands", "in the title"),
        ("check", "Three roles", "under the heading"),
        ("office", "In your office", "in the title"),
        ("هويه", "الهوية الرقمية", "in the title"),
    ],
)
def test_beginnings_and_slips_are_found_and_the_place_is_said(
    page: Page, stick: Path, question: str, found: str, where: str
) -> None:
    page.goto((stick / "index.html").as_uri())

    first = ask(page, question)[0]
    assert found in first
    assert where in first


def test_what_is_nowhere_is_said_and_the_list_of_courses_stays(page: Page, stick: Path) -> None:
    page.goto((stick / "index.html").as_uri())

    assert ask(page, "zzzzqqqq") == []
    assert "Nothing was found" in page.locator("#atoll-found-count").inner_text()
    assert page.locator(".cards li").count() == 3


@pytest.mark.parametrize("text", TEXTS)
def test_words_are_folded_as_in_the_index(page: Page, stick: Path, text: str) -> None:
    page.goto((stick / "index.html").as_uri())

    found = page.evaluate("text => AtollFinding.words(text)", text)
    assert found == list(forms(list(pieces(fold(compose(text))))))


def test_a_site_is_searched_from_a_file_too(page: Page, tmp_path: Path) -> None:
    site.export(job(course(tmp_path / "store"), out=tmp_path / "site"))
    page.goto((tmp_path / "site" / "search.html").as_uri())

    assert any("In your office" in each for each in ask(page, "desk"))
    page.locator("#atoll-found a").first.click()
    page.wait_for_url(f"**/who-owns-the-data/{safe_name('in-your-office')}.html")


def test_a_long_course_has_several_indices_and_one_search(page: Page, tmp_path: Path) -> None:
    edition = generated(tmp_path / "store", 2 * sheaves.LESSONS)
    site.export(job(edition, out=tmp_path / "site"))
    page.goto((tmp_path / "site" / "search.html").as_uri())

    assert page.locator("script[src*=generated]").count() == 2
    titles = "word => AtollFinding.find(word).map((hit) => hit.title)"
    assert page.evaluate(titles, "word84") == ["Page 12"]
    assert page.evaluate(titles, "word43") == ["Page 43"]
    every = page.evaluate(titles, "counter")
    assert sorted(every) == sorted(["Generated", *(f"Page {place}" for place in range(50))])
