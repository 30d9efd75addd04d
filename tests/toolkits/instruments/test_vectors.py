"""The cases that every engine answers alike; the one of the browser is held to the same file."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from toolkits.instruments.calculating import calculate
from toolkits.instruments.definition import Assessment, Calculator, Canvas, read, to_entry
from toolkits.instruments.errors import Fault, InputErrors, UndecidedErrors
from toolkits.instruments.filling import check_canvas
from toolkits.instruments.numbers import NotANumber, read_number
from toolkits.instruments.planning import PlanRow, check_plan, priorities
from toolkits.instruments.scoring import Answer, Gap, agreement, compare, reconcile, score

VECTORS = json.loads(
    (Path(__file__).parents[2] / "vectors" / "instruments.json").read_text(encoding="utf-8")
)
DEFINITIONS = VECTORS["definitions"]


def cases(kind: str) -> Any:
    return pytest.mark.parametrize("case", VECTORS[kind], ids=lambda case: case["name"])


def definition(case: Mapping[str, Any]) -> Any:
    return read(DEFINITIONS[case["definition"]])


def answers(entries: Mapping[str, Mapping[str, str]]) -> dict[str, Answer]:
    return {code: Answer.of(**entry) for code, entry in entries.items()}


def plain_answers(found: Mapping[str, Answer]) -> dict[str, dict[str, str]]:
    return {code: {"value": str(a.value), "evidence": a.evidence} for code, a in found.items()}


def told(faults: Iterable[Fault]) -> list[list[str]]:
    return [[fault.path, fault.told()] for fault in faults]


def gaps(found: Iterable[Gap]) -> list[list[str]]:
    return [[gap.question.code, str(gap.percent)] for gap in found]


@pytest.mark.parametrize("name", DEFINITIONS)
def test_the_definitions_are_as_an_edition_holds_them(name: str) -> None:
    assert to_entry(read(DEFINITIONS[name])) == DEFINITIONS[name]


@cases("scores")
def test_a_score(case: Mapping[str, Any]) -> None:
    assessment = definition(case)
    assert isinstance(assessment, Assessment)
    result = score(assessment, answers(case["answers"]))

    assert case["result"] == {
        "percent": str(result.percent),
        "level": result.level.title,
        "dimensions": [
            {
                "code": each.dimension.code,
                "asked": each.asked,
                "yes": each.yes,
                "no": each.no,
                "unanswered": each.unanswered,
                "percent": str(each.percent),
            }
            for each in result.dimensions
        ],
        "gaps": gaps(result.gaps),
        "unanswered": gaps(result.unanswered),
        "without_evidence": list(result.without_evidence),
        "priorities": [each.question.code for each in priorities(assessment, result)],
    }


@cases("reconciliations")
def test_a_reconciliation(case: Mapping[str, Any]) -> None:
    assessment = definition(case)
    first, second, decided = (answers(case[name]) for name in ("first", "second", "decisions"))

    differences = compare(assessment, first, second)

    assert [each.question.code for each in differences] == case["differences"]
    assert str(agreement(assessment, first, second)) == case["agreement"]
    if "undecided" in case:
        with pytest.raises(UndecidedErrors) as caught:
            reconcile(assessment, first, second, decided)
        assert [fault.path for fault in caught.value.faults] == case["undecided"]
    else:
        agreed = reconcile(assessment, first, second, decided)
        assert plain_answers(agreed) == case["agreed"]


@cases("calculations")
def test_a_calculation(case: Mapping[str, Any]) -> None:
    calculator = definition(case)
    assert isinstance(calculator, Calculator)
    if "faults" in case:
        with pytest.raises(InputErrors) as caught:
            calculate(calculator, case["values"])
        assert told(caught.value.faults) == case["faults"]
        return
    found = calculate(calculator, case["values"])

    assert case["lines"] == [
        {"code": line.code, "value": str(line.value), "unit": line.unit, "band": line.band}
        for line in found.lines
    ]
    assert (found.band.title if found.band else None) == case["band"]
    assert [each.code for each in found.warnings] == case["warnings"]


@pytest.mark.parametrize(("text", "decimals", "number"), VECTORS["numbers"])
def test_a_number_as_people_write_it(text: str, decimals: int, number: str | None) -> None:
    if number is None:
        with pytest.raises(NotANumber):
            read_number(text, decimals=decimals)
    else:
        assert read_number(text, decimals=decimals) == Decimal(number)


@cases("canvases")
def test_a_canvas(case: Mapping[str, Any]) -> None:
    canvas = definition(case)
    assert isinstance(canvas, Canvas)
    assert told(check_canvas(canvas, case["values"])) == case["faults"]


@cases("plans")
def test_a_plan(case: Mapping[str, Any]) -> None:
    rows = [PlanRow(**row) for row in case["rows"]]

    assert told(check_plan(rows, today=date.fromisoformat(case["today"]))) == case["faults"]
