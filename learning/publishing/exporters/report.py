"""What an export consists of, for the person who made it."""

from collections.abc import Iterable
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


def together(reports: Iterable[Report]) -> Report:
    """Give one report of several exports."""
    every = list(reports)
    return Report(
        files=sum(each.files for each in every),
        bytes=sum(each.bytes for each in every),
        longest_page=max(
            (each.longest_page for each in every), key=lambda page: page[1], default=("", 0)
        ),
        warnings=tuple(warning for each in every for warning in each.warnings),
    )
