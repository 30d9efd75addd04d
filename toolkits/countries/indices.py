"""The E-Government Survey's indices and what may be worked out from them.

EGDI is the mean of OSI, TII and HCI, each from 0 to 1 and relative to the other countries of the
same survey (UN E-Government Knowledge Base, Methodology). A change between two surveys is thus no
measure of progress: whoever shows one shows that note too. EPI stands beside them, in no mean.
This module is pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from enum import StrEnum

INDICES = ("egdi", "osi", "tii", "hci", "epi")
PARTS = ("osi", "tii", "hci")
MEMBER_STATES = 193  # of the United Nations; all are in each survey
TOLERANCE = Decimal("0.0001")  # published values are rounded; theirs stay within 0.00007


class Level(StrEnum):
    """The Survey's four groups by EGDI."""

    VERY_HIGH = "very high"
    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


def level(egdi: Decimal) -> Level:
    """Give the Survey's group: very high above 0.75, high from 0.50, middle from 0.25, else low."""
    if egdi > Decimal("0.75"):
        return Level.VERY_HIGH
    if egdi >= Decimal("0.50"):
        return Level.HIGH
    return Level.MIDDLE if egdi >= Decimal("0.25") else Level.LOW


def egdi_of(osi: Decimal, tii: Decimal, hci: Decimal) -> Decimal:
    """Give the EGDI of three components, rounded half up to 4 places as the Survey prints it."""
    return ((osi + tii + hci) / 3).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def fits_its_parts(egdi: Decimal, osi: Decimal, tii: Decimal, hci: Decimal) -> bool:
    """Say whether a published EGDI is the mean of its published parts."""
    return abs(3 * egdi - osi - tii - hci) <= 3 * TOLERANCE


@dataclass(frozen=True)
class Mean:
    """The mean of what is known, and of how many; `value` is exact, and None of nothing."""

    value: Decimal | None
    count: int

    @property
    def rounded(self) -> Decimal | None:
        return None if self.value is None else rounded(self.value)


def rounded(value: Decimal) -> Decimal:
    """Round half to even to the 3 places that means and charts show."""
    return value.quantize(Decimal("0.001"), ROUND_HALF_EVEN)


def mean(values: Iterable[Decimal | None]) -> Mean:
    """Give the plain mean: each country counts once, whatever its size."""
    known = [value for value in values if value is not None]
    return Mean(sum(known, Decimal(0)) / len(known) if known else None, len(known))


def change(earlier: Decimal | None, later: Decimal | None) -> Decimal | None:
    """Give the difference between two surveys, or None where one of them is not known."""
    return None if earlier is None or later is None else later - earlier
