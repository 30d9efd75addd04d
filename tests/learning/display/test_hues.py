"""What any colour of a flag becomes."""

from hypothesis import given
from hypothesis import strategies as st

from learning.display.contrast import TEXT, contrast
from learning.display.hues import (
    dark_tokens,
    light_tokens,
    refused_accent,
    refused_primary,
    style_sheet,
)
from learning.display.tokens import GROUNDS, INK, TOLD, Theme, colours, declared

LIGHT, DARK = colours(Theme.LIGHT), colours(Theme.DARK)
hues = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_our_own_colours_would_be_taken() -> None:
    assert refused_primary(LIGHT["lagoon"], LIGHT) is None
    assert refused_accent(LIGHT["sun"], INK) is None


@given(hues)
def test_a_refused_colour_comes_with_one_that_is_taken(hue: str) -> None:
    refusal = refused_primary(hue, LIGHT)

    if refusal:
        assert refusal.figure < TEXT
        assert refusal.nearest
        assert refused_primary(refusal.nearest, LIGHT) is None


@given(hues)
def test_a_refused_accent_comes_with_one_that_bears_ink(hue: str) -> None:
    refusal = refused_accent(hue, INK)

    if refusal:
        assert refusal.nearest
        assert contrast(refusal.nearest, INK) >= TEXT


@given(hues)
def test_every_colour_has_a_shade_that_can_be_read_in_the_dark(hue: str) -> None:
    tokens = {**DARK, **dark_tokens(hue, "", DARK)}

    assert min(contrast(tokens["lagoon"], tokens[ground]) for ground in (*GROUNDS, *TOLD)) >= TEXT
    assert contrast(tokens["lagoon"], tokens["wash"]) >= TEXT
    assert contrast(tokens["ink"], tokens["wash"]) >= TEXT
    assert contrast(tokens["on"], tokens["lagoon"]) >= TEXT
    assert contrast(tokens["on"], tokens["lagoon2"]) >= TEXT


@given(hues)
def test_what_is_taken_can_be_read_in_light(hue: str) -> None:
    primary = hue
    if refusal := refused_primary(hue, LIGHT):
        primary = refusal.nearest or ""
    tokens = {**LIGHT, **light_tokens(primary, "")}

    assert min(contrast(tokens["lagoon"], tokens[ground]) for ground in (*GROUNDS, *TOLD)) >= TEXT
    assert contrast(tokens["lagoon"], tokens["wash"]) >= TEXT
    assert contrast(tokens["on"], tokens["lagoon2"]) >= TEXT


def test_without_colours_there_are_no_rules() -> None:
    assert style_sheet("", "", DARK) == ""


def test_the_rules_are_for_light_for_a_dark_device_and_for_who_chose_dark() -> None:
    rules = style_sheet("#8b0000", "#ffd100", DARK)

    assert declared(rules, ":root")["lagoon"] == "#8b0000"
    chosen = declared(rules, ':root[data-theme="dark"]')
    assert declared(rules, ':root:not([data-theme="light"])') == chosen
    assert chosen["sun"] == "#ffd100"
    assert chosen["lagoon"] != "#8b0000"
    assert "screen" in rules


def test_one_colour_may_come_alone() -> None:
    assert set(light_tokens("", "#ffd100")) == {"sun"}
    assert set(dark_tokens("", "#ffd100", DARK)) == {"sun"}
    assert "sun" not in light_tokens("#8b0000", "")
