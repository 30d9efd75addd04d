"""Countries are found by a part of a name in any language, by code and by group."""

import datetime

import pytest
from django.utils import translation

from learning.countries.finding import find

pytestmark = pytest.mark.usefixtures("shipped")
TODAY = datetime.date(2026, 11, 22)


def codes(words: str = "", group: str = "") -> list[str]:
    return [country.pk for country in find(words=words, group=group, date=TODAY)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("fij", ["FJI"]),
        ("FIDJI", ["FJI"]),
        ("فيجي", ["FJI"]),
        ("斐济", ["FJI"]),
        ("cote d’ivoire", ["CIV"]),
        ("guinea-b", ["GNB"]),
        ("fji", ["FJI"]),
        ("  tonga ", ["TON"]),
        ("zzz", []),
        ("...", []),
    ],
)
def test_a_part_of_a_name_or_a_code_finds(words: str, expected: list[str]) -> None:
    assert codes(words) == expected


def test_nothing_asked_for_is_every_country() -> None:
    assert len(codes()) == 193


def test_a_group_and_words_narrow_together() -> None:
    assert len(codes(group="LDC")) == 44
    assert codes("guinea", group="SIDS") == ["GNB", "PNG"]


def test_countries_stand_in_the_order_of_the_language_in_use() -> None:
    assert codes()[0] == "AFG"
    with translation.override("fr"):
        found = codes()
    assert found.index("ZAF") < found.index("DEU")  # Afrique du Sud, Allemagne
    assert found.index("USA") < found.index("FIN")  # États-Unis, Finlande
