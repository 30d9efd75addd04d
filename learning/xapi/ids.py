"""The id of a statement is made of its content, so the same statement is the same everywhere.

UUIDv8 (RFC 9562 §5.8) of the first 16 bytes of the SHA-256 of the canonical content. What an
xAPI server adds (`stored`, `authority`, `version`) and the id itself are not content.
"""

import hashlib
import uuid
from collections.abc import Mapping
from typing import Any

from learning.xapi.canonical import canonical_bytes

NOT_CONTENT = frozenset({"id", "stored", "authority", "version"})
VERSION_BITS = 0x8 << 76
VERSION_MASK = 0xF << 76
VARIANT_BITS = 0b10 << 62
VARIANT_MASK = 0b11 << 62


def statement_id(statement: Mapping[str, Any]) -> uuid.UUID:
    """Give the id of a statement. Raises: CanonicalError."""
    return id_of_content(content_of(statement))


def content_of(statement: Mapping[str, Any]) -> bytes:
    """Give the canonical bytes that are hashed and kept. Raises: CanonicalError."""
    return canonical_bytes({key: statement[key] for key in statement if key not in NOT_CONTENT})


def id_of_content(content: bytes) -> uuid.UUID:
    """Give the id that belongs to canonical bytes."""
    number = int.from_bytes(hashlib.sha256(content).digest()[:16], "big")
    number = number & ~VERSION_MASK | VERSION_BITS
    return uuid.UUID(int=number & ~VARIANT_MASK | VARIANT_BITS)
