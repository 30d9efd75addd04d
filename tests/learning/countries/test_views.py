"""The country pages: small, honest about what they compare, and in the visitor's language."""

import csv
import gzip
import re
from decimal import Decimal
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from toolkits.countries.importing import import_paths
from toolkits.countries.models import Country, DataSet, Reading

COLD = 40_000  # bytes over the wire
QUERIES = 8
METHOD_NOTE = "A change is no measure of progress."
ADDRESSES = [
    "/countries/",
    "/countries/?group=sids",
    "/countries/?q=a",
    "/countries/FJI/",
    "/countries/AFG/?with=ldc&with=lldc&with=subregion&with=world",
]


@pytest.fixture(autouse=True)
def _on_the_day_the_domain_notes_were_made() -> None:
    with time_machine.travel("2026-11-22", tick=False):
        yield


def page(address: str, language: str = "en") -> str:
    answer = Client().get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def words(address: str, language: str = "en") -> str:
    text = re.sub(r"<[^>]+>", " ", page(address, language))
    return unescape(re.sub(r"\s+", " ", text))


def table(address: str) -> list[list[str]]:
    answer = Client().get(address)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


# The list


@pytest.mark.usefixtures("shipped")
def test_the_list_names_every_country_and_ranks_none() -> None:
    text = page("/countries/")
    assert len(re.findall(r'href="/countries/[A-Z]{3}/"', text)) == 193
    assert "<table" not in text
    assert "rank" not in words("/countries/")


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("group", "size", "mean"), [("ldc", 44, "0.346"), ("lldc", 32, "0.514"), ("sids", 37, "0.541")]
)
def test_a_group_shows_its_members_with_their_lines_and_the_mean(
    group: str, size: int, mean: str
) -> None:
    text = words(f"/countries/?group={group}")
    assert f"{size} countries" in text
    assert f"Mean of the group {mean}" in text
    assert len(re.findall(r'<th scope="row"><a ', page(f"/countries/?group={group}"))) == size


@pytest.mark.usefixtures("shipped")
def test_members_stand_by_name_and_not_by_value() -> None:
    names = re.findall(r'<th scope="row"><a [^>]+>([^<]+)', page("/countries/?group=sids"))
    assert names == sorted(names)


@pytest.mark.usefixtures("shipped")
def test_a_search_finds_and_a_search_for_nothing_is_told_what_to_try() -> None:
    assert "1 country " in words("/countries/?q=fidji")
    assert "0.67544" in words("/countries/?q=fidji")
    assert "Try a part of its name" in words("/countries/?q=zzz")
    assert "Mean of those shown" in words("/countries/?q=guinea&group=sids")


@pytest.mark.usefixtures("shipped")
def test_what_was_typed_is_shown_again_and_harmless() -> None:
    assert "<script>" not in page("/countries/?q=%3Cscript%3E")
    assert 'value="&lt;script&gt;"' in page("/countries/?q=%3Cscript%3E")
    assert len(re.findall(r"/countries/[A-Z]{3}/", page("/countries/?group=nonsense"))) == 193


@pytest.mark.usefixtures("shipped")
def test_a_site_without_country_data_says_who_can_bring_them() -> None:
    DataSet.objects.all().delete()
    Country.objects.all().delete()
    assert "import_country_data" in words("/countries/")
    assert table("/countries/countries.csv?group=sids")[1:] == []


@pytest.mark.usefixtures("shipped")
def test_countries_without_a_survey_are_listed() -> None:
    DataSet.objects.all().delete()
    assert "Fiji" in words("/countries/?group=sids")
    assert "No survey has been brought here yet." in words("/countries/FJI/")
    assert ["FJI", "Fiji"] in table("/countries/countries.csv?group=sids")


# One country


@pytest.mark.usefixtures("shipped")
def test_a_country_stands_beside_its_peers() -> None:
    text = words("/countries/FJI/")
    for expected in ("0.67544", "0.62350", "SIDS, mean of 37", "0.541", "high", METHOD_NOTE):
        assert expected in text
    assert "World, mean" not in text
    assert " · rank" not in text


@pytest.mark.usefixtures("shipped")
def test_the_world_and_the_rank_in_it_come_only_on_request() -> None:
    text = words("/countries/FJI/?with=world")
    for expected in ("World, mean of 193", "0.638", "rank 93 of 193", "SIDS, mean of 37"):
        assert expected in text


@pytest.mark.usefixtures("shipped")
def test_every_chart_has_its_twin_in_a_table() -> None:
    text = page("/countries/AFG/?with=ldc&with=lldc&with=subregion&with=world")
    charts = re.findall(r"<svg xmlns.*?</svg>", text, re.S)
    assert len(charts) == 2
    outside = re.sub(r"<svg.*?</svg>", "", text, flags=re.S)
    for value in re.findall(r">(0\.\d{3})<", "".join(charts)):
        cells = re.findall(r'<td class="num">([\d.]+)</td>', outside)
        assert any(f"{Decimal(cell):.3f}" == value for cell in cells)


@pytest.mark.usefixtures("shipped")
def test_a_country_alone_has_one_chart_and_no_word_of_means() -> None:
    text = page("/countries/FJI/?with=")
    assert text.count("<svg xmlns") == 1
    assert "The means are worked out here" not in text


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("iso3", "expected"),
    [
        ("STP", "Least developed countries (LDC): until 13 December 2024"),
        ("CPV", "Least developed countries (LDC): until 2007"),
        ("NPL", "Was due to leave the LDC category on 24 November 2026; check the current status."),
        ("BGD", "supports an extension to 24 November 2029"),
        ("DNK", "none of the three"),
        ("DNK", "Northern Europe, mean of 10"),
    ],
)
def test_a_status_is_told_with_its_dates_and_doubts(iso3: str, expected: str) -> None:
    assert expected in words(f"/countries/{iso3}/")


