"""The id of a statement is made of its content, so the same statement is the same everywhere.

UUIDv8 (RFC 9562 §5.8) of the first 16 bytes of the SHA-256 of the canonical content. What an
xAPI server adds (`stored`, `authority`, `version`) and the id itself are not content.
"""

import hashlib
import uuid
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from learning.xapi.canonical import canonical_bytes

NOT_CONTENT = frozenset({"id", "stored", "authority", "version"})
VERSION_BITS = 0x8 << 76
VERSION_MASK = 0xF << 76
VARIANT_BITS = 0b10 << 62
VARIANT_MASK = 0b11 << 62
LENGTH = 36  # characters of a UUID with its hyphens
KNOWN = 4_096  # ids; the same courses, questions and learners come again and again


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


def uuid_from(text: str) -> uuid.UUID:
    """Give the UUID that is written the one usual way: lower case, with hyphens.

    Raises: ValueError — it is not, or it is none.
    """
    if len(text) != LENGTH:
        raise ValueError("no UUID")
    return _known_uuid(text)


@lru_cache(maxsize=KNOWN)
def _known_uuid(text: str) -> uuid.UUID:
    found = uuid.UUID(text)
    if str(found) != text:
        raise ValueError("a UUID written in another way")
    return found
