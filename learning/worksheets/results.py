"""What a result's page shows: the score with its chart, the gaps with what to read, the sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language_bidi, gettext, gettext_noop

from learning.worksheets.instruments import Unit, units_to_read
from learning.worksheets.peers import SHOWN, Published
from toolkits.charts import Direction, Series, bars, radar
from toolkits.countries.indices import Mean
from toolkits.instruments.calculating import Calculation, Line
from toolkits.instruments.definition import Assessment, Calculator, Chart, Question
from toolkits.instruments.planning import Priority, priorities
from toolkits.instruments.scoring import Answer, Gap, Result, score

HUNDRED = Decimal(100)
UNITS: Mapping[str, str] = {  # marks that are words here
    "h": gettext_noop("hours"),
    "s": gettext_noop("seconds"),
    "d": gettext_noop("days"),
}
# Outcome lines, or inputs, that are drawn beside one another; of each formula.
DRAWN: Mapping[str, tuple[str, ...]] = {
    "egdi": SHOWN,
    "affordability": ("share", "share-low", "share-people", "share-poor"),
    "time-cost-visit": ("hours-before", "hours-after"),
    "page-budget": ("html", "css", "scripts", "pictures", "fonts", "media"),
}


@dataclass(frozen=True)
class ShownGap:
    gap: Gap
    unit: Unit | None


@dataclass(frozen=True)
class AssessmentResult:
    """A scored assessment. `flagged`: questions answered yes without evidence."""

    assessment: Assessment
    result: Result
    answers: Mapping[str, Answer]
    gaps: tuple[ShownGap, ...]
    unanswered: tuple[Gap, ...]
    flagged: tuple[Question, ...]
    priorities: tuple[Priority, ...]
    chart: str


def assessment_result(assessment: Assessment, answers: Mapping[str, Answer]) -> AssessmentResult:
    """Score answers and make ready what the page shows. One query: the units to read."""
    result = score(assessment, answers)
    units = units_to_read() if any(gap.question.unit for gap in result.gaps) else {}
    return AssessmentResult(
        assessment=assessment,
        result=result,
        answers=answers,
        gaps=tuple(ShownGap(gap, units.get(gap.question.unit)) for gap in result.gaps),
        unanswered=result.unanswered,
        flagged=tuple(q for q in assessment.questions if q.code in result.without_evidence),
        priorities=priorities(assessment, result),
        chart=_score_chart(assessment, result),
    )


def _score_chart(assessment: Assessment, result: Result) -> str:
    draw = radar if assessment.chart == Chart.RADAR else bars
    return draw(
        [each.dimension.title for each in result.dimensions],
        [Series("", tuple(each.percent for each in result.dimensions))],
        maximum=HUNDRED,
        title=gettext("Percent of each part: %(label)s") % {"label": assessment.label},
        direction=direction(),
        missing=gettext("no data"),
        written=percent,
    )


def direction() -> Direction:
    return "rtl" if get_language_bidi() else "ltr"


def percent(value: Decimal) -> str:
    return f"{number_format(value)}\u00a0%"


@dataclass(frozen=True)
class ShownLine:
    """An outcome line in the reader's language. `means`: of the peers, where there are such."""

    label: str
    value: str
    unit: str
    band: str
    is_measured: bool
    means: tuple[str, ...] = ()


@dataclass(frozen=True)
class CalculationResult:
    calculation: Calculation
    lines: tuple[ShownLine, ...]
    warnings: tuple[str, ...]
    chart: str
    compared: tuple[tuple[str, str, tuple[str, ...]], ...]


def calculation_result(
    calculator: Calculator, calculation: Calculation, compared: Published | None
) -> CalculationResult:
    """Make ready what a calculator's page shows. `compared`: whose peers stand beside it."""
    return CalculationResult(
        calculation=calculation,
        lines=tuple(_shown(calculator, line) for line in calculation.lines),
        warnings=tuple(gettext(each.sentence) for each in calculation.warnings),
        chart=_sums_chart(calculator, calculation, compared),
        compared=tuple(_compared(calculator, calculation, compared)) if compared else (),
    )


def _shown(calculator: Calculator, line: Line) -> ShownLine:
    return ShownLine(
        label=gettext(line.label),
        value=number_format(line.value, use_l10n=True),
        unit=unit_name(line.unit),
        band=line.band,
        is_measured=line.code == calculator.measured,
    )


def unit_name(unit: str) -> str:
    """Give a unit in words; the mark itself where it is known everywhere."""
    return gettext(UNITS[unit]) if unit in UNITS else unit


def _drawn(calculator: Calculator, calculation: Calculation) -> dict[str, tuple[str, Decimal]]:
    """Give label and value of what the formula's chart shows, by code."""
    lines = {line.code: (gettext(line.label), line.value) for line in calculation.lines}
    fields = {
        field.code: (field.label, calculation.inputs[field.code])
        for field in calculator.inputs
        if field.code in calculation.inputs
    }
    known = {**fields, **lines}
    return {code: known[code] for code in DRAWN[calculator.formula] if code in known}


def _sums_chart(
    calculator: Calculator, calculation: Calculation, compared: Published | None
) -> str:
    drawn = _drawn(calculator, calculation)
    if len(drawn) < 2:
        return ""
    own = gettext("What you filled in") if compared else ""
    series = [Series(own, tuple(value for _label, value in drawn.values()))]
    for each in compared.peers[:2] if compared else ():
        means = tuple(each.means[code].rounded for code in drawn)
        series.append(Series(peers_title(each.title, each.count), means))
    largest = max(value for each in series for value in each.values if value is not None)
    return bars(
        [label for label, _value in drawn.values()],
        series,
        maximum=Decimal(1) if calculator.formula == "egdi" else max(largest, Decimal(1)),
        title=gettext("The result in bars"),
        direction=direction(),
        missing=gettext("no data"),
        written=number_format,
    )


def peers_title(title: str, count: int) -> str:
    return gettext("%(peers)s, mean of %(count)d") % {"peers": title, "count": count}


def _compared(
    calculator: Calculator, calculation: Calculation, compared: Published
) -> Sequence[tuple[str, str, tuple[str, ...]]]:
    return [
        (label, number_format(value), tuple(_mean(each.means[code]) for each in compared.peers))
        for code, (label, value) in _drawn(calculator, calculation).items()
    ]


def _mean(mean: Mean) -> str:
    return gettext("no data") if mean.rounded is None else number_format(mean.rounded)
