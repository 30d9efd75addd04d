import time
from io import BytesIO

import pptx

from tests.factories import documents
from tests.toolkits.importing.reading import blocks, headings, source
from toolkits.importing.reading import Incoming, read
from toolkits.importing.sources import Details, Image, Limits, Table, Text


def test_slides_become_sections_with_lists_notes_table_chart_and_picture() -> None:
    found = source("queue.pptx", documents.pptx_file())

    assert found.title == "A shorter queue"
    assert headings(found) == [
        (1, "A shorter queue"),
        (1, "Three steps"),
        (1, "What changed"),
    ]
    assert found.sections[1].blocks == (
        Text(
            "<ul><li>Count<ul><li>each visit</li><li>each day</li></ul></li><li>Ask why</li></ul>"
        ),
        Text("<p>In a group</p>"),
        Details("Speaker notes", "<p>Let each table count its own.</p>"),
    )
    assert found.sections[2].blocks == (
        Table("", ("Office", "Visits"), (("Post", "40"), ("Bank", "12"))),
        Image(0),
        Table("", ("", "Visits"), (("2023", "40"), ("2024", "12"))),
    )
    assert [picture.alt for picture in found.pictures] == [documents.ALT]
    assert found.warnings == ()


def test_numbers_links_and_line_breaks_of_a_text_box_stay() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    frame = slide.shapes.add_textbox(0, 0, 100, 100).text_frame
    frame.text = "First\vline"
    frame.add_paragraph().text = "One"
    number = frame.paragraphs[1]._p.get_or_add_pPr()
    number.append(
        number.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}buAutoNum")
    )
    run = frame.add_paragraph().add_run()
    run.text, run.hyperlink.address = "web", "https://example.org"

    found = source("a.pptx", documents.saved(deck))

    assert headings(found) == [(1, "Slide 1")]
    assert blocks(found) == [
        Text("<p>First<br>line</p>"),
        Text("<ol><li>One</li></ol>"),
        Text('<p><a href="https://example.org">web</a></p>'),
    ]


def test_merged_cells_are_written_into_each_place_and_hidden_slides_are_named() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide._element.set("show", "0")
    table = slide.shapes.add_table(2, 2, 0, 0, 100, 100).table
    table.cell(0, 0).text = "Visits"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 0).text, table.cell(1, 1).text = "40", "12"

    found = source("a.pptx", documents.saved(deck))

    assert blocks(found) == [Table("", ("Visits", "Visits"), (("40", "12"),))]
    assert "1 slide is hidden" in found.warnings[0]


def test_a_film_is_left_out_and_said_so() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Film"
    slide.shapes.add_textbox(0, 0, 100, 100).text_frame.text = "See it."
    slide.shapes.add_movie(BytesIO(b"\0\0\0 ftyp"), 0, 0, 10, 10, mime_type="video/mp4")

    found = source("a.pptx", documents.saved(deck))

    assert any("1 film or sound was left out" in warning for warning in found.warnings)


def test_a_chart_of_a_kind_that_cannot_be_read_is_left_out_and_said_so() -> None:
    deck = pptx.Presentation(BytesIO(documents.pptx_file()))
    chart = next(shape for shape in deck.slides[2].shapes if shape.has_chart).chart
    for plot in chart._chartSpace.xpath("//c:barChart"):
        plot.tag = plot.tag.replace("barChart", "bar3DChart")

    found = source("a.pptx", documents.saved(deck))

    assert any("1 diagram or drawing was left out" in warning for warning in found.warnings)


def test_a_picture_that_lies_elsewhere_is_left_out_and_the_rest_is_read() -> None:
    deck = pptx.Presentation(BytesIO(documents.pptx_file()))
    picture = next(shape for shape in deck.slides[2].shapes if hasattr(shape, "crop_left"))
    blip = picture._element.xpath(".//a:blip")[0]
    embed = f"{{{documents.OFFICE}}}embed"
    blip.set(embed.replace("embed", "link"), blip.attrib.pop(embed))

    found = source("a.pptx", documents.saved(deck))

    assert found.pictures == ()
    assert any("was left out" in warning for warning in found.warnings)
    assert len(found.sections[2].blocks) == 2


def test_a_paragraph_of_many_runs_is_walked_once() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    paragraph = slide.shapes.add_textbox(0, 0, 100, 100).text_frame.paragraphs[0]
    for _number in range(2_000):
        paragraph.add_run().text = "x"
    content = documents.saved(deck)
    began = time.process_time()

    found = source("a.pptx", content)

    assert time.process_time() - began < 3  # seconds; a walk for each run took 15
    assert blocks(found) == [Text(f"<p>{'x' * 2_000}</p>")]


def test_a_chart_is_read_by_the_numbers_it_has_and_not_by_those_it_claims() -> None:
    deck = pptx.Presentation(BytesIO(documents.pptx_file()))
    chart = next(shape for shape in deck.slides[2].shapes if shape.has_chart).chart
    for count in chart._chartSpace.xpath("//c:ptCount"):
        count.set("val", "4000000000")
    chart._chartSpace.xpath("//c:cat//c:pt")[0].getparent().remove(
        chart._chartSpace.xpath("//c:cat//c:pt")[0]
    )
    chart._chartSpace.xpath("//c:val//c:pt/c:v")[1].text = "1234567.5"

    found = source("a.pptx", documents.saved(deck))

    assert found.sections[2].blocks[2] == Table(
        "", ("", "Visits"), (("", "40"), ("2024", "1234567.5"))
    )


def test_a_chart_of_more_numbers_than_a_table_shows_is_left_out_and_said_so() -> None:
    deck = pptx.Presentation(BytesIO(documents.pptx_file()))
    table = next(shape for shape in deck.slides[2].shapes if shape.has_table)
    table.element.getparent().remove(table.element)

    found = read(Incoming("a.pptx", documents.saved(deck)), Limits(places=1))

    assert any("1 diagram or drawing was left out" in warning for warning in found.warnings)
