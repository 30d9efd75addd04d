"""What another store took of a batch, and what it will never take.

A store refuses a batch whole if one statement in it is wrong (Communication 2.1.2), so a batch that
was refused is halved until what is wrong stands alone. Pure: `post` does the speaking.

What is kept of an answer names nobody: ids of people and addresses are taken out of it.

A 409 says that the id is there with other content (Communication 2.1.1): there is nothing to add.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from learning.lrs.forwarding.errors import SentElsewhere, Unreachable, Unwelcome

TAKEN = frozenset({200, 202, 204})
ALREADY = 409
REFUSED = frozenset({400, ALREADY, 413, 422})  # what is said of the batch, not of us
TROUBLE = 500  # of its own; with some stores always the same statement makes it
NOT_NOW = frozenset({408, 425, 429})
REASON_LENGTH = 300  # characters kept of an answer
NAMING = re.compile(
    r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[^\s@\"'<>]+@[^\s@\"'<>]+"
)


@dataclass(frozen=True)
class Waiting:
    """A statement to be told. stored: when it was stored here; attachments: sha2 → bytes."""

    id: UUID
    stored: datetime
    statement: Mapping[str, Any]
    attachments: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Answer:
    """What was answered. `text`: the beginning of the body."""

    status: int
    text: str = ""


@dataclass(frozen=True)
class Refusal:
    """A statement that the other store will never take, and what it said."""

    id: UUID
    status: int
    reason: str


@dataclass
class Delivered:
    """What became of each statement of a batch, by id."""

    taken: list[UUID] = field(default_factory=list)
    already: list[UUID] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def add(self, other: "Delivered") -> None:
        self.taken += other.taken
        self.already += other.already
        self.refused += other.refused


Post = Callable[[Sequence[Waiting]], Answer]


def deliver(batch: Sequence[Waiting], post: Post, *, is_suspect: bool = False) -> Delivered:
    """Send a batch and give what became of each statement. Sending it again is safe.

    is_suspect: the batch was met with trouble (500) several times already, so that one of its
    statements may be the reason; without one that is taken beside it, none is blamed.
    Raises: Unreachable; Unwelcome; SentElsewhere — some of the batch may have been taken.
    """
    found = _deliver(batch, post, REFUSED | ({TROUBLE} if is_suspect else set()))
    blamed = [each for each in found.refused if each.status == TROUBLE]
    if blamed and not found.taken:
        raise Unreachable(str(TROUBLE))
    return found


def _deliver(batch: Sequence[Waiting], post: Post, refusals: frozenset[int]) -> Delivered:
    answer = post(batch)
    if answer.status in TAKEN:
        return Delivered(taken=[each.id for each in batch])
    if answer.status not in refusals:
        raise _stop(answer.status)
    if len(batch) == 1:
        return _alone(batch[0].id, answer)
    middle = len(batch) // 2
    found = _deliver(batch[:middle], post, refusals)
    found.add(_deliver(batch[middle:], post, refusals))
    return found


def _alone(identifier: UUID, answer: Answer) -> Delivered:
    if answer.status == ALREADY:
        return Delivered(already=[identifier])
    reason = NAMING.sub("…", " ".join(answer.text.split()))[:REASON_LENGTH]
    return Delivered(refused=[Refusal(identifier, answer.status, reason)])


def _stop(status: int) -> Unreachable | Unwelcome | SentElsewhere:
    if 300 <= status < 400:
        return SentElsewhere(status)
    if status in NOT_NOW or status >= TROUBLE:
        return Unreachable(str(status))
    return Unwelcome(status)
