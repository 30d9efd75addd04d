"""Country data come in whole or not at all, and nothing that was there is lost."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.toolkits.countries.conftest import SHIPPED
from toolkits.countries.errors import CountryDataErrors
from toolkits.countries.importing import Difference, Fate, import_folder, import_paths
from toolkits.countries.models import Country, DataSet, Membership, Reading

pytestmark = pytest.mark.django_db
FIJI_2024 = "FJI,93,0.67544,0.53431,0.75067,0.74131,0.39730"


@pytest.fixture
def shipped(db: None) -> Path:
    """Bring the shipped files for one test; the others here begin with an empty database."""
    import_folder(SHIPPED)
    return SHIPPED


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def newer(tmp_path: Path, shipped: Path) -> Path:
    """Give a newer file of 2024 in which Fiji's EPI is another."""
    text = (shipped / "survey-2024.csv").read_text(encoding="utf-8")
    path = tmp_path / "official-2024.csv"
    path.write_text(text.replace(FIJI_2024, FIJI_2024.replace("0.39730", "0.4")), "utf-8")
    return path


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Country, Membership, DataSet, Reading))


def test_the_shipped_folder_is_brought_whole(folder: Path) -> None:
    seen: list[str] = []
    report = import_folder(folder, progress=seen.append)
    assert counts() == (193, 121, 2, 386)
    assert len(report.created) == 193
    assert [each.fate for each in report.surveys] == [Fate.NEW, Fate.NEW]
    assert report.warnings == []
    assert [Path(each).name for each in seen] == [
        "countries.csv",
        "groups.csv",
        "survey-2022.csv",
        "survey-2024.csv",
    ]


def test_bringing_it_again_changes_nothing(shipped: Path) -> None:
    before = [*DataSet.objects.values()], [*Membership.objects.values()]
    report = import_folder(shipped)
    assert report.is_empty
    assert report.unchanged == 193
    assert before == ([*DataSet.objects.values()], [*Membership.objects.values()])


def test_the_sources_stand_with_the_data_set(shipped: Path) -> None:
    data_set = DataSet.objects.get(year=2024)
    assert data_set.title == "United Nations E-Government Survey 2024"
    assert data_set.source.startswith("UN DESA")
    assert data_set.licence.startswith("None stated")


def test_a_newer_file_is_shown_and_the_old_one_is_kept(shipped: Path, tmp_path: Path) -> None:
    old = DataSet.objects.get(year=2024)
    report = import_paths([newer(tmp_path, shipped)])
    (brought,) = report.surveys
    assert brought.differences == (
        Difference("FJI", "epi", Decimal("0.39730"), Decimal("0.40000")),
    )
    assert not report.is_empty
    assert DataSet.objects.filter(year=2024).count() == 2
    assert DataSet.objects.get(year=2024, is_current=True).source == "file official-2024.csv"
    old.refresh_from_db()
    assert not old.is_current
    assert old.readings.get(country="FJI").epi == Decimal("0.39730")


def test_a_file_that_was_shown_before_is_shown_again(shipped: Path, tmp_path: Path) -> None:
    first = DataSet.objects.get(year=2024)
    import_paths([newer(tmp_path, shipped)])
    (brought,) = import_paths([shipped / "survey-2024.csv"]).surveys
    assert brought.fate == Fate.SHOWN_AGAIN
    assert len(brought.differences) == 1
    assert DataSet.objects.get(year=2024, is_current=True) == first
    assert DataSet.objects.count() == 3


def test_a_file_with_fewer_countries_is_brought_with_a_warning(
    shipped: Path, tmp_path: Path
) -> None:
    path = newer(tmp_path, shipped)
    spoil(path, FIJI_2024.replace("0.39730", "0.4") + "\n", "")
    report = import_paths([path])
    assert "missing: Fiji" in report.warnings[0]
    assert Difference("FJI", "egdi", Decimal("0.67544"), None) in report.surveys[0].differences


def test_an_survey_of_another_year_stands_beside_the_others(shipped: Path, tmp_path: Path) -> None:
    path = newer(tmp_path, shipped).rename(tmp_path / "new.csv")
    import_paths([path], year=2026)
    assert [*DataSet.objects.values_list("year", "is_current")] == [
        (2026, True),
        (2024, True),
        (2022, True),
    ]


def test_a_dry_run_says_the_same_and_writes_nothing(shipped: Path, tmp_path: Path) -> None:
    path = newer(tmp_path, shipped)
    dry = import_paths([path], dry_run=True)
    assert counts() == (193, 121, 2, 386)
    assert DataSet.objects.get(year=2024).is_current
    assert import_paths([path]) == dry


def test_a_fault_in_the_last_file_leaves_nothing_of_the_first(folder: Path) -> None:
    spoil(folder / "survey-2024.csv", "FJI,93", "XYZ,93")
    with pytest.raises(CountryDataErrors, match="the country “XYZ” is not known"):
        import_folder(folder)
    assert counts() == (0, 0, 0, 0)


