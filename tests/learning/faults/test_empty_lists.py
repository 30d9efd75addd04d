"""Where there is nothing yet, a page says so and says what to do."""

import re

import pytest

from learning.accounts.models import User
from tests.learning.accounts.people import signed_in

FOR_ALL = ["/courses/", "/toolkits/", "/topics/", "/countries/", "/search/?q=nothing"]
OWN = ["/me/", "/me/certificates/", "/worksheets/", "/me/notes/", "/me/bring/", "/me/data/"]


def main_of(person: User | None, address: str) -> str:
    page = signed_in(person).get(address)
    assert page.status_code == 200
    found = re.search(r"<main.*?</main>", page.content.decode(), re.S)
    assert found
    return found[0]


def says_what_next(main: str) -> bool:
    """Whether there is a sentence beside the heading, and a way on or somebody to ask."""
    words = re.sub(r"<h1.*?</h1>|<[^>]+>", " ", main, flags=re.S).split()
    return len(words) > 4 and bool(re.search(r"<a |<button|ask", main))


@pytest.mark.parametrize("address", FOR_ALL)
def test_an_empty_server_says_what_to_do_next(db: None, address: str) -> None:
    assert says_what_next(main_of(None, address))


@pytest.mark.parametrize("address", OWN)
def test_a_newcomers_empty_lists_say_what_to_do_next(learner: User, address: str) -> None:
    assert says_what_next(main_of(learner, address))


def test_a_trainer_without_cohorts_is_told_how_to_open_one(trainer: User) -> None:
    assert says_what_next(main_of(trainer, "/teach/"))
