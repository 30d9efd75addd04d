import errno
import sqlite3

import pytest
from django.db import DatabaseError, OperationalError

from learning.faults.recognising import Fault, fault_of


class PostgresError(Exception):
    def __init__(self, sqlstate: str) -> None:
        super().__init__("said in the language of the server")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("attempt to write a readonly database", Fault.READ_ONLY),
        ("database or disk is full", Fault.FULL),
        ("disk I/O error", Fault.FULL),
        ("database is locked", Fault.BUSY),
        ("unable to open database file", Fault.GONE),
        ("no such table: nothing", None),
    ],
)
def test_sqlites_words_say_why_nothing_can_be_saved(text: str, fault: Fault | None) -> None:
    assert fault_of(OperationalError(text)) == fault


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        ("25006", Fault.READ_ONLY),
        ("53100", Fault.FULL),
        ("55P03", Fault.BUSY),
        ("57P03", Fault.GONE),
        ("42P01", None),
    ],
)
def test_postgresqls_codes_say_so_in_any_language(state: str, fault: Fault | None) -> None:
    error = DatabaseError("…")
    error.__cause__ = PostgresError(state)
    assert fault_of(error) == fault


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (errno.ENOSPC, Fault.FULL),
        (errno.EDQUOT, Fault.FULL),
        (errno.EROFS, Fault.READ_ONLY),
        (errno.ENOENT, None),
    ],
)
def test_files_that_cannot_be_written_say_so_too(number: int, fault: Fault | None) -> None:
    assert fault_of(OSError(number, "…")) == fault


def test_the_error_behind_an_error_is_found() -> None:
    outer = ValueError("could not be published")
    outer.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    assert fault_of(outer) == Fault.FULL
    assert fault_of(None) is None
    assert fault_of(sqlite3.OperationalError("database is locked")) is None  # not Django's
