import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from learning.faults.posted import NOTHING, posted

SENT = RequestFactory()


def sent(**fields: object) -> HttpRequest:
    return SENT.post("/somewhere/", fields)


@pytest.mark.parametrize(
    "name", ["password", "old_password", "new-password", "pin", "PIN", "own_pin", "api_token"]
)
def test_a_secret_is_never_given_back(name: str) -> None:
    found = posted(sent(**{name: "13572468"}, text="My long answer"))
    assert found.texts == ["My long answer"]
    assert not found.is_whole


@pytest.mark.parametrize("name", ["opinion", "mapping", "text", "a-law.evidence", "note"])
def test_what_was_typed_is_given_back(name: str) -> None:
    found = posted(sent(**{name: "Act 7 of 2021"}, csrfmiddlewaretoken="x" * 64))
    assert found.texts == ["Act 7 of 2021"]
    assert found.is_whole


@pytest.mark.parametrize(
    "made",
    ["6f1c1a3e-0000-4000-8000-000000000001", "a" * 64, "eyJhIjoxfQ:1tQabc:sIgnAtuRe_-x", "yes"],
)
def test_what_a_page_made_is_sent_again_but_not_shown(made: str) -> None:
    found = posted(sent(question=made))
    assert found.texts == []
    assert [field.text for field in found.fields] == [made]


def test_a_text_is_shown_once() -> None:
    assert posted(sent(a=["twice said", "twice said"])).texts == ["twice said"]


def test_a_form_with_a_file_cannot_be_sent_again() -> None:
    found = posted(sent(note="Here it is", file=SimpleUploadedFile("a.txt", b"x")))
    assert found.texts == ["Here it is"]
    assert not found.is_whole


def test_nothing_is_given_back_of_a_visit_or_of_a_broken_form() -> None:
    assert posted(SENT.get("/", {"q": "a long search"})) == NOTHING
    broken = SENT.generic("POST", "/", b"x", content_type="multipart/form-data")
    assert posted(broken) == NOTHING


def test_nothing_is_given_back_of_what_is_too_long() -> None:
    assert posted(sent(text="x y" * 200_000)) == NOTHING
