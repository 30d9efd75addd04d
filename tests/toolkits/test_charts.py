"""Charts: what they say, that they say it safely, and that they fit."""

import re
from collections.abc import Callable
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkits.charts import LABEL_LINES, WIDTH, Series, bars, radar

SVG = "{http://www.w3.org/2000/svg}"
Drawing = Callable[..., str]
BOTH = pytest.mark.parametrize("draw", [bars, radar], ids=["bars", "radar"])
PARTS = ("OSI", "TII", "HCI")


def line(label: str, *values: str | None) -> Series:
    return Series(label, tuple(None if value is None else Decimal(value) for value in values))


FIJI = line("Fiji", "0.5", "0.25", "1")
PEERS = line("SIDS", "0.4", "0.6", "0.5")
WORLD = line("World", "0.5", "0.5", "0.5")


def tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 — made by this very test


def texts(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in tree(svg).iter(f"{SVG}text")]


def boxes(svg: str, number: int) -> list[ElementTree.Element]:
    """Give the bars of a series without its swatch in the legend."""
    found = [
        each for each in tree(svg).iter(f"{SVG}rect") if each.get("class") == f"series-{number}"
    ]
    return found[1:]


@BOTH
def test_a_chart_is_one_picture_named_by_its_title(draw: Drawing) -> None:
    root = tree(draw(PARTS, [FIJI], maximum=Decimal(1), title="Fiji & its peers"))
    title = root.find(f"{SVG}title")
    assert title is not None
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == title.get("id")
    assert title.text == "Fiji & its peers"


@BOTH
def test_a_chart_scales_and_has_no_style_of_its_own(draw: Drawing) -> None:
    svg = draw(PARTS, [FIJI, PEERS, WORLD], maximum=Decimal(1), title="t")
    assert tree(svg).get("width") is None
    assert str(tree(svg).get("viewBox")).startswith(f"0 0 {WIDTH} ")
    assert "style" not in svg
    assert "<script" not in svg


@BOTH
def test_text_is_twelve_pixels_or_more_on_a_small_phone(draw: Drawing) -> None:
    root = tree(draw(PARTS, [FIJI], maximum=Decimal(1), title="t"))
    column = 320 - 2 * 18
    assert float(str(root.get("font-size"))) * column / WIDTH >= 12
    assert not [each for each in root.iter(f"{SVG}text") if each.get("font-size")]


@BOTH
def test_everything_is_escaped(draw: Drawing) -> None:
    svg = draw(
        ["<b>", "a & b", '"c"'],
        [line("</svg><script>", "1", None, "0")],
        maximum=Decimal(1),
        title="</title><script>",
        missing="<i>none",
    )
    assert "<script" not in svg
    assert {"</svg><script>"} <= set(texts(svg))


@BOTH
def test_control_characters_do_not_break_the_drawing(draw: Drawing) -> None:
    svg = draw(["a\x00b", "c\nd", "\ud800"], [FIJI], maximum=Decimal(1), title="\x07t")
    assert any("a b" in each for each in texts(svg))


@BOTH
def test_ids_come_from_the_content_and_are_unique_in_it(draw: Drawing) -> None:
    def ids(title: str) -> list[str]:
        svg = draw(PARTS, [FIJI, PEERS, WORLD], maximum=Decimal(1), title=title)
        return re.findall(r' id="([^"]+)"', svg)

    assert ids("one") == ids("one")
    assert not set(ids("one")) & set(ids("two"))
    assert len(set(ids("one"))) == len(ids("one")) == 3


def test_bars_and_a_radar_of_the_same_values_have_other_ids() -> None:
    ids = [
        re.findall(r' id="([^"]+)"', draw(PARTS, [FIJI], maximum=Decimal(1), title="t"))
        for draw in (bars, radar)
    ]
    assert not set(ids[0]) & set(ids[1])


def test_a_bar_is_as_long_as_its_value() -> None:
    svg = bars(PARTS, [FIJI], maximum=Decimal(1), title="t")
    half, quarter, _whole = (float(str(each.get("width"))) + 2 for each in boxes(svg, 1))
    assert half / quarter == pytest.approx(2, rel=0.01)


