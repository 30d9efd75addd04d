from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.publishing.exporters.xhtml import Writer, pictures_in


def written(html: str, **changes: object) -> str:
    address = {"three-roles": "c001.xhtml"}.get
    return Writer(lambda slug: address(slug, ""), **changes).write(html)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("html", "xhtml"),
    [
        ("one<br>two &nbsp;&amp; three", "one<br/>two \xa0&amp; three"),
        ("<p>open<em>er", "<p>open<em>er</em></p>"),
        ("a <!-- note --> b</div>", "a  b"),
        ("\x0bodd", "odd"),
        ('<ol reversed start="3"><li>x</li></ol>', '<ol reversed="" start="3"><li>x</li></ol>'),
        ('<div class="scroll" role="region" tabindex="0">x</div>', '<div class="scroll">x</div>'),
        ('<p style="color:red" onclick="x()">x</p>', "<p>x</p>"),
    ],
)
def test_html_becomes_well_formed_and_keeps_what_a_book_can_hold(html: str, xhtml: str) -> None:
    assert written(html) == xhtml


@given(st.text(alphabet='<>/="&;abpliv- h2\x00\n'))
def test_whatever_is_written_is_well_formed(html: str) -> None:
    ElementTree.fromstring(f"<x>{written(html)}</x>")  # noqa: S314 — made by this very test


def test_what_stands_folded_stands_open() -> None:
    html = '<details class="card"><summary>More</summary><p>All of it</p></details>'
    assert written(html) == (
        '<div class="card"><p class="block-label">More</p><p>All of it</p></div>'
    )


def test_a_picture_is_one_file_that_every_reader_shows() -> None:
    html = (
        '<picture><source srcset="media/a.avif" type="image/avif">'
        '<img src="media/a.jpg" alt="A &quot;map&quot;" width="4" height="3" loading="lazy">'
        "</picture>"
    )
    said = written(html)
    assert said == '<img src="media/a.jpg" alt="A &quot;map&quot;" width="4" height="3"/>'
    assert pictures_in(said * 2) == ["media/a.jpg"]


def test_a_picture_of_another_kind_leaves_its_words() -> None:
    assert written('<img src="media/a.avif" alt="A map">') == (
        '<span class="picture-text">A map</span>'
    )
    assert written('<img src="media/a.avif" alt="">') == ""


def test_a_film_leaves_its_title_and_its_transcript() -> None:
    html = (
        '<div class="card block-media"><p>The film</p>'
        "<details><summary>Read what is said</summary><p>Words</p></details>"
        '<details class="media-choice"><summary>Watch</summary><video src="media/f.mp4"></video>'
        '</details><p class="muted media-note">Nothing loads</p></div>'
    )
    assert "The film" in written(html)
    assert "<p>Words</p>" in written(html)
    assert not [word for word in ("Watch", "video", "loads") if word in written(html)]


@pytest.mark.parametrize(
    ("link", "xhtml"),
    [
        ('href="three-roles" data-lesson="three-roles"', '<a href="c001.xhtml">x</a>'),
        ('href="elsewhere" data-lesson="elsewhere"', "x"),
        ('href="media/list.xlsx" download', "x"),
        (
            'href="https://example.org/?a=1&amp;b=2"',
            '<a href="https://example.org/?a=1&amp;b=2">x</a>',
        ),
        ('href="javascript:x()"', "x"),
    ],
)
def test_a_link_leads_into_the_book_or_to_the_network_or_is_text(link: str, xhtml: str) -> None:
    assert written(f"<a {link}>x</a>") == xhtml


def test_a_list_of_terms_has_no_groups() -> None:
    html = '<dl class="facts"><div><dt>Who</dt><dd>All</dd></div></dl>'
    assert written(html) == '<dl class="facts"><dt>Who</dt><dd>All</dd></dl>'


def test_a_link_holds_words_only() -> None:
    assert written('<a href="https://example.org/"><em>Read</em> on</a>') == (
        '<a href="https://example.org/"><em>Read</em> on</a>'
    )
    image = '<img src="media/a.jpg" alt="A map"/>'
    assert written(f'<a href="https://example.org/">{image}</a>') == image


def test_no_heading_skips_a_level_within_a_chapter() -> None:
    html = "<h2>a</h2><h4>b</h4><h3>c</h3><h4>d</h4><h2>e</h2>"
    tags = [piece[:2] for piece in written(html).split("<") if piece.startswith("h")]
    assert tags == ["h2", "h3", "h3", "h4", "h2"]
    assert written("<h2>a</h2>", below=3) == "<h4>a</h4>"


def test_elements_of_a_class_can_be_left_out() -> None:
    html = '<p>For all</p><details class="card block-facilitator">Notes</details>'
    assert written(html, without=("block-facilitator",)) == "<p>For all</p>"
