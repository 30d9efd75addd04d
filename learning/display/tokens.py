"""The colours of the one style sheet, read from the sheet itself.

So the page of styles, the check of a brand and the tests all speak of what browsers get.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from learning.display.contrast import EDGE, TEXT, colour, contrast

RULE = re.compile(r"(:root[^{}]*?)\s*\{([^{}]*)\}")
TOKEN = re.compile(r"--([a-z0-9]+):\s*(#[0-9a-f]{3,6})\s*;")
INK = "#15252b"  # of text on the accent, in both themes


class Theme(StrEnum):
    LIGHT = "light"
    DARK = "dark"
    HIGH_LIGHT = "high-light"
    HIGH_DARK = "high-dark"


SELECTORS = {
    Theme.LIGHT: ":root",
    Theme.DARK: ':root[data-theme="dark"]',
    Theme.HIGH_LIGHT: ':root[data-contrast="high"]',
    Theme.HIGH_DARK: ':root[data-contrast="high"][data-theme="dark"]',
}
# What follows the device: the same colours stand a second time, under prefers-color-scheme.
TWINS = {
    Theme.DARK: ':root:not([data-theme="light"])',
    Theme.HIGH_DARK: ':root[data-contrast="high"]:not([data-theme="light"])',
}
GROUNDS = ("paper", "surface", "sunken")
TOLD = ("okw", "warnw", "badw")  # grounds of feedback, on which links may stand
PAIRS = (
    *((text, ground, TEXT) for ground in GROUNDS for text in ("ink", "ink2", "lagoon", "visited")),
    *((text, ground, TEXT) for ground in (*TOLD, "wash") for text in ("ink", "lagoon", "visited")),
    *(("on", ground, TEXT) for ground in ("lagoon", "lagoon2")),
    *((text, f"{text}w", TEXT) for text in ("ok", "warn", "bad")),
    *((text, "surface", TEXT) for text in ("ok", "warn", "bad")),
    *((edge, ground, EDGE) for ground in GROUNDS for edge in ("edge", "lagoon", "ring")),
)


@dataclass(frozen=True)
class Pair:
    """A colour on its ground, by name and as #rrggbb. `needed`: the least `figure` may be."""

    colour: str
    ground: str
    hue: str
    ground_hue: str
    figure: float
    needed: float

    @property
    def is_enough(self) -> bool:
        return self.figure >= self.needed


def colours(theme: Theme) -> Mapping[str, str]:
    """Give the colour of each token in `theme`."""
    return _themes(_sheet())[theme]


def pairs(theme: Theme) -> list[Pair]:
    """Give every text and edge with the ground that it stands on."""
    found = colours(theme)
    return [
        Pair(one, on, found[one], found[on], contrast(found[one], found[on]), needed)
        for one, on, needed in PAIRS
    ]


def declared(sheet: str, selector: str) -> dict[str, str]:
    """Give the colours that the rules of `selector` declare in `sheet`, as #rrggbb."""
    return {
        name: colour(written)
        for found, body in RULE.findall(sheet)
        if found == selector
        for name, written in TOKEN.findall(body)
    }


def _sheet() -> str:
    path = Path(settings.BASE_DIR) / "learning" / "static" / "learning" / "atoll.css"
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _themes(sheet: str) -> dict[Theme, dict[str, str]]:
    light = declared(sheet, SELECTORS[Theme.LIGHT])
    return {theme: {**light, **declared(sheet, SELECTORS[theme])} for theme in Theme}
