import pytest

from tests.factories import documents
from tests.factories.documents import docx, heading, image, paragraph, run, table
from tests.toolkits.importing.reading import blocks, headings, source
from toolkits.importing.errors import Refused
from toolkits.importing.sources import Image, Note, Notes, Table, Text


def test_a_word_file_becomes_sections_with_table_picture_note_and_list() -> None:
    found = source("hours.docx", docx())

    assert found.title == "Opening hours of offices"
    assert headings(found) == [
        (1, "Count the visits"),
        (2, "What to ask"),
        (1, "Take one visit away"),
    ]
    assert found.sections[0].blocks == (
        Text("<p>People came three times for one licence.[1]</p>", ("1",)),
        Text("<ol><li>Ask who came.</li><li>Make one stroke for each.</li></ol>"),
        Table("Visits of one day", ("Office", "Visits"), (("Post", "40"), ("Bank", "12"))),
        Image(0),
        Notes((Note("1", "Survey of 40 offices, May 2024."),)),
    )
    assert [picture.alt for picture in found.pictures] == [documents.ALT]


def test_a_link_to_the_web_stays_and_every_other_link_becomes_text() -> None:
    body = heading("A") + paragraph("", inner=documents.link("web"))
    body += paragraph("", inner=documents.link("local", "rIdLocal"))

    found = source(
        "a.docx",
        docx(body, more_relationships=documents.outside("hyperlink", "file:///x", "rIdLocal")),
    )

    assert blocks(found)[0] == Text('<p><a href="https://example.org/survey">web</a></p>')
    assert blocks(found)[1] == Text("<p>local</p>")


def test_of_tracked_changes_the_additions_are_taken_and_the_file_is_said_to_hold_some() -> None:
    found = source("a.docx", docx())

    assert found.sections[2].blocks == (Text("<p>One desk answers</p>"),)
    assert "tracked changes" in found.warnings[0]


def test_a_picture_without_alt_text_is_kept_for_the_review_to_ask() -> None:
    found = source("a.docx", docx(heading("A") + paragraph("x", inner=image(alt=""))))

    assert [picture.alt for picture in found.pictures] == [""]


def test_the_same_picture_twice_is_kept_once() -> None:
    found = source("a.docx", docx(heading("A") + paragraph("x", inner=image() + image())))

    assert blocks(found)[1:] == [Image(0), Image(0)]
    assert len(found.pictures) == 1


def test_a_picture_from_elsewhere_is_not_fetched_and_said_so() -> None:
    body = heading("A") + paragraph("x", inner=image("rIdOutside", linked=True))
    outside = documents.outside("image", "https://evil.example/x.png")

    found = source("a.docx", docx(body, more_relationships=outside))

    assert blocks(found) == [Text("<p>x</p>")]
    assert "1 thing that the file would load from elsewhere" in found.warnings[0]


def test_a_table_without_a_heading_row_uses_its_first_and_says_so() -> None:
    found = source("a.docx", docx(heading("A") + table(("a", "b"), ("1", "2"), header=False)))

    assert blocks(found) == [Table("", ("a", "b"), (("1", "2"),))]
    assert "no heading row" in found.warnings[0]


def test_a_file_without_headings_is_one_section() -> None:
    found = source("my-notes_2.docx", docx(paragraph("First.") + paragraph("Second.")))

    assert headings(found) == [(1, "my notes 2")]
    assert "no headings" in found.warnings[0]


def test_formulas_and_margin_comments_are_missed_aloud() -> None:
    body = paragraph("x", inner="<m:oMath/><w:commentReference w:id='1'/>")
    body = body.replace("<m:oMath/>", '<m:oMath xmlns:m="urn:m"/>')

    assert "Formulas were left out" in " ".join(source("a.docx", docx(body)).warnings)


def test_an_embedded_object_is_left_out_and_said_so() -> None:
    found = source(
        "a.docx",
        docx(
            heading("A") + paragraph("x"),
            parts={"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"},
            more_relationships=documents.outside("oleObject", "embeddings/oleObject1.bin").replace(
                ' TargetMode="External"', ""
            ),
        ),
    )

    assert "1 embedded object was left out" in found.warnings[0]


def test_a_file_without_text_is_refused() -> None:
    with pytest.raises(Refused, match=r"There is no text in it\. Nothing was imported"):
        source("empty.docx", docx(paragraph("")))


def test_bold_text_keeps_its_weight() -> None:
    body = heading("A") + f"<w:p>{run('very', bold=True)}{run(' much')}</w:p>"

    assert blocks(source("a.docx", docx(body))) == [Text("<p><strong>very</strong> much</p>")]
