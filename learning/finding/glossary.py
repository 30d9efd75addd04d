"""The glossary: every word that what is offered explains, in one list."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings

from learning.finding.models import Entry, EntryKind


@dataclass(frozen=True)
class Meaning:
    """What a word means, and where that is said."""

    text: str
    address: str
    course: str


@dataclass(frozen=True)
class Word:
    """A word in one language, with each meaning that is given it."""

    word: str
    language: str
    meanings: tuple[Meaning, ...]

    @property
    def sorted_by(self) -> str:
        """What it stands under; an Arabic word without its article."""
        return self.word.removeprefix("ال").casefold()

    @property
    def letter(self) -> str:
        return self.sorted_by[:1].upper()


def glossary(language: str) -> list[tuple[str, list[Word]]]:
    """Give the words by their first letter, in `language` or, without any, in the site's own.

    One query, or two.
    """
    found = list(_words(language)) or list(_words(settings.LANGUAGE_CODE))
    ordered = sorted(found, key=lambda word: word.sorted_by)
    return [(letter, list(words)) for letter, words in groupby(ordered, lambda w: w.letter)]


def _words(language: str) -> Iterator[Word]:
    entries = Entry.objects.offered().filter(kind=EntryKind.TERM, language=language)
    meanings: dict[str, dict[str, Meaning]] = defaultdict(dict)
    names: dict[str, str] = {}
    for entry in entries.select_related("edition").order_by("edition__title", "place"):
        key = entry.title.casefold()
        names.setdefault(key, entry.title)
        # A unit that is taken over explains its words again in the same words: once is enough.
        said = Meaning(entry.text, entry.address, entry.edition.title)
        meanings[key].setdefault(entry.text.casefold(), said)
    for key, each in meanings.items():
        yield Word(names[key], language, tuple(each.values()))
