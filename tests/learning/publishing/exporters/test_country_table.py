import re
from decimal import Decimal
from pathlib import Path

import pytest

from learning.bundles.edition import FrozenEdition
from learning.publishing.exporters import search_index, usb
from learning.publishing.exporters.country_table import CountryLine, CountryTable
from learning.publishing.exporters.errors import ForeignFile
from learning.publishing.handing import country_table
from tests.learning.publishing.exporters.editions import course, job
from toolkits.countries.models import Country, DataSet, Reading

SHARES = [Decimal(share) for share in ("0.52370", "0.41000", "0.60000", "0.56110", "0.30000")]
TABLE = CountryTable(
    year=2024,
    title="E-Government Survey 2024",
    source="United Nations, 2024",
    licence="CC BY",
    indices=["EGDI", "OSI", "TII", "HCI", "EPI"],
    lines=[
        CountryLine("TON", {"en": "Tonga", "ar": "تونغا"}, "Oceania Polynesia", 95, SHARES),
        CountryLine("CIV", {"en": "Côte d’Ivoire"}, "Africa", 124, SHARES),
    ],
)


@pytest.fixture
def out(tmp_path: Path, edition: FrozenEdition) -> Path:
    arabic = course(tmp_path / "store", slug="arabic", language="ar")
    usb.export(job(edition, arabic, out=tmp_path / "out", countries=TABLE))
    return tmp_path / "out"


def test_a_stick_has_a_page_of_the_countries_in_each_of_its_languages(out: Path) -> None:
    english = (out / "atoll-countries-en.html").read_text()
    arabic = (out / "atoll-countries-ar.html").read_text()

    assert re.findall(r'<th scope="row">([^<]*)', english) == ["Côte d’Ivoire", "Tonga"]
    assert '<td class="num">0.52370</td>' in english
    assert "United Nations, 2024 · CC BY" in english
    assert "تونغا" in arabic
    assert len(english) < 100_000


def test_the_start_page_leads_to_the_countries_and_the_search_finds_them(out: Path) -> None:
    assert 'href="atoll-countries-en.html"' in (out / "index.html").read_text()
    index = search_index.from_bytes((out / "atoll" / "search-en.js").read_bytes(), "en")
    (found,) = [each for each in index.documents if each.title == "Tonga"]
    assert (found.course, found.place) == ("atoll-countries-en", "TON")
    assert "polynesia" in found.terms
    assert index.courses["atoll-countries-en"] == "Countries"


def test_an_export_without_country_data_keeps_the_page_that_is_there(
    out: Path, edition: FrozenEdition
) -> None:
    before = (out / "atoll" / "search-en.js").read_bytes()

    usb.export(job(edition, out=out))

    assert 'href="atoll-countries-en.html"' in (out / "index.html").read_text()
    assert (out / "atoll" / "search-en.js").read_bytes() == before


def test_a_page_of_somebody_else_is_not_replaced(tmp_path: Path, edition: FrozenEdition) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "atoll-countries-en.html").write_text("mine")

    with pytest.raises(ForeignFile):
        usb.export(job(edition, out=tmp_path / "out", countries=TABLE))


@pytest.mark.django_db
def test_the_table_is_the_newest_survey_that_is_shown() -> None:
    assert country_table() is None
    country = Country.objects.create(
        iso3="TON", iso2="TO", m49="776", name_en="Tonga", name_fr="Les Tonga", region="Oceania",
        subregion="Polynesia", is_un_member=True,
    )  # fmt: skip
    for year in (2022, 2024):
        data_set = DataSet.objects.create(
            year=year, title=f"Survey {year}", source="UN", sha256=str(year) * 16, is_current=True
        )
        shares = dict.fromkeys(("egdi", "osi", "tii", "hci", "epi"), Decimal("0.50000"))
        Reading.objects.create(data_set=data_set, country=country, rank=95, **shares)

    table = country_table()

    assert table is not None
    assert (table.year, table.indices[0], table.lines[0].rank) == (2024, "EGDI", 95)
    assert table.lines[0].name("fr") == "Les Tonga"
    assert table.lines[0].name("bn") == "Tonga"
