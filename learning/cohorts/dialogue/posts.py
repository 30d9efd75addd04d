"""What stands in a discussion, in the order in which it was said: by time, then by id.

A discussion belongs to the cohort, to one of its sessions or to an office hour. Names come from the
accounts of this server; statements hold none.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from learning.accounts.models import User
from learning.cohorts.dialogue.texts import text_in, uuid_in, uuid_of
from learning.cohorts.models import Cohort
from learning.records.facts import Fact, facts_of
from learning.xapi.attestations import Kind

DISCUSSION = "discussion"  # the part of the setting


class State(StrEnum):
    SHOWN = "shown"
    WAITING = "waiting"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Post:
    """at: aware. to: the post it answers. learner: who wrote it as a participant, if so.

    why: the reason of hiding. is_disputed: two trainers decided differently, unseen by each other.
    """

    id: UUID
    author: UUID
    learner: UUID | None
    text: str
    at: datetime
    to: UUID | None
    state: State = State.SHOWN
    why: str = ""
    is_disputed: bool = False
    name: str = ""
    is_by_trainer: bool = False

    @property
    def is_shown(self) -> bool:
        return self.state == State.SHOWN


@dataclass(frozen=True)
class Thread:
    """A post and the answers to it. post: None where it was withdrawn and answers stay."""

    key: UUID
    post: Post | None
    answers: tuple[Post, ...]


@dataclass(frozen=True)
class Tally:
    """How many posts of a discussion are shown, and how many wait for a trainer."""

    shown: int = 0
    waiting: int = 0


def threads_of(cohort: Cohort, thing: UUID, *, reader: User | None) -> list[Thread]:
    """Give a discussion, the latest thread first. Three queries.

    reader: a participant, who sees what is shown and their own; None: a trainer, who sees all.
    """
    posts = posts_in(facts_of(cohort.pk, Kind.POST, Kind.MODERATED, thing=thing)).get(thing, [])
    seen = [each for each in posts if _may_see(each, reader)]
    names = User.objects.in_bulk({each.author for each in seen})
    trainers = set(cohort.trainers.values_list("pk", flat=True))
    return _threads([_named(each, names, trainers) for each in seen])


def posts_in(facts: Iterable[Fact]) -> dict[UUID, list[Post]]:
    """Give discussion → posts among these facts, by time and id. No query."""
    said, decided = [], {}
    for fact in facts:
        if fact.kind == Kind.MODERATED:
            decided[fact.thing, fact.part, fact.learner] = fact
        elif fact.kind == Kind.POST and text_in(fact.value, "text") and uuid_of(fact.part):
            said.append(fact)
    found: dict[UUID, list[Post]] = defaultdict(list)
    for fact in said:
        found[fact.thing].append(_post(fact, decided.get((fact.thing, fact.part, fact.learner))))
    return {thing: sorted(posts, key=_order) for thing, posts in found.items()}


def tallies(posts: Mapping[UUID, Collection[Post]]) -> dict[UUID, Tally]:
    """Give discussion → how many posts it has."""
    return {
        thing: Tally(
            shown=sum(each.is_shown for each in told),
            waiting=sum(each.state == State.WAITING for each in told),
        )
        for thing, told in posts.items()
    }


def needs_approval(facts: Iterable[Fact]) -> bool:
    """Tell whether a trainer reads posts before they are shown, by the cohort's setting."""
    return any(
        fact.kind == Kind.SETTING
        and fact.part == DISCUSSION
        and text_in(fact.value, "posts") == "approved"
        for fact in facts
    )


def _post(fact: Fact, decided: Fact | None) -> Post:
    return Post(
        id=UUID(fact.part),
        author=fact.author,
        learner=fact.learner,
        text=text_in(fact.value, "text"),
        at=fact.at,
        to=uuid_in(fact.value, "to"),
        state=_state(fact, decided),
        why=text_in(decided.value, "why") if decided else "",
        is_disputed=bool(decided and decided.is_contested),
    )


def _named(post: Post, names: Mapping[UUID, User], trainers: Collection[UUID]) -> Post:
    name = str(names.get(post.author, ""))
    return replace(post, name=name, is_by_trainer=post.author in trainers)


def _state(fact: Fact, decided: Fact | None) -> State:
    said = text_in(decided.value, "state") if decided else ""
    if said == State.HIDDEN:
        return State.HIDDEN
    waits = bool((fact.value or {}).get("wait")) and said != State.SHOWN
    return State.WAITING if waits else State.SHOWN


def _may_see(post: Post, reader: User | None) -> bool:
    return reader is None or post.is_shown or post.author == reader.pk


def _order(post: Post) -> tuple[datetime, UUID]:
    return post.at, post.id


def _threads(posts: Collection[Post]) -> list[Thread]:
    """Put answers below what they answer; where that is gone, they stay together all the same."""
    first = {each.id: each for each in posts if each.to is None}
    answers: dict[UUID, list[Post]] = defaultdict(list)
    for each in posts:
        if each.to is not None:
            answers[each.to].append(each)
    begun = {key: (post.at, key) for key, post in first.items()}
    begun |= {key: (said[0].at, key) for key, said in answers.items() if key not in first}
    latest = sorted(begun, key=lambda key: begun[key], reverse=True)
    return [Thread(key, first.get(key), tuple(answers.get(key, ()))) for key in latest]
