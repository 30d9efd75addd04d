"""The words around what was found, in pieces, so that a template escapes all of them."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from learning.bundles.words import Piece, are_joined, fold, pieces, places, span
from learning.finding.asking import Term

WIDTH = 160  # characters
BEFORE = 40  # characters, of those, before the first word found
ELLIPSIS = "…"


@dataclass(frozen=True)
class Stretch:
    """A part of a text. `is_found`: whether it is one of the words asked for."""

    text: str
    is_found: bool = False


class Match(NamedTuple):
    """Where in a text, from `start` to `end`, the term stands that the index calls `form`."""

    start: int
    end: int
    form: str


@dataclass(frozen=True)
class Snippet:
    """A part of a text. `count`: how many of the terms stand in it."""

    stretches: tuple[Stretch, ...]
    count: int


def marked(text: str, terms: Iterable[Term]) -> Snippet:
    """Give the whole of `text`, with what was asked for."""
    return _snippet(text, matches(text, terms), 0, len(text))


def snippet(text: str, terms: Iterable[Term]) -> Snippet:
    """Give some 160 characters of `text`, from where most of what was asked for stands."""
    found = matches(text, terms)
    start, end = _window(text, found)
    return _snippet(text, found, start, end)


def matches(text: str, terms: Iterable[Term]) -> list[Match]:
    """Give where in composed `text` the terms stand, in its order, none over another."""
    wanted = {term.form: term for term in terms}
    beginnings = tuple(form for form, term in wanted.items() if term.begins_words)
    starts = places(text)
    found: list[Match] = []
    for piece, form in _occurring(fold(text), wanted.keys(), beginnings):
        match = Match(*span(starts, piece.start, piece.end), form)
        if found and match.start < found[-1].end:
            found[-1] = Match(found[-1].start, max(found[-1].end, match.end), found[-1].form)
        else:
            found.append(match)
    return found


def _occurring(
    folded: str, wanted: Iterable[str], beginnings: tuple[str, ...]
) -> Iterator[tuple[Piece, str]]:
    exact = frozenset(wanted)
    before: Piece | None = None
    for piece in pieces(folded):
        if piece.form in exact:
            yield piece, piece.form
        elif piece.is_cluster:
            if before and are_joined(before, piece) and (pair := before.form + piece.form) in exact:
                yield Piece(pair, before.start, piece.end, is_cluster=True), pair
        elif beginnings and piece.form.startswith(beginnings):
            yield piece, next(form for form in beginnings if piece.form.startswith(form))
        before = piece


def _window(text: str, found: Sequence[Match]) -> tuple[int, int]:
    """Give start and end of the first part of `text` that has most of the terms."""
    best = _fullest(found)
    start = _space_after(text, best - BEFORE) if best > BEFORE else 0
    end = start + WIDTH
    return start, _space_before(text, end, start) if end < len(text) else len(text)


def _fullest(found: Sequence[Match]) -> int:
    """Give the start of the first match that has most different ones within reach behind it."""
    best, most, last = 0, 0, 0
    within: Counter[str] = Counter()
    for match in found:
        while last < len(found) and found[last].end - match.start < WIDTH - BEFORE:
            within[found[last].form] += 1
            last += 1
        if len(within) > most:
            best, most = match.start, len(within)
        within -= Counter([match.form])  # those that are none are forgotten
    return best


def _space_after(text: str, place: int) -> int:
    """Give the start of the next word, or the next letter where a script has no spaces."""
    space = text.find(" ", place, place + BEFORE)
    return space + 1 if space >= 0 else _letter(text, place)


def _space_before(text: str, place: int, start: int) -> int:
    space = text.rfind(" ", start + WIDTH // 2, place)
    return space if space >= 0 else _letter(text, place)


def _letter(text: str, place: int) -> int:
    """Give the first place from `place` on at which no mark is torn from its letter."""
    while place < len(text) and unicodedata.category(text[place])[0] == "M":
        place += 1
    return place


def _snippet(text: str, found: Sequence[Match], start: int, end: int) -> Snippet:
    shown = [match for match in found if start <= match.start and match.end <= end]
    stretches, place = [Stretch(ELLIPSIS if start else "")], start
    for match in shown:
        stretches += [
            Stretch(text[place : match.start]),
            Stretch(text[match.start : match.end], is_found=True),
        ]
        place = match.end
    stretches += [Stretch(text[place:end]), Stretch(ELLIPSIS if end < len(text) else "")]
    kept = tuple(each for each in stretches if each.text)
    return Snippet(kept, len({match.form for match in shown}))
