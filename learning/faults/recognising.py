"""Telling from an error that the server can read but not save, and why.

SQLite says so only in words (sqlite3.h: SQLITE_READONLY, SQLITE_FULL, SQLITE_BUSY, SQLITE_IOERR);
PostgreSQL in a class of its errors, of which the code is known (Appendix A of its manual).
"""

import errno
from collections.abc import Iterator
from enum import StrEnum

from django.db import DatabaseError


class Fault(StrEnum):
    """Why nothing can be saved. Reading works in all of them but GONE."""

    READ_ONLY = "read-only"
    FULL = "full"
    BUSY = "busy"
    GONE = "gone"  # the database does not answer


WORDS = {
    "readonly database": Fault.READ_ONLY,
    "read-only": Fault.READ_ONLY,
    "disk is full": Fault.FULL,
    "no space left": Fault.FULL,
    "disk i/o error": Fault.FULL,
    "database is locked": Fault.BUSY,
    "table is locked": Fault.BUSY,
    "unable to open database": Fault.GONE,
    "could not connect": Fault.GONE,
    "connection failed": Fault.GONE,
    "connection refused": Fault.GONE,
    "connection is closed": Fault.GONE,
}
SQLSTATES = {
    "25006": Fault.READ_ONLY,  # read_only_sql_transaction
    "53100": Fault.FULL,  # disk_full
    "55P03": Fault.BUSY,  # lock_not_available
    "40P01": Fault.BUSY,  # deadlock_detected
    "53300": Fault.GONE,  # too_many_connections
    "57P01": Fault.GONE,  # admin_shutdown
    "57P03": Fault.GONE,  # cannot_connect_now
}
ERRNOS = {
    errno.ENOSPC: Fault.FULL,
    errno.EDQUOT: Fault.FULL,
    errno.EROFS: Fault.READ_ONLY,
}


def fault_of(error: BaseException | None) -> Fault | None:
    """Give why nothing can be saved, if that is what the error, or one behind it, says."""
    for each in _chain(error):
        if isinstance(each, OSError) and each.errno in ERRNOS:
            return ERRNOS[each.errno]
        if isinstance(each, DatabaseError) and (found := _of_database(each)):
            return found
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _of_database(error: DatabaseError) -> Fault | None:
    state = getattr(error.__cause__, "sqlstate", None)
    if state in SQLSTATES:
        return SQLSTATES[state]
    text = str(error).lower()
    return next((fault for words, fault in WORDS.items() if words in text), None)
