import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from learning.publishing.exporters.typesetting import DEEPEST, typeset


def page(body: str) -> Element:
    found = typeset(
        f'<html lang="en" dir="ltr"><head><title>T</title></head><body>{body}</body></html>'
    )
    return ElementTree.fromstring(found.page)  # noqa: S314


def shown(body: str) -> str:
    """Give what a page holds, as it stands between the page's own tags."""
    text = ElementTree.tostring(page(body), encoding="unicode")
    return re.sub(r' keep="keep"', "", text.partition(">")[2].rpartition("<")[0])


def cells(body: str) -> list[tuple[int, ...]]:
    names = ("x", "y", "colspan", "rowspan")
    return [tuple(int(each.attrib[name]) for name in names) for each in page(body).iter("cell")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("loose <b>b</b><p>c</p> d", "<p>loose <strong>b</strong></p><p>c</p><p>d</p>"),
        ("<p> a \n  b <em> c</em> d </p>", "<p>a b <em>c</em> d</p>"),
        ("<p>one<br/> two</p>", "<p>one<br />two</p>"),
        ("<span>a<p>b</p>c</span>", "<div><p>a</p><p>b</p><p>c</p></div>"),
        ("<odd>words</odd>", "<p><span>words</span></p>"),
        ("<p>gone<script>x()</script></p>", "<p>gone</p>"),
        ("<p> </p><div> </div>", ""),
        ("<ul>loose<li>a</li></ul>", "<ul><li>loose</li><li>a</li></ul>"),
        ("<dl><div><dt>t</dt><dd>d</dd></div></dl>", "<dl><dt>t</dt><dd>d</dd></dl>"),
        ("<pre>  a\n b</pre>", "<pre>  a\n b</pre>"),
        ("<p>&#160;</p>", "<p>\u00a0</p>"),
    ],
)  # fmt: skip
def test_every_block_holds_blocks_or_words(body: str, expected: str) -> None:
    assert shown(body) == expected


def test_links_lead_somewhere_and_anchors_stand_once() -> None:
    links = '<a href="#a">to</a><a href="#no">no</a>'
    body = f'<p id="a">x</p><p id="a">y</p><p id="b">z</p><p>{links}</p>'
    made = page(body)
    assert [each.get("id") for each in made] == ["a", None, None, None]
    assert [each.get("href") for each in made.iter("a")] == ["#a"]
    assert "no" in "".join(made.itertext())


def test_a_long_word_may_break_and_a_short_one_may_not() -> None:
    (long, short) = page("<p>https://example.org/one/two/three</p><p>administration</p>")
    assert (long.text or "").replace("\u200b", "") == "https://example.org/one/two/three"
    assert "\u200b" in (long.text or "") and "\u200b" not in (short.text or "")


def test_cells_have_their_place_in_the_grid() -> None:
    rows = '<tr><th rowspan="2">a</th><td colspan="2">b</td></tr><tr><td>c</td><td>d</td></tr>'
    assert cells(f"<table>{rows}</table>") == [
        (0, 0, 1, 2),
        (1, 0, 2, 1),
        (1, 1, 1, 1),
        (2, 1, 1, 1),
    ]


def test_no_cell_grows_out_of_its_part_of_the_table_or_over_another() -> None:
    head = '<thead><tr><th rowspan="9">a</th><th>b</th></tr></thead>'
    body = '<tbody><tr><td>c</td><td rowspan="2">d</td></tr><tr><td colspan="3">e</td></tr></tbody>'
    assert cells(f"<table>{head}{body}</table>") == [
        (0, 0, 1, 1),
        (1, 0, 1, 1),
        (0, 1, 1, 1),
        (1, 1, 1, 2),
        (0, 2, 1, 1),
    ]


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ("<thead><tr><th>a</th></tr></thead><tr><td>b</td></tr>", "1"),
        ("<tr><th>a</th></tr><tr><td>b</td></tr>", "1"),
        ("<tr><th>a</th><td>b</td></tr>", "0"),
        ("<tr><th>alone</th></tr>", "0"),
    ],
)
def test_the_rows_that_head_a_table_are_known(rows: str, header: str) -> None:
    assert next(page(f"<table>{rows}</table>").iter("table")).get("header") == header


def test_columns_share_the_width_by_what_they_hold() -> None:
    text = "words " * 40
    made = page(f"<table><tr><td>1</td><td>{text}</td><td></td></tr></table>")
    first, second, to_write = map(int, next(made.iter("table")).attrib["columns"].split())
    assert second > 5 * first
    assert to_write > 2 * first


def test_words_in_a_table_that_stand_in_no_cell_stay() -> None:
    made = page("<table>stray<tr>lost<td>kept</td></tr></table>")
    assert [
        each for each in ("stray", "lost", "kept") if each not in "".join(made.itertext())
    ] == []


def test_what_stands_too_deep_comes_up_with_its_words() -> None:
    deep = "<div>" * 70 + "<b>" * 9 + "deep" + "</b>" * 9 + "</div>" * 70
    made = page(f"{deep}<ul>{'<li><ul>' * 60}<li>down</li>{'</ul></li>' * 60}</ul>")
    assert "deep" in "".join(made.itertext()) and "down" in "".join(made.itertext())

    def depth(element: Element) -> int:
        return 1 + max((depth(each) for each in element), default=0)

    assert depth(made) < 2 * DEEPEST


@pytest.mark.parametrize(("word", "direction"), [("Awa", "ltr"), ("ليلى", "rtl"), ("2024", "ltr")])
def test_a_name_has_the_direction_of_its_first_letter(word: str, direction: str) -> None:
    assert [each.get("dir") for each in page(f"<p><bdi>{word}</bdi></p>").iter("span")] == [
        direction
    ]


def test_a_drawing_becomes_a_file_with_its_label() -> None:
    drawn = '<svg viewBox="0 0 1 1"><path d="M0 0h1"/></svg>'
    svg = f'<span role="img" aria-label="A code">{drawn}</span>'
    found = typeset(f"<html><head><title>T</title></head><body>{svg}</body></html>")
    (picture,) = ElementTree.fromstring(found.page).iter("img")  # noqa: S314
    assert picture.get("alt") == "A code"
    assert b"M0 0h1" in found.drawings[picture.attrib["src"]]


def test_short_blocks_are_kept_together_and_long_ones_are_not() -> None:
    short, long = page(f"<div><p>x</p></div><div>{'<p>x</p>' * 90}</div>")
    assert short.get("keep") and not long.get("keep")
