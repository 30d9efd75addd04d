import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from courses.models import CoursePage, LessonPage
from tests.factories.library import CASE, COURSE, FIRST, THIRD, replace, write_library
from tests.factories.uploads import uploads  # noqa: F401 — a fixture
from toolkits.countries.models import Country, DataSet

REPOSITORY = Path(__file__).parents[4]
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
    assert said.startswith("12 created, 0 updated, 0 withdrawn, 0 unchanged.\n")
    assert complained == ""
    assert CoursePage.objects.count() == 1


def test_the_report_of_a_second_run_says_that_nothing_changed(library: Path) -> None:
    load(library)
    assert load(library)[0].startswith("0 created, 0 updated, 0 withdrawn, 12 unchanged.\n")


def test_the_report_counts_what_was_changed_and_withdrawn(library: Path) -> None:
    load(library / COURSE)
    replace(library, FIRST, "three times", "four times")
    (library / THIRD).unlink()
    replace(library, f"{COURSE}/assessment.md", "review: write-it-down", "review: one-visit-less")
    said, _complained = load(library / COURSE)
    assert said.startswith("0 created, 2 updated, 1 withdrawn, 4 unchanged.\n")


def test_the_report_ends_with_a_table_of_what_is_there(library: Path) -> None:
    said, _complained = load(library)

    rows = dict(line.rsplit(maxsplit=1) for line in said.splitlines()[2:] if line.strip())
    counted = {name.strip(): int(number) for name, number in rows.items()}
    assert counted["Guides"] == counted["Case studies"] == counted["Instruments"] == 1
    assert (counted["Courses"], counted["Microlearning modules"]) == (1, 0)
    assert (counted["Units"], counted["Sources"]) == (2, 5)
    assert counted["Countries"] == 0


def test_country_data_beside_the_courses_is_brought_once(library: Path) -> None:
    shutil.copytree(REPOSITORY / "library" / "country-data", library / "country-data")
    load(library)
    DataSet.objects.filter(year=2024).update(title="Somebody else's")

    said, complained = load(library)

    assert complained == ""
    assert "193" in said
    assert DataSet.objects.get(year=2024).title == "Somebody else's"


def test_wrong_country_data_is_refused_by_name(library: Path) -> None:
    shutil.copytree(REPOSITORY / "library" / "country-data", library / "country-data")
    survey = library / "country-data" / "survey-2024.csv"
    survey.write_text(survey.read_text().replace("FJI,", "XXX,", 1))

    _said, complained = load(library)

    assert "XXX" in complained
    assert "Nothing was changed" in complained
    assert not Country.objects.exists()
    assert not CoursePage.objects.exists()


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
