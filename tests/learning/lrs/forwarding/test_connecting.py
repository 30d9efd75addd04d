import base64
import socket
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from learning.lrs.forwarding.connecting import Connection, connected, split, version_of, written
from learning.lrs.forwarding.credentials import Credentials
from learning.lrs.forwarding.delivering import Waiting
from learning.lrs.forwarding.errors import BadTarget, Unreachable
from learning.lrs.multipart import read
from tests.learning.lrs.forwarding.other_store import OtherStore, other_store

AT = datetime(2026, 11, 22, tzinfo=UTC)


def waiting(number: int = 1, **parts: Any) -> Waiting:
    files = parts.pop("files", {})
    identifier = UUID(int=number)
    return Waiting(identifier, AT, {"id": str(identifier), **parts}, files)


def credentials(store: OtherStore) -> Credentials:
    return Credentials(store.address, "atoll", "a sécret")


def test_statements_are_sent_as_the_one_who_was_named(store: OtherStore) -> None:
    """Communication 1.2, 4: Basic Authentication and the version header."""
    with connected(credentials(store)) as connection:
        assert connection.post([waiting(1), waiting(2)]).status == 200
        assert connection.post([waiting(3)]).status == 200
    sent = store.headers[0]
    assert sent["path"] == "/lrs/statements"
    token = base64.b64decode(sent["Authorization"].removeprefix("Basic "))
    assert token == "atoll:a sécret".encode()
    assert sent["X-Experience-API-Version"] == "1.0.3"
    assert sent["Content-Type"] == "application/json"
    assert list(store.kept) == [str(UUID(int=number)) for number in (1, 2, 3)]


def test_the_secret_is_not_shown_by_accident() -> None:
    assert "sécret" not in repr(Credentials("https://lrs.example", "atoll", "a sécret"))


def test_a_redirect_is_not_followed_and_nobody_else_hears_the_secret(store: OtherStore) -> None:
    with other_store() as stranger:
        store.redirect = stranger.address
        with connected(credentials(store)) as connection:
            assert connection.post([waiting()]).status == 307
        assert stranger.headers == []


@pytest.mark.parametrize("failing", [[0], [200, 0]])
def test_a_store_that_hangs_up_is_unreachable(store: OtherStore, failing: list[int]) -> None:
    store.failing = list(failing)
    with connected(credentials(store)) as connection:
        for _ in failing[:-1]:
            connection.post([waiting()])
        with pytest.raises(Unreachable):
            connection.post([waiting()])
        assert connection.post([waiting()]).status == 200


def test_a_store_that_says_nothing_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        slow = Connection(Credentials(f"http://127.0.0.1:{port}", "a", "b"), timeout=0.05)
        with pytest.raises(Unreachable, match="TimeoutError"):
            slow.post([waiting()])


def test_where_nobody_listens_nothing_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with (
        connected(Credentials(f"http://127.0.0.1:{port}", "a", "b")) as connection,
        pytest.raises(Unreachable, match="What waits is safe"),
    ):
        connection.post([waiting()])


def test_an_address_is_of_the_web_and_holds_no_secret() -> None:
    assert split("https://lrs.example/xapi").hostname == "lrs.example"
    for wrong in (
        "",
        "lrs.example",
        "ftp://lrs.example",
        "file:///etc/passwd",
        "https://",
        "https://a:b@lrs.example",
        "https://lrs.example/?x=1",
        "https://lrs.example/#x",
        "https://lrs.example:port/",
        "https://[lrs.example/",
    ):
        with pytest.raises(BadTarget):
            split(wrong)


def test_a_statement_of_2_0_is_sent_by_2_0() -> None:
    """IEEE 9274.1.1 §4.2.4.3."""
    assert version_of({"version": "2.0.0"}) == "2.0.0"
    assert version_of({"version": "1.0.0"}) == "1.0.3"
    assert version_of({}) == "1.0.3"


def test_attachments_go_along_each_once() -> None:
    """Communication 1.5.2: multipart/mixed, binary, named by hash."""
    content = b"\x00\r\n--x\xff"
    sha2 = "ab" * 32
    said = {"attachments": [{"sha2": sha2.upper(), "contentType": "image/png"}], "object": {}}
    both = [waiting(1, files={sha2: content}, **said), waiting(2, files={sha2: content}, **said)]
    content_type, body = written(both)
    first, second = read(content_type, body)
    assert first.content.startswith(b'[{"id": ')
    assert second.content == content
    assert second.headers["x-experience-api-hash"] == sha2
    assert second.headers["content-type"] == "image/png"
    assert second.headers["content-transfer-encoding"] == "binary"
