"""A lesson's page over HTTP, beside a plain static file from the same server."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from learning.accounts.models import User
from learning.publishing.models import Edition
from tests.benchmarks.measuring import Row, typical_pair

REQUESTS = 300
ROOT = Path(__file__).resolve().parent.parent.parent


def rows() -> Iterator[Row]:
    edition = Edition.objects.current().courses().order_by("-length").first()
    assert edition is not None
    lesson = f"/courses/{edition.slug}/{edition.manifest.lessons[0].slug}"
    headers = {"Accept-Encoding": "gzip"}
    with server() as port:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        page = get(connection, lesson, {})
        static = re.search(r'href="(/static/[^"]+\.css)"', page.decode())
        assert static is not None
        plain = partial(get, connection, static[1], headers)
        for who, extra in (("a visitor", {}), ("a learner", {"Cookie": signed_in()})):
            read = partial(get, connection, lesson, headers | extra)
            took, yardstick = typical_pair(read, plain, times=REQUESTS)
            yield Row(
                f"a lesson's page for {who}",
                f"{took * 1000:.2f} ms",
                f"a static file, {yardstick * 1000:.2f} ms",
                took / yardstick,
            )


def get(connection: HTTPConnection, path: str, headers: dict[str, str]) -> bytes:
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return body


def signed_in() -> str:
    """Give the cookie of a learner who is signed in."""
    learner = User.objects.create_learner(name="Bench", pin=str(time.time_ns())[-6:])
    session = SessionStore()
    session[SESSION_KEY] = str(learner.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = learner.get_session_auth_hash()
    session.create()
    return f"sessionid={session.session_key}"


@contextmanager
def server() -> Iterator[int]:
    """Serve as a hub does, on a free port; give the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    gunicorn = Path(sys.executable).with_name("gunicorn")
    command = [gunicorn, "--config", "deploy/serving.py", "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen([*command, "learning.wsgi"], cwd=ROOT) as process:  # noqa: S603 — fixed
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()


def wait_for(port: int) -> None:
    """Wait until something answers at `port`. Raises: RuntimeError — nothing did in a minute."""
    for _ in range(600):
        try:
            get(HTTPConnection("127.0.0.1", port, timeout=30), "/healthz", {})
        except ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start within a minute")