@pytest.mark.usefixtures("shipped")
def test_the_page_says_what_changed_in_the_method_and_where_the_figures_are_from() -> None:
    text = words("/countries/FJI/")
    for expected in (
        "affordability took the place of fixed-broadband",
        "e-government literacy joined the HCI",
        "UN DESA, United Nations E-Government Survey 2024",
        "None stated by the copy",
        "not the Survey's own",
    ):
        assert expected in text


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("language", "name", "value", "direction"),
    [("fr", "Fidji", "0,67544", "ltr"), ("ar", "فيجي", "0,67544", "rtl")],
)
def test_a_country_has_its_name_in_the_visitors_language(
    language: str, name: str, value: str, direction: str
) -> None:
    text = page("/countries/FJI/", language)
    assert f"<h1>{name}</h1>" in text
    assert value in text
    assert f'fill="currentColor" direction="{direction}"' in text
    assert name in page("/countries/?q=fiji", language)


@pytest.mark.usefixtures("shipped")
def test_a_country_that_an_survey_lacks_has_no_data_in_words() -> None:
    Reading.objects.filter(country="FJI", data_set__year=2024).delete()
    text = words("/countries/FJI/?with=world")
    assert "EGDI level 2024 no data (no data)" in text
    assert "no data" in words("/countries/?q=fiji")


def test_an_earlier_version_of_the_figures_can_be_seen(shipped: Path, tmp_path: Path) -> None:
    old = DataSet.objects.get(year=2024)
    newer = (shipped / "survey-2024.csv").read_text(encoding="utf-8")
    (tmp_path / "survey-2024.csv").write_text(newer.replace("0.39730", "0.40000"), "utf-8")
    import_paths([tmp_path / "survey-2024.csv"])
    assert f'href="/countries/FJI/?data={old.pk}"' in page("/countries/FJI/")
    assert "0.40000" in words("/countries/FJI/")
    text = words(f"/countries/FJI/?data={old.pk}")
    assert "0.39730" in text
    assert "a newer one has taken its place" in text


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    "address",
    [
        "/countries/ZZZ/",
        "/countries/ZZZ.csv",
        "/countries/FJI/?data=99999",
        "/countries/FJI/?data=x",
        "/countries/FJI/?data=²",
        "/countries/FJI/?data=99999999999999999999",
    ],
)
def test_what_is_not_there_is_told(address: str) -> None:
    assert Client().get(address).status_code == 404


@pytest.mark.usefixtures("shipped")
def test_a_code_in_small_letters_leads_to_the_country() -> None:
    assert Client().get("/countries/fji/").headers["Location"] == "/countries/FJI/"


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_can_only_be_read(address: str) -> None:
    assert Client().post(address).status_code == 405


# Downloads


@pytest.mark.usefixtures("shipped")
def test_the_download_has_what_the_page_shows() -> None:
    rows = table("/countries/FJI.csv?with=world")
    assert rows[0] == [
        "Survey year",
        "Index",
        "Fiji",
        "Small island developing States, mean",
        "Countries in the mean",
        "World, mean",
        "Countries in the mean",
        "Level",
        "Source",
    ]
    assert rows[1][:8] == [
        "2024",
        "E-Government Development Index (EGDI)",
        *("0.67544", "0.541", "37", "0.638", "193", "high"),
    ]
    assert len(rows) == 1 + 3 * 5
    assert rows[14][2] == "-0.05439"
    assert "relative to the other countries" in rows[14][-1]
    assert 'href="/countries/FJI.csv?with=world"' in page("/countries/FJI/?with=world")


@pytest.mark.usefixtures("shipped")
def test_the_list_downloads_as_it_is_shown() -> None:
    rows = table("/countries/countries.csv?group=sids")
    assert len(rows) == 38
    fiji = next(row for row in rows if row[0] == "FJI")
    assert fiji[:3] == ["FJI", "Fiji", "0.67544"]
    assert fiji[7:9] == ["high", "2024"]


@pytest.mark.usefixtures("shipped")
def test_a_download_runs_nothing_in_a_spreadsheet() -> None:
    Country.objects.filter(pk="FJI").update(name_en="=cmd()")
    DataSet.objects.update(source="+evil")
    rows = table("/countries/FJI.csv")
    assert rows[0][2] == "'=cmd()"
    assert rows[1][-1] == "'+evil"
    assert "'=cmd()" in {row[1] for row in table("/countries/countries.csv?group=sids")}


@pytest.mark.usefixtures("shipped")
def test_a_download_without_the_country_says_no_data() -> None:
    Reading.objects.filter(country="FJI").delete()
    DataSet.objects.filter(year=2022).delete()
    assert [row[2] for row in table("/countries/FJI.csv")[1:]] == ["no data"] * 5


# Small and few


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_takes_few_queries_and_is_small(
    address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(QUERIES):
        text = page(address)
    assets = re.findall(r'(?:href|src)="/static/([^"]+)"', text)
    size = len(gzip.compress(text.encode()))
    for name in set(assets):
        size += len(gzip.compress(Path(str(finders.find(name))).read_bytes()))
    assert size <= COLD
    assert "style=" not in text
    assert "<script>" not in text


@pytest.mark.parametrize("address", ["%00", "FJ", "FIJI", "F1I", "../FJI"])
def test_what_cannot_be_a_code_is_no_country(address: str) -> None:
    assert Client().get(f"/countries/{address}/").status_code == 404


def test_small_letters_lead_to_the_country_with_the_same_question() -> None:
    answer = Client().get("/countries/fji/?with=world")

    assert answer["Location"] == "/countries/FJI/?with=world"
