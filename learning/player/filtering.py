"""The filter above the lists of courses and toolkits: a form that needs no script."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from learning.player.editions import readable
from learning.player.topics import Found, Topic, TopicKind, find, in_order, topics_in
from learning.publishing.models import Edition

LONGEST = 20  # characters of a code; an address with more in it was not made by the form


@dataclass(frozen=True)
class Choices:
    """One field of the form: the topics of one kind that occur, and the one chosen."""

    kind: TopicKind
    topics: Sequence[Topic]
    chosen: str


@dataclass(frozen=True)
class Filter:
    """What is asked for. `found`: what carries all of it, where anything is asked for."""

    wanted: tuple[Topic, ...]
    fields: tuple[Choices, ...]
    found: Found | None

    @property
    def is_empty(self) -> bool:
        return self.found is not None and self.found.is_empty


def filtered(editions: Sequence[Edition], parameters: Mapping[str, str]) -> Filter:
    """Read the filter from an address's `parameters` and apply it to `editions`."""
    wanted = tuple(
        Topic(kind, code) for kind in TopicKind if (code := parameters.get(kind, "")[:LONGEST])
    )
    found = find(editions, frozenset(wanted)) if wanted else None
    return Filter(wanted, tuple(_fields(editions, wanted)), found)


def _fields(editions: Iterable[Edition], wanted: Iterable[Topic]) -> Iterable[Choices]:
    chosen = {topic.kind: topic.code for topic in wanted}
    occurring: set[Topic] = set()
    for _edition, manifest in readable(editions):
        occurring |= topics_in(manifest)
    for kind in TopicKind:
        topics = in_order(topic for topic in occurring if topic.kind == kind)
        if topics:
            yield Choices(kind, topics, chosen.get(kind, ""))
