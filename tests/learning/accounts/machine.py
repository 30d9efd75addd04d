"""A machine whose seconds a test turns, and which can be switched off and on."""

import pytest

from learning.accounts import uptime


class Machine:
    """Starts at no second in particular, as machines do."""

    def __init__(self) -> None:
        self.seconds = 5_000.0
        self.starts = 1

    def run(self, seconds: float) -> None:
        self.seconds += seconds

    def restart(self) -> None:
        self.seconds = 3.0
        self.starts += 1


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Let the hub's clock go by a machine that only the test turns."""
    turned = Machine()
    monkeypatch.setattr(uptime, "_ticks", lambda: turned.seconds)
    monkeypatch.setattr(uptime, "_run_name", lambda: f"start {turned.starts}")
    return turned