def test_a_bar_of_nothing_is_not_drawn_and_its_zero_is_written() -> None:
    svg = bars(["a"], [line("s", "0")], maximum=Decimal(1), title="t")
    assert boxes(svg, 1) == []
    assert texts(svg) == ["s", "a", "0"]


def test_a_value_beyond_the_scale_is_drawn_at_its_end_and_written_as_it_is() -> None:
    svg = bars(["a", "b"], [line("s", "140", "-3")], maximum=Decimal(100), title="t")
    (bar,) = boxes(svg, 1)
    assert float(str(bar.get("x"))) + float(str(bar.get("width"))) < WIDTH
    assert texts(svg) == ["s", "a", "140", "b", "-3"]


@BOTH
def test_no_data_is_said_in_words(draw: Drawing) -> None:
    svg = draw(
        PARTS,
        [line("s", "1", None, "0.5"), line("u", "1", "1", "1")],
        maximum=Decimal(1),
        title="t",
        missing="aucune donnée",
    )
    assert texts(svg).count("aucune donnée") == 1


@BOTH
def test_numbers_are_written_by_the_caller(draw: Drawing) -> None:
    svg = draw(
        PARTS,
        [FIJI, PEERS],
        maximum=Decimal(1),
        title="t",
        written=lambda value: str(value).replace(".", ","),
    )
    assert "0,25" in texts(svg)
    assert "0.25" not in texts(svg)


def test_round_numbers_have_no_exponent() -> None:
    assert "100" in texts(radar(PARTS, [FIJI], maximum=Decimal("1E+2"), title="t"))


@BOTH
def test_series_differ_without_colour(draw: Drawing) -> None:
    root = tree(draw(PARTS, [FIJI, PEERS, WORLD], maximum=Decimal(1), title="t"))
    looks = {
        (each.get("class"), each.get("fill"), each.get("stroke-dasharray"))
        for each in root.iter()
        if str(each.get("class")).startswith("series") and each.get("stroke")
    }
    assert len({look[1:] for look in looks if look[0]}) >= 3


@BOTH
def test_the_legend_names_every_series(draw: Drawing) -> None:
    svg = draw(PARTS, [FIJI, PEERS, WORLD], maximum=Decimal(1), title="t")
    assert texts(svg)[:3] == ["Fiji", "SIDS", "World"]


def test_from_right_to_left_the_bars_grow_from_the_right() -> None:
    svg = bars(PARTS, [FIJI], maximum=Decimal(1), title="t", direction="rtl")
    ends = {float(str(each.get("x"))) + float(str(each.get("width"))) for each in boxes(svg, 1)}
    assert ends == {WIDTH - 1}
    assert tree(svg).get("direction") == "rtl"
    assert texts(svg) == texts(bars(PARTS, [FIJI], maximum=Decimal(1), title="t"))


def test_from_right_to_left_a_radar_is_mirrored() -> None:
    def dots(direction: str) -> list[float]:
        svg = radar(PARTS, [FIJI], maximum=Decimal(1), title="t", direction=direction)
        return [float(str(each.get("cx"))) for each in tree(svg).iter(f"{SVG}circle")][-3:]

    assert dots("rtl") == pytest.approx([WIDTH - x for x in dots("ltr")])


def test_a_radar_numbers_its_axes_and_gives_the_key() -> None:
    written = texts(radar(PARTS, [FIJI], maximum=Decimal(1), title="t"))
    assert {"1", "2", "3"} <= set(written)
    assert written[-3:] == ["1. OSI: 0.5", "2. TII: 0.25", "3. HCI: 1"]


def test_a_radar_of_several_series_gives_each_value_after_its_mark() -> None:
    written = texts(radar(PARTS, [FIJI, PEERS], maximum=Decimal(1), title="t"))
    assert written[-3:] == ["3. HCI", "1", "0.5"]


def test_a_radars_line_breaks_where_there_is_no_data() -> None:
    def outline(*values: str | None) -> str:
        svg = radar("abcd", [line("s", *values)], maximum=Decimal(1), title="t")
        (path,) = (each for each in tree(svg).iter(f"{SVG}path") if each.get("class") == "series-1")
        return str(path.get("d"))

    assert outline("1", "1", "1", "1").endswith("Z")
    assert outline("1", None, "1", "1").count("M") == 2
    assert "Z" not in outline("1", None, "1", "1")


