"""Django's backend for SQLite, where writers wait in a queue.

SQLite takes one writer at a time, and lets the others try again after longer and longer sleeps: of
some threads at work one could sleep for seconds while the database was free. Here the threads of a
process wait for one another, and the first of them for the other processes, by a lock on a file.
"""

import fcntl
import os
from collections import defaultdict
from contextlib import suppress
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
A_MOMENT = 0.0005  # seconds; an answer is stored in some 2 ms


class Queue:
    """Where the writers of one database wait; whoever `enter`s it comes out by `leave`."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._file = -1
        self._process = 0

    def enter(self, path: str, patience: float) -> bool:
        """Wait for one's turn, at most `patience` seconds; tell whether it came."""
        end = monotonic() + patience
        if not self._lock.acquire(timeout=patience):
            return False
        if self._process != os.getpid():  # a lock is not inherited
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
            self._process = os.getpid()
        while True:
            with suppress(BlockingIOError):
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            if monotonic() > end:
                self._lock.release()
                return False
            sleep(A_MOMENT)

    def leave(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_UN)
        self._lock.release()


_QUEUES: defaultdict[str, Queue] = defaultdict(Queue)


class DatabaseWrapper(Base):
    """A connection that holds its place while it has a transaction that writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._queue: Queue | None = None

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
        path = str(self.settings_dict["NAME"])
        queue = _QUEUES[path]
        if not queue.enter(f"{path}-queue", self.settings_dict["OPTIONS"].get("timeout", PATIENCE)):
            raise OperationalError("database is locked: another one writes for too long")
        self._queue = queue

    def _make_way(self) -> None:
        queue, self._queue = self._queue, None
        if queue:
            queue.leave()
