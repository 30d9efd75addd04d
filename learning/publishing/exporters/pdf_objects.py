"""The objects of a PDF that Typst wrote: cells that head a row get their tag, and all are packed.

Typst writes every tag in plain text, with a classic table of places at the end (ISO 32000-1,
§7.5.4). Packed into object streams (§7.5.7) the same file is a third as long. Metadata stay plain
(PDF/A-2, §6.6.2).
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
TABLE = re.compile(rb"xref\s+0 (\d+)\s+")
TRAILER = re.compile(rb"trailer\s*<<(.*)>>\s*startxref", re.DOTALL)
SIZE = re.compile(rb"/Size \d+")
OBJECT = re.compile(rb"\d+ 0 obj\s(.*?)\s*endobj\s*$", re.DOTALL)
# After a last byte of 0x0D, 0x0A alone leaves open what belongs to a stream (PDF/A-2, §6.1.7).
END = b"\r\nendstream"
PLACE = 20  # bytes of a line in the table
IN_A_STREAM = 200  # objects: a reader unpacks one stream for the few it needs
# Typst 0.15 has no word for a cell that heads a row; the sheets give it a colour (`edge-tint`).
ROW_HEAD = re.compile(
    rb"/S/TD(?P<place>/P \d+ 0 R[^\[]*/A\[<</O/Table[^>]*)>><</O/Layout"
    rb"/BackgroundColor\[0\.95686275 0\.9647059 0\.9607843\]"
)
AS_HEAD = rb"/S/TH\g<place>/Scope/Row>><</O/Layout"


@dataclass(frozen=True)
class _Objects:
    """`bodies`: of the objects 1, 2, …. `trailer`: what the end of the file says of it."""

    heading: bytes
    bodies: Sequence[bytes]
    trailer: bytes


def finished(content: bytes) -> bytes:
    """Give a PDF with its rows headed, and packed. The same bytes give the same bytes."""
    found = _read(content)
    bodies = [ROW_HEAD.sub(AS_HEAD, body) for body in found.bodies]
    return _written(_Objects(found.heading, bodies, found.trailer))


def _read(content: bytes) -> _Objects:
    start = START.search(content)
    table = TABLE.match(content, int(start[1])) if start else None
    # Not before the table: there the words of a page may look like it.
    trailer = TRAILER.search(content, table.end()) if table else None
    if start is None or table is None or trailer is None:
        raise ValueError("This PDF has no table of places.")
    lines = (table.end() + PLACE * number for number in range(1, int(table[1])))
    places = [int(content[line : line + 10]) for line in lines]
    ends = dict(zip(sorted(places), [*sorted(places)[1:], int(start[1])], strict=True))
    bodies = [OBJECT.match(content[place : ends[place]]) for place in places]
    if not all(bodies):
        raise ValueError("An object of this PDF is not where it should be.")
    return _Objects(content[: min(places)], [each[1] for each in bodies if each], trailer[1])


def _written(objects: _Objects) -> bytes:
    """Write streams as they are, and what is no stream into streams of its own kind."""
    numbered = list(enumerate(objects.bodies, start=1))
    plain = [(number, body) for number, body in numbered if not body.endswith(b"endstream")]
    streams = [(number, _clear(body)) for number, body in numbered if body.endswith(b"endstream")]
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    following = len(numbered) + 1
    for number, (held, body) in enumerate(_packed(plain), start=following):
        streams.append((number, body))
        places |= {each: (2, number, place) for place, each in enumerate(held)}
    table = len(numbered) + (len(plain) + IN_A_STREAM - 1) // IN_A_STREAM + 1
    written = bytearray(objects.heading)
    for number, body in streams:
        places[number] = (1, len(written), 0)
        written += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    places[table] = (1, len(written), 0)
    lines = b"".join(_line(*places[number]) for number in range(table + 1))
    facts = b"/Type/XRef/W[1 4 2]" + SIZE.sub(b"/Size %d" % (table + 1), objects.trailer)
    written += b"%d 0 obj\n%b\nendobj\n" % (table, _stream(facts, lines))
    return bytes(written + b"startxref\n%d\n%%%%EOF\n" % places[table][1])


def _packed(plain: Sequence[tuple[int, bytes]]) -> Iterator[tuple[list[int], bytes]]:
    """Give object streams, each with the numbers of what it holds."""
    for start in range(0, len(plain), IN_A_STREAM):
        held = plain[start : start + IN_A_STREAM]
        where, index = 0, []
        for number, body in held:
            index.append(b"%d %d" % (number, where))
            where += len(body) + 1
        head = b" ".join(index) + b"\n"
        facts = b"/Type/ObjStm/N %d/First %d" % (len(held), len(head))
        body = _stream(facts, head + b"\n".join(body for _number, body in held))
        yield [number for number, _body in held], body


def _stream(facts: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    head = b"<<%b/Filter/FlateDecode/Length %d>>" % (facts, len(packed))
    return head + b"\nstream\n" + packed + END


def _clear(stream: bytes) -> bytes:
    return stream.removesuffix(b"\nendstream") + END


def _line(kind: int, first: int, second: int) -> bytes:
    return kind.to_bytes(1, "big") + first.to_bytes(4, "big") + second.to_bytes(2, "big")
