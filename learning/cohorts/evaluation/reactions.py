"""What people found of a day: four marks and three sentences, without a name.

Whoever fills in the form stands in the record under a number that is made of a key of this server,
the person and the day. So the same person's second form replaces the first, and the record names
nobody. It is dated with the day alone. Forms on paper are counted, and the counts are entered.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.records.attesting import Saying, say
from learning.records.facts import Fact, fact_of, facts_of
from learning.xapi.attestations import Kind, Register

LINES: Sequence[Promise] = (
    _("I did things; I did not only listen"),
    _("I can use it in my own course"),
    _("I could say what I think"),
    _("The time was right for me"),
)
MARKS = (1, 2, 3, 4)  # not at all … fully
GOOD = (3, 4)
TEXTS = ("use", "change", "access")
LEAST = 5  # forms; of fewer nothing is shown, as people could be recognised
ON_PAPER = "paper"
MOST_FORMS = 10_000


@dataclass(frozen=True)
class Line:
    """How many gave each mark, from 1 to 4."""

    label: str | Promise
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def good(self) -> int:
        """How many gave one of the two better marks."""
        return sum(self.counts[mark - 1] for mark in GOOD)


@dataclass(frozen=True)
class Reactions:
    """What people found of one day, or of all. `forms`: how many forms; `texts`: by question.

    Fewer than five forms: `lines` and `texts` are empty. Forms that people filled in themselves are
    added up only if there are five of them: who enters a count of paper knows what it adds.
    """

    forms: int
    lines: tuple[Line, ...]
    texts: Mapping[str, tuple[str, ...]]
    on_paper: int
    is_disputed: bool = False  # two people counted the paper differently, unseen by each other

    @property
    def is_shown(self) -> bool:
        return bool(self.lines)


def day_id(cohort: UUID, day: date) -> UUID:
    """Give the thing that a day's forms are about, the same on every server."""
    return uuid5(cohort, f"day {day.isoformat()}")


def react(cohort: Cohort, day: date, person: UUID, value: Mapping[str, object]) -> None:
    """Take a person's form for a day; a second one replaces the first."""
    nobody = pseudonym(cohort.pk, day, person)
    place = register(cohort, Kind.REACTION, day_id(cohort.pk, day), learner=nobody)
    say([Saying(place, value)], author=nobody, at=datetime.combine(day, time(12), UTC))


def pseudonym(cohort: UUID, day: date, person: UUID) -> UUID:
    """Give who filled in a form: nobody can tell the person from it without this server's key."""
    digest = salted_hmac("learning.cohorts.reactions", f"{cohort} {day} {person}").digest()
    return UUID(bytes=digest[:16], version=4)


@transaction.atomic
def count_paper(
    cohort: Cohort, day: date, counts: Sequence[Sequence[int]], *, author: UUID
) -> None:
    """Enter how many gave each mark in each line, as counted from paper; it replaces the last."""
    place = _paper(cohort.pk, day)
    value = {"counts": [list(line) for line in counts]} if any(map(any, counts)) else None
    say([Saying(place, value)], author=author)


def paper_counts(cohort: Cohort, day: date) -> list[list[int]]:
    """Give the counts that were entered, zeros if none were."""
    entered = fact_of(_paper(cohort.pk, day))
    return _read_counts(entered.value if entered else {})


def other_counts(cohort: Cohort, day: date) -> list[list[list[int]]]:
    """Give what others counted who did not see the counts that stand."""
    entered = fact_of(_paper(cohort.pk, day))
    return [_read_counts(each["value"] or {}) for each in (entered.others if entered else ())]


def reactions_by_day(
    cohort: Cohort, days: Sequence[date], found: Sequence[Fact] | None = None
) -> dict[date, Reactions]:
    """Give what was found of each day. One query, or none where the facts are given."""
    facts = facts_of(cohort.pk, Kind.REACTION) if found is None else found
    things = {day_id(cohort.pk, day): day for day in days}
    told: dict[date, list[Fact]] = {day: [] for day in days}
    for fact in facts:
        if day := things.get(fact.thing):
            told[day].append(fact)
    return {day: summed(facts) for day, facts in told.items()}


