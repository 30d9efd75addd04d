"""What a calculator gives for what was filled in.

Each formula is exact (fractions), and each line is rounded once, half up, when it is given. A
formula gives only the lines for which it has what it needs, in a fixed order.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from toolkits.instruments.definition import Band, Calculator, FieldType
from toolkits.instruments.errors import Fault, InputErrors, gettext_noop
from toolkits.instruments.filling import NEEDED, number_of, value_fault
from toolkits.instruments.formulas import (
    AFFORDABILITY,
    EGDI,
    FORMULAS,
    PAGE_BUDGET,
    TIME_COST_VISIT,
)
from toolkits.instruments.numbers import rounded

Numbers = Mapping[str, Fraction]

# Marks of the units of lines. Money has none: it is in the money that was filled in.
PERCENT, HOURS, SECONDS, KILOBYTES, DAYS = "%", "h", "s", "KB", "d"
LABELS: Mapping[str, str] = {
    # egdi
    "sum": gettext_noop("Sum of the three parts"),
    "egdi": gettext_noop("EGDI"),
    "difference": gettext_noop("Difference from the published EGDI"),
    "gain": gettext_noop("Rise of the EGDI"),
    "egdi-new": gettext_noop("EGDI after the rise"),
    "next-level": gettext_noop("Needed for the next level, in the three parts together"),
    # affordability
    "share": gettext_noop("Share of the average income"),
    "share-low": gettext_noop("Share of a low wage"),
    "share-people": gettext_noop("Share of the income of the people of your service"),
    "share-poor": gettext_noop("Share of their income in a poor month"),
    "target-price": gettext_noop("Price that would meet two per cent of the average income"),
    "gap": gettext_noop("Price today above that price"),
    "target-price-people": gettext_noop(
        "Price that would meet two per cent for the people you serve"
    ),
    "gap-people": gettext_noop("Price today above that price, for them"),
    "megabyte-price": gettext_noop("Price of 1 MB with the month bundle"),
    "task-price": gettext_noop("Price of the whole task"),
    "task-day-price": gettext_noop("Price of the whole task with a day bundle"),
    "day-pack-used": gettext_noop("Part of a day bundle that the task uses up"),
    "task-fare-saved": gettext_noop("Fare to the office above the price of the task"),
    # time-cost-visit
    "hours-before": gettext_noop("Hours for one person, before"),
    "hours-after": gettext_noop("Hours for one person, after"),
    "hours-saved": gettext_noop("Hours saved for one person"),
    "visits-before": gettext_noop("Visits for one person, before"),
    "visits-after": gettext_noop("Visits for one person, after"),
    "visits-saved": gettext_noop("Visits saved for one person"),
    "money-before": gettext_noop("Money that one person pays, before"),
    "money-after": gettext_noop("Money that one person pays, after"),
    "money-saved": gettext_noop("Money saved for one person"),
    "days-before": gettext_noop("Working days that one person loses, before"),
    "days-after": gettext_noop("Working days that one person loses, after"),
    "days-saved": gettext_noop("Working days saved for one person"),
    "pay-before": gettext_noop("Pay that one person loses, before (not part of the money)"),
    "pay-after": gettext_noop("Pay that one person loses, after (not part of the money)"),
    "pay-saved": gettext_noop("Lost pay saved for one person (not part of the money)"),
    "year-hours-before": gettext_noop("Hours of all people in one year, before"),
    "year-hours-after": gettext_noop("Hours of all people in one year, after"),
    "year-hours-saved": gettext_noop("Hours that people save in one year"),
    "year-visits-before": gettext_noop("Visits of all people in one year, before"),
    "year-visits-after": gettext_noop("Visits of all people in one year, after"),
    "year-visits-saved": gettext_noop("Visits that people save in one year"),
    "year-money-before": gettext_noop("Money of all people in one year, before"),
    "year-money-after": gettext_noop("Money of all people in one year, after"),
    "year-money-saved": gettext_noop("Money that people save in one year"),
    # page-budget
    "kilobytes": gettext_noop("Weight of the page"),
    "over": gettext_noop("Over the limit of 60 KB (our proposal)"),
    "seconds": gettext_noop("Time to load, at best"),
    "seconds-waiting": gettext_noop("Time to load, if each file is asked for alone"),
    "page-price": gettext_noop("Price of one page"),
    "task-kilobytes": gettext_noop("Weight of the whole task"),
    "task-share": gettext_noop("Share of one day’s pay"),
    "year-price": gettext_noop("What all people pay in one year"),
}

ABOVE_ZERO = gettext_noop("Write a number above 0.")
NOT_NEGATIVE = gettext_noop("This cannot be less than 0.")
ABOVE_ONE = gettext_noop("No part of the EGDI can be more than 1.")
RISE_ABOVE_ONE = gettext_noop("With this change the part is not between 0 and 1.")
NO_WEIGHT = gettext_noop("Fill in the weight of at least one part of the page.")
NO_PAGE = gettext_noop("A task has at least one page.")

DIFFERS = gettext_noop(
    "The published EGDI differs by more than rounding. Check that all four values are of one "
    "edition."
)
OVER_TARGET = gettext_noop("The average meets the 2% target, but not every other income does.")
OFFLINE = gettext_noop(
    "For some incomes the share is over 10%. Treat these people as offline: the paper way is "
    "their way."
)
COST_MOVED = gettext_noop(
    "Hours fall, but money rises. You may have moved the cost to data or to a helper."
)
NO_VISIT_SAVED = gettext_noop("The visits stay the same. The journey did not change.")
NO_HOUR_SAVED = gettext_noop("People need as many hours after the change as before, or more.")
TOO_HEAVY = gettext_noop("The page weighs more than 60 KB, the limit of our proposal.")
TOO_MANY_FILES = gettext_noop("The page asks for more than 10 files, the limit of our proposal.")
NEXT_TOO_HEAVY = gettext_noop("The next page weighs more than 15 KB, the limit of our proposal.")
PART_TOO_HEAVY: Mapping[str, str] = {
    "html": gettext_noop("The text of the page is over its limit of 15 KB (our proposal)."),
    "css": gettext_noop("The style is over its limit of 15 KB (our proposal)."),
    "scripts": gettext_noop("The scripts are over their limit of 20 KB (our proposal)."),
    "pictures": gettext_noop("The pictures are over their limit of 10 KB (our proposal)."),
    "fonts": gettext_noop("The page loads special fonts; our proposal is none."),
    "media": gettext_noop("Video or sound starts alone; our proposal is none."),
}

PART_LIMITS: Mapping[str, int] = {  # KB, compressed; our proposal
    "html": 15,
    "css": 15,
    "scripts": 20,
    "pictures": 10,
    "fonts": 0,
    "media": 0,
}
PAGE_LIMIT, REQUEST_LIMIT, NEXT_PAGE_LIMIT = 60, 10, 15  # KB, files, KB; our proposal
TARGET = Fraction(2, 100)  # of monthly income; the target that ITU counts
OFFLINE_SHARE = 10  # percent; our rule of thumb
BASKET = 2000  # MB a month; our measure
ROUNDING = Fraction(1, 10_000)  # a published EGDI may differ by less than this
WORKING_DAY = 8  # hours
MEGABYTE = 1000  # KB


@dataclass(frozen=True)
class Line:
    """One outcome. `label`: English, to translate; `unit`: `%`, `h`, `s`, `KB`, `d` or empty.

    `value`: rounded half up, with its last zeros; `band`: title of the band it falls in, or empty.
    """

    code: str
    label: str
    value: Decimal
    unit: str = ""
    band: str = ""


@dataclass(frozen=True)
class Warned:
    """What to be careful about. `sentence`: English, to translate."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Calculation:
    """What a calculator gave. `inputs`: the numbers as they were read, by code.

    `band`: what the measured line comes to; None where the definition has no bands for it.
    """

    inputs: Mapping[str, Decimal]
    lines: tuple[Line, ...]
    band: Band | None
    warnings: tuple[Warned, ...]

    def line(self, code: str) -> Line:
        """Give the line with the code `code`. Raises: KeyError — there is none."""
        for line in self.lines:
            if line.code == code:
                return line
        raise KeyError(code)


