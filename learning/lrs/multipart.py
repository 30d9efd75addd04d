"""Bodies of several parts, read and written (RFC 2046 §5.1; Communication 1.5.2).

The email package would change the line ends of binary parts, so this is done by hand.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.message import Message

from learning.lrs.errors import BadRequest

MOST_PARTS = 1_000
HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*")
CRLF = b"\r\n"
TYPE = "multipart/mixed"


@dataclass(frozen=True)
class Part:
    """One part. `headers`: by their lower-case names."""

    headers: Mapping[str, str]
    content: bytes = field(repr=False)


def boundary_of(content_type: str) -> str:
    """Give the boundary that a Content-Type names. Raises: BadRequest — it names none."""
    message = Message()
    message["Content-Type"] = content_type
    boundary = message.get_param("boundary")
    if not isinstance(boundary, str) or not 0 < len(boundary) <= 70:  # RFC 2046 §5.1.1
        raise BadRequest("The Content-Type multipart/mixed must name a boundary (RFC 2046).")
    return boundary


def read(content_type: str, body: bytes) -> list[Part]:
    """Give the parts of a body. Raises: BadRequest — it has none, no end, or is badly made."""
    delimiter = CRLF + b"--" + boundary_of(content_type).encode("latin-1", "replace")
    # What stands before the first is no part; and no more is cut than is looked at.
    _, *rest = (CRLF + body).split(delimiter, MOST_PARTS + 2)
    ends = [index for index, piece in enumerate(rest) if piece.startswith(b"--")]
    if not ends and len(rest) <= MOST_PARTS:
        raise BadRequest("The parts must each begin and end with the boundary (RFC 2046).")
    pieces = rest[: ends[0]] if ends else rest
    if not 0 < len(pieces) <= MOST_PARTS:
        raise BadRequest(f"There must be from 1 to {MOST_PARTS} parts.")
    return [_part(piece) for piece in pieces]


def _part(piece: bytes) -> Part:
    padding, line_end, rest = piece.partition(CRLF)
    if padding.strip() or not line_end:
        raise BadRequest("A boundary must stand on a line of its own (RFC 2046).")
    if rest.startswith(CRLF):
        return Part({}, rest[len(CRLF) :])
    head, blank, content = rest.partition(CRLF + CRLF)
    if not blank:
        raise BadRequest("A part must have an empty line after its headers (RFC 2046).")
    return Part(dict(map(_header, head.split(CRLF))), content)


def _header(line: bytes) -> tuple[str, str]:
    found = HEADER.fullmatch(line)
    if found is None:
        raise BadRequest("A header of a part cannot be read (RFC 2046).")
    return found[1].decode("ascii").lower(), found[2].decode("latin-1")


def written(parts: Iterable[Part]) -> tuple[str, bytes]:
    """Give the Content-Type and the body of these parts."""
    given = list(parts)
    boundary = _unused(given)
    delimiter = b"--" + boundary.encode()
    pieces = []
    for part in given:
        head = b"".join(f"{name}: {text}\r\n".encode() for name, text in part.headers.items())
        pieces += [delimiter, CRLF, head, CRLF, part.content, CRLF]
    return f"{TYPE}; boundary={boundary}", b"".join([*pieces, delimiter, b"--", CRLF])


def _unused(parts: list[Part]) -> str:
    """Give a boundary that no part holds: made of what is in them, so nobody can foresee it."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.content)
    return digest.hexdigest()[:40]
