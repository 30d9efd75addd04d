"""Which country a name means."""

import csv
from pathlib import Path

import pytest
from django.conf import settings

from toolkits.countries.names import ALIASES, Names, key

SHIPPED = Path(settings.BASE_DIR) / "library" / "country-data" / "countries.csv"
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def names(rows: list[dict[str, str]]) -> Names:
    return Names((row["iso3"], [row[f"name_{code}"] for code in LANGUAGES]) for row in rows)


@pytest.mark.parametrize(
    ("written", "iso3"),
    [
        ("Fiji ", "FJI"),
        ("Côte d'Ivoire", "CIV"),
        ("Cote d’Ivoire", "CIV"),
        ("The Gambia", "GMB"),
        ("gambia", "GMB"),
        ("Lao People’s Democratic Republic", "LAO"),
        ("Türkiye", "TUR"),
        ("Turkiye", "TUR"),
        ("Georgia (Country)", "GEO"),
        ("Czech Republic", "CZE"),
        ("Bolivia", "BOL"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("Dominica", "DMA"),
        ("Congo", "COG"),
        ("فيجي", "FJI"),
        ("斐济", "FJI"),
    ],
)
def test_a_country_is_found_by_its_names(names: Names, written: str, iso3: str) -> None:
    assert names.find(written) == iso3


def test_no_name_means_two_countries(rows: list[dict[str, str]]) -> None:
    owners: dict[str, set[str]] = {}
    for row in rows:
        for code in LANGUAGES:
            owners.setdefault(key(row[f"name_{code}"]), set()).add(row["iso3"])
    for alias, iso3 in ALIASES.items():
        owners.setdefault(key(alias), set()).add(iso3)
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}


def test_every_alias_leads_to_its_country(names: Names) -> None:
    assert [alias for alias, iso3 in ALIASES.items() if names.find(alias) != iso3] == []


def test_an_alias_of_a_country_that_is_not_there_leads_nowhere() -> None:
    assert Names([("FJI", ["Fiji"])]).find("Russia") is None


@pytest.mark.parametrize(
    ("written", "nearest"),
    [("Figi", "Fiji"), ("Tanzanya", "United Republic of Tanzania"), ("Atlantis of Plato", None)],
)
def test_the_nearest_name_is_offered_and_not_taken(
    names: Names, written: str, nearest: str | None
) -> None:
    assert names.find(written) is None
    assert names.nearest(written) == nearest


def test_what_is_missing_is_listed_by_name() -> None:
    names = Names([("FJI", ["Fiji"]), ("TON", ["Tonga"]), ("COK", [""])])
    assert names.missing(["TON"]) == ["Fiji"]
    assert len(names) == 2
    assert "TON" in names
