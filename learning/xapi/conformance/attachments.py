"""What a statement says of its attachments (Data 2.4.11) and of a signature (Data 2.6)."""

import re
from collections.abc import Iterator

from learning.xapi.conformance.errors import StatementFault
from learning.xapi.conformance.tables import (
    IRI,
    LANGUAGE_MAP,
    Member,
    Place,
    Shape,
    array,
    value,
)

MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+*-]+\s*(;.*)?", re.ASCII)  # RFC 6838 §4.2
SHA2 = re.compile(r"[0-9A-Fa-f]+")
SHA2_LENGTHS = frozenset({56, 64, 96, 128})  # hexadecimal digits of SHA-224, -256, -384, -512
SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
SIGNATURE_TYPE = "application/octet-stream"


def _is_media_type(found: object) -> bool:
    return isinstance(found, str) and MEDIA_TYPE.fullmatch(found) is not None


def _is_length(found: object) -> bool:
    return isinstance(found, int) and not isinstance(found, bool) and found >= 0


def _is_sha2(found: object) -> bool:
    if not isinstance(found, str) or len(found) not in SHA2_LENGTHS:
        return False
    return SHA2.fullmatch(found) is not None


def _signature_is_typed(found: object, place: Place) -> Iterator[StatementFault]:
    if not isinstance(found, dict) or found.get("usageType") != SIGNATURE:
        return
    if found.get("contentType") != SIGNATURE_TYPE:
        yield place.fault(f"must be of type {SIGNATURE_TYPE}, as it is a signature.", "Data 2.6")


ATTACHMENT = Shape(
    {
        "usageType": Member(IRI, "Data 2.4.11", required=True),
        "display": Member(LANGUAGE_MAP, "Data 2.4.11", required=True),
        "description": Member(LANGUAGE_MAP, "Data 2.4.11"),
        "contentType": Member(
            value(_is_media_type, "must be a media type, such as text/plain."),
            "Data 2.4.11",
            required=True,
        ),
        "length": Member(
            value(_is_length, "must be a whole number of bytes."), "Data 2.4.11", required=True
        ),
        "sha2": Member(
            value(_is_sha2, "must be a SHA-2 in hexadecimal."), "Data 2.4.11", required=True
        ),
        "fileUrl": Member(IRI, "Data 2.4.11"),
    },
    between=(_signature_is_typed,),
)
ATTACHMENTS = array(ATTACHMENT)
