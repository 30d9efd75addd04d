"""What is asked for: the words of a question, its quoted phrases, and what of it was left out.

Nothing in a question is an operator but quotation marks. Whatever else it holds is words, or is no
word at all.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from learning.bundles.words import (
    LONGEST,
    SHORTEST_BEGINNING,
    Piece,
    are_joined,
    compose,
    fold,
    pieces,
    places,
    spaced,
    span,
)

LONGEST_QUESTION = 200  # characters
MOST_TERMS = 16  # words and pairs of clusters
QUOTED = re.compile('["“”„«»]([^"“”„«»]+)["“”„«»]')


@dataclass(frozen=True)
class Term:
    """A word of a question, or a cluster or pair of clusters of a script without spaces.

    `form`: what the index calls it. `written`: as it stands in the question, at `start` to `end`.
    """

    form: str
    written: str
    start: int
    end: int
    is_cluster: bool = False

    @property
    def begins_words(self) -> bool:
        """Whether longer words that begin with it are meant too."""
        return not self.is_cluster and len(self.form) >= SHORTEST_BEGINNING


@dataclass(frozen=True)
class Asked:
    """A question. `phrases`: folded texts that must stand in what is found, word for word.

    `is_cut`: whether it was so long that its end was left out.
    """

    text: str
    terms: tuple[Term, ...] = ()
    phrases: tuple[str, ...] = ()
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.text

    @property
    def has_words(self) -> bool:
        return bool(self.terms)


def ask(text: str) -> Asked:
    """Read a question as a person typed it. Any text is one."""
    text = " ".join(compose(text).split())
    kept = _beginning(text)
    terms = _each_form_once(_terms(kept))
    return Asked(
        text=kept,
        terms=terms[:MOST_TERMS],
        phrases=tuple(dict.fromkeys(_phrases(kept))),
        is_cut=kept != text or len(terms) > MOST_TERMS,
    )


def exchange(asked: Asked, corrected: Sequence[tuple[Term, str]]) -> Asked:
    """Give the question with other words in the places of some of its terms."""
    text = asked.text
    for term, written in sorted(corrected, key=lambda pair: -pair[0].start):
        text = f"{text[: term.start]}{written}{text[term.end :]}"
    return replace(ask(text), is_cut=asked.is_cut)


def _beginning(text: str) -> str:
    """Give as much of `text` as is read, up to the end of a word where there is one."""
    if len(text) <= LONGEST_QUESTION:
        return text
    cut = text[: LONGEST_QUESTION + 1]
    return cut.rpartition(" ")[0].strip() or text[:LONGEST_QUESTION].strip()


def _each_form_once(terms: Iterable[Term]) -> tuple[Term, ...]:
    first: dict[str, Term] = {}
    for term in terms:
        first.setdefault(term.form, term)
    return tuple(first.values())


def _terms(text: str) -> Iterator[Term]:
    folded, starts = fold(text), places(text)
    found = list(pieces(folded))
    for place, piece in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        before = found[place - 1] if place else None
        if following and are_joined(piece, following):
            yield _term(text, starts, piece, following)
        elif not (before and are_joined(before, piece)):
            yield _term(text, starts, piece, piece)


def _term(text: str, starts: Sequence[int], first: Piece, last: Piece) -> Term:
    start, end = span(starts, first.start, last.end)
    form = first.form if first is last else first.form + last.form
    return Term(form[:LONGEST], text[start:end], start, end, first.is_cluster)


def _phrases(text: str) -> Iterator[str]:
    for match in QUOTED.finditer(text):
        if (phrase := spaced(fold(match[1]))).strip():
            yield phrase if not _has_clusters(phrase) else phrase.strip()
    yield from _runs(fold(text))


def _runs(folded: str) -> Iterator[str]:
    """Give runs of a script without spaces that are longer than the pairs the index keeps."""
    run: list[Piece] = []
    for piece in [*pieces(folded), None]:
        if run and (piece is None or not are_joined(run[-1], piece)):
            if len(run) > 2:
                yield "".join(each.form for each in run)
            run = []
        if piece and piece.is_cluster:
            run.append(piece)


def _has_clusters(folded: str) -> bool:
    return any(piece.is_cluster for piece in pieces(folded))
