"""Published values for the EGDI calculator: a country's own, and the means of its peers."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from learning.countries.comparing import compare
from learning.countries.finding import find
from toolkits.countries.indices import Mean
from toolkits.countries.models import Country
from toolkits.instruments.entries import plain

SHOWN = ("osi", "tii", "hci", "egdi")


@dataclass(frozen=True)
class Peers:
    """Countries to compare with: what they are called, how many they are, their mean by index."""

    title: str
    count: int
    means: Mapping[str, Mean]


@dataclass(frozen=True)
class Published:
    """What one Survey says of a country, and the peers it is to be compared with."""

    country: Country
    year: int
    source: str
    values: Mapping[str, Decimal]
    peers: tuple[Peers, ...]

    @property
    def filled_in(self) -> dict[str, str]:
        """Give the values as the EGDI calculator's fields take them."""
        found = {code: plain(value) for code, value in self.values.items()}
        found["published"] = found.pop("egdi")
        edition = _("%(country)s, Survey of %(year)d")
        found["country"] = edition % {"country": self.country.name, "year": self.year}
        return found


def countries() -> dict[str, Country]:
    """Give every country by its code, in the order of the names. One query."""
    found = find(words="", group="", date=timezone.localdate())
    return {country.pk: country for country in found}


def published(country: Country) -> Published | None:
    """Give what the newest Survey says of the country; None where it says nothing."""
    comparison = compare(country, date=timezone.localdate())
    for survey in comparison.surveys[:1]:
        lines = {each.index: each for each in comparison.lines(survey)}
        values = {index: lines[index].value for index in SHOWN}
        known = {index: value for index, value in values.items() if value is not None}
        if len(known) < len(SHOWN):
            return None
        peers = tuple(
            Peers(
                title=each.title,
                count=lines["egdi"].means[place].count,
                means={index: lines[index].means[place] for index in SHOWN},
            )
            for place, each in enumerate(comparison.chosen)
        )
        return Published(country, survey.year, survey.data_set.source, known, peers)
    return None
