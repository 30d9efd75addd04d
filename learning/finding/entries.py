"""What can be found in a frozen edition: itself, its lessons, and the words that it explains."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.urls import reverse

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Kind, Lesson, Manifest, Unit
from learning.bundles.words import compose, fold, forms, pieces, spaced
from learning.finding.models import Entry, EntryKind, Level
from learning.finding.spelling import spellings
from learning.finding.texts import Text, read
from learning.publishing.models import Edition

TITLE, SUMMARY = 100, 30  # weights: a title says more than any summary and text together
WHOLE_TITLE = 40  # added, divided by the words of the title
MOST_TIMES = 9  # that a word of the text counts
CHAPTER_CODE = re.compile(r"^([NL])\d+$")  # as toolkits number their chapters
LEVELS = {"N": Level.NATIONAL, "L": Level.LOCAL}


@dataclass(frozen=True)
class Indexed:
    """An entry that is not saved yet, with its words. `spellings`: words as they are written."""

    entry: Entry
    weights: Mapping[str, int]
    spellings: frozenset[str]


@dataclass(frozen=True)
class _Tags:
    """SDG targets, WSIS action lines and principles."""

    sdg_targets: tuple[str, ...] = ()
    wsis_lines: tuple[str, ...] = ()
    principles: tuple[str, ...] = ()

    @classmethod
    def of(cls, tagged: Manifest | Unit | Lesson) -> "_Tags":
        return cls(tagged.sdg_targets, tagged.wsis_lines, tagged.principles)

    def or_else(self, above: "_Tags") -> "_Tags":
        """Give of each kind the own tags, or those from above where there are none."""
        return replace(above, **{name: tags for name, tags in vars(self).items() if tags})

    def texts(self) -> dict[str, str]:
        return {name: " ".join(tags) for name, tags in vars(self).items()}


def entries_of(edition: Edition) -> list[Indexed]:
    """Give all that can be found in `edition`. Raises: BundleError — files missing or damaged."""
    reading = _Reading(edition, edition.frozen())
    return [_indexed(entry, place) for place, entry in enumerate(reading.entries())]


@dataclass
class _Reading:
    edition: Edition
    frozen: FrozenEdition
    told: set[str] = field(default_factory=set)  # words explained so far

    @property
    def manifest(self) -> Manifest:
        return self.frozen.manifest

    def entries(self) -> Iterator[Entry]:
        yield self._whole()
        for unit in self.manifest.units:
            for lesson in unit.lessons:
                text = self._read(lesson.path)
                entry = self._lesson(lesson, unit, text)
                yield entry
                yield from self._terms(text, entry)

    def _whole(self) -> Entry:
        """Give the edition itself: its landing page, and the openings of its units."""
        manifest = self.manifest
        texts = [manifest.audience, *manifest.outcomes, self._read(manifest.introduction).text]
        for unit in manifest.units:
            texts += [unit.title, unit.summary, self._read(unit.path).text]
        return self._entry(
            kind=EntryKind(manifest.kind.value),
            title=manifest.title,
            summary=manifest.summary,
            text=" ".join(filter(None, texts)),
            address=reverse(self._name(""), args=[manifest.slug]),
            minutes=manifest.minutes,
            level=_level(manifest.units),
            has_certificate=manifest.assessment is not None,
            **_Tags.of(manifest).texts(),
        )

    def _lesson(self, lesson: Lesson, unit: Unit, text: Text) -> Entry:
        above = _Tags.of(unit)
        if self.manifest.kind != Kind.TOOLKIT:
            above = above.or_else(_Tags.of(self.manifest))
        return self._entry(
            kind=EntryKind(lesson.kind) if lesson.kind in EntryKind else EntryKind.LESSON,
            title=lesson.title,
            summary=lesson.summary,
            text=text.text,
            address=reverse(self._name("-lesson"), args=[self.manifest.slug, lesson.slug]),
            minutes=lesson.minutes,
            level=_level([unit]),
            **_Tags.of(lesson).or_else(above).texts(),
        )

    def _terms(self, text: Text, lesson: Entry) -> Iterator[Entry]:
        for word, meaning in text.terms:
            if (folded := spaced(fold(compose(word)))) not in self.told:
                self.told.add(folded)
                yield self._entry(
                    kind=EntryKind.TERM,
                    title=word,
                    text=meaning,
                    address=lesson.address,
                    level=lesson.level,
                    **{name: getattr(lesson, name) for name in vars(_Tags())},
                )

    def _entry(self, **values: object) -> Entry:
        return Entry(
            edition=self.edition,
            language=self.manifest.language,
            length=self.edition.length,
            **values,
        )

    def _read(self, path: str) -> Text:
        return read(self.frozen.read(path).decode()) if path else Text("")

    def _name(self, part: str) -> str:
        is_toolkit = self.manifest.kind == Kind.TOOLKIT
        return f"player:{'toolkit' if is_toolkit else 'course'}{part}"


def _level(units: Iterable[Unit]) -> str:
    """Give the level of all `units`, where they are chapters of one."""
    found = [CHAPTER_CODE.match(unit.code) for unit in units]
    letters = {match[1] if match else "" for match in found}
    return LEVELS.get(letters.pop(), "") if len(letters) == 1 else ""


def _indexed(entry: Entry, place: int) -> Indexed:
    entry.place = place
    for name in ("title", "summary", "text"):
        # A character that no database keeps must not keep a course from being published.
        setattr(entry, name, compose(getattr(entry, name)).replace("\0", ""))
    entry.folded = spaced(fold(f"{entry.title} {entry.summary} {entry.text}"))
    written = frozenset(spellings(f"{entry.title} {entry.summary} {entry.text}"))
    return Indexed(entry, _weights(entry), written)


def _weights(entry: Entry) -> dict[str, int]:
    title, summary, text = (_forms(part) for part in (entry.title, entry.summary, entry.text))
    weights = {form: min(times, MOST_TIMES) for form, times in Counter(text).items()}
    for form in set(summary):
        weights[form] = weights.get(form, 0) + SUMMARY
    for form in set(title):
        weights[form] = weights.get(form, 0) + TITLE + WHOLE_TITLE // len(title)
    return weights


def _forms(text: str) -> list[str]:
    return list(forms(list(pieces(fold(text)))))