@dataclass(frozen=True)
class _Sum:
    """An exact outcome. `places`: to round to."""

    code: str
    value: Fraction
    places: int
    unit: str = ""

    def line(self, band: Band | None) -> Line:
        value = rounded(self.value, self.places)
        return Line(self.code, LABELS[self.code], value, self.unit, band.title if band else "")


def calculate(calculator: Calculator, values: Mapping[str, str]) -> Calculation:
    """Calculate from `values`, each as a person wrote it, under its field's code.

    Raises: InputErrors — with every field that cannot be read, and why.
    """
    numbers = read_numbers(calculator, values)
    exact = {code: Fraction(number) for code, number in numbers.items()}
    sums = list(SUMS[calculator.formula](exact))
    if calculator.formula == EGDI.name:
        sums.extend(_next_level(calculator, sums))
    bands = {each.code: band_of(calculator, each.code, each.value) for each in sums}
    found = {each.code: each.value for each in sums}
    return Calculation(
        inputs=numbers,
        lines=tuple(each.line(bands[each.code]) for each in sums),
        band=bands.get(calculator.measured),
        warnings=tuple(Warned(*each) for each in WARNINGS[calculator.formula](exact, found)),
    )


def read_numbers(calculator: Calculator, values: Mapping[str, str]) -> dict[str, Decimal]:
    """Give the numbers filled in, by code. Raises: InputErrors — with every fault."""
    faults: list[Fault] = []
    numbers: dict[str, Decimal] = {}
    for field in calculator.inputs:
        if field.type == FieldType.NUMBER:
            number = number_of(field, values.get(field.code, ""), faults)
            if number is not None:
                numbers[field.code] = number
        elif fault := value_fault(field, values.get(field.code, "")):
            faults.append(fault)
    told = {fault.path for fault in faults}
    faults.extend(f for f in _formula_faults(calculator, numbers) if f.path not in told)
    if faults:
        raise InputErrors(faults)
    return numbers


