"""Announcements as they stand: a text in each language, to all of a cohort or to some.

Each language is a register of its own, so that none is too long to be told.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from learning.accounts.models import User
from learning.cohorts.dialogue.texts import text_in
from learning.cohorts.models import Cohort, Membership
from learning.records.facts import Fact, facts_about, facts_of, facts_of_many
from learning.xapi.attestations import Kind

ALL, SOME = "all", "some"


@dataclass(frozen=True)
class Wording:
    """The text in one language. others: what else stands, where two people wrote differently."""

    language: str
    text: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Announcement:
    """wordings: at least one, in the order of writing. is_for_all: else only who is addressed.

    at: aware. reason: why these people, in the trainer's words; empty for all.
    """

    id: UUID
    cohort: UUID
    wordings: tuple[Wording, ...]
    is_for_all: bool
    reason: str
    author: UUID
    at: datetime

    def in_language(self, language: str) -> Wording:
        """Give the text in a language, or the first one there is."""
        return next((each for each in self.wordings if each.language == language), self.wordings[0])


@dataclass(frozen=True)
class Sent:
    """An announcement as its sender sees it. to, read: numbers of people."""

    announcement: Announcement
    to: int
    read: int


@dataclass(frozen=True)
class Received:
    """An announcement as a participant sees it."""

    announcement: Announcement
    cohort: Cohort
    wording: Wording
    is_read: bool


def announcements_in(facts: Iterable[Fact]) -> list[Announcement]:
    """Give the announcements among these facts, the latest first. No query."""
    told: dict[UUID, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.kind == Kind.ANNOUNCEMENT and text_in(fact.value, "text"):
            told[fact.thing].append(fact)
    found = [_announcement(parts) for parts in told.values()]
    return sorted(found, key=lambda each: (each.at, each.id), reverse=True)


def announcement_of(cohort: Cohort, key: UUID) -> Announcement | None:
    found = announcements_in(facts_of(cohort.pk, Kind.ANNOUNCEMENT, thing=key))
    return found[0] if found else None


def sent_in(facts: Collection[Fact], people: int) -> list[Sent]:
    """Give the announcements with how many got and read them. people: who is in the cohort."""
    addressed, seen = _count(facts, Kind.ADDRESSED), _count(facts, Kind.SEEN)
    return [
        Sent(each, people if each.is_for_all else addressed[each.id], seen[each.id])
        for each in announcements_in(facts)
    ]


def received_by(learner: User, language: str, memberships: Iterable[Membership]) -> list[Received]:
    """Give what was announced to a learner in these cohorts, the latest first.

    Two queries, and none without a cohort; memberships come with their cohorts.
    """
    cohorts = {each.cohort_id: each.cohort for each in memberships}
    if not cohorts:
        return []
    about = facts_about(learner.pk, Kind.ADDRESSED, Kind.SEEN)
    addressed = {fact.thing for fact in about if fact.kind == Kind.ADDRESSED}
    seen = {fact.thing for fact in about if fact.kind == Kind.SEEN}
    return [
        Received(each, cohorts[each.cohort], each.in_language(language), each.id in seen)
        for each in announcements_in(facts_of_many(list(cohorts), Kind.ANNOUNCEMENT))
        if each.is_for_all or each.id in addressed
    ]


def _announcement(parts: list[Fact]) -> Announcement:
    ordered = sorted(parts, key=lambda fact: (_place(fact), fact.part))
    first = ordered[0]
    return Announcement(
        id=first.thing,
        cohort=first.cohort,
        wordings=tuple(_wording(fact) for fact in ordered),
        is_for_all=text_in(first.value, "to") != SOME,
        reason=text_in(first.value, "reason"),
        author=first.author,
        at=min(fact.at for fact in parts),
    )


def _wording(fact: Fact) -> Wording:
    others = tuple(text_in(each["value"], "text") for each in fact.others)
    return Wording(fact.part, text_in(fact.value, "text"), others)


def _place(fact: Fact) -> int:
    place = (fact.value or {}).get("place")
    return place if isinstance(place, int) else 0


def _count(facts: Iterable[Fact], kind: Kind) -> dict[UUID, int]:
    found: dict[UUID, int] = defaultdict(int)
    for fact in facts:
        if fact.kind == kind:
            found[fact.thing] += 1
    return found
