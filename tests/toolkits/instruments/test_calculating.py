from decimal import Decimal
from pathlib import Path

import pytest

from courses.library.tools import read_tool
from tests.toolkits.instruments.samples import CALCULATOR
from toolkits.instruments.calculating import LABELS, SUMS, WARNINGS, calculate
from toolkits.instruments.definition import Calculator
from toolkits.instruments.errors import InputErrors
from toolkits.instruments.formulas import FORMULAS

LIBRARY = Path(__file__).parents[3] / "library"
TIME_COST_VISIT = (
    "local-toolkit/04-services-online-and-at-the-counter/07-instrument-time-cost-visit-calculator"
)
PAGE_BUDGET = (
    "local-toolkit/07-a-site-that-works-on-a-cheap-phone/05-instrument-page-budget-calculator"
)

# UN DESA, United Nations E-Government Survey 2024 (E-Government Knowledge Base): OSI, TII, HCI and
# EGDI as published. The parts are rounded, so for 22 of the 193 countries their mean rounds to
# another fourth digit than the published EGDI; Denmark below is one of them.
PUBLISHED = {
    "Bangladesh": ("0.73744", "0.65010", "0.58337", "0.65696", "High"),
    "Ethiopia": ("0.34195", "0.26592", "0.32537", "0.31109", "Middle"),
    "Fiji": ("0.53431", "0.75067", "0.74131", "0.67544", "High"),
    "Lesotho": ("0.28637", "0.46427", "0.48617", "0.41229", "Middle"),
    "Maldives": ("0.62201", "0.78856", "0.61298", "0.67453", "High"),
    "Mauritius": ("0.59032", "0.91586", "0.74564", "0.75061", "Very high"),
    "Myanmar": ("0.32594", "0.66618", "0.50812", "0.50007", "High"),
    "Rwanda": ("0.82065", "0.37235", "0.54668", "0.57993", "High"),
    "Samoa": ("0.36378", "0.46065", "0.64531", "0.48990", "Middle"),
    "Togo": ("0.44721", "0.24736", "0.48134", "0.39198", "Middle"),
}


def tool(name: str) -> Calculator:
    definition = read_tool(LIBRARY / f"{name}.yaml")
    assert isinstance(definition, Calculator)
    return definition


@pytest.mark.parametrize("country", PUBLISHED)
def test_the_egdi_of_a_country_is_the_published_one_to_four_digits(country: str) -> None:
    osi, tii, hci, egdi, level = PUBLISHED[country]

    found = calculate(CALCULATOR, {"osi": osi, "tii": tii, "hci": hci, "published": egdi})

    assert found.line("egdi").value == round(Decimal(egdi), 4)
    assert found.band is not None
    assert found.band.title == level
    assert not found.warnings


def test_a_difference_that_rounding_explains_is_shown_and_not_told_as_wrong() -> None:
    denmark = {"osi": "0.99924", "tii": "0.99662", "hci": "0.95841", "published": "0.98474"}

    found = calculate(CALCULATOR, denmark)

    assert found.line("egdi").value == Decimal("0.9848")  # 2.95427 / 3 = 0.984756…
    assert found.line("difference").value == Decimal("0.00002")
    assert not found.warnings


def test_lesotho_and_a_rise_of_the_osi_as_in_the_paper_sheet() -> None:
    values = {"osi": "0.28637", "tii": "0.46427", "hci": "0.48617", "published": "0.41229"}

    found = calculate(CALCULATOR, {**values, "osi-rise": "0.09"})

    assert found.line("egdi-new").value == Decimal("0.4423")
    assert found.line("egdi-new").band == "Middle"


def test_near_and_far_together_are_the_year_of_the_paper_sheet() -> None:
    far = {"cases": "400", "visits-before": "2", "travel-before": "240", "counter-before": "60"}
    far |= {"fare-before": "6", "fee-before": "5", "copies-before": "2"}
    helped = {"service": "far", "visits-after": "1", "travel-after": "30", "counter-after": "30"}

    found = calculate(tool(TIME_COST_VISIT), {**far, **helped})

    assert found.line("hours-before").value == Decimal("10.0")
    assert found.line("year-hours-before").value == Decimal("4000.0")
    assert found.line("year-money-before").value == Decimal("7600.00")
    with pytest.raises(KeyError):
        found.line("pay-before")


def test_the_seconds_of_the_median_page_as_in_the_paper_sheet() -> None:
    seconds = {
        speed: calculate(tool(PAGE_BUDGET), {"weight": "2,311", "speed": speed}).line("seconds")
        for speed in ("1000", "400", "20")
    }

    assert [str(line.value) for line in seconds.values()] == ["18.5", "46.2", "924.4"]
    assert {line.band for line in seconds.values()} == {"Many will leave"}


def test_the_numbers_are_given_as_they_were_read() -> None:
    found = calculate(tool(PAGE_BUDGET), {"weight": "1.200,5"})

    assert found.inputs == {"weight": Decimal("1200.5"), "speed": Decimal(400)}


def test_what_a_formula_needs_is_needed_even_where_the_field_does_not_say_so() -> None:
    with pytest.raises(InputErrors) as refused:
        calculate(tool(TIME_COST_VISIT), {"service": "x", "measured": "Perhaps", "cases": "-1"})

    paths = [fault.path for fault in refused.value.faults]
    assert paths[:3] == ["measured", "cases", "visits-before"]
    assert len(paths) == len(set(paths))


@pytest.mark.parametrize("name", FORMULAS)
def test_each_formula_is_written_and_each_of_its_lines_has_a_name(name: str) -> None:
    assert name in SUMS
    assert name in WARNINGS
    assert set(FORMULAS[name].gives) <= set(LABELS)
    assert FORMULAS[name].measure in FORMULAS[name].gives
    assert {*FORMULAS[name].above_zero, *FORMULAS[name].any_sign} <= set(FORMULAS[name].reads)


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*/*/*.yaml")), ids=lambda path: path.stem)
def test_each_tool_of_the_library_can_be_read(path: Path) -> None:
    assert read_tool(path)
