"""What the pages to fill in show: each question and field with its text, its fault and its rival.

`meanwhile` is what another page saved under the same name, where that differs from what was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from django.utils.translation import gettext as _

from learning.worksheets.answers import Kept, Part, evidence, is_yes
from toolkits.instruments.definition import Field, Question, Section
from toolkits.instruments.errors import Fault
from toolkits.instruments.filling import cell

SPARE_ROWS = 4  # empty rows shown below the last that is filled
SHORT_TABLE = 8  # rows that are all shown


@dataclass(frozen=True)
class Input:
    """One field on a page. `row`: of a table, from 1; 0 elsewhere."""

    name: str
    field: Field
    value: str
    row: int = 0
    error: str = ""
    meanwhile: str | None = None

    @property
    def label(self) -> str:
        """What the summary of errors calls it."""
        if not self.row:
            return self.field.label
        return _("Row %(row)d, %(label)s") % {"row": self.row, "label": self.field.label}


@dataclass(frozen=True)
class Asked:
    """One question of an assessment on a page, with its number from 1 through the instrument."""

    number: int
    question: Question
    value: str
    evidence: str
    error: str = ""
    meanwhile: str | None = None
    meanwhile_evidence: str | None = None

    @property
    def name(self) -> str:
        return self.question.code

    @property
    def evidence_name(self) -> str:
        return evidence(self.question.code)

    @property
    def is_flagged(self) -> bool:
        return is_yes({self.question.code: self.value}, self.question.code) and not self.evidence


@dataclass(frozen=True)
class ShownRow:
    number: int
    inputs: list[Input]


@dataclass(frozen=True)
class ShownSection:
    section: Section
    rows: list[ShownRow]
    has_more_rows: bool = False


@dataclass(frozen=True)
class Filling:
    """A page being filled in: what is kept, what is wrong with it, what was saved meanwhile."""

    kept: Kept
    faults: tuple[Fault, ...] = ()
    stored: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""

    def error(self, name: str) -> str:
        return " ".join(fault.told(_) for fault in self.faults if fault.path == name)

    def meanwhile(self, name: str) -> str | None:
        return self.stored.get(name)


@dataclass(frozen=True)
class Told:
    """A line of the summary of errors: where it leads, what it is about, what is wrong."""

    name: str
    label: str
    sentence: str


def asked(part: Part, filling: Filling, *, first: int) -> list[Asked]:
    """Give the questions of a part; `first`: the number of its first question."""
    return [
        Asked(
            number=number,
            question=question,
            value=filling.kept.get(question.code, ""),
            evidence=filling.kept.get(evidence(question.code), ""),
            error=filling.error(evidence(question.code)),
            meanwhile=filling.meanwhile(question.code),
            meanwhile_evidence=filling.meanwhile(evidence(question.code)),
        )
        for number, question in enumerate(part.questions, start=first)
    ]


def sections(part: Part, filling: Filling) -> list[ShownSection]:
    return [shown_section(section, filling) for section in part.sections]


def shown_section(section: Section, filling: Filling, *, whole: bool = False) -> ShownSection:
    """Give a section with its inputs. `whole`: every row of a table, for paper."""
    make = partial(_input, filling=filling)
    if not section.is_table:
        return ShownSection(section, [ShownRow(0, [make(each, 0) for each in section.fields])])
    count = section.rows if whole else rows_shown(section, filling.kept)
    rows = [
        ShownRow(row, [make(each, row) for each in section.fields]) for row in range(1, count + 1)
    ]
    return ShownSection(section, rows, has_more_rows=count < section.rows)


def rows_shown(section: Section, kept: Kept) -> int:
    """Give how many rows of a table stand on the page: the filled ones and some more."""
    last = max(
        (
            row
            for row in range(1, section.rows + 1)
            if any(kept.get(cell(each.code, row)) for each in section.fields)
        ),
        default=0,
    )
    return min(section.rows, max(SHORT_TABLE, last + SPARE_ROWS))


def _input(each: Field, row: int, *, filling: Filling) -> Input:
    name = cell(each.code, row) if row else each.code
    given = filling.kept.get(name, "")
    return Input(
        name=name,
        field=each,
        value=given if row else given or each.default,
        row=row,
        error=filling.error(name),
        meanwhile=filling.meanwhile(name),
    )


def told(questions: list[Asked], shown: list[ShownSection]) -> list[Told]:
    """Give the summary of what is wrong on a page, in the order of the page."""
    found = [
        Told(each.evidence_name, _("Question %(number)d") % {"number": each.number}, each.error)
        for each in questions
        if each.error
    ]
    inputs = (each for section in shown for row in section.rows for each in row.inputs)
    return [*found, *(Told(each.name, each.label, each.error) for each in inputs if each.error)]