def test_the_faults_of_every_file_are_told_at_once(shipped: Path, tmp_path: Path) -> None:
    path = newer(tmp_path, shipped)
    spoil(path, "FJI,93", "XYZ,93")
    with pytest.raises(CountryDataErrors) as caught:
        import_paths([path, tmp_path / "gone.csv"])
    assert [fault.path.name for fault in caught.value.faults] == ["official-2024.csv", "gone.csv"]


def test_two_files_of_one_year_in_one_run_are_refused(shipped: Path, tmp_path: Path) -> None:
    with pytest.raises(CountryDataErrors, match="two files of one run"):
        import_paths([shipped / "survey-2024.csv", newer(tmp_path, shipped)])


def test_a_survey_before_any_country_is_told_what_comes_first(folder: Path) -> None:
    with pytest.raises(CountryDataErrors, match="without a path first"):
        import_paths([folder / "survey-2024.csv"])


def test_a_country_that_changed_is_updated_and_none_is_deleted(shipped: Path, folder: Path) -> None:
    spoil(folder / "countries.csv", "FJI,FJ,242,Fiji,", "FJI,FJ,242,Republic of Fiji,")
    (folder / "survey-2022.csv").unlink()
    (folder / "survey-2024.csv").unlink()
    text = (folder / "countries.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in text if not line.startswith("ALB")]
    (folder / "countries.csv").write_text("".join(kept), "utf-8")
    report = import_folder(folder)
    assert report.updated == ["FJI"]
    assert Country.objects.get(pk="FJI").name_en == "Republic of Fiji"
    assert Country.objects.count() == 193


def test_a_status_that_ended_takes_the_place_of_the_open_one(shipped: Path, folder: Path) -> None:
    spoil(folder / "groups.csv", "BGD,LDC,,,day", "BGD,LDC,,2026-11-24,day")
    report = import_folder(folder)
    assert (report.memberships_added, report.memberships_removed) == (["BGD LDC"], ["BGD LDC"])
    assert Membership.objects.get(country="BGD").until == datetime.date(2026, 11, 24)
    assert Membership.objects.count() == 121


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("countries.csv", "FJI,FJ,242", "FIJI,FJ,242", "“FIJI” cannot be a iso3"),
        ("countries.csv", "FJI,FJ,242", "FJI,FJ,42", "“42” cannot be a m49"),
        ("countries.csv", "FJI,FJ,242,Fiji", "FJI,FJ,242,", "the name_en is missing"),
        ("countries.csv", "FJI,FJ,242", "TON,FJ,242", "iso3 TON stands in line"),
        ("countries.csv", "name_zh", "name_pt", "the column “name_zh” is missing"),
        ("groups.csv", "FJI,SIDS", "FJX,SIDS", "the country “FJX” is not known"),
        ("groups.csv", "FJI,SIDS", "FJI,SIDZ", "the group “SIDZ” is none of SIDS, LDC, LLDC"),
        ("groups.csv", "FJI,SIDS,,,day", "FJI,SIDS,,,hour", "“hour” is none of day, year"),
        ("groups.csv", "STP,LDC,,2024-12-13", "STP,LDC,,13.12.2024", "is not a date like"),
        ("groups.csv", "STP,LDC,,2024", "STP,LDC,2025-01-01,2024", "ends before it begins"),
        ("groups.csv", "FJI,SIDS,", "TON,SIDS,", "TON SIDS stands in line"),
        ("sources.csv", "licence", "license", "the column “license” is not known"),
        ("countries.csv", "Fidji", "F" * 121, "the name_fr has 121 characters; the limit is"),
        ("groups.csv", "STP,LDC,,2024-12-13,day,", f"STP,LDC,,2024-12-13,day,{'x' * 500}", "note"),
    ],
)
def test_what_is_wrong_beside_the_surveys_is_named(
    folder: Path, file: str, old: str, new: str, reason: str
) -> None:
    spoil(folder / file, old, new)
    with pytest.raises(CountryDataErrors) as caught:
        import_folder(folder)
    assert reason in str(caught.value)
    assert counts() == (0, 0, 0, 0)


def without(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


def test_a_source_is_needed_for_every_status(folder: Path) -> None:
    spoil(folder / "groups.csv", '"UN-OHRLLS, 4 June 2017"', "")
    with pytest.raises(CountryDataErrors, match="the source is missing"):
        import_folder(folder)


@pytest.mark.parametrize("name", ["countries.csv", "groups.csv"])
def test_a_folder_without_its_tables_is_refused(folder: Path, name: str) -> None:
    without(name)(folder)
    with pytest.raises(CountryDataErrors, match=f"{name}:1: the file cannot be read"):
        import_folder(folder)


def test_a_folder_without_sources_names_its_files(folder: Path) -> None:
    without("sources.csv")(folder)
    import_folder(folder)
    assert DataSet.objects.get(year=2022).source == "file survey-2022.csv"
    assert DataSet.objects.get(year=2022).title == "United Nations E-Government Survey 2022"
