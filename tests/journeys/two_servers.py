"""Servers with a database each, as processes of their own: a station and a hub, say.

    station, hub = Server(tmp_path / "station"), Server(tmp_path / "hub")
    station.manage("demo")
    file = station.save(code, tmp_path / "lands.cohort")
    hub.take(file)
    with station.running() as address: …

Making a server costs about a minute, as it migrates a database; `Server.copied` costs a second.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
SETTINGS = "learning.settings.development"
PATIENCE = 60  # seconds until a server answers


class Server:
    """A hub in a folder, which is all it has."""

    def __init__(self, var: Path, *, is_new: bool = True) -> None:
        self.var = var
        if is_new:
            var.mkdir(parents=True)
            self.manage("migrate", "-v0")

    def copied(self, var: Path) -> "Server":
        """Give another server that begins where this one is: copy it before anything happens."""
        shutil.copytree(self.var, var)
        return Server(var, is_new=False)

    def manage(self, *arguments: object, fails: bool = False) -> str:
        """Run a command of `manage.py` and give what it says."""
        done = self._start([*map(str, arguments)], stdout=subprocess.PIPE)
        out, _nothing = done.communicate()
        assert (done.returncode != 0) == fails, out
        return out.decode()

    def shell(self, code: str) -> str:
        """Run Python on the server and give what it prints."""
        return self.manage("shell", "-v0", "-c", code).strip()

    def save(self, code: str, file: Path, *, with_descendants: bool = False) -> Path:
        """Save a cohort as a file."""
        more = ["--with-descendants"] if with_descendants else []
        self.manage("cohort_file", code, "--out", file, *more)
        return file

    def take(self, *files: Path) -> str:
        """Take cohort files in, in this order."""
        return self.manage("take_cohorts", *files)

    def levels(self) -> list[tuple[int, int, int, int]]:
        """Give for each level of the cascade: cohorts, people trained, courses, people reached."""
        told = self.shell(
            "from learning.cohorts.cascade.tree import tree_of\n"
            "for each in tree_of().levels:\n"
            "    print(each.cohorts, each.trained, each.reach.courses, each.reach.people)"
        )
        rows = [line.split() for line in told.splitlines()]
        return [(int(a), int(b), int(c), int(d)) for a, b, c, d in rows]

    @contextmanager
    def running(self) -> Iterator[str]:
        """Serve on this machine, and give the address."""
        address = f"127.0.0.1:{_free_port()}"
        process = self._start(["runserver", address, "--noreload"], stdout=subprocess.DEVNULL)
        try:
            _wait_for(f"http://{address}/healthz", process)
            yield f"http://{address}"
        finally:
            process.terminate()
            process.wait()

    def _start(self, arguments: list[str], *, stdout: int) -> "subprocess.Popen[bytes]":
        known = {name: each for name, each in os.environ.items() if not name.startswith("ATOLL_")}
        environment = {**known, "ATOLL_VAR": str(self.var), "DJANGO_SETTINGS_MODULE": SETTINGS}
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=environment, stdout=stdout, stderr=subprocess.STDOUT
        )


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310
                return
        except OSError:
            assert time.monotonic() < end, f"{address} does not answer"
            time.sleep(0.2)
    raise AssertionError("the server ended at once")
