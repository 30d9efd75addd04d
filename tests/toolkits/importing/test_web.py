import base64
import time
from pathlib import Path

import pytest
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from media.sanitising import ALLOWED_TAGS
from tests.factories.library import png
from tests.media.hostile import HOSTILE, active_content
from tests.toolkits.importing.reading import blocks, headings, source
from toolkits.importing import structuring, web
from toolkits.importing.errors import Refused
from toolkits.importing.reading import Incoming, files_of, open_file, read, uploads_beside
from toolkits.importing.sources import Details, Image, Limits, Note, Notes, Table, Text

MARKDOWN = """\
---
title: Shorter queues
---
Before the headings.[^why]
[^why]: Because *somebody*
    asked.

## Count
| Office | Visits |
|---|---|
| Post | 40[^2] |

![Nine people](pictures/queue.png)

[^2]: In May.

### Deeper
- one
  - two

## Ask
`[^why]` stays code.
"""


def test_markdown_becomes_sections_with_table_picture_and_notes() -> None:
    found = source("a.md", MARKDOWN, beside=uploads_beside({"queue.png": png}))

    assert found.title == "Shorter queues"
    assert headings(found) == [(1, "Shorter queues"), (2, "Count"), (3, "Deeper"), (2, "Ask")]
    assert found.sections[0].blocks == (
        Text("<p>Before the headings.[1]</p>", ("1",)),
        Notes((Note("1", "Because <em>somebody</em> asked."),)),
    )
    assert found.sections[1].blocks == (
        Table("", ("Office", "Visits"), (("Post", "40[2]"),), ("2",)),
        Image(0),
        Notes((Note("2", "In May."),)),
    )
    assert found.sections[3].blocks == (Text("<p><code>[^why]</code> stays code.</p>"),)


def test_pictures_of_a_folder_are_found_and_nothing_above_it(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "in.png").write_bytes(png())
    (tmp_path / "out.png").write_bytes(png())
    (folder / "link.png").symlink_to(tmp_path / "out.png")
    page = '<h1>A</h1><img src="in.png"><img src="../out.png"><img src="link.png">'
    (folder / "a.html").write_text(page)

    found = read(open_file(folder / "a.html", Limits()), Limits())

    assert [picture.name for picture in found.pictures] == ["in.png"]
    assert len(found.warnings) == 2


def test_pictures_within_the_page_are_taken_and_those_elsewhere_are_not_fetched() -> None:
    inside = base64.b64encode(png()).decode()
    page = f'<img alt="A" src="data:image/png;base64,{inside}"><img src="https://e.example/x.png">'

    found = source("a.html", f"<h1>A</h1>{page}")

    assert [picture.alt for picture in found.pictures] == ["A"]
    assert "nothing is fetched" in found.warnings[0]


@pytest.mark.parametrize(
    "page",
    [
        '<h2>A</h2><p>x<a href="#_ftn1" name="_ftnref1">[1]</a></p>'
        '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> Word.</p></div>',
        '<h2>A</h2><p>x<a href="#fn1" id="fnref1"><sup>1</sup></a></p><section class="footnotes">'
        '<hr><ol><li id="fn1"><p>Word.<a href="#fnref1">↩</a></p></li></ol></section>',
        '<h2>A</h2><p>x<sup><a href="#user-content-fn-q">1</a></sup></p><ol>'
        '<li id="user-content-fn-q">Word. <a href="#user-content-fnref-q">↩</a></li></ol>',
        '<h2>A</h2><p>x<a href="#sdfootnote1sym">1</a></p><div id="sdfootnote1"><p>'
        '<a href="#sdfootnote1anc">1</a>Word.</p></div>',
    ],
    ids=["Word", "pandoc", "GitHub", "LibreOffice"],
)
def test_notes_are_known_by_the_names_that_programs_give_them(page: str) -> None:
    found = source("a.html", page)

    assert found.sections[0].blocks == (
        Text("<p>x[1]</p>", ("1",)),
        Notes((Note("1", "Word."),)),
    )


