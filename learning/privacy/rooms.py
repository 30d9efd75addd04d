"""Which rooms keep something about a person, and how each tells it and deletes it.

Such a room has a module `mine` with two functions: `of(learner)` gives all of it, JSON-able, and
`erase(learner)` deletes it. It may have two more: `brief(learner)`, for pages, where `of` is long,
and `count(learner)`, how many things would be lost.
A test goes through all models and finds the room that was forgotten.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from learning.accounts.models import User

# Highest first: each may still read the rooms below it. Accounts come last, for all hangs on them.
ROOMS = (
    "learning.privacy",
    "learning.sync",
    "learning.credentials",
    "learning.cohorts",
    "learning.worksheets",
    "learning.recap",
    "learning.player",
    "learning.ratings",
    "learning.notes",
    "learning.lrs.documents",
    "learning.lrs",
    "learning.records",
    "learning.accounts",
)


@dataclass(frozen=True)
class Room:
    """A room with personal data. `name`: the last part of its dotted name."""

    name: str
    of: Callable[[User], Any]
    erase: Callable[[User], object]
    brief: Callable[[User], Any]
    count: Callable[[User], int]


def rooms() -> Iterator[Room]:
    """Give every room that keeps something, in the order of erasing."""
    for dotted in ROOMS:
        if apps.is_installed(dotted) and find_spec(f"{dotted}.mine"):
            mine = import_module(f"{dotted}.mine")
            brief = getattr(mine, "brief", mine.of)
            count = getattr(mine, "count", partial(_count, brief))
            yield Room(dotted.rpartition(".")[2], mine.of, mine.erase, brief, count)


def _count(brief: Callable[[User], Any], learner: User) -> int:
    """Count the entries of the lists in what a room tells."""
    told = brief(learner)
    values = told.values() if isinstance(told, dict) else [told]
    return sum(len(value) for value in values if isinstance(value, list))
