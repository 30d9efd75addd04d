"""Speaking to another store by HTTP. No redirect is followed: the secret goes to nobody else."""

import http.client
import json
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

from learning.lrs import multipart
from learning.lrs.attaching import attachments_in
from learning.lrs.forwarding.credentials import Credentials
from learning.lrs.forwarding.delivering import Answer, Waiting
from learning.lrs.forwarding.errors import BadTarget, Unreachable
from learning.lrs.multipart import Part
from learning.xapi.conformance.versions import Version

TIMEOUT = 60  # seconds without a byte; slow lines are slow
READ = 4 * 1024  # bytes of an answer; only its status and a reason are looked at
AGENT = "Atoll"
JSON = "application/json"
UNNAMED = "application/octet-stream"


class Connection:
    """One conversation with another store, over one connection while it lasts."""

    def __init__(self, credentials: Credentials, *, timeout: float = TIMEOUT) -> None:
        address = split(credentials.endpoint)
        self.credentials = credentials
        self.path = f"{address.path.rstrip('/')}/statements"
        self.http = _opened(address, timeout)

    def post(self, batch: Sequence[Waiting]) -> Answer:
        """Send statements of one version and give the answer. Raises: Unreachable."""
        content_type, body = written(batch)
        headers = {
            "Authorization": self.credentials.header,
            "Content-Type": content_type,
            "X-Experience-API-Version": version_of(batch[0].statement),
            "User-Agent": AGENT,
        }
        try:
            self.http.request("POST", self.path, body, headers)
            response = self.http.getresponse()
            text = response.read(READ).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            self.http.close()
            raise Unreachable(type(error).__name__) from error
        if not response.isclosed():
            self.http.close()  # there is more of the answer than anybody wants to read
        return Answer(response.status, text)

    def close(self) -> None:
        self.http.close()


@contextmanager
def connected(credentials: Credentials) -> Iterator[Connection]:
    """Open a conversation, and end it whatever happens. Nothing is sent before the first batch."""
    connection = Connection(credentials)
    try:
        yield connection
    finally:
        connection.close()


def version_of(statement: Mapping[str, Any]) -> Version:
    """Give the version by which a statement is sent: 2.0 may carry what 1.0.3 refuses."""
    return Version.V2 if str(statement.get("version", "")).startswith("2.") else Version.V1


def written(batch: Sequence[Waiting]) -> tuple[str, bytes]:
    """Give the media type and the bytes in which a batch is sent (Communication 1.5).

    With attachments in several parts: the statements, then each attachment once.
    """
    said = json.dumps([each.statement for each in batch], ensure_ascii=False).encode()
    files = {sha2: (each, found) for each in batch for sha2, found in each.attachments.items()}
    if not files:
        return JSON, said
    parts = [_file(each, sha2, content) for sha2, (each, content) in files.items()]
    return multipart.written([Part({"Content-Type": JSON}, said), *parts])


def _file(waiting: Waiting, sha2: str, content: bytes) -> Part:
    headers = {
        "Content-Type": _type_of(waiting.statement, sha2),
        "Content-Transfer-Encoding": "binary",
        "X-Experience-API-Hash": sha2,
    }
    return Part(headers, content)


def _type_of(statement: Mapping[str, Any], sha2: str) -> str:
    """Give the media type that a statement, or the one inside it, says an attachment has."""
    files = attachments_in(dict(statement))
    found = [each["contentType"] for each in files if each["sha2"].lower() == sha2]
    is_safe = bool(found) and found[0].isascii() and found[0].isprintable()
    return str(found[0]) if is_safe else UNNAMED


def split(endpoint: str) -> SplitResult:
    """Read the address of a store. Raises: BadTarget — it is no address of http or https."""
    try:
        address = urlsplit(endpoint)
        is_right = address.scheme in ("http", "https") and bool(address.hostname)
        _port = address.port
    except ValueError:
        is_right = False
    if not is_right or address.query or address.fragment or address.username:
        told = _(
            "%(endpoint)s is not the address of a store. Give it with https:// and without "
            "/statements, a name or a question mark."
        )
        raise BadTarget(told % {"endpoint": endpoint})
    return address


def _opened(address: SplitResult, timeout: float) -> http.client.HTTPConnection:
    host = address.hostname or ""
    if address.scheme == "http":
        return http.client.HTTPConnection(host, address.port, timeout=timeout)
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(host, address.port, timeout=timeout, context=context)