def test_a_pointer_to_a_note_that_is_missing_stays_as_it_was() -> None:
    assert blocks(source("a.html", '<p>x<a href="#fn9">[9]</a></p>')) == [Text("<p>x[9]</p>")]


def test_captions_go_to_their_table_or_picture() -> None:
    page = "<figure><table><tr><th>a</th></tr><tr><td>1</td></tr></table>"
    page += "<figcaption>What was <b>seen</b></figcaption></figure>"
    picture = base64.b64encode(png()).decode()
    page += f'<figure><img src="data:image/png;base64,{picture}"><figcaption>Seen</figcaption>'

    found = blocks(source("a.html", page))

    assert found == [Table("What was <b>seen</b>", ("a",), (("1",),)), Image(0, "Seen")]


def test_merged_cells_heading_rows_and_uneven_rows_become_one_plain_grid() -> None:
    page = (
        "<table><thead><tr><th rowspan=2>Office<th colspan=2>Visits<tr><th>May<th>June"
        "<tbody><tr><td>Post<td>40<td>12<tr><td>Bank</table>"
    )

    assert blocks(source("a.html", page)) == [
        Table(
            "",
            ("Office", "Visits – May", "Visits – June"),
            (("Post", "40", "12"), ("Bank", "", "")),
        )
    ]


def test_a_frame_of_one_cell_is_text_and_details_stay_closed() -> None:
    page = "<table><tr><td><p>Framed</p></td></tr></table>"
    page += "<details><summary>More</summary><p>Hidden</p></details>"

    assert blocks(source("a.html", page)) == [
        Text("<p>Framed</p>"),
        Details("More", "<p>Hidden</p>"),
    ]


def test_what_cannot_be_imported_is_named() -> None:
    found = source("a.html", "<h1>A</h1><p>x <s>old</s></p><video></video><iframe></iframe>")

    assert "iframe (1)" in found.warnings[0]
    assert "struck-out" in found.warnings[0]
    assert blocks(found)[0] == Text("<p>x old</p>")


@pytest.mark.parametrize("ending", ["html", "md"])
def test_nothing_active_survives(ending: str) -> None:
    for payload in (each.replace("\0", "") for each in HOSTILE):
        page = f"<p>First</p><h2>A {payload}</h2><p>x{payload}</p><table><tr><td>{payload}<td>b"

        found = source(f"a.{ending}", page)

        for block in blocks(found):
            pieces = [block.html] if isinstance(block, Text | Details) else []
            pieces += [*block.heading, *sum(block.rows, ())] if isinstance(block, Table) else []
            assert [active_content(piece, ALLOWED_TAGS) for piece in pieces if piece] == [
                [] for piece in pieces if piece
            ]


def test_a_page_nested_without_end_is_refused_at_once() -> None:
    with pytest.raises(Refused, match="too deeply nested"):
        source("a.html", "<div>" * 50_000)


@pytest.mark.parametrize(
    "page",
    ["<div></x>" * 900, "<li><dd>" * 900, "<ul><li>" * 900, "<div><table><tr><td></div>" * 900],
    ids=["an end that closes nothing", "two that open each other", "lists", "out of a cell"],
)
@pytest.mark.parametrize("ending", ["html", "md"])
def test_no_page_reaches_the_bottom_of_the_stack(page: str, ending: str) -> None:
    try:
        found = source(f"a.{ending}", f"<p>First</p>{page}last")
    except Refused as refused:
        assert "too deeply nested" in str(refused)
    else:
        assert "last" in str(found.sections)


def test_what_recurses_without_end_all_the_same_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def endless(html: str) -> str:
        return endless(html)

    monkeypatch.setattr(structuring, "_tree", endless)
    with pytest.raises(Refused, match="too deeply nested"):
        source("a.html", "<p>x</p>")

    monkeypatch.setattr(web, "markdown_to_html", endless)
    with pytest.raises(Refused, match="too deeply nested"):
        source("a.md", "x")


