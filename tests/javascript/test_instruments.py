"""The browser's engine for instruments gives what the one in Python gives, case by case."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page

from learning.publishing.exporters.player_shell import INSTRUMENT_SCRIPTS, SCRIPTS
from learning.publishing.templatetags.instrument_words import FAULTS
from tests.javascript.conftest import SCRIPTS_FOLDER
from toolkits import charts
from toolkits.instruments import tables
from toolkits.instruments.calculating import calculate
from toolkits.instruments.definition import (
    Assessment,
    Band,
    Calculator,
    Chart,
    Dimension,
    Field,
    FieldType,
    Level,
    Question,
    to_entry,
)
from toolkits.instruments.errors import InputErrors
from toolkits.instruments.formulas import FORMULAS, Formula
from toolkits.instruments.numbers import NotANumber, read_number
from toolkits.instruments.planning import priorities
from toolkits.instruments.scoring import Answer, score

pytestmark = pytest.mark.browser

Run = Callable[..., Any]
VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "instruments.json").read_text(encoding="utf-8")
)
PURE = SCRIPTS[: SCRIPTS.index("page.js") + 1] + INSTRUMENT_SCRIPTS[:5]


@pytest.fixture(scope="module")
def engine(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A blank page with the engine; nothing in these tests changes it."""
    tags = "".join(
        f'<script defer src="{(SCRIPTS_FOLDER / name).as_uri()}"></script>' for name in PURE
    )
    blank = tmp_path_factory.mktemp("engine") / "blank.html"
    blank.write_text(f'<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title>{tags}')
    page = browser.new_page()
    page.goto(blank.as_uri())
    yield page
    page.close()


@pytest.fixture
def run(engine: Page) -> Run:
    return engine.evaluate


def cases(kind: str) -> Any:
    return pytest.mark.parametrize("case", VECTORS[kind], ids=lambda case: case["name"])


def definition(case: Mapping[str, Any]) -> Any:
    return VECTORS["definitions"][case["definition"]]


