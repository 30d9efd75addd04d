"""A country is compared with its peers of the day, and with the world only when asked."""

import datetime
from decimal import Decimal

import pytest

from learning.countries.comparing import Comparison, compare, newest
from toolkits.countries.indices import Level, rounded
from toolkits.countries.models import Country, DataSet, Membership, Reading

pytestmark = pytest.mark.usefixtures("shipped")
TODAY = datetime.date(2026, 11, 22)


def of(iso3: str, *asked: str, date: datetime.date = TODAY) -> Comparison:
    return compare(Country.objects.get(pk=iso3), asked=asked or None, date=date)


def chosen(comparison: Comparison) -> list[str]:
    return [peers.key for peers in comparison.chosen]


@pytest.mark.parametrize(
    ("iso3", "expected"),
    [
        ("FJI", ["sids"]),
        ("AFG", ["ldc", "lldc"]),
        ("KIR", ["ldc", "sids"]),
        ("DNK", ["subregion"]),
        ("BGD", ["ldc"]),
    ],
)
def test_the_default_peers_are_the_groups_of_today_or_the_sub_region(
    iso3: str, expected: list[str]
) -> None:
    assert chosen(of(iso3)) == expected


def test_a_status_that_has_ended_makes_no_peers() -> None:
    assert chosen(of("STP", date=datetime.date(2024, 12, 12))) == ["ldc", "sids"]
    assert chosen(of("STP")) == ["sids"]


def test_the_sub_region_and_the_world_are_offered_to_all() -> None:
    offered = of("FJI").offered
    assert [peers.key for peers in offered] == ["sids", "subregion", "world"]
    assert [peers.title for peers in offered[1:]] == ["Melanesia", "World"]
    assert [peers.short for peers in offered] == ["SIDS", "Melanesia", "World"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (("world",), ["sids", "world"]),
        (("", "world"), ["world"]),
        (("",), []),
        (("subregion", "sids"), ["sids", "subregion"]),
        (("lldc", "nonsense"), []),
    ],
)
def test_peers_can_be_asked_for(asked: tuple[str, ...], expected: list[str]) -> None:
    comparison = of("FJI", *asked)
    assert chosen(comparison) == expected
    assert comparison.is_with_world == ("world" in expected)


def test_the_lines_are_the_published_values_and_the_groups_means() -> None:
    comparison = of("FJI")
    latest, earlier = comparison.surveys
    assert (latest.year, earlier.year) == (2024, 2022)
    line = comparison.lines(latest)[0]
    assert (line.index, line.value) == ("egdi", Decimal("0.67544"))
    assert [(found.rounded, found.count) for found in line.means] == [(Decimal("0.541"), 37)]
    assert latest.level("FJI") == Level.HIGH


def test_the_world_is_every_country_of_the_survey() -> None:
    (line, *_rest) = of("DNK", "", "world").lines(newest())
    assert line.means[0].count == 193
    assert rounded(line.means[0].value) == Decimal("0.638")


def test_a_change_is_the_later_less_the_earlier_of_each() -> None:
    change = of("FJI").changes()[0]
    assert change.value == Decimal("0.05194")
    assert [rounded(each) for each in change.means] == [Decimal("0.015")]


def test_one_survey_alone_has_no_changes() -> None:
    DataSet.objects.get(year=2022).delete()
    assert of("FJI").changes() == []


def test_a_country_that_an_survey_lacks_has_no_data_and_no_level() -> None:
    Reading.objects.filter(country="FJI", data_set__year=2024).delete()
    comparison = of("FJI")
    line = comparison.lines(comparison.surveys[0])[0]
    assert line.value is None
    assert line.means[0].count == 36
    assert comparison.surveys[0].level("FJI") is None
    assert comparison.changes()[0].value is None


def test_an_older_data_set_of_a_year_can_be_shown() -> None:
    old = DataSet.objects.create(year=2024, title="old", source="a test", sha256="1")
    fiji = Country.objects.get(pk="FJI")
    assert of("FJI").older == (old,)
    shown = compare(fiji, date=TODAY, data_set=old)
    assert [each.data_set.title[:3] for each in shown.surveys] == ["old", "Uni"]
    assert [each.is_current for each in shown.older] == [True]


def test_a_country_with_no_status_at_all_is_compared_with_its_sub_region() -> None:
    Membership.objects.all().delete()
    assert chosen(of("FJI")) == ["subregion"]
    assert chosen(of("FJI", "world")) == ["subregion", "world"]


def test_without_any_survey_there_is_nothing_to_show() -> None:
    DataSet.objects.all().delete()
    assert newest() is None
    assert of("FJI").surveys == ()
