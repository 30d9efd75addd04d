"""The names of the formulas a calculator may use, and what each reads and gives.

A definition names a formula and never holds one: data that can say sums could also say wrong or
endless ones. `calculating` does the sums. docs/decisions/0009-instruments.md says more.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Formula:
    """What a formula reads (codes of number fields) and gives (codes of outcome lines, in order).

    `measure`: the line that the calculator's bands are about, unless it names another.
    `above_zero`: what it divides by, so 0 is refused there; `any_sign`: what may be negative.
    """

    name: str
    needs: tuple[str, ...]
    may_have: tuple[str, ...]
    gives: tuple[str, ...]
    measure: str
    above_zero: tuple[str, ...] = ()
    any_sign: tuple[str, ...] = ()

    @property
    def reads(self) -> tuple[str, ...]:
        return (*self.needs, *self.may_have)


def _both(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}-{when}" for when in ("before", "after") for name in names)


def _saved(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}-{when}" for name in names for when in ("before", "after", "saved"))


EGDI = Formula(
    name="egdi",
    needs=("osi", "tii", "hci"),
    may_have=("published", "osi-rise", "tii-rise", "hci-rise"),
    gives=("sum", "egdi", "difference", "gain", "egdi-new", "next-level"),
    measure="egdi",
    any_sign=("osi-rise", "tii-rise", "hci-rise"),
)
AFFORDABILITY = Formula(
    name="affordability",
    needs=("price", "income"),
    may_have=(
        *("income-low", "income-people", "income-poor", "basket-megabytes"),
        *("task-megabytes", "day-price", "day-megabytes", "fare"),
    ),
    gives=(
        *("share", "share-low", "share-people", "share-poor"),
        *("target-price", "gap", "target-price-people", "gap-people"),
        *("megabyte-price", "task-price", "task-day-price", "day-pack-used", "task-fare-saved"),
    ),
    measure="share",
    above_zero=(
        *("income", "income-low", "income-people", "income-poor"),
        *("basket-megabytes", "day-megabytes"),
    ),
)
TIME_COST_VISIT = Formula(
    name="time-cost-visit",
    needs=("cases", *_both("visits", "travel", "counter")),
    may_have=(*_both("fare", "fee", "copies", "helper"), "day-pay"),
    gives=(
        *_saved("hours", "visits", "money", "days", "pay"),
        *_saved("year-hours", "year-visits", "year-money"),
    ),
    measure="hours-after",
)
PAGE_BUDGET = Formula(
    name="page-budget",
    needs=("speed",),
    may_have=(
        *("html", "css", "scripts", "pictures", "fonts", "media", "weight"),
        *("requests", "latency", "pages", "next-page", "pack-price", "pack-megabytes"),
        *("people", "day-pay"),
    ),
    gives=(
        *("kilobytes", "over", "seconds", "seconds-waiting"),
        *("page-price", "task-kilobytes", "task-price", "task-share", "year-price"),
    ),
    measure="kilobytes",
    above_zero=("speed", "pack-megabytes", "day-pay"),
)
FORMULAS: Mapping[str, Formula] = {
    formula.name: formula for formula in (EGDI, AFFORDABILITY, TIME_COST_VISIT, PAGE_BUDGET)
}
