"""A country's line beside the means of its peers.

The peers are those of its groups today, or of its sub-region where it is in none: small and least
developed countries are not to be measured against rich ones unless somebody asks for it. The means
count every country once, this one among them, and take for every survey who is in the group today.
Nothing is stored here; a comparison is made from five queries.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from toolkits.countries.indices import INDICES, Level, Mean, change, level, mean
from toolkits.countries.models import Country, DataSet, Membership, Reading

WORLD = "world"
SUBREGION = "subregion"
Values = Mapping[str, Decimal]


@dataclass(frozen=True)
class SurveyFigures:
    """What one survey says: `values` by country and index, `ranks` by country."""

    data_set: DataSet
    values: Mapping[str, Values]
    ranks: Mapping[str, int]

    @property
    def year(self) -> int:
        return self.data_set.year

    def value(self, iso3: str, index: str) -> Decimal | None:
        return self.values.get(iso3, {}).get(index)

    def mean(self, codes: Collection[str] | None, index: str) -> Mean:
        """Give the mean of these countries, or of all."""
        return mean(self.value(iso3, index) for iso3 in (self.values if codes is None else codes))

    def level(self, iso3: str) -> Level | None:
        egdi = self.value(iso3, "egdi")
        return None if egdi is None else level(egdi)


@dataclass(frozen=True)
class Peers:
    """Countries to compare with. `codes`: who they are, None for all of the world."""

    key: str
    title: str
    codes: frozenset[str] | None
    is_chosen: bool = False
    group: str = ""

    @property
    def short(self) -> str:
        """The group's abbreviation, or the title: for the narrow columns of a table."""
        return self.group or self.title


@dataclass(frozen=True)
class Line:
    """One index of one survey: the country's value and the mean of each of the chosen peers."""

    index: str
    value: Decimal | None
    means: tuple[Mean, ...]


@dataclass(frozen=True)
class Change:
    """One index between two surveys: of the country, and of the means of the chosen peers."""

    index: str
    value: Decimal | None
    means: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Comparison:
    """What a country's page shows. `surveys`: the newest first."""

    country: Country
    surveys: tuple[SurveyFigures, ...]
    offered: tuple[Peers, ...]
    statuses: tuple[Membership, ...]
    older: tuple[DataSet, ...] = field(default=())

    @property
    def chosen(self) -> tuple[Peers, ...]:
        return tuple(peers for peers in self.offered if peers.is_chosen)

    @property
    def is_with_world(self) -> bool:
        return any(peers.key == WORLD for peers in self.chosen)

    def lines(self, survey: SurveyFigures) -> list[Line]:
        """Give every index of one survey."""
        return [
            Line(
                index,
                survey.value(self.country.pk, index),
                tuple(survey.mean(peers.codes, index) for peers in self.chosen),
            )
            for index in INDICES
        ]

    def changes(self) -> list[Change]:
        """Give what differs between the two newest surveys, or nothing where there is one."""
        if len(self.surveys) < 2:
            return []
        later, earlier = map(self.lines, self.surveys[:2])
        return [
            Change(
                now.index,
                change(then.value, now.value),
                tuple(
                    change(before.value, after.value)
                    for before, after in zip(then.means, now.means, strict=True)
                ),
            )
            for then, now in zip(earlier, later, strict=True)
        ]


def compare(
    country: Country,
    *,
    asked: Collection[str] | None = None,
    date: datetime.date,
    data_set: DataSet | None = None,
) -> Comparison:
    """Compare a country with its peers of that day.

    `asked`: keys of peers such as `sids`; None for the default ones. `data_set`: shown in place of
    the current one of its year.
    """
    statuses = list(Membership.objects.filter(country=country))
    offered = _offered(country, _groups(date))
    keys = {peers.key for peers in offered if peers.key != WORLD}
    own = {peers.key for peers in offered if peers.group} or keys
    chosen = _chosen(asked, own)
    marked = tuple(
        Peers(each.key, each.title, each.codes, each.key in chosen, each.group) for each in offered
    )
    sets = list(DataSet.objects.all())
    shown = _shown(sets, data_set)
    return Comparison(
        country,
        tuple(read_surveys(shown)),
        marked,
        tuple(statuses),
        tuple(each for each in sets if each not in shown),
    )


def _chosen(asked: Collection[str] | None, own: Collection[str]) -> set[str]:
    """Give the keys asked for. The world alone, with no word on the peers, is added to them."""
    if asked is None:
        return set(own)
    return {WORLD, *own} if set(asked) == {WORLD} else set(asked)


def _groups(date: datetime.date) -> dict[str, frozenset[str]]:
    """Give who is in which group on that day."""
    found: dict[str, set[str]] = {}
    pairs = Membership.objects.on(date).values_list("group", "country_id")
    for group, iso3 in pairs:
        found.setdefault(group, set()).add(iso3)
    return {group: frozenset(codes) for group, codes in found.items()}


def _offered(country: Country, groups: Mapping[str, frozenset[str]]) -> list[Peers]:
    own = [
        Peers(group.lower(), str(Membership.Group(group).label), codes, group=group)
        for group, codes in sorted(groups.items())
        if country.pk in codes
    ]
    neighbours = Country.objects.filter(subregion=country.subregion).values_list("pk", flat=True)
    subregion = Peers(SUBREGION, _(country.subregion), frozenset(neighbours))
    return [*own, subregion, Peers(WORLD, _("World"), None)]


def _shown(sets: Iterable[DataSet], asked: DataSet | None) -> list[DataSet]:
    """Give one data set a year, the newest year first."""
    shown = {each.year: each for each in sets if each.is_current}
    if asked:
        shown[asked.year] = asked
    return [shown[year] for year in sorted(shown, reverse=True)]


def read_surveys(sets: Collection[DataSet]) -> list[SurveyFigures]:
    """Read the figures of these data sets, in their order, with one query."""
    values: dict[int, dict[str, Values]] = {each.pk: {} for each in sets}
    ranks: dict[int, dict[str, int]] = {each.pk: {} for each in sets}
    readings = Reading.objects.filter(data_set__in=[each.pk for each in sets]).order_by()
    for pk, iso3, rank, *shares in readings.values_list(
        "data_set_id", "country_id", "rank", *INDICES
    ):
        values[pk][iso3] = dict(zip(INDICES, shares, strict=True))
        ranks[pk][iso3] = rank
    return [SurveyFigures(each, values[each.pk], ranks[each.pk]) for each in sets]


def newest() -> SurveyFigures | None:
    """Give the newest survey that is shown, or None where none was brought."""
    current = DataSet.objects.filter(is_current=True).first()
    return read_surveys([current])[0] if current else None
