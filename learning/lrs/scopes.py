"""What a client may do (Communication 4.2; the names are those of xAPI, and one of our own)."""

from collections.abc import Iterable
from enum import StrEnum


class Scope(StrEnum):
    """RECORDS: statements about our own learners, in the shape of our records, count as observed.

    ALL_READ reads everything; ALL may do everything.
    """

    WRITE = "statements/write"
    READ_MINE = "statements/read/mine"
    READ = "statements/read"
    STATE = "state"
    PROFILE = "profile"
    RECORDS = "records/write"
    ALL_READ = "all/read"
    ALL = "all"


READING = frozenset({Scope.READ_MINE, Scope.READ, Scope.ALL_READ, Scope.ALL})  # statements
READING_ALL = frozenset({Scope.READ, Scope.ALL_READ, Scope.ALL})
WRITING = frozenset({Scope.WRITE, Scope.ALL})
RECORDING = frozenset({Scope.RECORDS, Scope.ALL})


def in_order(scopes: Iterable[str]) -> str:
    """Write scopes as they are kept: each once, in the order above, between spaces.

    Raises: ValueError — there is no such scope.
    """
    wanted = {Scope(each) for each in scopes}
    return " ".join(each for each in Scope if each in wanted)
