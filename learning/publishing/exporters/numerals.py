"""The numbers of a range as people write them, where a format can only compare text."""

from collections.abc import Iterator
from decimal import Decimal

MOST = 200  # ways to write a right answer, beyond which no platform should be handed a list


def spellings(lowest: str, highest: str, decimals: int) -> tuple[str, ...]:
    """Give every way to write a number from `lowest` to `highest` with up to `decimals` digits.

    Each is given with a point and with a comma. Empty if there are more than MOST.
    """
    least, most = Decimal(lowest), Decimal(highest)
    if sum(_count(least, most, places) for places in range(decimals + 1)) > MOST // 2:
        return ()
    found = dict.fromkeys(
        form
        for places in range(decimals + 1)
        for number in _between(least, most, places)
        for form in (f"{number:.{places}f}", f"{number:.{places}f}".replace(".", ","))
    )
    return tuple(found)


def _count(least: Decimal, most: Decimal, places: int) -> int:
    return max(0, int((most - least).scaleb(places)) + 1)


def _between(least: Decimal, most: Decimal, places: int) -> Iterator[Decimal]:
    step = Decimal(1).scaleb(-places)
    number = (least / step).to_integral_value(rounding="ROUND_CEILING") * step
    while number <= most:
        yield number
        number += step
