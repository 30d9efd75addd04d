"""What one E-Government Survey says of every country, as plain data, for a page of its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.bundles.store import sha256
from learning.bundles.words import compose, fold
from learning.publishing.exporters.search_index import MARK_LENGTH, Document, Index, terms_of


@dataclass(frozen=True)
class CountryLine:
    """A country. `names`: by language, English among them; `values`: as `CountryTable.indices`."""

    code: str
    names: Mapping[str, str]
    region: str
    rank: int
    values: Sequence[Decimal]

    def name(self, language: str) -> str:
        """Give its name in a language, or in English."""
        return self.names.get(language.partition("-")[0]) or self.names["en"]


@dataclass(frozen=True)
class CountryTable:
    """A survey. `indices`: their short names, as EGDI; `source`: the line to show beside it."""

    year: int
    title: str
    source: str
    licence: str
    indices: Sequence[str]
    lines: Sequence[CountryLine]

    def rows(self, language: str) -> list[tuple[str, CountryLine]]:
        """Give each country with its name, in the order of the names."""
        named = [(line.name(language), line) for line in self.lines]
        return sorted(named, key=lambda row: (fold(compose(row[0])), row[1].code))

    def index(self, language: str, page: str, title: str) -> Index:
        """Give what a search finds on `page`: every country by its names, region and code."""
        documents = list(self._documents(language, page))
        return Index(language, {page: title}, documents)

    def _documents(self, language: str, page: str) -> Iterator[Document]:
        for name, line in self.rows(language):
            terms = terms_of(" ".join([line.code, line.names["en"], line.region]))
            mark = sha256(repr((name, sorted(terms))).encode())[:MARK_LENGTH]
            yield Document(page, line.code, name, (), mark, terms - terms_of(name))
