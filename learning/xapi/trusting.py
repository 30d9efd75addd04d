"""Whose word counts in a cohort: told by the whole set of what was said, in whatever order it came.

Trainers are who opened the cohort and whom a trainer named; an administrator of a server that has
the cohort counts as one. Everybody may speak of themselves, and participants may write and observe.
All else is kept and does not count, until it turns out that its author was a trainer.

A trainer who was taken off the cohort counts for what came before. Before: on the same server by
that server's count, between servers by their clocks.

This is no proof. Whoever can write a file can write any author into it, so who may bring one is
asked at the door (`learning.cohorts.moving`).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from learning.xapi.attestations import Attested, Kind, fold_attestations

CONSTITUTION = (Kind.COHORT, Kind.TRAINER, Kind.ADMINISTRATOR, Kind.MEMBER)
OF_ALL = frozenset(  # what holds for a whole cohort is nobody's own, whomever it names
    {
        Kind.COHORT,
        Kind.TRAINER,
        Kind.SESSION,
        Kind.RULE,
        Kind.ASSIGNMENT,
        Kind.ANNOUNCEMENT,
        Kind.OFFICE_HOUR,
        Kind.SETTING,
    }
)
BY_TRAINERS = OF_ALL | {  # of nobody by themselves
    Kind.CERTIFIED,
    Kind.LEADS,
    Kind.ADDRESSED,
    Kind.MODERATED,
}
BY_MEMBERS = frozenset(  # of others, or of nobody
    {Kind.POST, Kind.REACTION, Kind.SUBMISSION, Kind.SEEN, Kind.TEACH_BACK, Kind.PLAN, Kind.REVIEW}
)


class Doubt(StrEnum):
    """Why what was said does not count. NONE: it does."""

    NONE = ""
    STRANGER = "stranger"  # its author never taught the cohort
    FORMER = "former"  # its author taught it no longer


@dataclass(frozen=True)
class Saying:
    """What trust is decided by. timestamp: aware."""

    kind: str
    author: UUID
    learner: UUID | None
    origin: UUID
    seq: int
    timestamp: datetime

    @classmethod
    def of(cls, attested: Attested) -> "Saying":
        register = attested.register
        return cls(
            kind=register.kind,
            author=attested.author,
            learner=register.learner,
            origin=attested.origin,
            seq=attested.seq,
            timestamp=attested.timestamp,
        )


@dataclass(frozen=True)
class Trust:
    """Whom to believe in one cohort.

    trainers: whoever taught it at any time, administrators among them. ends: by trainer, the
    sayings that took them off. members: whoever took part at any time.
    """

    trainers: frozenset[UUID] = frozenset()
    members: frozenset[UUID] = frozenset()
    ends: Mapping[UUID, tuple[Attested, ...]] = field(default_factory=dict)

    def doubt(self, saying: Saying) -> Doubt:
        """Say why this does not count, if it does not."""
        if saying.author in self.trainers:
            return Doubt.NONE if self._is_in_time(saying) else self._unless_own(saying)
        return self._unless_own(saying, otherwise=Doubt.STRANGER)

    def _unless_own(self, saying: Saying, otherwise: Doubt = Doubt.FORMER) -> Doubt:
        is_own = saying.author == saying.learner and saying.kind not in BY_TRAINERS
        is_members = saying.author in self.members and saying.kind in BY_MEMBERS
        return Doubt.NONE if is_own or is_members else otherwise

    def _is_in_time(self, saying: Saying) -> bool:
        return all(_is_before(saying, end) for end in self.ends.get(saying.author, ()))


def trust_in(told: Collection[Attested]) -> Trust:
    """Give whom to believe in a cohort, from all that was said of it of these kinds."""
    believed = list(told)
    while True:
        trust = _trust(believed)
        kept = [each for each in believed if not trust.doubt(Saying.of(each))]
        if len(kept) == len(believed):
            return trust
        believed = kept


def _trust(told: Collection[Attested]) -> Trust:
    trainers = _trainers(told)
    own = [each for each in told if each.author in trainers]
    members = {
        each.register.learner
        for each in told
        if each.register.kind == Kind.MEMBER
        and each.register.learner
        and (each.author in trainers or each.author == each.register.learner)
    }
    return Trust(frozenset(trainers), frozenset(members), _ends(own))


def _trainers(told: Collection[Attested]) -> set[UUID]:
    """Follow who named whom, from those who opened the cohort and administrators."""
    found = {each.author for each in told if _opens(each) or _administers(each)}
    while more := {each.register.thing for each in told if _names(each, found)} - found:
        found |= more
    return found


def _opens(attested: Attested) -> bool:
    register = attested.register
    return register.kind == Kind.COHORT and register.learner is None and not attested.replaces


def _names(attested: Attested, trainers: Collection[UUID]) -> bool:
    names = attested.register.kind == Kind.TRAINER and attested.value is not None
    return names and attested.author in trainers


def _administers(attested: Attested) -> bool:
    is_own = attested.register.thing == attested.author
    return attested.register.kind == Kind.ADMINISTRATOR and is_own


def _ends(told: Collection[Attested]) -> dict[UUID, tuple[Attested, ...]]:
    """Give trainer → what took them off, for those of whom nothing says that they teach."""
    ends: dict[UUID, list[Attested]] = defaultdict(list)
    standing = fold_attestations(each for each in told if each.register.kind == Kind.TRAINER)
    for register, stands in standing.items():
        if all(each.value is None for each in stands.said):
            ends[register.thing].extend(stands.said)
    return {trainer: tuple(found) for trainer, found in ends.items()}


def _is_before(saying: Saying, end: Attested) -> bool:
    if saying.origin == end.origin:
        return saying.seq <= end.seq  # who leaves says so as the last thing
    return saying.timestamp <= end.timestamp
