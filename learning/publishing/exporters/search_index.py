"""An index that a page finds words with, from `file://` too: a script with what each lesson says.

    AtollSearch.push({"format": …, "language": …, "courses": […], "headings": […],
                      "documents": […], "terms": "…"})

`courses` are [name, title]; `documents` are [course, place, title, headings, mark], where course
and headings are numbers in the lists before, the place is the lesson's in its course, and the mark
changes with its text. `terms` are in order, each

    beginning, rest, "~" or "!", documents, " "

The beginning is how many characters it shares with the term before. Documents are told as steps
from one to the next; after "!" they are those that do *not* hold the term, which is shorter for
words that stand nearly everywhere. Numbers are written in SYMBOLS: the first 74 are 0–73. A
larger number, less 74, is divided by 15: one of the last 15 symbols is what is left over, and then
comes the quotient, written in the same way.

Words are folded as the hub's search folds them (`learning.bundles.words`). Questions and answers
are not indexed. An index that is there is read again, so a lesson that did not change is not taken
apart twice. The same lessons give the same bytes in any order. A page may load several indices of
one language: the search takes them for one.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Lesson, Manifest
from learning.bundles.store import sha256
from learning.bundles.words import LONGEST, UNSPACED, compose, fold, forms, pieces, stem
from learning.publishing.exporters.texts import read

FORMAT = "atoll-search/1"
BEGINNING = "var AtollSearch = AtollSearch || [];\nAtollSearch.push("
END = ");\n"
# What may stand in a JSON string and in a script as it is; not the signs between the parts.
SYMBOLS = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\<~!')
LOW = 74  # numbers that are one symbol
HIGH = len(SYMBOLS) - LOW  # digits of a larger one
MARK_LENGTH = 8  # hex digits
LONGEST_TERM = 24  # characters; what is longer is nearly always an address


@dataclass(frozen=True)
class Document:
    """A lesson, or the start of a course. `place`: the anchor or file it stands at."""

    course: str
    place: str
    title: str
    headings: tuple[str, ...]
    mark: str
    terms: frozenset[str] = field(repr=False)


@dataclass(frozen=True)
class Index:
    """What is found in one language. `courses`: titles by the names of their files."""

    language: str
    courses: Mapping[str, str]
    documents: Sequence[Document]

    def without(self, names: Iterable[str]) -> "Index":
        """Give the index without the courses of these names."""
        left = {name: title for name, title in self.courses.items() if name not in set(names)}
        return Index(self.language, left, [each for each in self.documents if each.course in left])

    def joined(self, other: "Index") -> "Index":
        """Give the index with the courses of another, which take the place of those here."""
        here = self.without(other.courses)
        courses = {**here.courses, **other.courses}
        return Index(self.language, courses, [*here.documents, *other.documents])


def index_of(edition: FrozenEdition, name: str, known: Index | None = None) -> Index:
    """Take `edition` apart; what `known` has with the same mark is taken from there."""
    return part_of(edition, name, edition.manifest.lessons, known, start="")


def part_of(
    edition: FrozenEdition,
    name: str,
    lessons: Sequence[Lesson],
    known: Index | None = None,
    *,
    anchor: Callable[[str], str] = str,
    start: str | None = None,
) -> Index:
    """Take some lessons of `edition` apart, as `index_of` does.

    anchor: gives the place of a lesson from its slug. start: the place of the course's start, if
    that is to be found here too.
    """
    manifest = edition.manifest
    places = [_place_of(manifest, lesson, anchor(lesson.slug)) for lesson in lessons]
    if start is not None:
        places = [_start_of(manifest, start), *places]
    read_before = {(each.place, each.mark): each for each in (known.documents if known else ())}
    documents = []
    for each in places:
        found = read_before.get((each.place, each.mark)) or _document(edition, each)
        documents.append(found if found.course == name else replace(found, course=name))
    return Index(manifest.language, {name: manifest.title}, documents)


@dataclass(frozen=True)
class _Place:
    """A place that can be found. `paths`: of its texts; `said`: what else it says."""

    place: str
    title: str
    paths: tuple[str, ...]
    said: tuple[str, ...]
    mark: str


def _start_of(manifest: Manifest, start: str) -> _Place:
    said = (manifest.summary, *manifest.outcomes)
    texts = (manifest.introduction, *(unit.path for unit in manifest.units if unit.path))
    return _place(manifest, start, manifest.title, texts, said)


def _place_of(manifest: Manifest, lesson: Lesson, place: str) -> _Place:
    said = (lesson.summary, *lesson.details.values())
    return _place(manifest, place, lesson.title, (lesson.path,), said)


def _place(
    manifest: Manifest, place: str, title: str, paths: tuple[str, ...], said: tuple[str, ...]
) -> _Place:
    digests = [manifest.file(path).sha256 for path in paths]
    mark = sha256(repr((title, digests, said)).encode())[:MARK_LENGTH]
    return _Place(place, title, paths, said, mark)


def _document(edition: FrozenEdition, place: _Place) -> Document:
    texts = [read(edition.read(path).decode()) for path in place.paths]
    headings = tuple(heading for text in texts for heading in text.headings)
    body = " ".join([*place.said, *(text.text for text in texts)])
    # Titles and headings stand in the index as they are, and the page folds them itself.
    own = terms_of(" ".join([place.title, *headings]))
    return Document("", place.place, place.title, headings, place.mark, terms_of(body) - own)


def terms_of(text: str) -> frozenset[str]:
    """Give what the index keeps of `text`."""
    folded = fold(compose(text))
    if UNSPACED.search(folded):
        found = set(forms(list(pieces(folded))))
    else:
        found = {stem(word)[:LONGEST] for word in set(folded.split())}
    return frozenset(term for term in found if 1 < len(term) <= LONGEST_TERM or not term.isascii())


# Writing


def to_bytes(index: Index) -> bytes:
    """Give the script of an index."""
    documents = sorted(index.documents, key=lambda each: (each.course, each.place, each.title))
    names = sorted({each.course for each in documents})
    headings = sorted({heading for each in documents for heading in each.headings})
    places = {heading: place for place, heading in enumerate(headings)}
    entry = {
        "format": FORMAT,
        "language": index.language,
        "courses": [[name, index.courses[name]] for name in names],
        "headings": headings,
        "documents": [
            [
                names.index(each.course),
                each.place,
                each.title,
                [places[heading] for heading in each.headings],
                each.mark,
            ]
            for each in documents
        ],
        "terms": _written(documents),
    }
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    return f"{BEGINNING}{text}{END}".encode()


def _written(documents: Sequence[Document]) -> str:
    holders: dict[str, list[int]] = {}
    for number, document in enumerate(documents):
        for term in document.terms:
            holders.setdefault(term, []).append(number)
    terms = sorted(holders)
    every = range(len(documents))
    return "".join(
        _entry(before, term, holders[term], every) for before, term in pairwise(["", *terms])
    )


def _entry(before: str, term: str, numbers: Sequence[int], every: range) -> str:
    shared = _shared(before, term)
    is_turned = len(numbers) > len(every) // 2
    told = sorted(set(every) - set(numbers)) if is_turned else numbers
    steps = (after - number - 1 for number, after in pairwise([-1, *told]))
    sign = "!" if is_turned else "~"
    return f"{symbols(shared)}{term[shared:]}{sign}{''.join(map(symbols, steps))} "


def _shared(before: str, term: str) -> int:
    length = 0
    while length < min(len(before), len(term)) and before[length] == term[length]:
        length += 1
    return min(length, LOW - 1)


def symbols(number: int) -> str:
    """Write a number of 0 or more."""
    if number < LOW:
        return SYMBOLS[number]
    number -= LOW
    return SYMBOLS[LOW + number % HIGH] + symbols(number // HIGH)


# Reading


def from_bytes(content: bytes | None, language: str) -> Index:
    """Read the script of an index; one that is missing or damaged is empty."""
    empty = Index(language, {}, [])
    text = (content or b"").decode(errors="replace")
    try:
        entry = json.loads(text.removeprefix(BEGINNING).removesuffix(END))
        if entry["format"] != FORMAT or entry["language"] != language:
            return empty
        return _index(entry)
    except (ValueError, KeyError, TypeError, IndexError):
        return empty


def _index(entry: Mapping[str, Any]) -> Index:
    courses = {str(name): str(title) for name, title in entry["courses"]}
    names = list(courses)
    holding: list[set[str]] = [set() for _each in entry["documents"]]
    for term, numbers in _read(entry["terms"], len(holding)):
        for number in numbers:
            holding[number].add(term)
    documents = [
        Document(
            names[course],
            place,
            title,
            tuple(entry["headings"][each] for each in headings),
            mark,
            frozenset(holding[number]),
        )
        for number, (course, place, title, headings, mark) in enumerate(entry["documents"])
    ]
    return Index(entry["language"], courses, documents)


def _read(terms: str, count: int) -> Iterator[tuple[str, Iterable[int]]]:
    term = ""
    for written in terms.split(" ")[:-1]:
        shared = SYMBOLS.index(written[0])
        sign = "!" if "!" in written else "~"
        rest, told = written[1:].split(sign)
        term = term[:shared] + rest
        numbers = list(_numbers(told))
        yield term, set(range(count)) - set(numbers) if sign == "!" else numbers


def _numbers(told: str) -> Iterator[int]:
    place, number, weight = -1, 0, 1
    for symbol in told:
        value = SYMBOLS.index(symbol)
        number += value * weight
        weight *= HIGH
        if value < LOW:
            place += number + 1
            yield place
            number, weight = 0, 1
