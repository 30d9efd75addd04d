import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.models import Collection

from media.models import File
from media.recognising import SUFFIXES


def fault_of(name: str) -> dict[str, list[str]]:
    """Give what is wrong with a file called `name`, as its author is told."""
    try:
        File(title="Plan", collection=Collection(), file=ContentFile(b"x", name=name)).clean()
    except ValidationError as error:
        return error.message_dict
    return {}


@pytest.mark.parametrize(
    "name",
    [
        "a.js",
        "a.mjs",
        "a.html",
        "a.xhtml",
        "a.svg",
        "a.css",
        "a.xml",
        "a.pdf.js",
        "a.JS",
        "a",
        "a.",
    ],
)
def test_a_file_that_a_browser_might_run_is_refused(name: str) -> None:
    assert list(fault_of(name)) == ["file"]


@pytest.mark.parametrize(
    "suffix", [".pdf", ".PDF", ".docx", ".csv", ".vtt", ".opus", *SUFFIXES.values()]
)
def test_what_authors_give_is_taken(suffix: str) -> None:
    assert fault_of(f"plan{suffix}") == {}
