"""Cards: what a start page says of each course, kept beside it, so that another can join it."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields

from learning.bundles.manifest import Manifest
from learning.publishing.exporters.course_page import direction


@dataclass(frozen=True)
class Card:
    """What a start page says of a course. `name`: of its file; `format`: of the export."""

    slug: str
    title: str
    kind: str
    language: str
    summary: str
    audience: str
    minutes: int
    length: int  # bytes, of the page and its media
    activity: str
    edition: str
    version: int
    format: str
    name: str = field(default="", compare=False)

    @property
    def direction(self) -> str:
        return direction(self.language)

    def to_bytes(self) -> bytes:
        facts = {name: value for name, value in asdict(self).items() if name != "name"}
        return (json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes, name: str, format_: str) -> "Card":
        """Read a card of that format. Raises: ValueError — it is none."""
        facts = json.loads(content)
        if not isinstance(facts, dict) or facts.get("format") != format_:
            raise ValueError("another format")
        if any(not isinstance(facts.get(name), kind) for name, kind in FACTS.items()):
            raise ValueError("a fact is missing")
        return cls(**{fact: facts[fact] for fact in FACTS}, name=name)


FACTS = {
    fact.name: int if fact.name in ("minutes", "length", "version") else str
    for fact in fields(Card)
    if fact.name != "name"
}


def card_of(manifest: Manifest, length: int, format_: str) -> Card:
    """Give the card of a course whose files have `length` bytes together."""
    return Card(
        slug=manifest.slug,
        title=manifest.title,
        kind=manifest.kind.value,
        language=manifest.language,
        summary=manifest.summary,
        audience=manifest.audience,
        minutes=manifest.minutes,
        length=length,
        activity=manifest.activity,
        edition=manifest.id,
        version=manifest.version,
        format=format_,
    )


def common_language(cards: Sequence[Card]) -> str:
    """Give the language of most courses; of equal ones English, or the first by its code."""
    counts = Counter(card.language for card in cards)
    return min(counts, key=lambda code: (-counts[code], code != "en", code), default="en")


def on_the_shelf(cards: Sequence[Card]) -> list[Card]:
    """Give courses before toolkits, each by title."""
    return sorted(cards, key=lambda c: (c.kind == "toolkit", c.title.casefold(), c.name))
