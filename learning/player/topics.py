"""What courses and toolkits are about: SDG targets, WSIS action lines, principles of governance.

A course or module carries the topics of its landing page. A toolkit's chapter carries its own; a
unit carries its own too, and where it names none of a kind, those of its chapter.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Protocol

from django.urls import reverse
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext as _

from learning.bundles.manifest import Kind, Lesson, Manifest, Unit
from learning.player.editions import readable
from learning.publishing.models import Edition
from toolkits import sdg
from toolkits.sdg import Wording
from toolkits.tags import GOALS, PRINCIPLES, WSIS_LINES

CHAPTER = "chapter"
COUNTED = {
    Kind.COURSE: ngettext_lazy("%d course", "%d courses"),
    Kind.PROGRAMME: ngettext_lazy("%d training programme", "%d training programmes"),
    Kind.MICROLEARNING: ngettext_lazy("%d short module", "%d short modules"),
    CHAPTER: ngettext_lazy("%d toolkit chapter", "%d toolkit chapters"),
}


class TopicKind(StrEnum):
    SDG = "sdg"
    WSIS = "wsis"
    PRINCIPLE = "principle"

    @property
    def words(self) -> str:
        return {
            TopicKind.SDG: _("SDG target"),
            TopicKind.WSIS: _("WSIS action line"),
            TopicKind.PRINCIPLE: _("Principle of effective governance"),
        }[self]

    @property
    def heading(self) -> str:
        return {
            TopicKind.SDG: _("SDG targets"),
            TopicKind.WSIS: _("WSIS action lines"),
            TopicKind.PRINCIPLE: _("Principles of effective governance"),
        }[self]


@dataclass(frozen=True)
class Topic:
    """One target, action line or principle. `code`: 16.6, C7, participation."""

    kind: TopicKind
    code: str

    @property
    def address(self) -> str:
        return reverse("player:topic", args=[self.kind, self.code])

    @property
    def number(self) -> str:
        """What it is called by for short; a principle is called by its name."""
        return "" if self.kind == TopicKind.PRINCIPLE else self.code

    @property
    def short(self) -> Wording | None:
        """Give a few words in the reader's language; of an unknown target there are none."""
        language = get_language() or "en"
        if self.kind == TopicKind.SDG:
            found = sdg.target(self.code)
            return found.short(language) if found else None
        named = WSIS_LINES if self.kind == TopicKind.WSIS else PRINCIPLES
        words = named.get(self.code)
        return Wording(str(words), language) if words else None

    @property
    def label(self) -> str:
        """Give number and words in one line."""
        words = self.short.text if self.short else ""
        return " · ".join(part for part in (self.number or "", words) if part) or self.code

    @property
    def language(self) -> str:
        """Give the language of `label`."""
        return self.short.language if self.short else get_language() or "en"

    @property
    def target(self) -> sdg.Target | None:
        return sdg.target(self.code) if self.kind == TopicKind.SDG else None

    @property
    def official(self) -> Wording | None:
        return self.target.wording(get_language() or "en") if self.target else None

    @property
    def goal(self) -> int:
        return sdg.goal_of(self.code)

    @property
    def goal_title(self) -> str:
        return str(GOALS.get(self.goal, ""))

    @property
    def is_known(self) -> bool:
        return self.short is not None


class Tagged(Protocol):
    @property
    def sdg_targets(self) -> tuple[str, ...]: ...

    @property
    def wsis_lines(self) -> tuple[str, ...]: ...

    @property
    def principles(self) -> tuple[str, ...]: ...


def topics_of(tagged: Tagged) -> tuple[Topic, ...]:
    """Give the topics that `tagged` itself names, in its own order."""
    return tuple(Topic(kind, code) for kind, codes in _codes(tagged) for code in codes)


def _codes(tagged: Tagged) -> tuple[tuple[TopicKind, tuple[str, ...]], ...]:
    return (
        (TopicKind.SDG, tagged.sdg_targets),
        (TopicKind.WSIS, tagged.wsis_lines),
        (TopicKind.PRINCIPLE, tagged.principles),
    )


def by_kind(topics: Iterable[Topic]) -> list[tuple[TopicKind, list[Topic]]]:
    """Give `topics` in a list for each kind that occurs."""
    return [(kind, list(group)) for kind, group in groupby(topics, key=lambda each: each.kind)]


def topics_of_unit(lesson: Lesson, chapter: Unit) -> frozenset[Topic]:
    """Give what a toolkit's unit carries: of each kind its own, or else its chapter's."""
    kinds = zip(_codes(lesson), _codes(chapter), strict=True)
    return frozenset(
        Topic(kind, code) for (kind, own), (_kind, above) in kinds for code in own or above
    )