def test_a_radar_with_no_two_neighbours_draws_points_and_no_line() -> None:
    svg = radar(PARTS, [line("s", "1", None, None)], maximum=Decimal(1), title="t")
    assert not [each for each in tree(svg).iter(f"{SVG}path") if each.get("class") == "series-1"]
    assert texts(svg)[-2:] == ["2. TII: no data", "3. HCI: no data"]


@pytest.mark.parametrize("count", [1, 2, 13])
def test_a_radar_of_too_few_or_too_many_axes_is_bars(count: int) -> None:
    labels = [f"axis {number}" for number in range(count)]
    series = [Series("s", (Decimal(1),) * count)]
    drawn = radar(labels, series, maximum=Decimal(2), title="t", missing="-")
    assert drawn == bars(labels, series, maximum=Decimal(2), title="t", missing="-")


def test_a_chart_of_nothing_says_that_there_is_no_data() -> None:
    assert texts(bars([], [], maximum=Decimal(1), title="t")) == ["no data"]


def test_a_long_label_wraps_and_is_then_shortened() -> None:
    label = "participation " * 30
    lines = texts(bars([label], [line("", "1")], maximum=Decimal(1), title="t"))[:-1]
    assert len(lines) == LABEL_LINES
    assert lines[0] == "participation participation"
    assert lines[-1].endswith("…")


def test_a_word_longer_than_the_chart_is_cut() -> None:
    lines = texts(bars(["x" * 60], [line("", "1")], maximum=Decimal(1), title="t"))[:-1]
    assert "".join(lines) == "x" * 60
    assert len(lines) == 2


def test_text_in_wide_letters_wraps_sooner() -> None:
    def count(letter: str) -> int:
        return len(texts(bars([letter * 40], [line("", "1")], maximum=Decimal(1), title="t"))) - 1

    assert (count("e"), count("ក"), count("字")) == (2, 2, 2)
    assert len(texts(bars(["e\u0301" * 30], [line("", "1")], maximum=Decimal(1), title="t"))) == 2


@BOTH
@pytest.mark.parametrize(
    ("series", "maximum", "reason"),
    [
        ([FIJI, PEERS, WORLD, FIJI], "1", "at most 3 series, not 4"),
        ([line("short", "1")], "1", "'short' has 1 values for 3 labels"),
        ([FIJI], "0", "ends above 0"),
        ([FIJI], "NaN", "ends above 0"),
        ([line("s", "1", "NaN", "1")], "1", "numbers only"),
    ],
)
def test_what_cannot_be_drawn_is_named(
    draw: Drawing, series: list[Series], maximum: str, reason: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        draw(PARTS, series, maximum=Decimal(maximum), title="t")


VALUE = st.none() | st.decimals(min_value=-10, max_value=200, places=3)


@given(
    rows=st.lists(st.tuples(st.text(max_size=90), VALUE, VALUE), max_size=14),
    draw=st.sampled_from([bars, radar]),
    direction=st.sampled_from(["ltr", "rtl"]),
)
def test_any_chart_is_whole_fits_and_is_the_same_twice(
    rows: list[tuple[str, Decimal | None, Decimal | None]], draw: Drawing, direction: str
) -> None:
    labels = [row[0] for row in rows]
    series = [Series("one", tuple(r[1] for r in rows)), Series("two", tuple(r[2] for r in rows))]

    def drawn() -> str:
        return draw(labels, series, maximum=Decimal(100), title="t", direction=direction)

    svg = drawn()
    assert svg == drawn()
    root = tree(svg)
    height = float(str(root.get("viewBox")).split()[-1])
    for each in root.iter():
        for name, limit in (("x", WIDTH), ("y", height), ("cx", WIDTH), ("cy", height)):
            if (value := each.get(name)) is not None:
                assert 0 <= float(value) <= limit
                assert re.fullmatch(r"\d+(\.\d)?", value)
