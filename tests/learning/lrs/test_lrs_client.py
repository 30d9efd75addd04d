from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from learning.lrs.models import Client

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    told = StringIO()
    call_command("lrs_client", *words, stdout=told)
    return told.getvalue()


def secret_in(told: str) -> str:
    [line] = [line for line in told.splitlines() if line.startswith("Secret: ")]
    return line.removeprefix("Secret: ")


def test_a_program_is_let_in_with_a_secret_that_is_shown_once() -> None:
    told = run("A Moodle", "--scope", "statements/write", "--scope", "state")
    client = Client.objects.get()
    assert client.knows(secret_in(told))
    assert client.key in told
    assert client.scopes == "statements/write state"
    assert secret_in(told) not in run("--list")


def test_a_new_secret_takes_the_place_of_the_old_and_opens_the_door() -> None:
    old = secret_in(run("A Moodle", "--scope", "all"))
    run("A Moodle", "--disable")
    new = secret_in(run("A Moodle", "--new-secret"))
    client = Client.objects.get()
    assert client.knows(new)
    assert not client.knows(old)
    assert client.is_active


def test_a_program_is_shut_out() -> None:
    run("A Moodle", "--scope", "all")
    assert "can no longer come in" in run("A Moodle", "--disable")
    assert not Client.objects.get().is_active
    assert "closed" in run("--list")


@pytest.mark.parametrize(
    "words",
    [
        ("Another", "--disable"),
        ("Another", "--new-secret"),
        ("A Moodle", "--scope", "all"),
        ("Another",),
        ("--disable",),
        (),
        ("Another", "--scope", "everything"),
    ],
    ids=str,
)
def test_what_cannot_be_done_changes_nothing(words: tuple[str, ...]) -> None:
    run("A Moodle", "--scope", "state")
    before = list(Client.objects.values())
    with pytest.raises(CommandError):
        run(*words)
    assert list(Client.objects.values()) == before
