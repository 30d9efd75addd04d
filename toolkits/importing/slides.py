"""Slides (.pptx) to HTML, by python-pptx: each slide becomes a section."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

import pptx
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.shapes.group import GroupShape
from pptx.shapes.picture import Picture as SlidePicture
from pptx.shapes.placeholder import PlaceholderPicture

from toolkits.importing.packages import FAILURES, SLIDES_MAIN, damaged, open_package
from toolkits.importing.pictures import Album
from toolkits.importing.sources import Beside, Limits, Picture, Source
from toolkits.importing.structuring import source_of

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)
BULLETED = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY)
UNWANTED = (
    PP_PLACEHOLDER.DATE,
    PP_PLACEHOLDER.FOOTER,
    PP_PLACEHOLDER.HEADER,
    PP_PLACEHOLDER.SLIDE_NUMBER,
)


def read(name: str, content: bytes, limits: Limits, _beside: Beside, stem: str) -> Source:
    """Give what the slides say. Raises: Refused."""
    package = open_package(name, content, main=SLIDES_MAIN, limits=limits)
    deck = _Deck(limits)
    try:
        presentation = pptx.Presentation(package.as_file())
        html = "".join(deck.slide(slide, n) for n, slide in enumerate(presentation.slides, start=1))
        title = presentation.core_properties.title.strip()
    except (PythonPptxError, *FAILURES) as error:
        raise damaged(name) from error
    if title in {"", "PowerPoint Presentation"}:  # what the program writes when nobody did
        title = deck.first_title or stem
    album = Album(name, limits=limits, beside=lambda _path: None, inside=deck.pictures)
    album.warnings += [*package.warnings, *deck.warnings()]
    return source_of(f"<title>{escape(title)}</title>{html}", album, fallback_title=stem)


class _Deck:
    """Writes slides as HTML and collects their pictures."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.pictures: dict[str, Picture] = {}
        self.first_title = ""
        self.hidden = 0
        self.drawings = 0

    def slide(self, slide: Any, number: int) -> str:
        self.hidden += slide._element.get("show") == "0"
        title = " ".join((slide.shapes.title.text if slide.shapes.title else "").split())
        self.first_title = self.first_title or title
        heading = escape(title or _("Slide %d") % number)
        body = "".join(self._shapes(slide.shapes))
        return f"<h1>{heading}</h1>{body}{_speaker_notes(slide)}"

    def warnings(self) -> Iterator[str]:
        if self.hidden:
            told = ngettext(
                "%d slide is hidden in the file. It was imported; drop it if it is not meant.",
                "%d slides are hidden in the file. They were imported; drop what is not meant.",
                self.hidden,
            )
            yield told % self.hidden
        if self.drawings:
            told = ngettext(
                "%d diagram or drawing was left out. Put in a picture of it.",
                "%d diagrams or drawings were left out. Put in pictures of them.",
                self.drawings,
            )
            yield told % self.drawings

    def _shapes(self, shapes: Iterable[Any]) -> Iterator[str]:
        for shape in shapes:
            kind = _placeholder(shape)
            if kind in TITLES or kind in UNWANTED:
                continue
            yield self._shape(shape, is_bulleted=kind in BULLETED)

    def _shape(self, shape: Any, *, is_bulleted: bool) -> str:
        if isinstance(shape, GroupShape):
            return "".join(self._shapes(shape.shapes))
        if shape.has_chart:
            return self._chart(shape)
        if shape.has_table:
            return _table(shape.table)
        if isinstance(shape, SlidePicture | PlaceholderPicture):
            return self._picture(shape)
        if shape.has_text_frame:
            return _text(shape.text_frame, is_bulleted=is_bulleted)
        self.drawings += shape.element.tag.endswith("}graphicFrame")
        return ""

    def _chart(self, shape: Any) -> str:
        try:
            return _chart(shape.chart, self.limits.places)
        except FAILURES:  # a kind that python-pptx does not read, such as 3-D columns
            self.drawings += 1
            return ""

    def _picture(self, shape: Any) -> str:
        address = f"import:{len(self.pictures)}"
        properties = shape.element._nvXxPr.cNvPr
        self.pictures[address] = Picture(shape.name, _content(shape), "")
        return f'<p><img src="{address}" alt="{escape(properties.get("descr") or "")}"></p>'


def _placeholder(shape: Any) -> Any:
    return shape.placeholder_format.type if shape.is_placeholder else None


def _content(shape: Any) -> bytes:
    try:
        return bytes(shape.image.blob)
    except (KeyError, ValueError, AttributeError):
        return b""  # left out when the package was opened; the album will say that it is damaged