def test_what_a_library_cannot_read_is_called_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_what: object, **_more: object) -> str:
        raise ValueError("unknown")

    monkeypatch.setattr(structuring, "_tree", fails)
    with pytest.raises(Refused, match="It is damaged"):
        source("a.html", "<p>x</p>")

    monkeypatch.setattr(web, "markdown_to_html", fails)
    with pytest.raises(Refused, match="It is damaged"):
        source("a.md", "x")


@pytest.mark.parametrize(
    "page",
    ["<a " * 10_000, "<!--" * 10_000, "<![" * 10_000, '<a b="' * 10_000, "</x" * 10_000],
)
def test_broken_tags_take_no_more_time_than_whole_ones(page: str) -> None:
    began = time.process_time()

    found = source("a.html", "<p>First</p>" + page)

    assert time.process_time() - began < 5  # seconds; html.parser takes minutes for the first
    assert found.sections[0].blocks[0] == Text("<p>First</p>")


def test_a_page_longer_than_any_document_is_refused_while_it_is_read() -> None:
    few = Limits(text=100, elements=100, tags=20)

    for page in ("<p>ten letters</p>" * 10, "<x>" * 1000, "<br>" * 21):
        with pytest.raises(Refused, match="too long"):
            read(Incoming("a.html", page.encode()), few)


@pytest.mark.parametrize(
    "cells",
    [
        "<tr>" + "<td colspan=50 rowspan=50>x" * 60,
        "<tr>" + "<td>x" * 400 + "<tr><td>y" * 400,
    ],
    ids=["merged", "uneven"],
)
def test_a_table_of_far_more_places_than_cells_is_refused(cells: str) -> None:
    with pytest.raises(Refused, match="too long"):
        source("a.html", f"<table>{cells + '<tr><td>z' * 49}</table>")


def test_many_tables_together_are_as_few_as_one_document_holds() -> None:
    table = f"<table><tr>{'<td colspan=50 rowspan=50>x' * 4}{'<tr><td>y' * 3}</table>"

    with pytest.raises(Refused, match="too long"):
        read(Incoming("a.html", (table * 3).encode()), Limits(elements=2_000))


def test_the_longest_and_shortest_spans_are_read_as_browsers_do() -> None:
    huge = "9" * 5_000

    found = blocks(source("a.html", f"<table><tr><td colspan=0>a<td>b<tr><td colspan={huge}>c"))

    assert isinstance(found[0], Table)
    assert found[0].heading[:2] == ("a", "b")
    assert len(found[0].heading) == 50


def test_marks_that_a_page_forges_name_nothing() -> None:
    forged = "\ue0f0n5\ue0f1 &#xe0f0;n5&#xe0f1; &#x00E0F0;p5&#57585; &#57584n5&#057585; "
    huge = "&#" + "9" * 5_000

    found = source("a.html", f'<p>{forged}<img src="{huge}" alt="{huge}">x</p>')

    assert strip_tags(str(found.sections[0].blocks)).count("n5") == 3
    assert "was left out" in found.warnings[0]


def test_elements_that_nobody_closed_are_closed_where_browsers_close_them() -> None:
    page = "<h2>One<h2>Two</h3><p>a<p>b<ul><li>c<li>d</ul><dl><dt>e<dd>f<dt>g</dl>h</div>i"

    found = source("a.html", page)

    assert headings(found) == [(2, "One"), (2, "Two")]
    assert found.sections[1].blocks == (
        Text("<p>a</p>"),
        Text("<p>b</p>"),
        Text("<ul><li>c</li><li>d</li></ul>"),
        Text("<p><strong>e</strong></p>"),
        Text("<p>f</p>"),
        Text("<p><strong>g</strong></p>"),
        Text("<p>hi</p>"),
    )