def _formula_faults(calculator: Calculator, numbers: Mapping[str, Decimal]) -> Iterator[Fault]:
    formula = FORMULAS[calculator.formula]
    for code in formula.needs:
        if code not in numbers:
            yield Fault(code, NEEDED)
    for code, number in numbers.items():
        if code in formula.above_zero and number <= 0:
            yield Fault(code, ABOVE_ZERO)
        elif number < 0 and code not in formula.any_sign:
            yield Fault(code, NOT_NEGATIVE)
    yield from CHECKS.get(formula.name, _no_faults)(calculator, numbers)


def _no_faults(_calculator: Calculator, _numbers: Mapping[str, Decimal]) -> Iterator[Fault]:
    yield from ()


def band_of(calculator: Calculator, line: str, value: Fraction) -> Band | None:
    """Give the band that the exact `value` of the outcome `line` falls in, if there is one."""
    if not calculator.reads(line):
        return None
    reached = [
        band
        for band in calculator.levels
        if value > Fraction(band.from_value)
        or (value == Fraction(band.from_value) and not band.above)
    ]
    return reached[-1] if reached else None


def _check_egdi(_calculator: Calculator, numbers: Mapping[str, Decimal]) -> Iterator[Fault]:
    for part in EGDI_PARTS:
        value = numbers.get(part, Decimal(0))
        if value > 1:
            yield Fault(part, ABOVE_ONE)
        elif not 0 <= value + numbers.get(f"{part}-rise", Decimal(0)) <= 1:
            yield Fault(f"{part}-rise", RISE_ABOVE_ONE)


def _egdi(of: Numbers) -> Iterator[_Sum]:
    total = sum((of[part] for part in EGDI_PARTS), Fraction(0))
    yield _Sum("sum", total, 5)
    yield _Sum("egdi", total / 3, 4)
    if "published" in of:
        yield _Sum("difference", abs(of["published"] - total / 3), 5)
    rises = [of[f"{part}-rise"] for part in EGDI_PARTS if f"{part}-rise" in of]
    if rises:
        gain = sum(rises, Fraction(0)) / 3
        yield _Sum("gain", gain, 4)
        yield _Sum("egdi-new", of.get("published", total / 3) + gain, 4)


