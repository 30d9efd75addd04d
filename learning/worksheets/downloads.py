"""Results, plans and canvases as tables, and the tables as files."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from learning.worksheets.answers import Kept
from learning.worksheets.planning import FOLLOWED, done, plan_rows, plan_section
from learning.worksheets.results import AssessmentResult, unit_name
from toolkits.instruments.calculating import Calculation
from toolkits.instruments.definition import Calculator, Canvas, Field, FieldType, Section
from toolkits.instruments.filling import cell
from toolkits.instruments.numbers import NotANumber, read_number
from toolkits.instruments.scoring import NO_ANSWER, DimensionResult, Value
from toolkits.instruments.tables import Rows, to_csv, to_xlsx

Cell = str | int | Decimal
Row = list[Cell]
Sheets = Mapping[str, Rows]
FORMS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(name: str, sheets: Sheets, form: str) -> HttpResponse:
    """Give tables as a file: a sheet each, or in a CSV one below the other under its name.

    Raises: Http404 — there is no such form of file.
    """
    if form not in FORMS:
        raise Http404
    content = to_xlsx(sheets) if form == "xlsx" else to_csv(list(_below(sheets)))
    answer = HttpResponse(content, content_type=FORMS[form])
    file = f"{slugify(name) or 'worksheet'}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _below(sheets: Sheets) -> Iterator[Row]:
    for place, (name, rows) in enumerate(sheets.items()):
        if place:
            yield []
        yield [name]
        yield from (list(row) for row in rows)


def about(instrument: str, title: str, place: str = "") -> Rows:
    """Give the first table of every file: what it is and of whom."""
    rows = [[_("Instrument"), instrument], [_("What is assessed"), title], [_("Place"), place]]
    return [row for row in rows if row[1]]


def assessment_tables(shown: AssessmentResult) -> Sheets:
    """Give the result, the answers and the gaps of an assessment."""
    return {
        _("Result"): _result_rows(shown),
        _("Answers"): _answer_rows(shown),
        _("Gaps"): _gap_rows(shown),
    }


def _result_rows(shown: AssessmentResult) -> Rows:
    heads: Row = [_("Part"), _("Weight, %"), _("Questions"), _("Yes"), _("No"), _("Not answered")]
    result = shown.result
    rows = [_dimension_row(each) for each in result.dimensions]
    total: Row = [_("Total (%(label)s)") % {"label": result.label}, 100, "", "", "", ""]
    level: Row = [_("Level"), result.level.title]
    return [[*heads, _("Percent")], *rows, [*total, result.percent], level]


def _dimension_row(each: DimensionResult) -> Row:
    dimension = each.dimension
    counts = (each.asked, each.yes, each.no, each.unanswered)
    return [dimension.title, dimension.weight, *counts, each.percent]


def _answer_rows(shown: AssessmentResult) -> Rows:
    words = {Value.YES: _("yes"), Value.NO: _("no"), Value.NONE: _("not answered")}
    rows: list[Row] = [
        [_("Part"), _("Code"), _("Question"), _("Answer"), _("Evidence"), _("To check")]
    ]
    flagged = {question.code for question in shown.flagged}
    for dimension in shown.assessment.dimensions:
        for question in dimension.questions:
            answer = shown.answers.get(question.code, NO_ANSWER)
            told = _("yes without evidence") if question.code in flagged else ""
            row: Row = [dimension.title, question.code, question.text, words[answer.value]]
            rows.append([*row, answer.evidence, told])
    return rows


def _gap_rows(shown: AssessmentResult) -> Rows:
    rows: list[Row] = [[_("Question"), _("Part"), _("Would add, %"), _("Advice"), _("To read")]]
    for each in shown.gaps:
        gap = each.gap
        row: Row = [gap.question.text, gap.dimension.title, gap.percent, gap.question.advice]
        rows.append([*row, each.unit.title if each.unit else gap.question.unit])
    return rows


def plan_tables(plan: Kept) -> Sheets:
    """Give an action plan, with what is done."""
    fields = plan_section().fields
    heads: Row = [field.label for field in fields]
    heads += [_("Done after %(days)d days, ticked on") % {"days": days} for days in FOLLOWED]
    rows: list[Row] = [heads]
    for number, row in enumerate(plan_rows(plan), start=1):
        if not row.is_empty:
            texts: Row = [plan.get(cell(field.code, number), "") for field in fields]
            rows.append([*texts, *(plan.get(done(days, number), "") for days in FOLLOWED)])
    return {_("Action plan"): rows}


def calculation_tables(
    calculator: Calculator, values: Kept, calculation: Calculation | None
) -> Sheets:
    """Give what was filled in, and what it came to where it could be calculated."""
    inputs: list[Row] = [[_("Filled in"), _("Value"), _("Unit")]]
    for field in calculator.inputs:
        text = values.get(field.code) or field.default
        inputs.append([field.label, _number(field, text), field.unit])
    if calculation is None:
        return {_("Filled in"): inputs}
    lines: list[Row] = [[_("Result"), _("Value"), _("Unit"), _("Level")]]
    lines += [
        [_(each.label), each.value, unit_name(each.unit), each.band] for each in calculation.lines
    ]
    lines += [[_("Be careful"), _(warned.sentence)] for warned in calculation.warnings]
    if calculator.note:
        lines.append([_("Note"), calculator.note])
    return {_("Filled in"): inputs, _("Result"): lines}


def canvas_tables(canvas: Canvas, kept: Kept) -> Sheets:
    """Give each section of a canvas as a table: its fields below, or its rows across."""
    return {
        f"{place}. {section.title}": _section_rows(section, kept)
        for place, section in enumerate(canvas.sections, start=1)
    }


def _section_rows(section: Section, kept: Kept) -> Rows:
    if not section.is_table:
        return [[field.label, _number(field, kept.get(field.code, ""))] for field in section.fields]
    rows: list[Row] = [[field.label for field in section.fields]]
    for row in range(1, section.rows + 1):
        texts = [kept.get(cell(field.code, row), "") for field in section.fields]
        if any(texts):
            pairs = zip(section.fields, texts, strict=True)
            rows.append([_number(field, text) for field, text in pairs])
    return rows


def _number(field: Field, text: str) -> Cell:
    """Give a number as a number where it can be read, and anything else as it was typed."""
    if field.type != FieldType.NUMBER or not text:
        return text
    try:
        return read_number(text, decimals=field.decimals)
    except NotANumber:
        return text