def summed(facts: Iterable[Fact]) -> Reactions:
    """Add up forms, filled in here and counted from paper."""
    forms = list(facts)
    filled = [fact for fact in forms if fact.part != ON_PAPER]
    papers = [_counts_of(fact) for fact in forms if fact.part == ON_PAPER]
    on_paper = sum(max(map(sum, paper), default=0) for paper in papers)
    is_disputed = any(fact.is_contested for fact in forms if fact.part == ON_PAPER)
    number = len(filled) + on_paper
    shown = filled if len(filled) >= LEAST else []
    if len(shown) + on_paper < LEAST:
        return Reactions(number, (), {}, on_paper, is_disputed)
    marks = [_marks_of(fact) for fact in shown]
    lines = tuple(
        Line(label, tuple(_count(place, mark, marks, papers) for mark in MARKS))
        for place, label in enumerate(LINES)
    )
    return Reactions(number, lines, _texts_of(shown), on_paper, is_disputed)


def summed_over(facts: Iterable[Fact]) -> Reactions:
    """Add up the forms of all days, so that no day's few forms are what is left of the sum.

    Days of fewer than five forms are in it only if they have five together.
    """
    days: dict[UUID, list[Fact]] = defaultdict(list)
    for fact in facts:
        days[fact.thing].append(fact)
    many = [fact for day in days.values() if _filled(day) >= LEAST for fact in day]
    few = [fact for day in days.values() if _filled(day) < LEAST for fact in day]
    papers = [fact for fact in few if fact.part == ON_PAPER]
    found = summed([*many, *(few if _filled(few) >= LEAST else papers)])
    return replace(found, forms=summed([*many, *few]).forms)


def _filled(facts: Iterable[Fact]) -> int:
    return sum(fact.part != ON_PAPER for fact in facts)


def _paper(cohort: UUID, day: date) -> Register:
    return register(cohort, Kind.REACTION, day_id(cohort, day), part=ON_PAPER)


def _count(
    place: int,
    mark: int,
    marks: Sequence[Sequence[int]],
    papers: Sequence[Sequence[Sequence[int]]],
) -> int:
    filled = sum(each[place] == mark for each in marks)
    return filled + sum(paper[place][mark - 1] for paper in papers)


def _marks_of(fact: Fact) -> list[int]:
    """Give a mark a line, 0 where none is readable: a newer version may ask other lines."""
    given = fact.value.get("marks")
    marks = given if isinstance(given, list) else []
    read = [mark if mark in MARKS and mark is not True else 0 for mark in marks]
    return (read + [0] * len(LINES))[: len(LINES)]


def _counts_of(fact: Fact) -> list[list[int]]:
    return _read_counts(fact.value or {})


def _read_counts(value: Mapping[str, Any]) -> list[list[int]]:
    given = value.get("counts")
    lines = given if isinstance(given, list) else []
    read = [_line_of(line) for line in lines]
    return (read + [[0] * len(MARKS) for _line in LINES])[: len(LINES)]


def _line_of(line: object) -> list[int]:
    counts = line if isinstance(line, list) else []
    read = [count if type(count) is int and 0 <= count <= MOST_FORMS else 0 for count in counts]
    return (read + [0] * len(MARKS))[: len(MARKS)]


def _texts_of(facts: Sequence[Fact]) -> dict[str, tuple[str, ...]]:
    """Give the sentences by question, in the order of the alphabet, which tells no story."""
    found: dict[str, tuple[str, ...]] = {}
    for name in TEXTS:
        texts = {str(fact.value.get(name) or "").strip() for fact in facts}
        found[name] = tuple(sorted(texts - {""}, key=str.casefold))
    return found
