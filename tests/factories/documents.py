"""Office documents for the tests: Word files from XML written by hand, slides by python-pptx."""

import struct
import zipfile
from collections.abc import Mapping
from html import escape
from io import BytesIO
from typing import Any

import pptx
from PIL import Image
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from tests.factories.library import png

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}" xmlns:a="{DRAWING}/main" '
    f'xmlns:wp="{DRAWING}/wordprocessingDrawing" xmlns:pic="{DRAWING}/picture"'
)
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SOME_DAY = (2026, 1, 1, 0, 0, 0)  # so that the same document has the same bytes
ALT = "A queue of nine people at one counter."


def paragraph(text: str, style: str = "", *, inner: str = "") -> str:
    """Give one paragraph; `inner` is XML that follows the text."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{run(text)}{inner}</w:p>"


def run(text: str, *, bold: bool = False) -> str:
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def heading(text: str, level: int = 1) -> str:
    return paragraph(text, f"Heading{level}")


def numbered(text: str) -> str:
    properties = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return f"<w:p>{properties}{run(text)}</w:p>"


def footnote_mark(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def link(text: str, relationship: str = "rIdLink") -> str:
    return f'<w:hyperlink r:id="{relationship}">{run(text)}</w:hyperlink>'


def tracked(added: str, struck: str) -> str:
    return (
        f'<w:ins w:id="1" w:author="A">{run(added)}</w:ins>'
        f'<w:del w:id="2" w:author="A"><w:r><w:delText>{struck}</w:delText></w:r></w:del>'
    )


def image(relationship: str = "rIdPicture", alt: str = ALT, *, linked: bool = False) -> str:
    place = "link" if linked else "embed"
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture" descr="{alt}"/><a:graphic>'
        "<a:graphicData><pic:pic><pic:blipFill>"
        f'<a:blip r:{place}="{relationship}"/></pic:blipFill></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def table(*rows: tuple[str, ...], header: bool = True) -> str:
    made = []
    for place, row in enumerate(rows):
        mark = "<w:trPr><w:tblHeader/></w:trPr>" if header and place == 0 else ""
        cells = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row)
        made.append(f"<w:tr>{mark}{cells}</w:tr>")
    return f"<w:tbl>{''.join(made)}</w:tbl>"


BODY = (
    paragraph("Opening hours of offices", "Title")
    + heading("Count the visits")
    + paragraph("People came three times for one licence.", inner=footnote_mark(2))
    + numbered("Ask who came.")
    + numbered("Make one stroke for each.")
    + paragraph("Visits of one day", "Caption")
    + table(("Office", "Visits"), ("Post", "40"), ("Bank", "12"))
    + paragraph("", inner=image())
    + heading("What to ask", 2)
    + paragraph("Read ", inner=link("the survey") + run(" first."))
    + heading("Take one visit away")
    + paragraph("One desk ", inner=tracked("answers", "asks"))
)


def docx(
    body: str = BODY,
    *,
    notes: Mapping[int, str] | None = None,
    parts: Mapping[str, bytes | str] | None = None,
    more_relationships: str = "",
    main_type: str = MAIN_TYPE,
) -> bytes:
    """Give a Word file with a picture, a link and footnotes to use; `parts` add or replace."""
    made: dict[str, bytes | str] = {
        "[Content_Types].xml": _content_types(main_type),
        "_rels/.rels": relationships(_relationship("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relationships(
            _relationship("rIdNotes", "footnotes", "footnotes.xml"),
            _relationship("rIdStyles", "styles", "styles.xml"),
            _relationship("rIdNumbers", "numbering", "numbering.xml"),
            _relationship("rIdPicture", "image", "media/image1.png"),
            _relationship("rIdLink", "hyperlink", "https://example.org/survey", outside=True),
            more_relationships,
        ),
        "word/styles.xml": _styles(),
        "word/numbering.xml": _numbering(),
        "word/footnotes.xml": _footnotes(notes or {2: "Survey of 40 offices, May 2024."}),
        "word/media/image1.png": png(),
        **(parts or {}),
    }
    return zipped(made)


def bitmap() -> bytes:
    made = BytesIO()
    Image.new("RGB", (4, 4), "teal").save(made, format="BMP")
    return made.getvalue()


def zipped(parts: Mapping[str, bytes | str], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, SOME_DAY)
            entry.compress_type = packed
            archive.writestr(entry, content)
    return made.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def outside(kind: str, target: str, number: str = "rIdOutside") -> str:
    """Give a relationship that leads out of the file."""
    return _relationship(number, kind, target, outside=True)


def with_macros() -> bytes:
    return docx(parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 Attribute VB_Name"})


def zip_bomb() -> bytes:
    """Give a Word file of some kilobytes that would unpack to 120 MB, as its directory says."""
    return docx(parts={"word/media/image2.bmp": b"BM" + bytes(120_000_000)})


def lying_zip_bomb() -> bytes:
    """Give a zip bomb whose directory says that the large part holds 100 bytes."""
    content = bytearray(docx(parts={"word/media/image2.bmp": b"BM" + bytes(8_000_000)}))
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(b"word/media/image2.bmp"))
    struct.pack_into("<L", content, entry + 24, 100)  # the unpacked size
    return bytes(content)


def entity_bomb() -> bytes:
    doctype = '<!DOCTYPE w [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    text = f"{doctype}<w:document {NAMESPACES}><w:body><w:p>{run('x')}</w:p></w:body></w:document>"
    return docx(parts={"word/document.xml": text})


def encrypted() -> bytes:
    """Give the opening of what Word writes when a password is set: an OLE file, no zip."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")


