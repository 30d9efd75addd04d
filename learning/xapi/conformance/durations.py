"""Durations (ISO 8601:2004 §4.4.3.2; Data 4.6): `PT1H30M`, `P3Y1M29DT4H35M59.14S`, `P4W`.

Only the smallest part may have a fraction. Weeks stand alone.
"""

import re
from fractions import Fraction

NUMBER = r"([0-9]{1,18}(?:[.,][0-9]{1,18})?)"
DURATION = re.compile(
    rf"P(?:{NUMBER}W|"
    rf"(?:{NUMBER}Y)?(?:{NUMBER}M)?(?:{NUMBER}D)?"
    rf"(?:T(?=[0-9])(?:{NUMBER}H)?(?:{NUMBER}M)?(?:{NUMBER}S)?)?)",
    re.ASCII,
)
PRECISION = 100  # parts of a second that count when two durations are compared (Data 4.6)


def is_duration(text: object) -> bool:
    """Tell whether this is a duration with at least one part."""
    if not isinstance(text, str):
        return False
    parts = _parts(text)
    return bool(parts) and not any(_is_fraction(part) for part in parts[:-1])


def comparable(text: str) -> tuple[Fraction, ...]:
    """Give what two durations are compared by: their parts, seconds cut to hundredths.

    Weeks, years, months, days, hours, minutes, seconds; 60 s and 1 min are not the same.
    """
    found = DURATION.fullmatch(text)
    groups = found.groups() if found else ()
    *longer, seconds = (Fraction((part or "0").replace(",", ".")) for part in groups or ("0",))
    return (*longer, Fraction(int(seconds * PRECISION), PRECISION))


def _parts(text: str) -> list[str]:
    found = DURATION.fullmatch(text)
    return [part for part in found.groups() if part] if found else []


def _is_fraction(part: str) -> bool:
    return "." in part or "," in part
