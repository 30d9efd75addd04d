"""The cascade: cohorts whose trainers were trained in other cohorts, and how many they reached.

At each level stand the cohorts, the people trained in them (each counted once a level), and the
courses taught by the people of the level above with those whom they reached. Courses are counts
that people wrote down, so somebody who came to two courses is counted twice.

The levels follow from the rows and facts alone, so they are the same on every server.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery

from learning.accounts.models import User
from learning.cohorts.cascade.teaching_log import reach_in
from learning.cohorts.models import Cohort, Membership
from learning.records.summing import values_told
from learning.xapi.attestations import Kind

SHOWN_LEVELS = 20  # of the drawn tree


@dataclass(frozen=True)
class Reach:
    """Courses that people taught, and whom they reached. other: neither women nor men."""

    courses: int = 0
    women: int = 0
    men: int = 0
    other: int = 0

    @property
    def people(self) -> int:
        return self.women + self.men + self.other

    def __add__(self, more: "Reach") -> "Reach":
        return Reach(
            self.courses + more.courses,
            self.women + more.women,
            self.men + more.men,
            self.other + more.other,
        )


@dataclass(frozen=True)
class Branch:
    """A cohort in the tree. trained: people in it; reach: of courses that its people taught."""

    id: UUID
    name: str
    code: str
    starts: date
    led_by: str
    trained: int
    reach: Reach
    branches: tuple["Branch", ...] = ()


@dataclass(frozen=True)
class Level:
    """One level of the cascade, from 1. trained: people, each once."""

    number: int
    cohorts: int
    trained: int
    reach: Reach


@dataclass(frozen=True)
class Tree:
    """The cascade below some cohorts. Levels are counted from the first of them."""

    branches: tuple[Branch, ...]
    levels: tuple[Level, ...]


class _Row(NamedTuple):
    name: str
    code: str
    starts: date
    parent: UUID | None
    led_by: str | None
    size: int


@dataclass(frozen=True)
class _Known:
    """What there is besides the rows: courses by cohort, and who is in several cohorts."""

    reach: Mapping[UUID, Reach]
    several: Mapping[UUID, set[UUID]]


def tree_of(cohort: Cohort | None = None, *, among: Iterable[UUID] | None = None) -> Tree:
    """Give the cascade below a cohort, or below several (`among`), or all there is.

    Three queries, whatever there is.
    """
    rows = _rows()
    wanted = {cohort.pk} if cohort else set(rows if among is None else among) & rows.keys()
    levels = _levels(rows, wanted)
    known = _known({key for level in levels for key in level})
    return Tree(_branches(levels, rows, known), tuple(_summed(levels, rows, known)))


def _rows() -> dict[UUID, _Row]:
    leader = User.objects.filter(pk=OuterRef("led_by")).values("name")
    found = Cohort.objects.with_size().annotate(leader=Subquery(leader))
    columns = found.order_by("starts", "name", "pk").values_list(
        "pk", "name", "code", "starts", "parent", "leader", "size"
    )
    return {row[0]: _Row(*row[1:]) for row in columns}


def _levels(rows: Mapping[UUID, _Row], wanted: set[UUID]) -> list[list[UUID]]:
    """Give the wanted cohorts and all below them, level by level, each once.

    Above the first level nothing is wanted. Of a circle, which only damage makes, one stands first.
    """
    children = _children(rows)
    tops = [key for key in rows if key in wanted and not _is_below(key, rows, wanted)]
    while True:
        levels = _down(tops, children)
        lost = wanted.difference(*levels)
        if not lost:
            return levels
        tops.append(min(lost))


def _is_below(key: UUID, rows: Mapping[UUID, _Row], wanted: Collection[UUID]) -> bool:
    seen = {key}
    parent = rows[key].parent
    while parent in rows and parent not in seen and parent is not None:
        if parent in wanted:
            return True
        seen.add(parent)
        parent = rows[parent].parent
    return False


def _children(rows: Mapping[UUID, _Row]) -> dict[UUID, list[UUID]]:
    children: dict[UUID, list[UUID]] = defaultdict(list)
    for key, row in rows.items():
        if row.parent is not None:
            children[row.parent].append(key)
    return children


def _down(tops: Sequence[UUID], children: Mapping[UUID, Sequence[UUID]]) -> list[list[UUID]]:
    levels: list[list[UUID]] = []
    level = list(tops)
    seen = set(level)
    while level:
        levels.append(level)
        below = dict.fromkeys(child for key in level for child in children.get(key, ()))
        level = [child for child in below if child not in seen]
        seen.update(level)
    return levels


def _known(shown: Collection[UUID]) -> _Known:
    reach: dict[UUID, Reach] = defaultdict(Reach)
    for key, value in values_told(Kind.TAUGHT):
        if key in shown:
            reach[key] += Reach(1, *reach_in(value))
    return _Known(reach, _in_several())


def _in_several() -> dict[UUID, set[UUID]]:
    """Give cohort → those of its people who are in another one too; most people are in one."""
    present = Membership.objects.present().order_by()
    often = present.values("learner").annotate(times=Count("pk")).filter(times__gt=1)
    several: dict[UUID, set[UUID]] = defaultdict(set)
    pairs = present.filter(learner__in=often.values("learner"))
    for key, learner in pairs.values_list("cohort", "learner"):
        several[key].add(learner)
    return several


def _branches(
    levels: Sequence[Sequence[UUID]], rows: Mapping[UUID, _Row], known: _Known
) -> tuple[Branch, ...]:
    """Build the tree from its deepest level up; what lies deeper than is shown, levels count."""
    built: dict[UUID, list[Branch]] = {}
    branches: list[Branch] = []
    for level in reversed(levels[:SHOWN_LEVELS]):
        branches = [_branch(key, rows[key], known, built.get(key, [])) for key in level]
        built = defaultdict(list)
        for key, branch in zip(level, branches, strict=True):
            if (parent := rows[key].parent) is not None:
                built[parent].append(branch)
    return tuple(branches)


def _branch(key: UUID, row: _Row, known: _Known, below: Iterable[Branch]) -> Branch:
    return Branch(
        id=key,
        name=row.name,
        code=row.code,
        starts=row.starts,
        led_by=row.led_by or "",
        trained=row.size,
        reach=known.reach.get(key, Reach()),
        branches=tuple(below),
    )


def _summed(
    levels: Sequence[Sequence[UUID]], rows: Mapping[UUID, _Row], known: _Known
) -> Iterator[Level]:
    above: Sequence[UUID] = []
    for number, level in enumerate([*levels, []], start=1):
        reach = sum((known.reach.get(key, Reach()) for key in above), Reach())
        if level or reach.courses:
            yield Level(number, len(level), _people(level, rows, known), reach)
        above = level


def _people(level: Sequence[UUID], rows: Mapping[UUID, _Row], known: _Known) -> int:
    """Count who was trained in these cohorts, each once."""
    several = [known.several.get(key, set()) for key in level]
    once = sum(rows[key].size for key in level) - sum(map(len, several))
    return once + len(set().union(*several))