def pptx_file(*, alt: str = ALT) -> bytes:
    """Give three slides: a title, one with bullets, notes and a group, one with table and chart."""
    deck = pptx.Presentation()
    opening = deck.slides.add_slide(deck.slide_layouts[0])
    opening.shapes.title.text = "A shorter queue"
    opening.placeholders[1].text = "What nine offices did"
    _bullets(deck)
    _numbers(deck, alt)
    return saved(deck)


def saved(deck: Any) -> bytes:
    made = BytesIO()
    deck.save(made)
    return made.getvalue()


def _bullets(deck: Any) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Three steps"
    frame = slide.placeholders[1].text_frame
    frame.text = "Count"
    for text, level in (("each visit", 1), ("each day", 1), ("Ask why", 0)):
        line = frame.add_paragraph()
        line.text, line.level = text, level
    slide.notes_slide.notes_text_frame.text = "Let each table count its own."
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(2), Inches(1)).text_frame.text = "In a group"


def _numbers(deck: Any, alt: str) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "What changed"
    table = slide.shapes.add_table(3, 2, 0, 0, Inches(4), Inches(1)).table
    for line, row in enumerate((("Office", "Visits"), ("Post", "40"), ("Bank", "12"))):
        for column, text in enumerate(row):
            table.cell(line, column).text = text
    picture = slide.shapes.add_picture(BytesIO(png()), 0, 0)
    picture._element._nvXxPr.cNvPr.set("descr", alt)
    chart = CategoryChartData()
    chart.categories = ["2023", "2024"]
    chart.add_series("Visits", (40, 12))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(3), Inches(2), chart)


def _relationship(number: str, kind: str, target: str, *, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="{number}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def relationships(*entries: str) -> str:
    inside = "".join(entries)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def _content_types(main_type: str) -> str:
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>'
    )


def _styles() -> str:
    names = {"Title": "Title", "Caption": "caption"}
    names |= {f"Heading{level}": f"heading {level}" for level in (1, 2, 3)}
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in names.items()
    )
    return f"<w:styles {NAMESPACES}>{styles}</w:styles>"


def _numbering() -> str:
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
    return (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _footnotes(notes: Mapping[int, str]) -> str:
    inside = "".join(
        f'<w:footnote w:id="{number}">{paragraph(text)}</w:footnote>'
        for number, text in notes.items()
    )
    return f"<w:footnotes {NAMESPACES}>{inside}</w:footnotes>"
