"""Contrast of colours, and the nearest colour that has enough of it. Pure.

A colour is `#rrggbb` in lower case. Contrast is WCAG 2.2's: (lighter + 0.05) / (darker + 0.05) of
the relative luminances, 1 to 21. A *hue* here is a colour whose lightness may change and whose tone
may not.
"""

import colorsys
import re
from collections.abc import Callable, Iterator

TEXT = 4.5  # WCAG 2.2 §1.4.3, text of any size
EDGE = 3.0  # WCAG 2.2 §1.4.11, edges of controls and marks
WRITTEN = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
STEPS = 200  # between black and white, when another lightness is looked for


def colour(text: str) -> str:
    """Give the colour that was written, as #rrggbb. Raises: ValueError — it is none."""
    written = text.strip().lower()
    if not WRITTEN.fullmatch(written):
        raise ValueError(f"{text!r} is no colour")
    if len(written) == 4:
        return "#" + "".join(digit * 2 for digit in written[1:])
    return written


def luminance(hue: str) -> float:
    """Give the relative luminance, 0 to 1 (WCAG 2.2, “relative luminance”)."""
    red, green, blue = (_linear(part) for part in _parts(hue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """Give `one` with a `share` of `other` in it, 0 to 1."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return _written(first + (second - first) * share for first, second in pairs)


def nearest(hue: str, passes: Callable[[str], bool]) -> str | None:
    """Give the colour of the same tone, nearest in lightness, that `passes`; None: there is none.

    `hue` itself comes first.
    """
    return next((each for each in _from(hue) if passes(each)), None)


def lightened(hue: str, passes: Callable[[str], bool]) -> str | None:
    """Give the darkest colour of the same tone that `passes`, no darker than `hue`."""
    start = _lightness(hue)
    return next((each for each in _from(hue) if _lightness(each) >= start and passes(each)), None)


def calmed(hue: str, *, most: float) -> str:
    """Give the same tone and lightness with a saturation of at `most` so much, 0 to 1."""
    tone, lightness, saturation = colorsys.rgb_to_hls(*_parts(hue))
    return _written(colorsys.hls_to_rgb(tone, lightness, min(saturation, most)))


def _from(hue: str) -> Iterator[str]:
    """Give `hue`, then its tone a step darker and lighter, two steps, and so on."""
    yield hue
    tone, lightness, saturation = colorsys.rgb_to_hls(*_parts(hue))
    for step in range(1, STEPS + 1):
        for other in (lightness - step / STEPS, lightness + step / STEPS):
            if 0 <= other <= 1:
                yield _written(colorsys.hls_to_rgb(tone, other, saturation))


def _lightness(hue: str) -> float:
    return colorsys.rgb_to_hls(*_parts(hue))[1]


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _parts(hue: str) -> tuple[float, float, float]:
    """Give red, green and blue, each 0 to 1."""
    written = colour(hue)
    red, green, blue = (int(written[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _written(parts: Iterator[float] | tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
