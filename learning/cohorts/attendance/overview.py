"""Attendance over all half days: the table on screen, and the same as a file."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from learning.cohorts.agenda.sessions import HalfDay
from learning.cohorts.attendance.marks import Attendance, Mark, Register, State
from learning.cohorts.models import Cohort, Membership

SIGNS = {State.PRESENT: "✓", State.ABSENT: "✗", State.EXCUSED: "○"}
UNMARKED, CONTESTED = "·", "?"


@dataclass(frozen=True)
class Person:
    """A row of the table. `marks`: one for each half day, none where nobody marked."""

    member: int
    name: str
    code: str
    organisation: str
    marks: tuple[Mark | None, ...]
    attendance: Attendance

    @property
    def signs(self) -> str:
        """Give a sign for each half day, in order."""
        return "".join(map(sign, self.marks))


@dataclass(frozen=True)
class Count:
    """How many people are what in a half day."""

    half_day: HalfDay
    present: int
    absent: int
    excused: int
    unmarked: int
    contested: int
    counts: bool

    @property
    def is_marked(self) -> bool:
        return bool(self.present or self.absent or self.excused)


def sign(mark: Mark | None) -> str:
    """Give the sign of a mark; a question mark where people said different things."""
    if mark is None:
        return UNMARKED
    return CONTESTED if mark.is_contested else SIGNS[mark.state]


def people(cohort: Cohort, register: Register) -> list[Person]:
    """Give a row for everybody who is in the cohort, by name. One query."""
    members = cohort.memberships.present().select_related("learner")
    return [_person(each, register) for each in members]


def counts(register: Register, rows: Sequence[Person]) -> list[Count]:
    """Give how many of these people are what, half day by half day."""
    return [
        _count(half_day, [row.marks[place] for row in rows], half_day.id in register.counted)
        for place, half_day in enumerate(register.half_days)
    ]


def heading(half_days: Iterable[HalfDay]) -> list[str]:
    """Give the heads of the table as a file."""
    fixed = [_("Name"), _("Learner code"), _("Institution")]
    days = [f"{each.date.isoformat()} {each.half}" for each in half_days]
    return [*fixed, *days, _("Present"), _("Half days"), _("Percent")]


def file_rows(rows: Iterable[Person]) -> Iterator[list[object]]:
    """Give the rows of the table as a file, marks in words."""
    for row in rows:
        marks = [_in_words(mark) for mark in row.marks]
        told = (row.attendance.present, row.attendance.of, row.attendance.percent)
        yield [row.name, row.code, row.organisation, *marks, *told]


def _in_words(mark: Mark | None) -> str:
    if mark is None:
        return ""
    if not mark.is_contested:
        return str(mark.state.label)
    said = [str(each.state.label) for each in (mark, *mark.others)]
    return " / ".join(dict.fromkeys(said))


def _person(member: Membership, register: Register) -> Person:
    learner: UUID = member.learner_id
    return Person(
        member=member.pk,
        name=str(member.learner),
        code=member.learner.learner_code,
        organisation=member.learner.organisation,
        marks=tuple(register.mark(learner, each.id) for each in register.half_days),
        attendance=register.of(learner),
    )


def _count(half_day: HalfDay, marks: Sequence[Mark | None], is_counted: bool) -> Count:
    states = Counter(mark.state if mark else None for mark in marks)
    return Count(
        half_day=half_day,
        present=states[State.PRESENT],
        absent=states[State.ABSENT],
        excused=states[State.EXCUSED],
        unmarked=states[None],
        contested=sum(mark.is_contested for mark in marks if mark),
        counts=is_counted,
    )
