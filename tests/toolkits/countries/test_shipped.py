"""The shipped country data: what they must add up to, whoever edits them."""

import csv
import datetime
from collections import Counter
from decimal import Decimal

import pytest
from django.db.models import Q

from tests.toolkits.countries.conftest import SHIPPED
from toolkits.countries.indices import INDICES, fits_its_parts, mean
from toolkits.countries.models import Country, Membership, Reading
from toolkits.countries.wording import NOTES, REGIONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]
TODAY = datetime.date(2026, 11, 22)


def group(name: str, date: datetime.date = TODAY) -> set[str]:
    return set(Country.objects.in_group(name, date).values_list("pk", flat=True))


def means(name: str, year: int) -> list[Decimal | None]:
    readings = Reading.objects.filter(data_set__year=year, country__in=group(name))
    return [mean(readings.values_list(index, flat=True)).rounded for index in INDICES]


def test_all_193_members_are_in_both_surveys() -> None:
    assert Country.objects.filter(is_un_member=True).count() == 193
    years = Reading.objects.values_list("data_set__year", flat=True)
    assert Counter(years) == {2022: 193, 2024: 193}


def test_every_egdi_is_the_mean_of_its_parts() -> None:
    readings = Reading.objects.all()
    assert [
        str(each)
        for each in readings
        if not fits_its_parts(each.egdi, each.osi, each.tii, each.hci)
    ] == []


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2022, {"very high": 60, "high": 73, "middle": 53, "low": 7}),
        (2024, {"very high": 76, "high": 62, "middle": 44, "low": 11}),
    ],
)
def test_the_levels_have_the_sizes_that_were_published(year: int, expected: dict[str, int]) -> None:
    readings = Reading.objects.filter(data_set__year=year)
    assert Counter(each.level.value for each in readings) == expected


def test_the_groups_have_their_sizes_today() -> None:
    ldc, lldc, sids = group("LDC"), group("LLDC"), group("SIDS")
    assert (len(ldc), len(lldc), len(sids)) == (44, 32, 37)
    assert len(ldc | lldc | sids) == 90


def test_sao_tome_left_the_ldc_on_13_december_2024() -> None:
    assert "STP" in group("LDC", datetime.date(2024, 12, 12))
    assert "STP" not in group("LDC", datetime.date(2024, 12, 13))
    assert len(group("LDC", datetime.date(2024, 12, 12))) == 45


def test_those_that_left_earlier_have_their_year() -> None:
    ended = Membership.objects.filter(precision="year")
    assert {each.country_id: each.until.year for each in ended} == {
        "BWA": 1994,
        "CPV": 2007,
        "MDV": 2011,
        "WSM": 2014,
        "GNQ": 2017,
        "VUT": 2020,
        "BTN": 2023,
    }
    assert {(each.until.month, each.until.day) for each in ended} == {(12, 31)}


def test_a_planned_end_is_a_note_and_no_date() -> None:
    planned = Membership.objects.filter(note__startswith="Was due to leave the LDC category")
    assert {each.country_id for each in planned} == {"BGD", "LAO", "NPL"}
    assert {each.until for each in planned} == {None}
    assert {"BGD", "LAO", "NPL"} <= group("LDC", datetime.date(2026, 11, 25))


def test_no_status_is_told_without_its_source() -> None:
    assert not Membership.objects.filter(Q(source="") | ~Q(since=None)).exists()


# The table of group means in the domain notes, to 3 places.
@pytest.mark.parametrize(
    ("name", "egdi_2022", "means_2024"),
    [
        ("LDC", "0.344", "0.346 0.329 0.340 0.369 0.259"),
        ("LLDC", "0.485", "0.514 0.489 0.533 0.520 0.396"),
        ("SIDS", "0.526", "0.541 0.408 0.593 0.623 0.308"),
    ],
)
def test_the_means_of_the_groups_are_those_that_were_worked_out_before(
    name: str, egdi_2022: str, means_2024: str
) -> None:
    assert means(name, 2022)[0] == Decimal(egdi_2022)
    assert means(name, 2024) == [Decimal(each) for each in means_2024.split()]


@pytest.mark.parametrize(("year", "egdi"), [(2022, "0.6102"), (2024, "0.6382")])
def test_the_worlds_mean_is_the_one_that_was_worked_out_before(year: int, egdi: str) -> None:
    found = mean(Reading.objects.filter(data_set__year=year).values_list("egdi", flat=True))
    assert found.value is not None
    assert found.value.quantize(Decimal("0.0001")) == Decimal(egdi)


@pytest.mark.parametrize(
    ("iso3", "year", "rank", "egdi"),
    [
        ("DNK", 2022, 1, "0.97170"),
        ("DNK", 2024, 1, "0.98474"),
        ("KAZ", 2024, 24, "0.90093"),
        ("BGD", 2024, 100, "0.65696"),
        ("SGP", 2024, 3, "0.96912"),
        ("MUS", 2024, 76, "0.75061"),
    ],
)
def test_a_published_value_is_kept_as_it_was(iso3: str, year: int, rank: int, egdi: str) -> None:
    reading = Reading.objects.get(country=iso3, data_set__year=year)
    assert (reading.rank, reading.egdi) == (rank, Decimal(egdi))


def test_every_country_has_its_names_and_its_place() -> None:
    blank = Q(name_fr="") | Q(name_es="") | Q(name_ar="") | Q(name_ru="") | Q(name_zh="")
    assert not Country.objects.filter(blank).exists()
    assert Counter(Country.objects.values_list("region", flat=True)) == {
        "Africa": 54,
        "Asia": 47,
        "Europe": 43,
        "Americas": 35,
        "Oceania": 14,
    }


def test_the_words_that_pages_show_can_be_translated() -> None:
    assert set(Membership.objects.exclude(note="").values_list("note", flat=True)) == set(NOTES)
    assert set(Country.objects.values_list("subregion", flat=True)) == set(REGIONS)


def test_every_file_is_named_in_the_sources() -> None:
    told = (SHIPPED / "SOURCES.md").read_text(encoding="utf-8")
    files = {path.name for path in SHIPPED.iterdir()} - {"SOURCES.md"}
    assert {name for name in files if f"`{name}`" not in told} == set()
    with (SHIPPED / "sources.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["file"] for row in csv.DictReader(file)}
    assert listed == {name for name in files if name.startswith("survey-")}