def told(faults: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    return [[fault["path"], FAULTS[fault["name"]] % fault["values"]] for fault in faults]


@cases("scores")
def test_a_score(run: Run, case: Mapping[str, Any]) -> None:
    script = """([definition, answers]) => {
        const gap = each => [each.question.code, each.percent];
        const found = Atoll.scoring.score(definition, answers);
        return {
            percent: found.percent,
            level: found.level.title,
            dimensions: found.dimensions.map(each => ({
                code: each.dimension.code, asked: each.asked, yes: each.yes, no: each.no,
                unanswered: each.unanswered, percent: each.percent,
            })),
            gaps: found.gaps.map(gap),
            unanswered: found.unanswered.map(gap),
            without_evidence: found.withoutEvidence.map(each => each.code),
            priorities: Atoll.scoring.priorities(found).map(each => each.question.code),
        };
    }"""
    assert run(script, [definition(case), case["answers"]]) == case["result"]


@cases("reconciliations")
def test_a_reconciliation(run: Run, case: Mapping[str, Any]) -> None:
    script = """([definition, {first, second, decisions}]) => {
        const { differences, agreement, reconcile } = Atoll.scoring;
        const found = reconcile(definition, first, second, decisions);
        return {
            differences: differences(definition, first, second).map(each => each.question.code),
            agreement: agreement(definition, first, second),
            agreed: found.answers || null,
            undecided: found.faults.map(each => each.path),
        };
    }"""
    found = run(script, [definition(case), case])
    assert found["differences"] == case["differences"]
    assert found["agreement"] == case["agreement"]
    assert found["undecided"] == case.get("undecided", [])
    assert found["agreed"] == case.get("agreed")


@cases("calculations")
def test_a_calculation(run: Run, case: Mapping[str, Any]) -> None:
    script = """([definition, values]) => {
        const found = Atoll.calculating.calculate(definition, values);
        return {...found, band: found.band ? found.band.title : null};
    }"""
    found = run(script, [definition(case), case["values"]])
    if "faults" in case:
        assert told(found["faults"]) == case["faults"]
        assert "lines" not in found
    else:
        assert found["faults"] == []
        assert found["lines"] == case["lines"]
        assert (found["band"], found["warnings"]) == (case["band"], case["warnings"])


def test_numbers_as_people_write_them(run: Run) -> None:
    script = "all => all.map(([text, decimals]) => Atoll.numbers.read(text, decimals).number)"
    found = run(script, VECTORS["numbers"])
    for (text, _decimals, expected), number in zip(VECTORS["numbers"], found, strict=True):
        assert (text, number and Decimal(number)) == (text, expected and Decimal(expected))


def test_both_engines_read_the_same_of_odd_writing(run: Run) -> None:
    shapes = (
        "1",
        "12",
        "123",
        "1234",
        "1,234",
        "1.234",
        "1 234",
        "12,34,567",
        "1,234.5",
        "1.234,5",
    )
    texts = [
        f"{sign}{shape}{end}"
        for sign in ("", "-", "+", "−")
        for shape in shapes
        for end in ("", ".", ",", ".5", ",50", "٫٥", " ", "x", "'000", " 000 000")
    ]
    texts += ["", ".", "-", "٠", "۱۲۳", "१२३", "00012", "0,125", "1e5", "½", "²"]
    for decimals in (0, 2, 3, 5):
        script = "([all, decimals]) => all.map(text => Atoll.numbers.read(text, decimals))"
        found = run(script, [texts, decimals])
        assert list(zip(texts, found, strict=True)) == [
            (text, _read(text, decimals)) for text in texts
        ]


def _read(text: str, decimals: int) -> dict[str, str]:
    try:
        return {"number": str(read_number(text, decimals=decimals))}
    except NotANumber as error:
        return {"fault": next(name for name, said in FAULTS.items() if said == str(error))}


@cases("canvases")
def test_a_canvas(run: Run, case: Mapping[str, Any]) -> None:
    script = "([definition, values]) => Atoll.filling.checkCanvas(definition, values)"
    assert told(run(script, [definition(case), case["values"]])) == case["faults"]


@cases("plans")
def test_a_plan(run: Run, case: Mapping[str, Any]) -> None:
    found = run("({rows, today}) => Atoll.filling.checkPlan(rows, today)", dict(case))
    assert told(found) == case["faults"]


def test_a_definition_may_leave_out_what_is_empty(run: Run) -> None:
    for case in VECTORS["calculations"]:
        script = (
            "([whole, bare, values]) => [whole, bare].map(each => {"
            "const found = Atoll.calculating.calculate(each, values);"
            "return JSON.stringify([found.lines, found.faults, found.warnings])})"
        )
        whole = definition(case)
        one, other = run(script, [whole, _bare(whole), case["values"]])
        assert one == other


@pytest.mark.parametrize("name", FORMULAS)
def test_both_engines_calculate_the_same_of_whatever_is_filled_in(run: Run, name: str) -> None:
    formula = FORMULAS[name]
    inputs = tuple(
        Field(code, code, FieldType.NUMBER, decimals=5, required=code in formula.needs)
        for code in formula.reads
    )
    bands = tuple(Band(start, Decimal(start), above=start == "2") for start in ("0", "0.25", "2"))
    calculator = Calculator(name, inputs, bands)
    random = Random(name)  # noqa: S311  # the same numbers each time
    cases = [_written(random, formula) for _ in range(400)]
    script = """([definition, all]) => all.map(values => {
        const found = Atoll.calculating.calculate(definition, values);
        return found.faults.length ? {faults: found.faults} : found;
    })"""
    entry = json.loads(json.dumps(to_entry(calculator)))
    for values, found in zip(cases, run(script, [entry, cases]), strict=True):
        try:
            expected = calculate(calculator, values)
        except InputErrors as error:
            faults = [[fault.path, fault.told()] for fault in error.faults]
            assert (values, told(found["faults"])) == (values, faults)
            continue
        lines = [[line.code, str(line.value), line.unit, line.band] for line in expected.lines]
        assert (values, [[*line.values()] for line in found["lines"]]) == (values, lines)
        assert found["warnings"] == [each.code for each in expected.warnings]
        assert (found["band"] or {}).get("title") == (expected.band and expected.band.title)


def _written(random: Random, formula: Formula) -> dict[str, str]:
    """Give values: mostly whole, now and then something is missing, nought, negative or odd."""
    near = formula.name == "egdi"
    values: dict[str, str] = {}
    for code in formula.reads:
        usual = [random.random()] if near else [random.randrange(1, 200), random.random() * 50]
        value = random.choice(usual * 8 + [0, ""])
        values[code] = value if isinstance(value, str) else f"{value:.{random.randrange(6)}f}"
        if random.random() < 0.01:
            values[code] = random.choice(["-0.5", "x", "1e3", "2.5000001", "1"])
        if code not in formula.needs and random.random() < 0.4:
            del values[code]
    return values


def test_both_engines_score_the_same_of_whatever_is_answered(run: Run) -> None:
    random = Random("answers")  # noqa: S311  # the same answers each time
    assessment = _big(random)
    sheets = [
        {
            code: {"value": random.choice(["yes", "no", "", "maybe"]), "evidence": " a  b "}
            for code in assessment.codes
            if random.random() < 0.9
        }
        for _ in range(60)
    ]
    script = """([definition, all]) => all.map(answers => {
        const found = Atoll.scoring.score(definition, answers);
        const codes = each => each.question.code;
        return [found.percent, found.level.title, found.dimensions.map(each => each.percent),
            found.gaps.map(codes), found.unanswered.map(codes),
            Atoll.scoring.priorities(found).map(codes)];
    })"""
    found = run(script, [json.loads(json.dumps(to_entry(assessment))), sheets])
    for sheet, result in zip(sheets, found, strict=True):
        given = {code: Answer.of(**answer) for code, answer in sheet.items()}
        expected = score(assessment, given)
        assert result == [
            str(expected.percent),
            expected.level.title,
            [str(each.percent) for each in expected.dimensions],
            [gap.question.code for gap in expected.gaps],
            [gap.question.code for gap in expected.unanswered],
            [each.question.code for each in priorities(assessment, expected)],
        ]


def _big(random: Random) -> Assessment:
    dimensions = tuple(
        Dimension(
            name,
            name,
            weight,
            tuple(
                Question(f"{name}{place}", "?", weight=random.randrange(1, 9))
                for place in range(random.randrange(1, 15))
            ),
        )
        for name, weight in (("a", 7), ("b", 13), ("c", 31), ("d", 49))
    )
    levels = (Level("low", 0), Level("middle", 33), Level("high", 50))
    return Assessment("ours", 1, Chart.RADAR, dimensions, levels)


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {name: _bare(item) for name, item in value.items()}
        return {
            name: item
            for name, item in kept.items()
            if item is not False and item not in ("", None, [])
        }
    return [_bare(item) for item in value] if isinstance(value, list) else value


def test_a_table_is_the_same_file(run: Run) -> None:
    rows = [
        ["Code", "Text"],
        ["=1+1", "+61 2", "-3", "-3,5", "-3x", "@x", "\tx", "＝1"],
        ['He said "no"', "a,b", "two\nlines", "", "أرض", "plain"],
        ["one"],
    ]
    assert run("rows => Atoll.tables.csv(rows)", rows).encode() == tables.to_csv(rows)


@pytest.mark.parametrize("kind", ["bars", "radar"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("count", [1, 2, 3, 7, 12, 13])
def test_a_chart_looks_as_the_server_draws_it(
    run: Run, kind: str, direction: str, count: int
) -> None:
    words = ("Law", "Évaluation des services publics, au guichet et en ligne, dans les îles", "أرض")
    labels = [words[place % 3] * (1 + place % 4) for place in range(count)]
    values = [("0.0", "33.3", "66.7", "100.0")[place % 4] for place in range(count)]
    content = {"labels": labels, "values": values, "title": "Our total"}
    script = """([kind, direction, content]) => {
        document.dir = direction;
        const drawn = new XMLSerializer().serializeToString(Atoll.charts[kind](content));
        document.dir = "";
        return drawn;
    }"""
    draw = charts.bars if kind == "bars" else charts.radar
    expected = draw(
        labels,
        [charts.Series("", tuple(map(Decimal, values)))],
        maximum=Decimal(100),
        title="Our total",
        direction="rtl" if direction == "rtl" else "ltr",
    )
    found, drawn = _drawing(run(script, [kind, direction, content])), _drawing(expected)
    assert NUMBER.sub("0", str(found)) == NUMBER.sub("0", str(drawn))
    # Of a length that ends in 5 hundredths, Python rounds one half down and JavaScript none.
    assert _lengths(found) == pytest.approx(_lengths(drawn), abs=0.11)


NUMBER = re.compile(r"-?\d+(\.\d+)?")


def _lengths(drawing: object) -> list[float]:
    return [float(match.group()) for match in NUMBER.finditer(str(drawing))]


def _drawing(svg: str) -> list[tuple[str, list[tuple[str, str]], str]]:
    """Give what is drawn: elements with attributes and text; the chart's own id is left aside."""
    root = ElementTree.fromstring(svg)  # noqa: S314  # ours and the browser's own
    root.attrib.pop("aria-labelledby")
    found = []
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag in ("defs", "pattern") or "pattern" in str(element.attrib):
            continue
        attributes = sorted((name, value) for name, value in element.items() if name != "id")
        found.append((tag, attributes, element.text or ""))
    return [each for each in found if each not in PATTERN_PARTS]


STRIPES = "M-1 1l2-2M0 6l6-6M5 7l2-2"
PATTERN_PARTS = [
    ("path", [("d", STRIPES), ("stroke", "currentColor"), ("stroke-width", "1.6")], ""),
    ("circle", [("cx", "3"), ("cy", "3"), ("fill", "currentColor"), ("r", "1.1")], ""),
]
