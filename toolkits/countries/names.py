"""Which country a name means: the names of the table, and those that other files use.

A name is compared without accents, case, punctuation and a leading “the”. It must then be equal:
the nearest name is offered to a person and never taken. This module is pure.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

# Names in the survey's downloads and in daily use that the table of countries does not hold.
ALIASES: Mapping[str, str] = {
    "Bolivia": "BOL",
    "Brunei": "BRN",
    "Burma": "MMR",
    "Cape Verde": "CPV",
    "Congo, Democratic Republic of the": "COD",
    "Congo (Democratic Republic of the)": "COD",
    "Congo (Republic of the)": "COG",
    "Republic of the Congo": "COG",
    "Czech Republic": "CZE",
    "DR Congo": "COD",
    "Democratic Republic of Congo": "COD",
    "East Timor": "TLS",
    "Federated States of Micronesia": "FSM",
    "Gambia (Republic of The)": "GMB",
    "Georgia (Country)": "GEO",
    "Iran": "IRN",
    "Ivory Coast": "CIV",
    "Korea, Republic of": "KOR",
    "Korea (Republic of)": "KOR",
    "South Korea": "KOR",
    "Korea (Democratic People's Republic of)": "PRK",
    "North Korea": "PRK",
    "Lao PDR": "LAO",
    "Laos": "LAO",
    "Macedonia": "MKD",
    "The former Yugoslav Republic of Macedonia": "MKD",
    "Micronesia": "FSM",
    "Moldova": "MDA",
    "Netherlands (Kingdom of the)": "NLD",
    "Russia": "RUS",
    "St. Kitts and Nevis": "KNA",
    "St. Lucia": "LCA",
    "St. Vincent and the Grenadines": "VCT",
    "Swaziland": "SWZ",
    "Syria": "SYR",
    "Tanzania": "TZA",
    "Tanzania (United Republic of)": "TZA",
    "Turkey": "TUR",
    "UAE": "ARE",
    "UK": "GBR",
    "United Kingdom": "GBR",
    "USA": "USA",
    "United States": "USA",
    "Venezuela": "VEN",
    "Vietnam": "VNM",
}


def key(name: str) -> str:
    """Give what two spellings of one name have in common."""
    bare = "".join(
        each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each)
    )
    words = re.sub(r"[\W_]+", " ", bare.casefold()).strip()
    return words.removeprefix("the ")


class Names:
    """The names of countries, each to its iso3 code."""

    def __init__(self, named: Iterable[tuple[str, Iterable[str]]]) -> None:
        """Take each country's code and names, the English one first."""
        self._english: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        for iso3, names in named:
            for name in filter(None, names):
                self._english.setdefault(iso3, name)
                self._codes.setdefault(key(name), iso3)
        for alias, iso3 in ALIASES.items():
            if iso3 in self._english:
                self._codes.setdefault(key(alias), iso3)

    def __contains__(self, iso3: str) -> bool:
        return iso3 in self._english

    def __len__(self) -> int:
        return len(self._english)

    def english(self, iso3: str) -> str:
        return self._english[iso3]

    def find(self, name: str) -> str | None:
        """Give the code of the country of this name, or None."""
        return self._codes.get(key(name))

    def nearest(self, name: str) -> str | None:
        """Give the English name of the country that the name may have meant, or None."""
        matches = get_close_matches(key(name), self._codes, n=1, cutoff=0.6)
        return self._english[self._codes[matches[0]]] if matches else None

    def missing(self, found: Iterable[str]) -> list[str]:
        """Give the English names of the countries that are not among the codes `found`."""
        return sorted(self._english[iso3] for iso3 in self._english.keys() - set(found))
