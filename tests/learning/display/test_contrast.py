import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.display.contrast import colour, contrast, lightened, luminance, mixed, nearest

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_black_on_white_is_the_most_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(
    ("one", "other", "figure"),
    [  # W3C, Understanding §1.4.3 and §1.4.11, among others
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
        ("#949494", "#ffffff", 3.03),
    ],
)
def test_known_pairs_have_their_known_contrast(one: str, other: str, figure: float) -> None:
    assert contrast(one, other) == pytest.approx(figure, abs=0.01)


@given(colours, colours)
def test_contrast_is_the_same_from_either_side(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21
    assert contrast(one, one) == 1


@given(colours, colours)
def test_a_mixture_lies_between(one: str, other: str) -> None:
    assert mixed(one, other, 0) == one
    assert mixed(one, other, 1) == other


@given(colours)
def test_the_nearest_that_passes_is_the_colour_itself_if_it_does(hue: str) -> None:
    assert nearest(hue, lambda _each: True) == hue


@given(colours)
def test_there_is_always_a_shade_to_be_read_on_white(hue: str) -> None:
    found = nearest(hue, lambda each: contrast(each, "#ffffff") >= 4.5)

    assert found
    assert contrast(found, "#ffffff") >= 4.5


@given(colours)
def test_a_lightened_colour_is_never_darker(hue: str) -> None:
    found = lightened(hue, lambda each: contrast(each, "#0f191d") >= 4.5)

    assert found
    assert luminance(found) >= luminance(hue) - 0.01


def test_nothing_is_near_enough_to_what_cannot_be() -> None:
    assert nearest("#0b5a63", lambda _each: False) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [("#0B5A63", "#0b5a63"), (" #abc ", "#aabbcc"), ("#FFF", "#ffffff")],
)
def test_a_colour_has_one_form(written: str, meant: str) -> None:
    assert colour(written) == meant


@pytest.mark.parametrize("written", ["", "red", "0b5a63", "#0b5a6", "#0b5a63;}", "rgb(0,0,0)"])
def test_what_is_no_colour_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="no colour"):
        colour(written)
