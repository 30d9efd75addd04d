import re
import zlib

import pytest

from learning.publishing.exporters.pdf_objects import IN_A_STREAM, finished

COLOUR = "/BackgroundColor[0.95686275 0.9647059 0.9607843]"
HEAD = "<</Type/StructElem/S/TD/P 2 0 R/A[<</O/Table/Headers[]>><</O/Layout{}/X 1>>]/K[3]>>"


def classic(*bodies: bytes) -> bytes:
    """Write a PDF as Typst does: in plain text, with a table of places."""
    written, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n\n" % (number, body)
    lines = b"".join(b"%010d 00000 n\r\n" % place for place in places)
    count = len(bodies) + 1
    table = b"xref\n0 %d\n0000000000 65535 f\r\n%b" % (count, lines)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\n" % count
    return written + table + trailer + b"startxref\n%d\n%%%%EOF" % len(written)


def packed(content: bytes) -> list[bytes]:
    """Give what the object streams of a PDF hold."""
    streams = re.findall(rb"/Type/ObjStm[^\n]*\nstream\n(.*?)\r\nendstream", content, re.DOTALL)
    return [zlib.decompress(each) for each in streams]


def test_objects_are_packed_and_streams_stay() -> None:
    stream = b"<</Length 4>>\nstream\nab\r\r\nendstream"
    content = finished(classic(b"<</Type/Catalog>>", stream, b"[1 2]"))
    assert b"stream\nab\r\r\r\nendstream" in content
    assert packed(content) == [b"1 0 3 18\n<</Type/Catalog>>\n[1 2]"]
    start = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
    assert content[start:].startswith(b"5 0 obj\n<</Type/XRef")
    assert b"/Size 6/Root 1 0 R" in content


def test_many_objects_take_several_streams() -> None:
    found = packed(finished(classic(*[b"<<>>"] * (IN_A_STREAM + 1))))
    assert [each.count(b"<<>>") for each in found] == [IN_A_STREAM, 1]


@pytest.mark.parametrize(
    ("colour", "tag", "scope"), [(COLOUR, b"/S/TH", b"/Scope/Row"), ("", b"/S/TD", b"[]>>")]
)
def test_a_cell_of_that_colour_heads_its_row(colour: str, tag: bytes, scope: bytes) -> None:
    (held,) = packed(finished(classic(HEAD.format(colour).encode())))
    assert tag in held and scope in held
    assert b"BackgroundColor" not in held


def test_words_of_a_page_are_not_taken_for_the_end_of_the_file() -> None:
    content = finished(classic(b"<</Type/Catalog>>", b"<</Title(Film trailer << see)>>"))
    assert b"/Size 5/Root 1 0 R/Filter" in content
    assert b"Film trailer << see" in packed(content)[0]
    assert b"see" not in content


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nstartxref\n9\n%%EOF"])
def test_what_has_no_table_of_places_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="no table"):
        finished(content)
