"""Two hundred learners answering for a minute against a hub as it serves, on SQLite.

Learners and hub share the processor here, and not in a class: so what a learner sends is put
together beforehand, and of what comes back only the status is read.
"""

import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from statistics import quantiles
from urllib.parse import urlencode

from learning.publishing.models import Edition
from learning.records.models import Statement
from tests.benchmarks.measuring import Row
from tests.benchmarks.serving import get, server, signed_in

LEARNERS = 200
LONG = 60  # seconds
PAUSE = 2.0  # seconds between two answers of one learner
PATIENCE = 0.1  # seconds, for 95 of 100
LENGTH = re.compile(rb"\r\nContent-Length: *(\d+)", re.IGNORECASE)
WANTED = 225  # posts a second when nobody pauses: five times Kolibri's 45 on such a machine


@dataclass
class Told:
    """What the learners met: seconds of each answer that was taken, and those that were not."""

    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Form(HTMLParser):
    """The first question of a lesson: what is sent with it, and the first answer to choose."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.is_done = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        is_sent = tag == "input" and "name" in told and not self.is_done
        if is_sent and (told.get("type") in ("hidden", "radio") or told["name"] == "option"):
            self.fields.setdefault(told["name"], told.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self.is_done = self.is_done or (tag == "form" and "question" in self.fields)
        if tag == "form" and not self.is_done:
            self.fields.clear()


def rows() -> Iterator[Row]:
    with server() as port:
        cookies = [signed_in() for _ in range(LEARNERS)]
        lesson = _lesson(port, cookies[0])
        for pause, seconds in ((PAUSE, LONG), (0.0, LONG / 3)):
            yield _row(port, lesson, cookies, pause, seconds)


def _lesson(port: int, cookie: str) -> str:
    """Give the address of the first lesson that begins with a question to choose an answer of."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for edition in Edition.objects.current().courses().order_by("-length"):
        for lesson in edition.manifest.lessons:
            address = f"/courses/{edition.slug}/{lesson.slug}"
            if "option" in _open(connection, address, cookie)[0]:
                return address
    raise RuntimeError("no lesson has a question to choose an answer of")


def _row(port: int, lesson: str, cookies: list[str], pause: float, seconds: float) -> Row:
    before, told = Statement.objects.filter(verb__endswith="answered").count(), Told()
    ready = threading.Barrier(len(cookies))
    learners = [
        threading.Thread(target=_learn, args=(port, lesson, cookie, pause, seconds, told, ready))
        for cookie in cookies
    ]
    for learner in learners:
        learner.start()
    for learner in learners:
        learner.join()
    stored = Statement.objects.filter(verb__endswith="answered").count() - before
    slow, speed = quantiles(told.took, n=20)[-1], len(told.took) / seconds
    outcome = f"{len(told.errors)} errors, {len(told.took) - stored} lost"
    measured = f"{speed:.0f} posts/s, {slow * 1000:.0f} ms, {outcome}"
    what = (
        f"{LEARNERS} learners answering, {f'every {pause:.0f} s' if pause else 'without a pause'}"
    )
    if pause:
        return Row(what, measured, f"95 of 100 within {PATIENCE * 1000:.0f} ms", slow / PATIENCE)
    return Row(what, measured, f"wanted, {WANTED} posts/s", WANTED / speed)


def _learn(
    port: int,
    lesson: str,
    cookie: str,
    pause: float,
    seconds: float,
    told: Told,
    ready: threading.Barrier,
) -> None:
    """Open a lesson; when all have it open, answer its first question until the time is over."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    form, headers = _open(connection, lesson, cookie)
    connection.close()
    line, answer = Line(port), Answer(lesson, form, headers)
    ready.wait()
    end, seen = time.perf_counter() + seconds, int(form.get("seen", 0))
    # Learners do not move in step.
    time.sleep(pause * (hash(cookie) % 1000) / 1000)
    while time.perf_counter() < end:
        begun = time.perf_counter()
        try:
            line.post(answer.as_of(seen))
            seen += 1
            told.took.append(time.perf_counter() - begun)
        except (OSError, RuntimeError) as error:
            told.errors.append(str(error))
            line.close()
        time.sleep(max(0.0, pause - (time.perf_counter() - begun)))
    line.close()


def _open(
    connection: HTTPConnection, lesson: str, cookie: str
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    page = get(connection, lesson, {"Cookie": cookie}).decode()
    form = Form(page).fields
    secret = form.get("csrfmiddlewaretoken", "")
    headers = {
        "Cookie": f"{cookie}; csrftoken={secret}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return form, headers


class Answer:
    """What a learner sends, but for the number of answers seen before, which goes last."""

    def __init__(self, path: str, form: Mapping[str, str], headers: Mapping[str, str]) -> None:
        lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._head = "\r\n".join(lines).encode()
        left = {name: value for name, value in form.items() if name != "seen"}
        self._body = f"{urlencode(left)}&seen=".encode()

    def as_of(self, seen: int) -> bytes:
        body = b"%b%d" % (self._body, seen)
        return b"%b\r\nContent-Length: %d\r\n\r\n%b" % (self._head, len(body), body)


class Line:
    """A connection that is kept open, and opened again when the server closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def post(self, request: bytes) -> None:
        """Send an answer. Raises: OSError; RuntimeError — it was not taken."""
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=60)
        self._socket.sendall(request)
        head = self._response(self._socket)
        if b"\r\nconnection: close" in head.lower():
            self.close()
        if not head.startswith(b"HTTP/1.1 302 "):
            raise RuntimeError(f"answered {head.decode().splitlines()[0]}")

    def _response(self, found: socket.socket) -> bytes:
        """Give the head of a response, and leave its body behind."""
        content = b""
        while b"\r\n\r\n" not in content:
            content += _some(found)
        head, _, body = content.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if length is None:
            raise RuntimeError("answered without a length")
        left = int(length[1]) - len(body)
        while left > 0:
            left -= len(_some(found))
        return head

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def _some(found: socket.socket) -> bytes:
    content = found.recv(65_536)
    if not content:
        raise ConnectionError("the server closed the line")
    return content
