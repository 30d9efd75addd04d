"""What comes along with statements, and what they say of it (Data 2.4.11; Communication 1.5.2).

The length an attachment is said to have is not compared: programs count characters or bytes of
another form, and the hash proves more.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from learning.lrs.errors import BadRequest
from learning.lrs.multipart import Part as Piece
from learning.lrs.signatures import expect_signature
from learning.xapi.conformance.attachments import SIGNATURE
from learning.xapi.conformance.parts import Part
from learning.xapi.conformance.versions import Version

HASH_HEADER = "x-experience-api-hash"
ENCODING_HEADER = "content-transfer-encoding"
HASHES = {56: hashlib.sha224, 64: hashlib.sha256, 96: hashlib.sha384, 128: hashlib.sha512}


def sent_along(pieces: Iterable[Piece]) -> dict[str, bytes]:
    """Give sha2 → bytes of the parts after the first. Raises: BadRequest."""
    found: dict[str, bytes] = {}
    for piece in pieces:
        sha2 = piece.headers.get(HASH_HEADER, "").lower()
        if piece.headers.get(ENCODING_HEADER, "").lower() != "binary":
            raise BadRequest("An attachment must be sent with Content-Transfer-Encoding: binary.")
        if len(sha2) not in HASHES or HASHES[len(sha2)](piece.content).hexdigest() != sha2:
            raise BadRequest("An attachment is not what its X-Experience-API-Hash says.")
        found[sha2] = piece.content
    return found


def attachments_in(statement: Part) -> Iterator[Part]:
    """Give what a statement, and one inside it, says of attachments."""
    yield from statement.get("attachments", [])
    if statement["object"].get("objectType") == "SubStatement":
        yield from statement["object"].get("attachments", [])


def expect_attachments(
    statements: Sequence[Part], sent: Mapping[str, bytes], version: Version
) -> None:
    """Refuse what is missing, too much or badly signed. Raises: BadRequest."""
    named: set[str] = set()
    for statement in statements:
        for each in attachments_in(statement):
            sha2 = each["sha2"].lower()
            named.add(sha2)
            if sha2 not in sent and "fileUrl" not in each:
                raise BadRequest("An attachment without fileUrl must be sent along (Data 2.4.11).")
            if each["usageType"] == SIGNATURE and sha2 in sent:
                expect_signature(sent[sha2], statement, version)
    if not named.issuperset(sent):
        raise BadRequest("A part was sent that no statement names as its attachment (1.5.2).")
