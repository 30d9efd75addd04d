"""Statements that are signed (Data 2.6): whether the signature has the form it must have.

A signature is a JSON Web Signature in its compact form (RFC 7515 §7.1), by RS256, RS384 or RS512,
of the statement as it was before it was signed. Who signed is not asked here: the specification
gives a store no keys to ask with, and calls the check no security measure.
"""

import base64
import binascii
from typing import Any

from learning.lrs.errors import BadRequest
from learning.xapi.conformance import strict_json
from learning.xapi.conformance.equality import same
from learning.xapi.conformance.errors import ConformanceError
from learning.xapi.conformance.parts import Part
from learning.xapi.conformance.validating import validate
from learning.xapi.conformance.versions import Version

ALGORITHMS = frozenset({"RS256", "RS384", "RS512"})
NOT_SIGNED = ("attachments",)  # the signature itself is one of them


def expect_signature(signature: bytes, statement: Part, version: Version) -> None:
    """Refuse a signature that is none of this statement. Raises: BadRequest."""
    header, payload = _opened(signature)
    if not isinstance(header, dict) or header.get("alg") not in ALGORITHMS:
        raise BadRequest("A signature must be made with RS256, RS384 or RS512 (Data 2.6).")
    try:
        validate(payload, version=version)
    except ConformanceError as error:
        raise BadRequest(f"What was signed is no valid statement: {error}") from error
    if not same(_unsigned(payload), _unsigned(statement)):
        raise BadRequest("What was signed is not the statement that came with it (Data 2.6).")


def _opened(signature: bytes) -> tuple[Any, Any]:
    """Give header and payload of a JWS. Raises: BadRequest."""
    parts = signature.split(b".")
    if len(parts) != 3 or not parts[2]:
        raise BadRequest("A signature must be a JWS in its compact form (Data 2.6; RFC 7515).")
    try:
        header, payload, _ = [_decoded(part) for part in parts]
        return strict_json.parse(header), strict_json.parse(payload)
    except (binascii.Error, ConformanceError) as error:
        raise BadRequest(f"A signature cannot be read as a JWS (Data 2.6): {error}") from error


def _decoded(part: bytes) -> bytes:
    """Read base64url without padding (RFC 7515 §2). Raises: binascii.Error."""
    if b"=" in part or b"+" in part or b"/" in part:
        raise binascii.Error("not base64url")
    return base64.b64decode(part + b"=" * (-len(part) % 4), altchars=b"-_", validate=True)


def _unsigned(statement: Part) -> Part:
    return {name: found for name, found in statement.items() if name not in NOT_SIGNED}
