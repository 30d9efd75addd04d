import socket
import sys

import pytest

from tests.deploy.programs import ROOT, run

CHECK = ROOT / "deploy" / "port_check.py"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_a_free_port_is_passed_in_silence() -> None:
    done = run(sys.executable, CHECK, "127.0.0.1", str(free_port()))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_taken_port_is_named_before_anything_starts() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
        done = run(sys.executable, CHECK, "127.0.0.1", port)
    assert done.returncode == 1
    assert f"127.0.0.1:{port}" in done.stderr
    assert "listening there already" in done.stderr


@pytest.mark.parametrize(
    ("host", "port"), [("127.0.0.1", "eighty"), ("127.0.0.1", "99999"), ("192.0.2.1", "8000")]
)
def test_an_impossible_place_is_a_sentence_not_a_traceback(host: str, port: str) -> None:
    done = run(sys.executable, CHECK, host, port)
    assert done.returncode == 1
    assert done.stderr.startswith("Atoll cannot listen at")
    assert "Traceback" not in done.stderr
