from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from learning.finding.models import Entry
from learning.publishing.models import Edition
from tests.factories.editions import Written, offer
from tests.learning.finding.samples import publish, titles

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("index_search", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_an_index_that_is_missing_is_made() -> None:
    offer("A course", [Written("One visit")])
    with pytest.raises(CommandError, match="2 differences"):
        run("--check")
    assert titles("visit") == []

    assert "2 entries were indexed." in run()
    assert titles("visit") == ["One visit"]
    assert "The index is what the editions say." in run("--check")


def test_a_check_names_what_differs_and_changes_nothing() -> None:
    publish(Written("One visit"))
    Entry.objects.filter(title="One visit").update(text="other")
    out = StringIO()
    with pytest.raises(CommandError, match="1 difference"):
        call_command("index_search", "--check", stdout=out)

    assert "“One visit” is not as it was published" in out.getvalue()
    assert Entry.objects.get(title="One visit").text == "other"


def test_an_edition_that_cannot_be_read_keeps_no_other_from_being_indexed() -> None:
    damaged = publish(Written("One visit", "<p>Text</p>"))
    offer("Another course")
    lesson = damaged.manifest.file("lessons/lesson-1.html").sha256
    (Path(settings.EDITIONS_ROOT) / lesson[:2] / lesson).unlink()

    with pytest.raises(CommandError, match="1 edition could not be read"):
        run()
    assert titles("visit") == ["One visit"]
    assert titles("another") == ["Another course"]
    with pytest.raises(CommandError, match="1 difference"):
        run("--check")


def test_what_is_not_offered_any_more_is_taken_out() -> None:
    publish(Written("One visit"))
    Edition.objects.update(is_current=False)
    with pytest.raises(CommandError, match="2 differences"):
        run("--check")
    run()
    assert not Entry.objects.exists()