def _next_level(calculator: Calculator, sums: list[_Sum]) -> Iterator[_Sum]:
    """Give what the three parts need together for the next band, where there is one."""
    egdi = next(each.value for each in sums if each.code == "egdi")
    for band in calculator.levels:
        start = Fraction(band.from_value)
        if start > egdi or (band.above and start == egdi):
            yield _Sum("next-level", 3 * (start - egdi), 5)
            return


def _warn_egdi(_of: Numbers, found: Numbers) -> Iterator[tuple[str, str]]:
    if found.get("difference", Fraction(0)) >= ROUNDING:
        yield "differs", DIFFERS


def _affordability(of: Numbers) -> Iterator[_Sum]:
    price = of["price"]
    for line, income in INCOMES.items():
        if income in of:
            yield _Sum(line, price / of[income] * 100, 1, PERCENT)
    for suffix, income in (("", "income"), ("-people", "income-people")):
        if income in of:
            target = of[income] * TARGET
            yield _Sum(f"target-price{suffix}", target, 2)
            yield _Sum(f"gap{suffix}", max(price - target, Fraction(0)), 2)
    yield from _task_price(of, price / of.get("basket-megabytes", Fraction(BASKET)))


def _task_price(of: Numbers, megabyte: Fraction) -> Iterator[_Sum]:
    yield _Sum("megabyte-price", megabyte, 4)
    if "task-megabytes" not in of:
        return
    online = of["task-megabytes"] * megabyte
    yield _Sum("task-price", online, 4)
    if "day-megabytes" in of:
        part = of["task-megabytes"] / of["day-megabytes"]
        if "day-price" in of:
            online = part * of["day-price"]
            yield _Sum("task-day-price", online, 4)
        yield _Sum("day-pack-used", part * 100, 1, PERCENT)
    if "fare" in of:
        yield _Sum("task-fare-saved", of["fare"] - online, 2)


def _warn_affordability(_of: Numbers, found: Numbers) -> Iterator[tuple[str, str]]:
    shares = [found[line] for line in INCOMES if line in found]
    if found["share"] <= TARGET * 100 < max(shares):
        yield "over-target", OVER_TARGET
    if max(shares) > OFFLINE_SHARE:
        yield "offline", OFFLINE


def _time_cost_visit(of: Numbers) -> Iterator[_Sum]:
    one = {when: _one_person(of, when) for when in ("before", "after")}
    for name, places, unit in PERSON_LINES:
        if name in one["before"]:
            yield from _saved(name, one["before"][name], one["after"][name], places, unit)
    for name, places, unit in PERSON_LINES[:3]:
        before, after = (one[when][name] * of["cases"] for when in ("before", "after"))
        yield from _saved(f"year-{name}", before, after, places, unit)


def _one_person(of: Numbers, when: str) -> dict[str, Fraction]:
    def paid(name: str) -> Fraction:
        return of.get(f"{name}-{when}", Fraction(0))

    visits = of[f"visits-{when}"]
    hours = visits * (of[f"travel-{when}"] + of[f"counter-{when}"]) / 60
    money = visits * paid("fare") + paid("fee") + paid("copies") + paid("helper")
    person = {"hours": hours, "visits": visits, "money": money, "days": hours / WORKING_DAY}
    if "day-pay" in of:
        person["pay"] = person["days"] * of["day-pay"]
    return person


def _saved(name: str, before: Fraction, after: Fraction, places: int, unit: str) -> Iterator[_Sum]:
    yield _Sum(f"{name}-before", before, places, unit)
    yield _Sum(f"{name}-after", after, places, unit)
    yield _Sum(f"{name}-saved", before - after, places, unit)


def _warn_time_cost_visit(_of: Numbers, found: Numbers) -> Iterator[tuple[str, str]]:
    if found["hours-saved"] > 0 > found["money-saved"]:
        yield "cost-moved", COST_MOVED
    if found["visits-saved"] == 0:
        yield "no-visit-saved", NO_VISIT_SAVED
    if found["hours-saved"] <= 0:
        yield "no-hour-saved", NO_HOUR_SAVED


