import base64
import json
from typing import Any

import pytest

from learning.lrs.errors import BadRequest
from learning.lrs.signatures import expect_signature
from learning.xapi.conformance.versions import Version
from tests.learning.lrs.samples import attachment, name, statement

SAID = statement()


def encoded(found: Any) -> bytes:
    text = found if isinstance(found, bytes) else json.dumps(found).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=")


def signature(header: Any = None, payload: Any = SAID, seal: bytes = b"seal") -> bytes:
    return b".".join([encoded(header or {"alg": "RS256"}), encoded(payload), seal])


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_a_statement_may_be_signed_by_each_of_three_algorithms(algorithm: str) -> None:
    """Data 2.6"""
    expect_signature(signature({"alg": algorithm, "typ": "JWT"}), SAID, Version.V1)


def test_the_signature_is_not_part_of_what_was_signed() -> None:
    """Data 2.6"""
    whole = {**SAID, "attachments": [attachment(b"")], "stored": "2026-11-22T12:00:00Z"}
    expect_signature(signature(), whole, Version.V1)


@pytest.mark.parametrize(
    "wrong",
    [
        signature({"alg": "HS256"}),
        signature({"alg": "none"}),
        signature({"typ": "JWT"}),
        signature(["RS256"]),
        signature(payload=json.dumps(SAID).replace('"', "'", 1).encode()),
        signature(payload={**SAID, "verb": {"id": "urn:other"}}),
        signature(payload={**SAID, "actor": {}}),
        signature(payload={}),
        signature(payload=b"\xff"),
        signature(seal=b""),
        b"",
        b"a.b",
        b"a.b.c.d",
        b"e30=.e30=.x",
        b"!!!.e30.x",
        b"A.e30.x",
    ],
)
def test_a_signature_that_is_badly_made_is_refused(wrong: bytes) -> None:
    """Data 2.6: 400 for malformed signatures"""
    with pytest.raises(BadRequest):
        expect_signature(wrong, SAID, Version.V1)


def test_a_signature_of_the_same_words_under_another_id_is_taken() -> None:
    """Data 2.3.1: the id is not compared"""
    expect_signature(signature(payload={**SAID, "id": name()}), SAID, Version.V1)
