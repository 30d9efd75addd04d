import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import OperationalError, transaction
from pytest_django import DjangoDbBlocker

from learning.sqlite3 import base
from learning.sqlite3.base import DatabaseWrapper, Queue

HOLDING = """
import fcntl, sys
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


def settings_of(file: Path, *, timeout: float = 5) -> dict[str, object]:
    return {
        "ENGINE": "learning.sqlite3",
        "NAME": str(file),
        "OPTIONS": {"timeout": timeout, "transaction_mode": "IMMEDIATE"},
        "AUTOCOMMIT": True,
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        "TIME_ZONE": None,
    }


@pytest.fixture
def connect(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[object]:
    """Give a maker of connections to one file; each must be used in one thread at a time."""
    made: list[DatabaseWrapper] = []

    def connect(timeout: float = 5) -> DatabaseWrapper:
        connection = DatabaseWrapper(settings_of(tmp_path / "db", timeout=timeout), "default")
        connection.inc_thread_sharing()
        made.append(connection)
        return connection

    with django_db_blocker.unblock():
        yield connect
        for connection in made:
            connection.close()


def write(connection: DatabaseWrapper, number: int) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(number), 0) FROM counted")
            (last,) = cursor.fetchone()
            cursor.execute("INSERT INTO counted VALUES (%s)", [last + number])
        connection.commit()
    finally:
        connection.set_autocommit(True)


def test_many_threads_write_one_after_the_other_and_none_is_turned_away(connect: object) -> None:
    first = connect()  # type: ignore[operator]
    with first.cursor() as cursor:
        cursor.execute("CREATE TABLE counted (number INTEGER UNIQUE)")
    errors: list[Exception] = []

    def work() -> None:
        own = connect()  # type: ignore[operator]
        try:
            for _each in range(20):
                write(own, 1)
        except OperationalError as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with first.cursor() as cursor:
        cursor.execute("SELECT count(*), max(number) FROM counted")
        assert cursor.fetchone() == (120, 120)
    assert errors == []


def test_whoever_waits_too_long_is_told_so_and_may_try_again(connect: object) -> None:
    one, other = connect(), connect(timeout=0.05)  # type: ignore[operator]
    one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with pytest.raises(OperationalError, match="database is locked"):
        other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    one.rollback()
    one.set_autocommit(True)

    other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    other.rollback()


def test_a_connection_that_is_closed_makes_way(connect: object) -> None:
    one, other = connect(), connect(timeout=0.05)  # type: ignore[operator]
    one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    one.close()

    other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    other.rollback()


def test_another_process_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "db-queue"
    (tmp_path / "db").touch()
    with subprocess.Popen(  # noqa: S603 — our own few lines
        [sys.executable, "-c", HOLDING, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        queue = Queue(str(file))
        assert not queue.enter(0.05)
        process.stdin.close()
        process.wait()
    assert queue.enter(5)
    queue.leave()


def test_where_no_file_can_be_made_only_threads_wait(tmp_path: Path) -> None:
    queue = Queue(str(tmp_path / "no-such-folder" / "db-queue"))
    assert queue.enter(1)
    assert not queue.enter(0.05)
    queue.leave()
    assert queue.enter(1)
    queue.leave()


@pytest.mark.parametrize("error", [OSError("no locks"), KeyboardInterrupt()])
def test_an_error_while_waiting_leaves_nobody_shut_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    (tmp_path / "db").touch()
    queue = Queue(str(tmp_path / "db-queue"))

    def fails(*_args: object) -> None:
        raise error

    with monkeypatch.context() as context:
        context.setattr(base.fcntl, "flock", fails)
        with suppress(KeyboardInterrupt):
            queue.enter(1)
            queue.leave()
    assert queue.enter(1)
    queue.leave()


def test_a_child_starts_with_queues_of_its_own(connect: object) -> None:
    connection = connect()  # type: ignore[operator]
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    connection._process = -1  # as if another process had entered
    connection.rollback()
    other = connect(timeout=0.05)  # type: ignore[operator]
    with pytest.raises(OperationalError):
        other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def test_a_place_is_kept_until_the_outermost_transaction_ends(
    connect: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = connect()  # type: ignore[operator]
    monkeypatch.setattr(transaction, "get_connection", lambda using=None: connection)
    with transaction.atomic():
        with transaction.atomic():
            assert connection._queue
        assert connection._queue
    assert connection._queue is None
    assert base._QUEUES
