import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from learning.accounts.models import User
from learning.cohorts.models import Cohort
from learning.demo import setting_up
from learning.publishing.models import Edition
from tests.factories.library import COURSE, write_library


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object) -> Path:
    """Keep the demonstration's files in a folder of the test, and make it of the small library."""
    monkeypatch.setattr(setting_up, "LIBRARY", write_library(tmp_path / "library"))
    monkeypatch.setattr(setting_up, "COURSE", COURSE)
    monkeypatch.setattr(setting_up, "USB", tmp_path / "usb")
    settings.STATIC_ROOT = tmp_path / "static"  # type: ignore[attr-defined]
    return tmp_path


def demo(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def test_the_demonstration_stands_and_a_second_run_changes_nothing(db: None, places: Path) -> None:
    first = demo()
    secrets = re.findall(r"\d{4,6}|\S{16}", first)
    count = (User.objects.count(), Edition.objects.count(), Cohort.objects.count())
    again = demo()

    assert (places / "usb" / "index.html").is_file()
    assert (places / "usb" / f"{COURSE}.html").is_file()
    assert (User.objects.count(), Edition.objects.count(), Cohort.objects.count()) == count
    assert "as they were" in again
    assert secrets


def test_the_learner_and_the_trainer_can_sign_in(db: None, places: Path) -> None:
    demo()
    learner, trainer, author = setting_up.make_accounts(anew=True)

    browser = Client()
    browser.post("/in/", {"code": learner.name, "password": learner.secret})
    assert learner.name in browser.get("/me/").content.decode()
    browser = Client()
    browser.post("/staff/", {"username": trainer.name, "password": trainer.secret})
    assert setting_up.COHORT in browser.get("/teach/").content.decode()
    browser = Client()
    browser.post("/staff/", {"username": author.name, "password": author.secret})
    assert browser.get("/cms/").status_code == 200


def test_a_library_that_is_wrong_stops_the_demonstration_with_its_faults(
    db: None, places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (places / "empty").mkdir()
    monkeypatch.setattr(setting_up, "LIBRARY", places / "empty")

    with pytest.raises(CommandError, match="run it again"):
        demo()


def test_the_demonstration_is_made_of_what_the_library_has() -> None:
    assert (setting_up.LIBRARY / setting_up.COURSE / "course.md").is_file()
