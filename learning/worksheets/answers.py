"""What is filled in, as flat text under names: in pages, in the database and in memory alike.

An assessment keeps `yes` or `no` under a question's code, and the evidence under `code.evidence`.
A calculator and a canvas keep text under a field's code, in a table under `cell(code, row)`. A
code has no dot in it, so names never meet. Text is kept as it was typed, even where it is wrong:
`faults` says what is.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from toolkits.instruments.definition import (
    Assessment,
    Calculator,
    Canvas,
    Definition,
    Question,
    Section,
)
from toolkits.instruments.errors import Fault
from toolkits.instruments.filling import TOO_LONG, cell, check_canvas
from toolkits.instruments.scoring import Answer, Value

Kept = Mapping[str, str]

PREFIX = "a-"  # of every name in a form
COUNTRY = ".country"  # of an EGDI calculator: whose published values were taken over
EVIDENCE_LIMIT = 1000  # characters
LARGEST = 400_000  # characters of one sheet, names and all
ONE_PAGE = 24  # inputs of a canvas that may stand on one page


@dataclass(frozen=True)
class Part:
    """What stands on one page: the questions of a dimension, or sections of a canvas."""

    number: int
    title: str
    questions: tuple[Question, ...] = ()
    sections: tuple[Section, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        asked = [name for question in self.questions for name in _names_of(question)]
        filled = [name for section in self.sections for name in section_names(section)]
        return (*asked, *filled, *self.extra)

    @property
    def size(self) -> int:
        """How many questions, or fields, there are to fill in; a table counts as one."""
        return len(self.questions) + sum(
            1 if section.is_table else len(section.fields) for section in self.sections
        )

    def filled(self, kept: Kept) -> int:
        """Count the questions that have an answer, or the fields and tables with something in."""
        answered = sum(bool(kept.get(question.code)) for question in self.questions)
        return answered + sum(_filled(section, kept) for section in self.sections)

    def is_begun(self, kept: Kept) -> bool:
        return any(kept.get(name) for name in self.names)


def evidence(code: str) -> str:
    """Give the name under which the evidence for a question is kept."""
    return f"{code}.evidence"


def note(code: str) -> str:
    """Give the name under which the note on a decision is kept."""
    return f"{code}.note"


def _names_of(question: Question) -> tuple[str, str]:
    return question.code, evidence(question.code)


def section_names(section: Section) -> tuple[str, ...]:
    """Give the names of a section's values, row by row."""
    if not section.is_table:
        return tuple(field.code for field in section.fields)
    rows = range(1, section.rows + 1)
    return tuple(cell(field.code, row) for row in rows for field in section.fields)


def _filled(section: Section, kept: Kept) -> int:
    filled = sum(bool(kept.get(name)) for name in section_names(section))
    return min(filled, 1) if section.is_table else filled


def parts(definition: Definition) -> tuple[Part, ...]:
    """Give the pages of an instrument: a dimension each, a small canvas whole, else by section."""
    match definition:
        case Assessment():
            found = [(each.title, each.questions, ()) for each in definition.dimensions]
            return tuple(Part(number, *each) for number, each in enumerate(found, start=1))
        case Calculator():
            section = Section("", "", "", definition.inputs)
            return (Part(1, "", sections=(section,), extra=(COUNTRY,)),)
    inputs = sum(len(section_names(section)) for section in definition.sections)
    if inputs <= ONE_PAGE:
        return (Part(1, "", sections=definition.sections),)
    return tuple(
        Part(number, section.title, sections=(section,))
        for number, section in enumerate(definition.sections, start=1)
    )


def sent(posted: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """Read what a form sent under `names`; what is missing is empty."""
    return {name: _clean(posted.get(f"{PREFIX}{name}", "")) for name in names}


def _clean(text: str) -> str:
    # PostgreSQL keeps no NUL, and browsers end lines with two characters.
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def without_empty(kept: Kept) -> dict[str, str]:
    return {name: text for name, text in kept.items() if text}


def answers(assessment: Assessment, kept: Kept) -> dict[str, Answer]:
    """Give the answers to an assessment; those that are neither yes nor no are left out."""
    found = {
        code: Answer.of(kept.get(code, ""), kept.get(evidence(code), ""))
        for code in assessment.codes
    }
    return {code: answer for code, answer in found.items() if answer != Answer()}


def faults(definition: Definition, kept: Kept, names: Collection[str]) -> tuple[Fault, ...]:
    """Say what is wrong with the texts under `names`. A fault's path is a name.

    What a calculator refuses is told when it calculates, not here.
    """
    match definition:
        case Assessment():
            found = list(_long_evidence(definition, kept))
        case Canvas():
            found = list(check_canvas(definition, kept))
        case Calculator():
            found = []
    return tuple(fault for fault in found if fault.path in names)


def _long_evidence(assessment: Assessment, kept: Kept) -> Iterator[Fault]:
    for code in assessment.codes:
        length = len(kept.get(evidence(code), ""))
        if length > EVIDENCE_LIMIT:
            values = {"length": length, "limit": EVIDENCE_LIMIT}
            yield Fault(evidence(code), TOO_LONG, values)


def is_yes(kept: Kept, code: str) -> bool:
    return kept.get(code) == Value.YES
