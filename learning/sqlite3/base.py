"""Django's backend for SQLite, where writers wait in a queue.

SQLite takes one writer at a time, and lets the others try again after longer and longer sleeps: of
some threads at work one could sleep for seconds while the database was free. Here the threads of a
process wait for one another, and the first of them for the other processes, by a lock on a file.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

if TYPE_CHECKING:
    Base = Any  # its stubs leave out what is Django's own
else:
    Base = base.DatabaseWrapper

PATIENCE = 5.0  # seconds, as of SQLite, if the options say nothing
ENDING = "-queue"
A_MOMENT = 0.0005  # seconds; an answer is stored in some 2 ms


class Queue:
    """Where the writers of one database wait; whoever `enter`s it comes out by `leave`.

    SQLite's own lock keeps the data whole. So where the file for the other processes cannot be
    opened or locked (a disk that is only read, another user's file), only threads wait here.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = Lock()
        self._file = -1

    def enter(self, patience: float) -> bool:
        """Wait for one's turn, at most `patience` seconds; tell whether it came."""
        end = monotonic() + patience
        if not self._lock.acquire(timeout=patience):
            return False
        try:
            is_first = self._wait_for_processes(end)
        except BaseException:
            self._lock.release()
            raise
        if not is_first:
            self._lock.release()
        return is_first

    def leave(self) -> None:
        try:
            if self._file >= 0:
                fcntl.flock(self._file, fcntl.LOCK_UN)
        except OSError:
            self._close()
        finally:
            self._lock.release()

    def _wait_for_processes(self, end: float) -> bool:
        try:
            if self._file < 0:
                self._file = _opened(self._path)
            while True:
                with suppress(BlockingIOError):
                    fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return True
                if monotonic() > end:
                    return False
                sleep(A_MOMENT)
        except OSError:
            self._close()
            return True

    def _close(self) -> None:
        file, self._file = self._file, -1
        if file >= 0:
            os.close(file)


def _opened(path: str) -> int:
    """Open the file, or make it; the owner of the database is to open it too, whoever makes it."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
    if os.geteuid() == 0:
        owner = Path(path.removesuffix(ENDING)).stat()
        os.fchown(file, owner.st_uid, owner.st_gid)
    return file


class Queues(dict[str, Queue]):
    """The queue of each database, by the path of its file."""

    def __missing__(self, database: str) -> Queue:
        return self.setdefault(database, Queue(f"{database}{ENDING}"))


_QUEUES = Queues()
os.register_at_fork(after_in_child=_QUEUES.clear)  # a place in a queue is not inherited


class DatabaseWrapper(Base):
    """A connection that holds its place while it has a transaction that writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._queue: Queue | None = None
        self._process = 0  # the one that entered the queue

    def _start_transaction_under_autocommit(self) -> None:
        self._wait()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._make_way()
            raise

    def _commit(self) -> None:
        super()._commit()
        self._make_way()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._make_way()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._make_way()

    def _wait(self) -> None:
        """Wait until it is this connection's turn. Raises: OperationalError — for too long."""
        if self._queue or self.is_in_memory_db() or self.transaction_mode != "IMMEDIATE":
            return
        queue = _QUEUES[str(self.settings_dict["NAME"])]
        if not queue.enter(self.settings_dict["OPTIONS"].get("timeout", PATIENCE)):
            raise OperationalError("database is locked: another one writes for too long")
        self._queue, self._process = queue, os.getpid()

    def _make_way(self) -> None:
        queue, self._queue = self._queue, None
        if queue and self._process == os.getpid():
            queue.leave()
