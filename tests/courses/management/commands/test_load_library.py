from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from courses.models import CoursePage, LessonPage
from tests.factories.library import CASE, COURSE, FIRST, THIRD, replace, write_library
from tests.factories.uploads import uploads  # noqa: F401 — a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library")


def load(path: Path) -> tuple[str, str]:
    """Give what the command writes to its output and to its errors."""
    said, complained = StringIO(), StringIO()
    try:
        call_command("load_library", str(path), stdout=said, stderr=complained)
    except CommandError as error:
        complained.write(str(error))
    return said.getvalue(), complained.getvalue()


def test_the_report_counts_what_was_done(library: Path) -> None:
    said, complained = load(library)
    assert said == "12 created, 0 updated, 0 withdrawn, 0 unchanged.\n"
    assert complained == ""
    assert CoursePage.objects.count() == 1


def test_the_report_of_a_second_run_says_that_nothing_changed(library: Path) -> None:
    load(library)
    assert load(library)[0] == "0 created, 0 updated, 0 withdrawn, 12 unchanged.\n"


def test_the_report_counts_what_was_changed_and_withdrawn(library: Path) -> None:
    load(library / COURSE)
    replace(library, FIRST, "three times", "four times")
    (library / THIRD).unlink()
    replace(library, f"{COURSE}/assessment.md", "review: write-it-down", "review: one-visit-less")
    assert load(library / COURSE)[0] == "0 created, 2 updated, 1 withdrawn, 4 unchanged.\n"


@pytest.mark.parametrize("name", ["gone", f"{COURSE}/course.md"])
def test_a_missing_folder_is_told_and_nothing_is_changed(library: Path, name: str) -> None:
    said, complained = load(library / name)
    assert said == ""
    assert complained == f"There is no folder {library / name}. Nothing was changed."


def test_each_fault_is_told_with_file_and_line_and_the_command_fails(library: Path) -> None:
    replace(library, FIRST, "minutes: 5", "minutes: five")
    replace(library, CASE, "FJI", "Fiji")

    said, complained = load(library)

    first, second, last = complained.splitlines()
    assert first.startswith(f"{library / FIRST}:3: minutes: ")
    assert second.startswith(f"{library / CASE}:4: country: ")
    assert last.startswith("2 faults. Nothing was changed.")
    assert said == ""
    assert not LessonPage.objects.exists()


def test_the_command_fails_for_scripts_too(library: Path) -> None:
    with pytest.raises(CommandError) as failed:
        call_command("load_library", str(library / "gone"))
    assert failed.value.returncode == 1
