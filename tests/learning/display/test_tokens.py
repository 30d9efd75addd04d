from pathlib import Path

import pytest
from django.conf import settings

from learning.display.contrast import TEXT, contrast
from learning.display.tokens import INK, SELECTORS, TWINS, Theme, colours, declared, pairs


@pytest.fixture
def sheet() -> str:
    path = Path(settings.BASE_DIR) / "learning" / "static" / "learning" / "atoll.css"
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("theme", Theme)
def test_every_text_and_every_edge_can_be_seen_on_its_ground(theme: Theme) -> None:
    faint = [
        f"{pair.colour} on {pair.ground}: {pair.figure:.2f}"
        for pair in pairs(theme)
        if not pair.is_enough
    ]
    assert faint == []


@pytest.mark.parametrize("theme", [Theme.HIGH_LIGHT, Theme.HIGH_DARK])
def test_strong_contrast_is_strong(theme: Theme) -> None:
    assert min(pair.figure for pair in pairs(theme) if pair.needed == TEXT) >= 7


@pytest.mark.parametrize("theme", TWINS)
def test_whoever_chooses_dark_gets_the_same_as_whose_device_does(sheet: str, theme: Theme) -> None:
    assert declared(sheet, TWINS[theme]) == declared(sheet, SELECTORS[theme])


def test_strong_contrast_in_dark_replaces_all_that_it_replaces_in_light(sheet: str) -> None:
    light = declared(sheet, SELECTORS[Theme.HIGH_LIGHT])
    assert declared(sheet, SELECTORS[Theme.HIGH_DARK]).keys() == light.keys()


def test_text_on_the_accent_can_be_read_in_both_themes() -> None:
    assert all(contrast(INK, colours(theme)["sun"]) >= TEXT for theme in Theme)