def known_topics() -> list[Topic]:
    """Give every topic that has words here, in the order of its source."""
    return [
        *(Topic(TopicKind.SDG, target.code) for target in sdg.targets()),
        *(Topic(TopicKind.WSIS, code) for code in WSIS_LINES),
        *(Topic(TopicKind.PRINCIPLE, code) for code in PRINCIPLES),
    ]


def in_order(topics: Iterable[Topic]) -> list[Topic]:
    """Sort `topics` by kind, each kind in the order of its source, unknown ones last."""
    places = {topic: place for place, topic in enumerate(known_topics())}
    return sorted(topics, key=lambda topic: (_place_of_kind(topic), _place(topic, places)))


def _place_of_kind(topic: Topic) -> int:
    return list(TopicKind).index(topic.kind)


def _place(topic: Topic, places: Mapping[Topic, int]) -> tuple[object, ...]:
    if topic.kind == TopicKind.SDG:
        return sdg.in_order(topic.code)
    return (places.get(topic, len(places)), topic.code)


@dataclass(frozen=True)
class FoundChapter:
    """A toolkit's chapter, with those of its units that carry what is looked for."""

    edition: Edition
    unit: Unit
    lessons: tuple[Lesson, ...]

    @property
    def address(self) -> str:
        return f"{reverse('player:toolkit', args=[self.edition.slug])}#{self.unit.slug}"


@dataclass
class Found:
    """What carries all the topics looked for."""

    courses: list[Edition] = field(default_factory=list)
    programmes: list[Edition] = field(default_factory=list)
    modules: list[Edition] = field(default_factory=list)
    toolkits: list[Edition] = field(default_factory=list)
    chapters: list[FoundChapter] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        parts = (self.courses, self.programmes, self.modules, self.toolkits, self.chapters)
        return not any(parts)

    def shelf(self, kind: str) -> list[Edition]:
        """Give the list that editions of `kind` stand in."""
        return {
            Kind.COURSE: self.courses,
            Kind.PROGRAMME: self.programmes,
            Kind.MICROLEARNING: self.modules,
            Kind.TOOLKIT: self.toolkits,
        }[Kind(kind)]


def find(editions: Iterable[Edition], wanted: frozenset[Topic]) -> Found:
    """Give the courses, toolkits and chapters among `editions` that carry all of `wanted`.

    A toolkit is found by its own topics or through a chapter.
    """
    found = Found()
    for edition, manifest in readable(editions):
        chapters = list(_found_chapters(edition, manifest, wanted))
        found.chapters.extend(chapters)
        if chapters or wanted <= set(topics_of(manifest)):
            found.shelf(edition.kind).append(edition)
    return found


def _found_chapters(
    edition: Edition, manifest: Manifest, wanted: frozenset[Topic]
) -> Iterator[FoundChapter]:
    if not edition.is_toolkit:
        return
    for unit in manifest.units:
        lessons = tuple(each for each in unit.lessons if wanted <= topics_of_unit(each, unit))
        if lessons or wanted <= set(topics_of(unit)):
            yield FoundChapter(edition, unit, lessons)


def topics_in(manifest: Manifest) -> frozenset[Topic]:
    """Give what can be looked for in an edition: its own topics, a toolkit's chapters' too."""
    topics = set(topics_of(manifest))
    if manifest.kind == Kind.TOOLKIT:
        for unit in manifest.units:
            topics.update(_topics_in_chapter(unit))
    return frozenset(topics)


def _topics_in_chapter(unit: Unit) -> set[Topic]:
    topics = set(topics_of(unit))
    for lesson in unit.lessons:
        topics.update(topics_of(lesson))
    return topics


@dataclass(frozen=True)
class Tally:
    """How many courses, modules, programmes and chapters carry one topic."""

    topic: Topic
    counts: Mapping[str, int]

    @property
    def is_empty(self) -> bool:
        return not any(self.counts.values())

    @property
    def words(self) -> str:
        return " · ".join(
            str(words % self.counts[name])
            for name, words in COUNTED.items()
            if self.counts.get(name)
        )


def tallies(editions: Iterable[Edition]) -> dict[Topic, Tally]:
    """Count for every known topic, and every other one that occurs, what carries it."""
    counted: dict[Topic, Counter[str]] = {topic: Counter() for topic in known_topics()}
    for edition, manifest in readable(editions):
        if edition.is_toolkit:
            for unit in manifest.units:
                for topic in _topics_in_chapter(unit):
                    counted.setdefault(topic, Counter())[CHAPTER] += 1
        else:
            for topic in set(topics_of(manifest)):
                counted.setdefault(topic, Counter())[edition.kind] += 1
    return {topic: Tally(topic, counted[topic]) for topic in in_order(counted)}
