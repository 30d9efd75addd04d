"""What a country, its groups and its readings know of themselves."""

import datetime

import pytest
from django.db import IntegrityError
from django.utils import translation

from toolkits.countries.indices import Level
from toolkits.countries.models import Country, DataSet, Membership, Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiji() -> Country:
    return Country.objects.create(
        iso3="FJI",
        iso2="FJ",
        m49="242",
        name_en="Fiji",
        name_fr="Fidji",
        name_ar="فيجي",
        region="Oceania",
        subregion="Melanesia",
        is_un_member=True,
    )


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def member(country: Country, **fields: object) -> Membership:
    return Membership.objects.create(country=country, group="LDC", source="a test", **fields)


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Fiji"), ("fr", "Fidji"), ("ar", "فيجي"), ("pt-br", "Fiji")]
)
def test_a_country_is_named_in_the_language_in_use(fiji: Country, language: str, name: str) -> None:
    with translation.override(language):
        assert str(fiji) == name
    assert fiji.names == ["Fiji", "Fidji", "فيجي"]


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (None, None, True),
        ("2024-12-13", None, True),
        ("2024-12-14", None, False),
        (None, "2024-12-13", False),
        (None, "2024-12-14", True),
        ("2020-01-01", "2024-12-13", False),
    ],
)
def test_a_membership_holds_from_its_first_day_and_no_longer_on_its_last(
    fiji: Country, since: str | None, until: str | None, holds: bool
) -> None:
    dates = {"since": since and day(since), "until": until and day(until)}
    member(fiji, **dates)
    date = day("2024-12-13")
    assert Membership.objects.on(date).exists() is holds
    assert Country.objects.in_group("LDC", date).exists() is holds
    assert not Country.objects.in_group("SIDS", date).exists()


def test_a_membership_cannot_end_before_it_begins(fiji: Country) -> None:
    with pytest.raises(IntegrityError):
        member(fiji, since=day("2024-01-02"), until=day("2024-01-01"))


def test_only_one_data_set_of_a_year_is_shown() -> None:
    DataSet.objects.create(year=2024, title="a", source="b", sha256="1", is_current=True)
    DataSet.objects.create(year=2024, title="a", source="b", sha256="2")
    with pytest.raises(IntegrityError):
        DataSet.objects.create(year=2024, title="a", source="b", sha256="3", is_current=True)


def test_a_reading_is_from_0_to_1_and_knows_its_level(fiji: Country) -> None:
    data_set = DataSet.objects.create(year=2024, title="a", source="b", sha256="1")
    shares = dict.fromkeys(("egdi", "osi", "tii", "hci", "epi"), 1)
    reading = Reading(data_set=data_set, country=fiji, rank=1, **shares)
    assert reading.level == Level.VERY_HIGH
    reading.epi = 2
    with pytest.raises(IntegrityError):
        reading.save()


def test_each_is_told_in_a_word(fiji: Country) -> None:
    data_set = DataSet(year=2024, title="Survey")
    assert str(data_set) == "Survey (2024)"
    assert str(member(fiji)) == "FJI LDC"
    assert str(Reading(country=fiji, egdi="0.5")) == "FJI 0.5"
