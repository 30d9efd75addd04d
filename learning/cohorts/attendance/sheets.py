"""The sheet of a half day: one row a person, and what a filled-in form says.

The form says what stood when it was shown (`seen`). Only what the person at the sheet changed is
marked, so two people at the same sheet do not undo each other's marks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from learning.cohorts.agenda.sessions import HalfDay
from learning.cohorts.attendance.marks import Mark, Register, State
from learning.cohorts.models import Cohort

LETTERS: Mapping[str, State] = {"p": State.PRESENT, "a": State.ABSENT, "e": State.EXCUSED}
LETTER_OF: Mapping[State, str] = {state: letter for letter, state in LETTERS.items()}
SEEN, REST = "seen", "rest"  # fields of the form


@dataclass(frozen=True)
class Line:
    """A person on the sheet. `letter`: of the mark that stands undisputed, or empty."""

    member: int
    name: str
    learner: UUID
    mark: Mark | None

    @property
    def letter(self) -> str:
        is_settled = self.mark is not None and not self.mark.is_contested
        return LETTER_OF[self.mark.state] if self.mark and is_settled else ""


def lines_of(cohort: Cohort, register: Register, half_day: HalfDay) -> list[Line]:
    """Give a line for everybody who is in the cohort or was marked in this half day. One query."""
    members = cohort.memberships.select_related("learner")
    return [
        Line(each.pk, str(each.learner), each.learner_id, mark)
        for each in members
        if (mark := register.mark(each.learner_id, half_day.id)) or each.left is None
    ]


def seen(lines: Iterable[Line]) -> str:
    """Write down what the lines show: `12p 13a`."""
    return " ".join(f"{line.member}{line.letter}" for line in lines if line.letter)


def read_sheet(posted: Mapping[str, str], lines: Iterable[Line]) -> dict[UUID, State]:
    """Give what is to be marked, by learner. What cannot be read is left as it is."""
    before = {each[:-1]: each[-1] for each in posted.get(SEEN, "").split()}
    changed: dict[UUID, State] = {}
    for line in lines:
        chosen = posted.get(str(line.member)) or _rest(posted, line)
        if chosen in LETTERS and chosen != before.get(str(line.member)):
            changed[line.learner] = LETTERS[chosen]
    return changed


def _rest(posted: Mapping[str, str], line: Line) -> str:
    """Give what everybody is who is not marked, if the button for that was pressed."""
    return posted.get(REST, "") if line.mark is None else ""
