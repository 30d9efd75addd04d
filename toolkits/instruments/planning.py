"""From gaps to a plan: at most four priorities, each with somebody who answers for it.

Four is the number that the expert group meeting of 2019 worked with: a plan with more is a wish
list (see the guide “From findings to four priorities”).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from toolkits.instruments.definition import Assessment, Dimension, Question
from toolkits.instruments.entries import is_date
from toolkits.instruments.errors import Fault, gettext_noop
from toolkits.instruments.numbers import rounded
from toolkits.instruments.scoring import PLACES, Result

MOST_PRIORITIES = 4
MOST_OF_A_DIMENSION = 2

TOO_MANY = gettext_noop("A plan has at most %(most)d priorities; here are %(count)d.")
NEEDED: dict[str, str] = {
    "priority": gettext_noop("Say what shall be done."),
    "owner": gettext_noop("Say who answers for this: an office and a role."),
    "date": gettext_noop("Write the date by which it is done."),
    "indicator": gettext_noop("Say what you will count."),
}
NOT_A_DATE = gettext_noop("Write a date as year-month-day, such as 2027-03-01.")
PAST = gettext_noop("This date has passed. Choose a day that is still to come.")


@dataclass(frozen=True)
class Priority:
    """A gap worth closing first. `adds`: exact percent that closing it adds to the total."""

    question: Question
    dimension: Dimension
    adds: Fraction

    @property
    def percent(self) -> Decimal:
        return rounded(self.adds, PLACES)


@dataclass(frozen=True)
class PlanRow:
    """One priority of an action plan, as it was filled in.

    `owner`: office and role, not a name; `date`: as 2027-03-01; `indicator`: what is counted;
    `baseline`: the number today; `day_30`, `day_90`: what shall be true then.
    """

    priority: str
    owner: str = ""
    date: str = ""
    indicator: str = ""
    baseline: str = ""
    day_30: str = ""
    day_90: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(text.strip() for text in astuple(self))


def priorities(
    assessment: Assessment, result: Result, most: int = MOST_PRIORITIES
) -> tuple[Priority, ...]:
    """Give the gaps that add most to the total, at most two of one dimension.

    Only questions answered no are gaps: one that is not answered is to be answered first.
    """
    chosen: list[Priority] = []
    taken: Counter[str] = Counter()
    for gap in result.gaps:
        if len(chosen) < most and taken[gap.dimension.code] < MOST_OF_A_DIMENSION:
            chosen.append(Priority(gap.question, gap.dimension, gap.adds))
            taken[gap.dimension.code] += 1
    return tuple(chosen)


def check_plan(rows: Sequence[PlanRow], *, today: date) -> tuple[Fault, ...]:
    """Give every fault of a plan. Paths are such as `rows[1].owner`; empty rows are left aside."""
    filled = [(place, row) for place, row in enumerate(rows) if not row.is_empty]
    faults = [fault for place, row in filled for fault in _row_faults(place, row, today)]
    if len(filled) > MOST_PRIORITIES:
        values = {"most": MOST_PRIORITIES, "count": len(filled)}
        faults.insert(0, Fault("rows", TOO_MANY, values))
    return tuple(faults)


def _row_faults(place: int, row: PlanRow, today: date) -> Iterator[Fault]:
    for name, sentence in NEEDED.items():
        if not getattr(row, name).strip():
            yield Fault(f"rows[{place}].{name}", sentence)
    when = row.date.strip()
    if when and not is_date(when):
        yield Fault(f"rows[{place}].date", NOT_A_DATE)
    elif when and date.fromisoformat(when) < today:
        yield Fault(f"rows[{place}].date", PAST)
