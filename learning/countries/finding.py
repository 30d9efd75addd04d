"""Finding countries: by a part of a name in any language, by code, by group."""

import datetime
from collections.abc import Iterable

from toolkits.countries.models import Country
from toolkits.countries.names import key


def find(*, words: str, group: str, date: datetime.date) -> list[Country]:
    """Give the countries that fit, in the order of their names in the language in use.

    `words`: a part of any of the names, or a code; empty for all. `group`: such as `SIDS`; empty
    for all. `date`: the day on which they are in the group.
    """
    found: Iterable[Country] = Country.objects.all()
    if group:
        found = Country.objects.in_group(group, date)
    if words.strip():
        found = [country for country in found if _fits(country, words)]
    return sorted(found, key=lambda country: key(country.name))


def _fits(country: Country, words: str) -> bool:
    wanted = key(words)
    if wanted.upper() in (country.iso3, country.iso2):
        return True
    return bool(wanted) and any(wanted in key(name) for name in country.names)
