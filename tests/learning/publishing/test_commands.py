from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from courses.library.loading import load_library
from courses.models import CoursePage, LessonPage
from learning.publishing.models import Edition
from tests.factories.library import write_library
from tests.factories.snapshots import Make, Snapshot


def run(*arguments: object) -> str:
    out = StringIO()
    call_command(*[str(each) for each in arguments], stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture(scope="module")
def loaded_snapshot(made_once: Make) -> Snapshot:
    return made_once(lambda root: load_library(write_library(root)))


@pytest.fixture
def loaded(db: None, small_library: Path, loaded_snapshot: Snapshot) -> Path:
    loaded_snapshot.put()
    return small_library


def test_publish_freezes_and_says_so(loaded: Path) -> None:
    assert "small-course: new edition 1" in run("publish", "--all")
    assert "small-course: unchanged, edition 1" in run("publish", "small-course")


def test_what_was_only_loaded_is_not_published(loaded: Path) -> None:
    assert not Edition.objects.exists()
    assert not CoursePage.objects.live().exists()


@pytest.mark.parametrize("arguments", [[], ["small-course", "--all"]])
def test_publish_wants_to_know_what(loaded: Path, arguments: list[str]) -> None:
    with pytest.raises(CommandError, match="Nothing changed"):
        run("publish", *arguments)


def test_publishing_an_unknown_slug_names_those_there_are(loaded: Path) -> None:
    with pytest.raises(CommandError, match="small-course"):
        run("publish", "nothing")


def test_publishing_what_is_not_ready_fails_and_publishes_the_rest(loaded: Path) -> None:
    LessonPage.objects.update(live=False)

    with pytest.raises(CommandError, match="1 not published"):
        run("publish", "--all")
    assert Edition.objects.get().slug == "small-toolkit"


def test_export_writes_the_folder(small_course: Edition, tmp_path: Path) -> None:
    out = tmp_path / "usb"

    assert "small-course.html" in run("export", "usb", "small-course", "--out", out)
    assert (out / "small-course.html").is_file()
    assert run("export", "usb", "--all", "--out", out)
    assert (out / "small-toolkit.html").is_file()


def test_exporting_what_is_unpublished_says_how_to_publish_it(loaded: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"manage\.py publish small-course"):
        run("export", "usb", "small-course", "--out", tmp_path / "usb")
    with pytest.raises(CommandError, match="no course or toolkit"):
        run("export", "usb", "nothing", "--out", tmp_path / "usb")
    with pytest.raises(CommandError, match="Nothing is published"):
        run("export", "usb", "--all", "--out", tmp_path / "usb")
    assert not (tmp_path / "usb").exists()


def test_exporting_into_what_is_no_folder_fails_clearly(
    small_course: Edition, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("here first")

    with pytest.raises(CommandError, match="cannot be written"):
        run("export", "usb", "small-course", "--out", tmp_path / "file" / "usb")
    with pytest.raises(CommandError, match="Name what to export"):
        run("export", "usb", "--out", tmp_path / "usb")