def test_a_pointer_to_a_note_that_nobody_closed_swallows_no_text() -> None:
    page = '<p>x<a href="#fn1">1</p><p>Kept</p><p id="fn1">Note</p>'

    assert blocks(source("a.html", page)) == [
        Text("<p>x[1]</p>", ("1",)),
        Text("<p>Kept</p>"),
        Notes((Note("1", "Note"),)),
    ]


def test_a_heading_that_nobody_closed_loses_none_of_its_text() -> None:
    found = source("a.html", f"<h2>A <p>{'word ' * 100}end</p>")

    assert len(found.sections[0].heading) == 255
    assert "end" in str(found.sections[0].blocks)


def test_details_keep_their_headings_captions_notes_and_pictures() -> None:
    picture = f'<img alt="A" src="data:image/png;base64,{base64.b64encode(png()).decode()}">'
    page = (
        '<h2>A</h2><details><summary>Why<a href="#fn1">1</a></summary><p>a<a href="#fn2">2</a></p>'
        f'<div><h3>Inside {picture}<a href="#fn3">3</a></h3></div><figcaption>said</figcaption>'
        '</details><p id="fn1">One</p><p id="fn2">Two</p><p id="fn3">Three</p>'
    )

    found = source("a.html", page)

    assert headings(found) == [(2, "A")]
    details, image, notes = found.sections[0].blocks
    assert isinstance(details, Details)
    assert details.title == "Why[1]"
    assert details.html == "<p>a[2]</p><p><strong>Inside[3]</strong></p>"
    assert details.marks == ("1", "2", "3")
    assert image == Image(0, "said")
    assert notes == Notes((Note("1", "One"), Note("2", "Two"), Note("3", "Three")))


def test_the_title_of_details_that_hold_no_text_stays() -> None:
    table = "<table><tr><th>a</th></tr><tr><td>1</td></tr></table>"

    found = source("a.html", f"<details><summary>Figures &amp; more</summary>{table}</details>")

    assert blocks(found) == [
        Text("<p><strong>Figures &amp; more</strong></p>"),
        Table("", ("a",), (("1",),)),
    ]


def test_a_note_keeps_its_pictures_and_the_notes_that_it_points_to() -> None:
    picture = f'<img alt="A" src="data:image/png;base64,{base64.b64encode(png()).decode()}">'
    page = (
        '<p>x<a href="#fn1">1</a></p><ol><li id="fn1">One'
        f'{picture}<a href="#fn2">2</a></li><li id="fn2">Two<a href="#fn1">1</a></li></ol>'
    )

    assert blocks(source("a.html", page)) == [
        Text("<p>x[1]</p>", ("1",)),
        Image(0),
        Notes((Note("1", "One[2]", ("2",)), Note("2", "Two[1]", ("1",)))),
    ]


def test_old_encodings_are_read_and_said_so() -> None:
    plain = source("a.html", "<p>café</p>".encode("cp1252"))
    declared = source("a.html", '<meta charset="iso-8859-2"><p>ł</p>'.encode("iso-8859-2"))
    marked = source("a.md", "naïve".encode("utf-16"))

    assert blocks(plain) == [Text("<p>café</p>")]
    assert "not in UTF-8" in plain.warnings[0]
    assert blocks(declared) == [Text("<p>ł</p>")]
    assert blocks(marked) == [Text("<p>naïve</p>")]


@given(st.text(alphabet="<>/ abdhiptre=\"'#[^]:|-\n!()&;x5784\ue0f0\ue0f1p0", max_size=200))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    for name in ("a.md", "a.html"):
        try:
            found = source(name, "x" + text)
        except Refused:
            continue
        assert "\ue0f0" not in str(found.sections)


def test_a_folder_is_read_in_natural_order_and_what_is_unknown_is_passed_over(
    tmp_path: Path,
) -> None:
    for name in ("10-end.md", "2-middle.html", "1-start.md", "picture.png", "~$lock.docx"):
        (tmp_path / name).write_text("x")

    assert [p.name for p in files_of([tmp_path])] == ["1-start.md", "2-middle.html", "10-end.md"]
