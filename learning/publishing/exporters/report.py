"""What an export consists of, for the person who made it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Report:
    """What belongs to an export, written now or found there unchanged.

    `bytes`: of all files together; `longest_page`: name and bytes.
    """

    files: int
    bytes: int
    longest_page: tuple[str, int]
    warnings: tuple[str, ...] = ()
