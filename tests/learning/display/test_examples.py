"""The page of styles shows whatever there is; a component that nobody showed is found here."""

from pathlib import Path

from django.conf import settings
from django.test import Client

from learning.display.examples import NOT_SHOWN
from learning.display.tokens import Theme

FOLDERS = ("components", "blocks")
STATES = (
    "Try again",
    "✗ Not quite",
    "✓ Right",
    "Choose an answer first",
    "it stays done",
    "Not saved: you are not signed in.",
    "The right answer",
    "Give each item its number",
    "This is where your way ends.",
    "This field is required.",
    "(in progress)",
    "(not started)",
    "(for reading)",
    "made from an older version",
    'class="chart"',
)


def there_are() -> set[str]:
    """Give the names of all components and blocks."""
    templates = Path(settings.BASE_DIR) / "templates"
    return {
        path.relative_to(templates).as_posix()
        for folder in FOLDERS
        for path in (templates / folder).rglob("*.html")
    }


def test_every_component_and_block_is_on_the_page_of_styles(client: Client, db: None) -> None:
    rendered = {template.name for template in client.get("/style/").templates}

    assert there_are() - rendered - set(NOT_SHOWN) == set()


def test_what_is_said_not_to_be_shown_exists_and_is_not(client: Client, db: None) -> None:
    rendered = {template.name for template in client.get("/style/").templates}

    assert set(NOT_SHOWN) <= there_are()
    assert not set(NOT_SHOWN) & rendered


def test_the_states_are_there(client: Client, db: None) -> None:
    page = client.get("/style/").text
    assert [words for words in STATES if words not in page] == []


def test_the_colours_of_every_theme_come_with_their_contrast(client: Client, db: None) -> None:
    page = client.get("/style/").text

    assert all(f"<bdi>{theme}</bdi>" in page for theme in Theme)
    assert "#0b5a63" in page


def test_every_id_on_the_page_stands_once(client: Client, db: None) -> None:
    page = client.get("/style/").text
    ids = [piece.split('"', 1)[0] for piece in page.split(' id="')[1:]]
    assert sorted({each for each in ids if ids.count(each) > 1}) == []


def test_a_form_on_the_page_saves_nothing(client: Client, db: None) -> None:
    assert client.post("/style/", {"option": "a"}).headers["Location"] == "/style/"


def test_the_page_asks_the_database_nothing(
    client: Client, db: None, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        client.get("/style/")


def test_no_page_leads_to_the_page_of_styles(client: Client, db: None) -> None:
    assert "/style/" not in client.get("/").text
