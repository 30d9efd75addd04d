"""The command says what it did, or every fault, or what it would do."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.toolkits.countries.conftest import SHIPPED
from toolkits.countries.importing import import_folder
from toolkits.countries.models import Country, DataSet

pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[str, str]:
    """Give what the command writes to its output and to its errors."""
    said, complained = StringIO(), StringIO()
    try:
        call_command("import_country_data", *words, stdout=said, stderr=complained)
    except CommandError as error:
        complained.write(str(error))
    return said.getvalue(), complained.getvalue()


def changed(tmp_path: Path, *, every: bool = False) -> Path:
    text = (SHIPPED / "survey-2024.csv").read_text(encoding="utf-8")
    lines = text.splitlines()
    count = len(lines) if every else 3
    lines[1:count] = [line.rpartition(",")[0] + ",0.5" for line in lines[1:count]]
    path = tmp_path / "new-2024.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_without_a_path_the_shipped_files_come_in() -> None:
    said, complained = run()
    assert said.splitlines() == [
        "Countries: 193 new, 0 changed, 0 unchanged",
        "Memberships of groups: 121 added, 0 removed",
        "Survey 2022: 193 countries, new",
        "Survey 2024: 193 countries, new",
    ]
    assert complained == ""
    assert run()[0] == "Nothing is new. Nothing was changed.\n"


def test_a_dry_run_shows_a_table_and_writes_nothing(tmp_path: Path) -> None:
    import_folder(SHIPPED)
    said, _complained = run(str(changed(tmp_path)), "--dry-run")
    assert "193 countries, new; 2 values differ from those shown before" in said
    assert "AFG" in said
    assert "0.10960" in said
    assert said.endswith("This was a dry run. Nothing was changed.\n")
    assert DataSet.objects.count() == 2


def test_a_dry_run_of_a_first_import_leaves_an_empty_database() -> None:
    assert "193 new" in run("--dry-run")[0]
    assert not Country.objects.exists()


def test_a_long_list_of_differences_is_cut_and_counted(tmp_path: Path) -> None:
    import_folder(SHIPPED)
    said, _complained = run(str(changed(tmp_path, every=True)), "--dry-run")
    assert "and 173 more" in said


def test_the_year_can_be_given(tmp_path: Path) -> None:
    import_folder(SHIPPED)
    path = changed(tmp_path).rename(tmp_path / "new.csv")
    assert "Survey 2026: 193 countries, new\n" in run(str(path), "--year", "2026")[0]


def test_a_warning_is_told_and_the_rest_comes_in(tmp_path: Path) -> None:
    import_folder(SHIPPED)
    path = changed(tmp_path)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-1]), encoding="utf-8")
    said, complained = run(str(path))
    assert "192 of the 193 member States; missing: Zimbabwe." in complained
    assert "192 countries, new" in said


def test_every_fault_is_told_and_nothing_is_changed(tmp_path: Path) -> None:
    import_folder(SHIPPED)
    path = changed(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("AFG,", "AFX,"), encoding="utf-8")
    said, complained = run(str(path))
    assert said == ""
    assert f"{path}:2: the country “AFX” is not known" in complained
    assert complained.endswith(
        "1 fault. Nothing was changed. Mend the line above and import again."
    )
    assert DataSet.objects.count() == 2


def test_a_fault_ends_with_an_error_for_the_shell(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("import_country_data", str(tmp_path / "gone.csv"), stderr=StringIO())
    assert caught.value.returncode == 1