def _check_page_budget(calculator: Calculator, numbers: Mapping[str, Decimal]) -> Iterator[Fault]:
    weights = [field.code for field in calculator.inputs if field.code in PAGE_PARTS]
    if not any(numbers.get(code) for code in weights):
        yield Fault(weights[0] if weights else "", NO_WEIGHT)
    if numbers.get("pages", 1) < 1:
        yield Fault("pages", NO_PAGE)


def _page_budget(of: Numbers) -> Iterator[_Sum]:
    weight = sum((of[part] for part in PAGE_PARTS if part in of), Fraction(0))
    seconds = weight * 8 / of["speed"]
    yield _Sum("kilobytes", weight, 1, KILOBYTES)
    yield _Sum("over", max(weight - PAGE_LIMIT, Fraction(0)), 1, KILOBYTES)
    yield _Sum("seconds", seconds, 1, SECONDS)
    if "requests" in of and "latency" in of:
        waiting = of["requests"] * of["latency"] / 1000
        yield _Sum("seconds-waiting", seconds + waiting, 1, SECONDS)
    yield from _page_prices(of, weight)


def _page_prices(of: Numbers, weight: Fraction) -> Iterator[_Sum]:
    task = weight + (of.get("pages", Fraction(1)) - 1) * of.get("next-page", weight)
    priced = "pack-price" in of and "pack-megabytes" in of
    kilobyte = of["pack-price"] / (of["pack-megabytes"] * MEGABYTE) if priced else Fraction(0)
    if priced:
        yield _Sum("page-price", weight * kilobyte, 4)
    if "pages" in of:
        yield _Sum("task-kilobytes", task, 1, KILOBYTES)
    if priced and "pages" in of:
        yield _Sum("task-price", task * kilobyte, 4)
    if priced and "day-pay" in of:
        yield _Sum("task-share", task * kilobyte / of["day-pay"] * 100, 2, PERCENT)
    if priced and "people" in of:
        yield _Sum("year-price", task * kilobyte * of["people"], 2)


def _warn_page_budget(of: Numbers, found: Numbers) -> Iterator[tuple[str, str]]:
    if found["over"] > 0:
        yield "too-heavy", TOO_HEAVY
    if of.get("requests", Fraction(0)) > REQUEST_LIMIT:
        yield "too-many-files", TOO_MANY_FILES
    if of.get("next-page", Fraction(0)) > NEXT_PAGE_LIMIT:
        yield "next-too-heavy", NEXT_TOO_HEAVY
    for part, limit in PART_LIMITS.items():
        if of.get(part, Fraction(0)) > limit:
            yield f"{part}-too-heavy", PART_TOO_HEAVY[part]


EGDI_PARTS = ("osi", "tii", "hci")
INCOMES: Mapping[str, str] = {  # outcome line: the income it is a share of
    "share": "income",
    "share-low": "income-low",
    "share-people": "income-people",
    "share-poor": "income-poor",
}
PERSON_LINES = (  # outcome, places, unit; the first three are also given for a year
    ("hours", 1, HOURS),
    ("visits", 1, ""),
    ("money", 2, ""),
    ("days", 2, DAYS),
    ("pay", 2, ""),
)
PAGE_PARTS = (*PART_LIMITS, "weight")

CHECKS: Mapping[str, Callable[[Calculator, Mapping[str, Decimal]], Iterator[Fault]]] = {
    EGDI.name: _check_egdi,
    PAGE_BUDGET.name: _check_page_budget,
}
SUMS: Mapping[str, Callable[[Numbers], Iterator[_Sum]]] = {
    EGDI.name: _egdi,
    AFFORDABILITY.name: _affordability,
    TIME_COST_VISIT.name: _time_cost_visit,
    PAGE_BUDGET.name: _page_budget,
}
WARNINGS: Mapping[str, Callable[[Numbers, Numbers], Iterator[tuple[str, str]]]] = {
    EGDI.name: _warn_egdi,
    AFFORDABILITY.name: _warn_affordability,
    TIME_COST_VISIT.name: _warn_time_cost_visit,
    PAGE_BUDGET.name: _warn_page_budget,
}