def _text(frame: Any, *, is_bulleted: bool) -> str:
    """Give the paragraphs; those with bullets or numbers become lists, in levels."""
    html: list[str] = []
    lists: list[str] = []
    for paragraph in frame.paragraphs:
        text = _runs(paragraph)
        if not text.strip():
            continue
        kind = _list_kind(paragraph, is_bulleted=is_bulleted)
        depth = min(paragraph.level, len(lists)) + 1 if kind else 0
        while len(lists) > depth or (lists and len(lists) == depth and lists[-1] != kind):
            html.append(f"</li></{lists.pop()}>")
        if not kind:
            html.append(f"<p>{text}</p>")
        elif len(lists) == depth:
            html.append(f"</li><li>{text}")
        else:
            lists.append(kind)
            html.append(f"<{kind}><li>{text}")
    html += [f"</li></{kind}>" for kind in reversed(lists)]
    return "".join(html)


def _list_kind(paragraph: Any, *, is_bulleted: bool) -> str:
    properties = paragraph._p.pPr
    marks = (
        {child.tag.removeprefix(DRAWING) for child in properties}
        if properties is not None
        else set()
    )
    if "buAutoNum" in marks:
        return "ol"
    if "buNone" in marks:
        return ""
    return "ul" if is_bulleted or marks & {"buChar", "buBlip"} else ""


def _runs(paragraph: Any) -> str:
    pieces = []
    runs = {run._r: run for run in paragraph.runs}  # asked for once: it takes a walk each time
    for child in paragraph._p:
        tag = child.tag.removeprefix(DRAWING)
        if tag == "br":
            pieces.append("<br>")
        elif tag == "fld":
            pieces.append(escape("".join(child.itertext())))
        elif tag == "r":
            pieces.append(_run(runs[child]))
    return "".join(pieces)


def _run(run: Any) -> str:
    text = escape(run.text).replace("\v", "<br>")
    if run.font.bold:
        text = f"<strong>{text}</strong>"
    if run.font.italic:
        text = f"<em>{text}</em>"
    address = _address(run)
    return f'<a href="{escape(address)}">{text}</a>' if address else text


def _address(run: Any) -> str:
    try:
        return run.hyperlink.address or ""
    except KeyError:  # a link without its relationship
        return ""


def _table(table: Any) -> str:
    rows = []
    for number, row in enumerate(table.rows):
        tag = "th" if number == 0 and table.first_row else "td"
        rows.append(f"<tr>{''.join(_cell(cell, tag) for cell in row.cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _cell(cell: Any, tag: str) -> str:
    if cell.is_spanned:
        return ""
    lines = "<br>".join(filter(None, map(_runs, cell.text_frame.paragraphs)))
    return f'<{tag} rowspan="{cell.span_height}" colspan="{cell.span_width}">{lines}</{tag}>'


def _chart(chart: Any, most: int) -> str:
    """Give a chart's numbers as a table, which says more than a picture of it.

    Raises: ValueError — more than `most` numbers.
    """
    title = chart.chart_title.text_frame.text if _has_title(chart) else ""
    series = [series for plot in chart.plots for series in plot.series]
    values = [_points(each, "val", "yVal") for each in series]
    names = _points(series[0], "cat", "xVal") if series else {}
    places = sorted({*names, *(place for each in values for place in each)})
    if len(places) * len(series) > most:
        raise ValueError("more numbers than a table can show")
    head = "".join(f"<th>{escape(str(each.name))}</th>" for each in series)
    rows = "".join(
        f"<tr><td>{escape(names.get(place, ''))}</td>"
        f"{''.join(_value(each, place) for each in values)}</tr>"
        for place in places
    )
    return f"<table><caption>{escape(title)}</caption><tr><th></th>{head}</tr>{rows}</table>"


def _has_title(chart: Any) -> bool:
    return bool(chart.has_title and chart.chart_title.has_text_frame)


def _points(series: Any, *tags: str) -> dict[int, str]:
    """Give what the series says of each place: of the innermost level, where there are several."""
    for tag in tags:
        levels = series._element.xpath(f"./c:{tag}//c:lvl[1]/c:pt")
        points = levels or series._element.xpath(f"./c:{tag}//c:pt")
        if points:
            return {point.idx: point.v.text or "" for point in points}
    return {}


def _value(values: Mapping[int, str], place: int) -> str:
    return f"<td>{format(float(values[place]), '.15g') if values.get(place) else ''}</td>"


def _speaker_notes(slide: Any) -> str:
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    text = _text(frame, is_bulleted=False) if frame is not None else ""
    return (
        f"<details><summary>{escape(_('Speaker notes'))}</summary>{text}</details>" if text else ""
    )
