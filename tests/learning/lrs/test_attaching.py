"""Attachments and signatures, both ways (Data 2.4.11, 2.6; Communication 1.5.2, 2.1.3)."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pytest

from learning.lrs.models import Attachment, LrsStatement
from learning.lrs.multipart import Part, read
from learning.xapi.conformance.attachments import SIGNATURE, SIGNATURE_TYPE
from tests.learning.lrs.documents.asking import Program
from tests.learning.lrs.samples import (
    attachment,
    get,
    ids,
    mixed,
    name,
    one,
    piece,
    post,
    sha256,
    statement,
    void,
)

FIRST, SECOND = b"here is a simple attachment", bytes(range(256)) + b"\r\n--x\r\n"
URL = "https://example.org/file.txt"


def send(
    program: Program, kind: str, body: bytes, parameters: Mapping[str, str] | None = None
) -> Any:
    method = "PUT" if parameters else "POST"
    return program.ask(method, "statements", parameters, body, kind)


def parts_of(answer: Any) -> list[Part]:
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"].startswith("multipart/mixed; boundary=")
    return read(answer["Content-Type"], answer.content)


def signed(said: dict[str, Any], algorithm: str = "RS256", **more: Any) -> tuple[str, bytes]:
    """Give the multipart body of a statement with its signature."""
    halves = [{"alg": algorithm}, {**said, **more.pop("in_signature", {})}]
    encoded = [base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in halves]
    content = b".".join([*encoded, b"c2VhbA"])
    kind = more.pop("contentType", SIGNATURE_TYPE)
    told = attachment(content, usageType=SIGNATURE, contentType=kind)
    return mixed({**said, "attachments": [told]}, piece(content, Content_Type=kind))


@pytest.mark.parametrize("parameters", [{}, {"statementId": name()}])
def test_attachments_are_kept_and_come_back(either: Program, parameters: dict[str, str]) -> None:
    """Communication 1.5.2; 2.1.3, attachments"""
    said = statement(attachments=[attachment(FIRST), attachment(SECOND, contentType="a/b")])
    if parameters:
        said["id"] = parameters["statementId"]
    answer = send(either, *mixed(said, piece(FIRST), piece(SECOND)), parameters)
    assert answer.status_code in (200, 204)
    told, *found = parts_of(get(either, statementId=said["id"], attachments="true"))
    assert told.headers["content-type"] == "application/json"
    assert json.loads(told.content)["attachments"] == said["attachments"]
    assert {each.content for each in found} == {FIRST, SECOND}
    for each in found:
        assert each.headers["x-experience-api-hash"] == sha256(each.content)
        assert each.headers["content-transfer-encoding"] == "binary"
        assert each.headers["content-type"] in ("text/plain", "a/b")


def test_a_page_comes_with_the_attachments_of_all_each_once(either: Program) -> None:
    """Communication 2.1.3, attachments"""
    sent = [statement(attachments=[attachment(FIRST)]) for _ in range(2)]
    send(either, *mixed(sent, piece(FIRST)))
    told, *found = parts_of(get(either, attachments="true"))
    assert len(json.loads(told.content)["statements"]) == 2
    assert [each.content for each in found] == [FIRST]
    assert Attachment.objects.count() == 1


def test_without_attachments_there_is_still_a_first_part(either: Program) -> None:
    """Communication 2.1.3, attachments"""
    post(either, statement())
    [told] = parts_of(get(either, attachments="true"))
    assert json.loads(told.content)["more"] == ""


@pytest.mark.parametrize("parameters", [{}, {"attachments": "false"}])
def test_unless_they_are_asked_for_attachments_stay_here(
    either: Program, parameters: dict[str, str]
) -> None:
    """Communication 2.1.3, attachments: then the answer is application/json"""
    send(either, *mixed(statement(attachments=[attachment(FIRST)]), piece(FIRST)))
    assert get(either, **parameters)["Content-Type"] == "application/json"


@pytest.mark.parametrize("bits", [224, 256, 384, 512])
def test_every_sha_2_is_taken(either: Program, bits: int) -> None:
    """Data 2.4.11, sha2"""
    sha2 = hashlib.new(f"sha{bits}", FIRST).hexdigest()
    told = attachment(FIRST, sha2=sha2.upper())
    body = mixed(statement(attachments=[told]), piece(FIRST, X_Experience_API_Hash=sha2))
    assert send(either, *body).status_code == 200


def test_attachments_of_a_sub_statement_are_attachments(either: Program) -> None:
    """Data 2.4.4.3"""
    inner = statement(objectType="SubStatement", attachments=[attachment(FIRST)])
    del inner["id"]
    assert send(either, *mixed(statement(object=inner))).status_code == 400
    assert send(either, *mixed(statement(object=inner), piece(FIRST))).status_code == 200


@pytest.mark.parametrize("as_json", [True, False])
def test_an_attachment_elsewhere_need_not_come_along(either: Program, as_json: bool) -> None:
    """Data 2.4.11, fileUrl"""
    said = statement(attachments=[attachment(FIRST, fileUrl=URL)])
    answer = post(either, said) if as_json else send(either, *mixed(said))
    assert answer.status_code == 200
    assert one(either, said["id"])["attachments"][0]["fileUrl"] == URL


def test_several_parts_may_hold_no_attachment(either: Program) -> None:
    assert send(either, *mixed(statement())).status_code == 200


def test_what_is_missing_of_json_is_refused(either: Program) -> None:
    """Communication 1.5.1: 400"""
    told = [attachment(FIRST, fileUrl=URL), attachment(SECOND)]
    assert post(either, statement(attachments=told)).status_code == 400


NAMES_FIRST = statement(attachments=[attachment(FIRST)])


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        mixed(NAMES_FIRST),
        mixed(NAMES_FIRST, piece(SECOND)),
        mixed(NAMES_FIRST, piece(FIRST), piece(SECOND)),
        mixed(NAMES_FIRST, piece(FIRST, X_Experience_API_Hash="")),
        mixed(NAMES_FIRST, piece(SECOND, X_Experience_API_Hash=sha256(FIRST))),
        mixed(NAMES_FIRST, piece(FIRST, X_Experience_API_Hash=sha256(SECOND))),
        mixed(NAMES_FIRST, piece(FIRST, Content_Transfer_Encoding="base64")),
        mixed(NAMES_FIRST, piece(FIRST, Content_Transfer_Encoding="")),
        mixed(NAMES_FIRST, piece(FIRST), kind="text/plain"),
        mixed(NAMES_FIRST, Part({"Content-Type": "application/json"}, b"{}"), piece(FIRST)),
        ("multipart/mixed", mixed(NAMES_FIRST, piece(FIRST))[1]),
        ("multipart/mixed; boundary=other", mixed(NAMES_FIRST, piece(FIRST))[1]),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n{}\r\n--x--"),
        ("multipart/mixed; boundary=x", b"--x\r\nContent-Type: application/json\r\n\r\n{\r\n--x--"),
        ("multipart/mixed; boundary=x", b""),
    ],
    ids=range(15),
)
def test_parts_that_do_not_fit_are_refused(either: Program, kind: str, body: bytes) -> None:
    """Communication 1.5.2: 400, and nothing is kept"""
    answer = send(either, kind, body)
    assert answer.status_code == 400
    assert (LrsStatement.objects.count(), Attachment.objects.count()) == (0, 0)


def test_a_statement_that_is_refused_leaves_no_attachment(either: Program) -> None:
    said = statement(attachments=[attachment(FIRST)])
    body = mixed([said, statement(actor={})], piece(FIRST))
    assert send(either, *body).status_code == 400
    assert Attachment.objects.count() == 0


def test_an_attachment_is_not_had_by_naming_it(program: Program, writer: Program) -> None:
    """Who knows only the hash of a file is not given the file."""
    send(program, *mixed(NAMES_FIRST, piece(FIRST)))
    said = statement(attachments=[attachment(FIRST, fileUrl=URL)])
    post(writer, said)
    assert len(parts_of(get(writer, statementId=said["id"], attachments="true"))) == 1


def test_a_signed_statement_is_kept_with_its_signature(either: Program) -> None:
    """Data 2.6"""
    said = statement()
    assert send(either, *signed(said)).status_code == 200
    _, found = parts_of(get(either, statementId=said["id"], attachments="true"))
    assert found.content.count(b".") == 2
    assert found.headers["content-type"] == SIGNATURE_TYPE


@pytest.mark.parametrize(
    "wrong",
    [
        {"algorithm": "HS256"},
        {"contentType": "text/plain; charset=ascii"},
        {"in_signature": {"verb": {"id": "urn:other"}}},
        {"in_signature": {"actor": {}}},
    ],
    ids=str,
)
def test_a_signature_that_is_wrong_is_refused(either: Program, wrong: dict[str, Any]) -> None:
    """Data 2.6: 400"""
    assert send(either, *signed(statement(), **wrong)).status_code == 400
    assert LrsStatement.objects.count() == 0


def test_attachments_of_what_was_taken_back_can_still_be_had(either: Program) -> None:
    """Communication 2.1.3, voidedStatementId"""
    said = statement(attachments=[attachment(FIRST)])
    send(either, *mixed(said, piece(FIRST)))
    post(either, void(said["id"]))
    found = parts_of(get(either, voidedStatementId=said["id"], attachments="true"))
    assert found[1].content == FIRST
    assert said["id"] not in ids(get(either))
