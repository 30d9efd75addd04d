"""Statements of other programs, and bodies of several parts, for tests."""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse

from learning.lrs.multipart import Part, written
from tests.learning.lrs.documents.asking import Program

AGENT: dict[str, Any] = {"objectType": "Agent", "mbox": "mailto:sina@example.org"}
OTHER: dict[str, Any] = {"account": {"homePage": "https://id.example.org", "name": "s-17"}}
TEAM: dict[str, Any] = {"objectType": "Group", "mbox": "mailto:team@example.org"}
VERB = "http://adlnet.gov/expapi/verbs/attempted"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"
ACTIVITY = "https://example.org/activities/1"
REGISTRATION = "ec531277-b57b-4c15-8d91-d292c5b2b8f7"
USAGE = "https://example.org/usage"


def name() -> str:
    return str(uuid.uuid4())


def statement(**more: Any) -> dict[str, Any]:
    """Give a small valid statement with an id, and with these parts in place of its own."""
    return {
        "id": name(),
        "actor": AGENT,
        "verb": {"id": VERB},
        "object": {"objectType": "Activity", "id": ACTIVITY},
        **more,
    }


def about(identifier: str, *, verb: str = "https://example.org/verbs/confirmed") -> dict[str, Any]:
    """Give a statement about a statement."""
    reference = {"objectType": "StatementRef", "id": identifier}
    return statement(actor=OTHER, verb={"id": verb}, object=reference)


def void(identifier: str) -> dict[str, Any]:
    return about(identifier, verb=VOIDED)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def attachment(content: bytes, **more: Any) -> dict[str, Any]:
    """Say of bytes what a statement says of its attachment."""
    return {
        "usageType": USAGE,
        "display": {"en": "A file"},
        "contentType": "text/plain",
        "length": len(content),
        "sha2": sha256(content),
        **more,
    }


def piece(content: bytes, **headers: Any) -> Part:
    """Give a part that holds an attachment; headers in place of the right ones, "" for none."""
    said = {
        "Content-Type": "text/plain",
        "Content-Transfer-Encoding": "binary",
        "X-Experience-API-Hash": sha256(content),
        **{name.replace("_", "-"): text for name, text in headers.items()},
    }
    return Part({name: text for name, text in said.items() if text}, content)


def mixed(statements: Any, *pieces: Part, kind: str = "application/json") -> tuple[str, bytes]:
    """Give Content-Type and body of statements with attachments."""
    return written([Part({"Content-Type": kind}, json.dumps(statements).encode()), *pieces])


def post(program: Program, found: Any, **headers: Any) -> HttpResponse:
    return program.ask("POST", "statements", content=json.dumps(found), **headers)


def put(program: Program, found: Mapping[str, Any], identifier: str | None = None) -> HttpResponse:
    parameters = {"statementId": identifier or found["id"]}
    return program.ask("PUT", "statements", parameters, json.dumps(found))


def get(program: Program, **parameters: Any) -> HttpResponse:
    return program.ask("GET", "statements", parameters)


def one(program: Program, identifier: str, **parameters: Any) -> dict[str, Any]:
    """Give a statement as it is handed out."""
    answer = get(program, statementId=identifier, **parameters)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = json.loads(answer.content)
    return found


def ids(answer: HttpResponse) -> list[str]:
    """Give the ids of a page, in its order."""
    assert answer.status_code == 200, answer.content
    return [each["id"] for each in json.loads(answer.content)["statements"]]


def stored(program: Program, *statements: dict[str, Any]) -> Sequence[str]:
    """Send statements one after the other, and give their ids."""
    for each in statements:
        assert post(program, each).status_code == 200
    return [each["id"] for each in statements]
