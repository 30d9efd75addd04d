"""Another store in this process, which can fail in every way; for tests."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import ThreadingHTTPServer
from typing import Any

from tests.journeys.serving import Quiet

POLL = 0.01  # seconds until it notices that it is not needed any more


@dataclass
class OtherStore:
    """Takes a batch whole or not at all (Communication 2.1.2).

    wrong: id → the status by which a batch with it is refused. failing: the statuses of the next
    requests, before anything is looked at; 0 hangs up. redirect: where it sends everybody.
    """

    wrong: dict[str, int] = field(default_factory=dict)
    failing: list[int] = field(default_factory=list)
    redirect: str = ""
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    batches: list[int] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    address: str = ""

    def answer(self, statements: list[dict[str, Any]]) -> int:
        if self.failing:
            return self.failing.pop(0)
        if self.redirect:
            return 307
        for each in statements:
            if status := self.wrong.get(each["id"]):
                return status
            if self.kept.get(each["id"], each) != each:
                return 409
        self.kept |= {each["id"]: each for each in statements}
        return 200


class Handler(Quiet):
    protocol_version = "HTTP/1.1"

    def __init__(self, store: OtherStore, *args: Any, **options: Any) -> None:
        self.store = store
        super().__init__(*args, **options)

    def do_POST(self) -> None:  # noqa: N802 — the library's name
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.store.headers.append({**dict(self.headers), "path": self.path})
        self.store.bodies.append(body)
        said = _statements(body)
        self.store.batches.append(len(said))
        status = self.store.answer(said)
        if not status:
            self.close_connection = True
            return
        answer = b"wrong" if status >= 400 else b"[]"
        self.send_response(status)
        if status == 307:
            self.send_header("Location", f"{self.store.redirect}{self.path}")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


def _statements(body: bytes) -> list[dict[str, Any]]:
    is_plain = body.startswith(b"[")
    first = body if is_plain else body.split(b"\r\n\r\n", 1)[1].split(b"\r\n--", 1)[0]
    found: list[dict[str, Any]] = json.loads(first)
    return found


@contextmanager
def other_store() -> Iterator[OtherStore]:
    store = OtherStore()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, store))
    thread = threading.Thread(target=server.serve_forever, args=[POLL], daemon=True)
    thread.start()
    store.address = f"http://127.0.0.1:{server.server_port}/lrs"
    yield store
    server.shutdown()
    server.server_close()
    thread.join()
