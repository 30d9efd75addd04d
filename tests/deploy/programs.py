"""Run a program as an operator would, and see what it said."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def run(
    *command: str | Path, cwd: Path = ROOT, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """Run `command` with `environment` added to ours; nothing ATOLL_ comes in from outside."""
    return subprocess.run(  # noqa: S603 — commands written in the tests
        [str(word) for word in command],
        cwd=cwd,
        env=_without_ours(os.environ) | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def _without_ours(environment: Mapping[str, str]) -> dict[str, str]:
    # A make started from a make would inherit its flags.
    foreign = ("ATOLL_", "DJANGO_", "MAKE", "MFLAGS", "COV_", "COVERAGE_")
    return {name: value for name, value in environment.items() if not name.startswith(foreign)}
