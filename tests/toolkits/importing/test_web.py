import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.sanitising import ALLOWED_TAGS
from tests.factories.library import png
from tests.media.hostile import HOSTILE, active_content
from tests.toolkits.importing.reading import blocks, headings, source
from toolkits.importing.errors import Refused
from toolkits.importing.reading import files_of, open_file, read, uploads_beside
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


def test_old_encodings_are_read_and_said_so() -> None:
    plain = source("a.html", "<p>café</p>".encode("cp1252"))
    declared = source("a.html", '<meta charset="iso-8859-2"><p>ł</p>'.encode("iso-8859-2"))
    marked = source("a.md", "naïve".encode("utf-16"))

    assert blocks(plain) == [Text("<p>café</p>")]
    assert "not in UTF-8" in plain.warnings[0]
    assert blocks(declared) == [Text("<p>ł</p>")]
    assert blocks(marked) == [Text("<p>naïve</p>")]


@given(st.text(alphabet="<>/ abdhiptre=\"'#[^]:|-\n!()\ue0f0\ue0f1p0", max_size=200))
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
