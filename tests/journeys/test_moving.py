"""A hub moves from SQLite to PostgreSQL: where the tests run on PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tests.architecture.tree import ROOT

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="moves into PostgreSQL"),
    pytest.mark.django_db,
]
NAME = "atoll_moving"
RECORD = """
from learning.accounts.models import User
from learning.records.recording import record
from tests.learning.xapi.samples import answers
User.objects.create_learner(name="Learner One", pin="2580")
record(answers(20, response="نعم 🎉"), evidence="observed", authority="test")
"""


@pytest.fixture
def address() -> Iterator[str]:
    """Give the address of an empty database on the server of the tests."""
    told = connection.settings_dict
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")
        cursor.execute(f"CREATE DATABASE {NAME}")
    yield f"postgres://{told['USER']}:{quote(told['PASSWORD'])}@{told['HOST']}:{told['PORT']}/{NAME}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")


def manage(database: str, *command: str) -> str:
    done = subprocess.run(  # noqa: S603 — our own program
        [sys.executable, str(ROOT / "manage.py"), *command],
        env={**os.environ, "ATOLL_DATABASE": database},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_hub_moves_from_sqlite_to_postgresql(tmp_path: Path, address: str) -> None:
    old = f"sqlite:///{tmp_path}/hub.sqlite3"
    manage(old, "migrate", "--verbosity", "0")
    manage(old, "shell", "--command", RECORD)
    assert "nothing differs" in manage(old, "copy_to", address)
    assert "what the statements say" in manage(address, "refold", "--check")
    assert "Opened" in manage(address, "partition_statements")
    manage(address, "shell", "--command", RECORD.replace("answers(20", "answers(25"))
    assert "what the statements say" in manage(address, "refold", "--check")
    back = f"sqlite:///{tmp_path}/back.sqlite3"
    assert "nothing differs" in manage(address, "copy_to", back)
