from dataclasses import replace
from decimal import Decimal

from learning.worksheets.answers import (
    EVIDENCE_LIMIT,
    ONE_PAGE,
    answers,
    faults,
    parts,
    section_names,
    sent,
    without_empty,
)
from tests.factories.instruments import CHECK
from tests.learning.worksheets.samples import ANSWERS
from tests.toolkits.instruments.samples import CALCULATOR, CANVAS
from toolkits.instruments.definition import Canvas, Field, FieldType, Section
from toolkits.instruments.scoring import Answer, Value, score


def test_an_assessment_has_a_page_for_each_dimension() -> None:
    law, people = parts(CHECK)
    assert (law.number, law.title, len(law.questions)) == (1, "Rules and laws", 3)
    assert people.names == ("leader", "leader.evidence", "team", "team.evidence")


def test_a_small_canvas_stands_on_one_page_and_a_large_one_has_a_page_a_section() -> None:
    small = Section("small", "Small", "", (Field("a", "A", FieldType.TEXT),))
    large = Section("large", "Large", "", (Field("b", "B", FieldType.TEXT),), rows=ONE_PAGE)
    assert len(parts(Canvas((small,)))) == 1
    assert [part.title for part in parts(Canvas((small, large)))] == ["Small", "Large"]


def test_a_calculator_is_one_page() -> None:
    (part,) = parts(CALCULATOR)
    codes = [field.code for field in CALCULATOR.inputs]
    assert part.names == (*codes, ".country")  # whose published values were taken over


def test_a_tables_values_are_named_row_by_row() -> None:
    table = Section("t", "T", "", CANVAS.sections[0].fields[:2], rows=2)
    assert section_names(table) == ("decision.1", "fixed.1", "decision.2", "fixed.2")


def test_what_a_form_sends_is_read_with_one_kind_of_line_end_and_no_nul() -> None:
    posted = {"a-decision": " one\r\ntwo\x00 ", "a-other": "x", "version": "3"}
    assert sent(posted, ["decision", "fixed"]) == {"decision": "one\ntwo", "fixed": ""}


def test_the_answers_score_as_worked_out_by_hand() -> None:
    result = score(CHECK, answers(CHECK, ANSWERS))
    assert [each.percent for each in result.dimensions] == [Decimal("33.3"), Decimal("75.0")]
    assert (result.percent, result.level.title) == (Decimal("50.0"), "On the way")
    assert result.without_evidence == ("leader",)


def test_what_is_neither_yes_nor_no_is_no_answer() -> None:
    found = answers(CHECK, {"data-law": "perhaps", "unknown": "yes", "team": "no"})
    assert found == {"team": Answer(Value.NO)}


def test_evidence_that_is_too_long_is_told_with_its_limit() -> None:
    kept = {"leader.evidence": "x" * (EVIDENCE_LIMIT + 1)}
    (fault,) = faults(CHECK, kept, ["leader.evidence"])
    assert (fault.path, "1000") == ("leader.evidence", str(fault.values["limit"]))
    assert faults(CHECK, kept, ["team.evidence"]) == ()


def test_a_canvas_tells_only_the_faults_of_the_page() -> None:
    first, *_others = parts(replace(CANVAS, sections=CANVAS.sections[:1]))
    found = faults(CANVAS, {"answer-date": "soon"}, first.names)
    assert {fault.path for fault in found} == {"decision", "answer-date"}


def test_a_part_counts_what_is_filled() -> None:
    law, people = parts(CHECK)
    assert (law.filled(ANSWERS), people.filled(ANSWERS)) == (3, 1)
    assert law.is_begun({"strategy.evidence": "a page"})
    assert not people.is_begun({})


def test_empty_texts_are_not_kept() -> None:
    assert without_empty({"a": "", "b": "x"}) == {"b": "x"}
