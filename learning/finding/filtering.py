"""The filters beside a search. Each choice says how much it would leave, the others given."""

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from learning.finding.models import EntryKind, Level
from toolkits import sdg

SDG_CODE = re.compile(r"^\d{1,2}\.[0-9a-z]{1,2}$")
MINUTES = (5, 10, 20, 40, 60)
LONGEST = 40  # characters of a value that is told back


class Fact(NamedTuple):
    """What filters and order need to know of an entry; the fields of `Entry` of these names.

    What filters look at stands between the first and the last.
    """

    pk: int
    kind: str
    language: str
    minutes: int
    level: str
    sdg_targets: str
    title: str


@dataclass(frozen=True)
class Choice:
    """One value of a filter. `language`: of its words, where that is not the reader's."""

    value: str
    words: str
    count: int
    is_chosen: bool
    language: str = ""


@dataclass(frozen=True)
class Field:
    """A filter as a field of the form."""

    name: str
    words: str
    choices: tuple[Choice, ...]


class Filter(ABC):
    """One thing that can be filtered by. `name`: its parameter in the address."""

    name: str

    @property
    @abstractmethod
    def words(self) -> str: ...

    @abstractmethod
    def is_known(self, value: str) -> bool:
        """Whether `value` means anything here; else it is ignored, and that is said."""

    @abstractmethod
    def values(self, fact: Fact) -> Iterable[str]:
        """Give the values under which an entry is found."""

    @abstractmethod
    def label(self, value: str) -> str: ...

    def order(self, value: str) -> object:
        return value

    def language(self, value: str) -> str:
        return ""


class _Kind(Filter):
    name = "kind"

    @property
    def words(self) -> str:
        return _("Kind")

    def is_known(self, value: str) -> bool:
        return value in EntryKind

    def values(self, fact: Fact) -> Iterable[str]:
        return (fact.kind,)

    def label(self, value: str) -> str:
        return str(EntryKind(value).label)

    def order(self, value: str) -> object:
        return list(EntryKind).index(EntryKind(value))


class _Language(Filter):
    name = "language"

    @property
    def words(self) -> str:
        return _("Language")

    def is_known(self, value: str) -> bool:
        return value in LANG_INFO

    def values(self, fact: Fact) -> Iterable[str]:
        return (fact.language,)

    def label(self, value: str) -> str:
        return language_name(value)

    def language(self, value: str) -> str:
        return value


class _Minutes(Filter):
    name = "minutes"

    @property
    def words(self) -> str:
        return _("Time")

    def is_known(self, value: str) -> bool:
        return value in map(str, MINUTES)

    def values(self, fact: Fact) -> Iterable[str]:
        return [str(most) for most in MINUTES if fact.minutes <= most]

    def label(self, value: str) -> str:
        most = int(value)
        return ngettext("up to %(n)d minute", "up to %(n)d minutes", most) % {"n": most}

    def order(self, value: str) -> object:
        return int(value)


class _Level(Filter):
    name = "level"

    @property
    def words(self) -> str:
        return _("Level of government")

    def is_known(self, value: str) -> bool:
        return value in Level

    def values(self, fact: Fact) -> Iterable[str]:
        return (fact.level,) if fact.level else ()

    def label(self, value: str) -> str:
        return str(Level(value).label)


class _Sdg(Filter):
    name = "sdg"

    @property
    def words(self) -> str:
        return _("SDG target")

    def is_known(self, value: str) -> bool:
        return bool(SDG_CODE.match(value))

    def values(self, fact: Fact) -> Iterable[str]:
        return fact.sdg_targets.split()

    def label(self, value: str) -> str:
        target = sdg.target(value)
        return f"{value} · {target.short(_language_in_use()).text}" if target else value

    def order(self, value: str) -> object:
        return sdg.in_order(value)

    def language(self, value: str) -> str:
        target = sdg.target(value)
        return target.short(_language_in_use()).language if target else ""


FILTERS: Sequence[Filter] = (_Kind(), _Language(), _Sdg(), _Minutes(), _Level())


@dataclass(frozen=True)
class Chosen:
    """What is filtered by, by the names of the filters. `ignored`: values that mean nothing."""

    values: Mapping[str, str]
    ignored: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.values)


def choose(parameters: Mapping[str, str]) -> Chosen:
    """Read the filters from an address's `parameters`."""
    asked = {each.name: parameters.get(each.name, "").strip() for each in FILTERS}
    values = {each.name: asked[each.name] for each in FILTERS if each.is_known(asked[each.name])}
    ignored = [value[:LONGEST] for name, value in asked.items() if value and name not in values]
    return Chosen(values, tuple(ignored))


def apply(chosen: Chosen, facts: Iterable[Fact]) -> tuple[list[Fact], list[Field]]:
    """Give those of `facts` that all filters leave, and the filters with their counts."""
    left: list[Fact] = []
    counts: dict[str, Counter[str]] = {each.name: Counter() for each in FILTERS}
    for alike in _alike(facts):
        values = {each.name: each.values(alike[0]) for each in FILTERS}
        failed = [name for name, value in chosen.values.items() if value not in values[name]]
        if not failed:
            left.extend(alike)
        if len(failed) < 2:
            # What one filter alone keeps out is what its other choices would show.
            for name in failed or counts:
                for value in values[name]:
                    counts[name][value] += len(alike)
    return left, [_field(each, counts[each.name], chosen) for each in FILTERS]


def _alike(facts: Iterable[Fact]) -> Iterable[list[Fact]]:
    """Give `facts` in lists of those that every filter takes alike: few, of thousands."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        groups.setdefault(fact[1:-1], []).append(fact)
    return groups.values()


def _field(filter_: Filter, counts: Counter[str], chosen: Chosen) -> Field:
    value = chosen.values.get(filter_.name, "")
    occurring = sorted({*counts, value} - {""}, key=filter_.order)  # type: ignore[arg-type]
    choices = (
        Choice(each, filter_.label(each), counts[each], each == value, filter_.language(each))
        for each in occurring
        if filter_.is_known(each)
    )
    return Field(filter_.name, filter_.words, tuple(choices))


def language_name(code: str) -> str:
    """Give a language's name in itself, or its code where nobody told its name."""
    return str(LANG_INFO.get(code, {}).get("name_local", code))


def _language_in_use() -> str:
    return get_language() or "en"
