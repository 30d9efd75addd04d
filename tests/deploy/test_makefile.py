"""What `make` promises before anything is installed."""

import re
import shutil
from pathlib import Path

import pytest

from tests.deploy.programs import ROOT, run

MAKE = shutil.which("make") or "make"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with the Makefile, the lists of libraries and nothing else."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def test_make_alone_lists_every_target_a_person_calls(house: Path) -> None:
    told = run(MAKE, cwd=house).stdout
    listed = re.findall(r"^  make (\w+) +\S", told, re.M)
    assert listed == [
        "help",
        "setup",
        "demo",
        "serve",
        "test",
        "check",
        "format",
        "verify",
        "bench",
        "screens",
        "clean",
    ]


def test_without_python_the_next_step_is_told(house: Path) -> None:
    done = run(MAKE, "PYTHON=", "setup", cwd=house)
    assert done.returncode != 0
    assert "Python 3.11 or newer" in done.stderr
    assert not (house / ".venv").exists()


def test_clean_never_touches_what_people_made(house: Path) -> None:
    (house / "var").mkdir()
    (house / "var" / "atoll.sqlite3").write_bytes(b"answers")
    (house / ".ruff_cache").mkdir()
    assert run(MAKE, "clean", cwd=house).returncode == 0
    assert (house / "var" / "atoll.sqlite3").read_bytes() == b"answers"
    assert not (house / ".ruff_cache").exists()
