"""Words near a word: what somebody meant who mistyped it.

Near is one slip in a word of four to seven letters, and two in a longer one. A slip is a letter
added, left out or exchanged, or two neighbours that changed places (optimal string alignment).
Accents are none. A slip spoils at most four of the threes of letters that a word is kept under, so
those that it leaves find the word again.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from django.db.models import Count, QuerySet, Value
from django.db.models.functions import Length

from learning.bundles.words import compose, fold, pieces, places, span
from learning.finding.models import Spelling

SPELT = range(3, 31)  # letters of a word that others are compared with
ONE_SLIP, TWO_SLIPS = 4, 8  # letters from which on a word may have so many
SPOILT = 4  # threes of letters, by one slip
MOST = 3  # words that are equally near
ACCENTS = 2  # letters by which a word as written differs in length from the folded one: œ, ß


def spellings(text: str) -> Iterator[str]:
    """Give the words of composed `text` as they are written, in lower case."""
    for word in set(text.lower().split()):
        yield from _written(word)


@lru_cache(maxsize=10_000)
def _written(word: str) -> tuple[str, ...]:
    folded, starts = fold(word), places(word)
    found = []
    for piece in pieces(folded):
        letters = folded[piece.start : piece.end]
        if not piece.is_cluster and is_spelt(letters):
            start, end = span(starts, piece.start, piece.end)
            found.append(word[start:end] if end - start in SPELT else letters)
    return tuple(found)


def is_spelt(letters: str) -> bool:
    """Whether a folded word is one that others are compared with."""
    return len(letters) in SPELT and not any(letter.isnumeric() for letter in letters)


def slips(folded: str) -> int:
    """Give how many slips may lie between a folded word and the one that was meant."""
    return (len(folded) >= ONE_SLIP) + (len(folded) >= TWO_SLIPS)


def grams(folded: str) -> frozenset[str]:
    """Give each three letters of a folded word, its two ends among them."""
    padded = f"  {folded}  "
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))


def nearest(words: Sequence[str]) -> dict[str, list[str]]:
    """Give for each word of the question the nearest of the index, as written; one query.

    Of words that are equally near, at most three, those with the same first letter first.
    """
    allowed = {word: slips(fold(compose(word))) for word in words}
    asked = [word for word in words if allowed[word] and is_spelt(fold(compose(word)))]
    if not asked:
        return {}
    queries = [_candidates(word, allowed[word]) for word in asked]
    found: dict[str, list[str]] = {word: [] for word in asked}
    for word, candidate, _shared in queries[0].union(*queries[1:], all=True):
        found[word].append(candidate)
    return {word: _nearest(word, found[word], allowed[word]) for word in asked}


def _candidates(word: str, most: int) -> "QuerySet[Spelling, tuple[str, str, int]]":
    folded = fold(compose(word))
    wanted = grams(folded)
    return (
        Spelling.objects.filter(gram__in=wanted)
        .annotate(asked=Value(word), long=Length("word"))
        .filter(long__gte=len(folded) - most - ACCENTS, long__lte=len(folded) + most + ACCENTS)
        .values("asked", "word")
        .annotate(shared=Count("pk"))
        .filter(shared__gte=max(1, len(wanted) - SPOILT * most))
        .values_list("asked", "word", "shared")
        .order_by()
    )


def _nearest(word: str, candidates: Iterable[str], most: int) -> list[str]:
    folded = fold(compose(word))
    distances = {each: distance(folded, fold(compose(each)), most) for each in candidates}
    least = min(distances.values(), default=most + 1)
    if least > most:
        return []
    nearest = [each for each, far in distances.items() if far == least]
    return sorted(nearest, key=lambda each: (each[0] != word[0].lower(), each))[:MOST]


def distance(one: str, other: str, most: int) -> int:
    """Give how many slips lie between two words; anything above `most` where there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [place]
        for column, facing in enumerate(other, start=1):
            fewest = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != facing))
            if (
                place > 1
                and column > 1
                and letter == other[column - 2]
                and facing == one[place - 2]
            ):
                fewest = min(fewest, earlier[column - 2] + 1)
            row.append(fewest)
        if min(row) > most:
            return most + 1
    return row[-1]
