"""What two colours of a centre make of the style sheet's tokens, in light and in dark. Pure.

The first stands for links and filled buttons, so it must be read on every ground and bear white
text. It is taken as it is in light; in dark its tone stays and it is made lighter until it can be
read. The accent is a mark with ink on it, the same in both.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from learning.display.contrast import TEXT, calmed, contrast, lightened, mixed, nearest

Tokens = Mapping[str, str]

GROUNDS = ("paper", "surface", "sunken", "okw", "warnw", "badw")  # links stand on all of them
BLACK, WHITE = "#000000", "#ffffff"
LIGHT_WASH, DARK_WASH = 0.12, 0.16  # how much of the colour is in the ground behind what is chosen
DARK_SATURATION = 0.65  # more of it glares on a dark ground
HOVER = 0.3  # how much darker, or lighter in dark, a button is under the pointer


@dataclass(frozen=True)
class Refusal:
    """Why a colour cannot be used. `figure`: its worst contrast; `nearest`: one that can."""

    ground: str
    figure: float
    nearest: str | None


def refused_primary(hue: str, light: Tokens) -> Refusal | None:
    """Say where `hue` cannot be read among the `light` tokens, if anywhere."""
    figure, ground = min(_on_light(hue, light))
    if figure >= TEXT:
        return None
    return Refusal(
        ground, figure, nearest(hue, lambda each: min(_on_light(each, light))[0] >= TEXT)
    )


def refused_accent(hue: str, ink: str) -> Refusal | None:
    """Say that text in `ink` cannot be read on `hue`, if so: the link to skip to the content."""
    figure = contrast(hue, ink)
    if figure >= TEXT:
        return None
    return Refusal("ink", figure, nearest(hue, lambda each: contrast(each, ink) >= TEXT))


def light_tokens(primary: str, accent: str) -> dict[str, str]:
    """Give the tokens that change in light. Either colour may be empty."""
    found = {"sun": accent} if accent else {}
    if primary:
        found["lagoon"] = primary
        found["lagoon2"] = mixed(primary, BLACK, HOVER)
        found["wash"] = _light_wash(primary)
    return found


def dark_tokens(primary: str, accent: str, dark: Tokens) -> dict[str, str]:
    """Give the tokens that change in dark; `dark` are those there are."""
    found = {"sun": accent} if accent else {}
    if primary and (hue := _for_the_dark(primary, dark)):
        found["lagoon"] = hue
        found["lagoon2"] = mixed(hue, WHITE, HOVER)
        found["wash"] = _dark_wash(hue, dark)
    return found


def style_sheet(primary: str, accent: str, dark: Tokens) -> str:
    """Give the rules that put the colours of a centre over the tokens; empty without colours.

    They are no more specific than those they replace: who asked for strong contrast keeps it.
    """
    if not primary and not accent:
        return ""
    light = _declared(light_tokens(primary, accent))
    night = _declared(dark_tokens(primary, accent, dark))
    return (
        f":root{{{light}}}\n"
        "@media screen and (prefers-color-scheme:dark)"
        f'{{:root:not([data-theme="light"]){{{night}}}}}\n'
        f'@media screen{{:root[data-theme="dark"]{{{night}}}}}\n'
    )


def _on_light(hue: str, light: Tokens) -> Iterator[tuple[float, str]]:
    """Give the contrast of `hue` with each ground it meets, and the name of the ground."""
    for ground in GROUNDS:
        yield contrast(hue, light[ground]), ground
    yield contrast(hue, _light_wash(hue)), "wash"
    yield contrast(light["ink"], _light_wash(hue)), "wash"
    yield contrast(hue, light["on"]), "on"


def _on_dark(hue: str, dark: Tokens) -> Iterator[float]:
    for ground in GROUNDS:
        yield contrast(hue, dark[ground])
    yield contrast(hue, _dark_wash(hue, dark))
    yield contrast(dark["ink"], _dark_wash(hue, dark))
    yield contrast(hue, dark["on"])


def _for_the_dark(primary: str, dark: Tokens) -> str | None:
    calm = calmed(primary, most=DARK_SATURATION)
    return lightened(calm, lambda each: min(_on_dark(each, dark)) >= TEXT)


def _light_wash(hue: str) -> str:
    return mixed(WHITE, hue, LIGHT_WASH)


def _dark_wash(hue: str, dark: Tokens) -> str:
    return mixed(dark["paper"], hue, DARK_WASH)


def _declared(tokens: Tokens) -> str:
    return ";".join(f"--{name}:{hue}" for name, hue in tokens.items())
