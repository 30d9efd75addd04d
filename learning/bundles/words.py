"""Words as the index knows them: folded, so that what sounds the same is found as the same.

Folding is done character by character, so that a place in the folded text leads back to the text:
NFKC, case folding, Latin and Greek letters without accents, Arabic letters without vowel signs and
with one form of alef, ya, kaf and ta marbuta, digits of every script as 0–9. Vowel signs and other
marks of Indic and South-East Asian scripts belong to their words and stay. All that is no letter,
mark or number becomes a space.

Chinese, Japanese, Thai, Lao, Khmer and Burmese put no spaces between words. Their text is taken
apart into clusters (a letter with its marks), and the index knows each cluster and each pair.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

LONGEST = 60  # characters of a word; more are cut off, in the index and in a question alike
SHORTEST_BEGINNING = 3  # characters; a shorter word is not the beginning of others

FIRST_IDEOGRAPH = 0x2E80  # the alphabets of nearly all languages come before
DIACRITICS = range(0x0300, 0x0370)  # combining marks of Latin, Greek and Cyrillic
ARABIC_MARKS = frozenset(
    map(chr, [0x0640, *range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670])
) | frozenset(map(chr, range(0x06D6, 0x06DD)))
SAME = {
    "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", "ё": "е",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و", "ک": "ك",
    "ة": "ه",
}  # fmt: skip
# Letters that join the next one to their own cluster: Khmer coeng, Burmese virama.
JOINERS = frozenset("\u17d2\u1039")
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua9e0-\ua9ff\uaa60-\uaa7f\U00020000-\U0003ffff]+"
)
PIECE = re.compile(rf"({UNSPACED.pattern})|[^\s{UNSPACED.pattern[1:-2]}]+")
ARTICLE = re.compile("^(?:وال|فال|بال|كال|ال|لل)(?=.{3})")  # with what is written before it
SHORTEST_STEM = 3  # letters of a word that lost its plural


class Piece(NamedTuple):
    """A word, or a cluster of a script without spaces. `start`, `end`: places in the folded text.

    `form`: what the index calls it.
    """

    form: str
    start: int
    end: int
    is_cluster: bool = False


class _Folding(dict[int, str]):
    """Each character's folded form, worked out when it first occurs."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = "".join(map(_fold, _plain(character)))
        # Ideographs are very many, and strangers choose what is folded.
        if code < FIRST_IDEOGRAPH:
            self[code] = folded
        return folded


_FOLDING = _Folding()


def compose(text: str) -> str:
    """Give `text` with its letters and accents composed, as the index keeps it."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Give composed `text` folded. It holds letters, marks, numbers and spaces only."""
    return text.translate(_FOLDING)


def places(text: str) -> Sequence[int]:
    """Give for each place of `fold(text)`, and for its end, the place in `text`."""
    lengths = {letter: len(letter.translate(_FOLDING)) for letter in set(text)}
    if all(length == 1 for length in lengths.values()):
        return range(len(text) + 1)
    found = [place for place, letter in enumerate(text) for _ in range(lengths[letter])]
    return [*found, len(text)]


def pieces(folded: str) -> Iterator[Piece]:
    """Give the words and clusters of a folded text in their order."""
    for match in PIECE.finditer(folded):
        if match[1]:
            yield from _clusters(match[1], match.start())
        else:
            yield Piece(stem(match[0])[:LONGEST], match.start(), match.end())


def span(starts: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Give where in the text that folded place `start` to `end` stands, marks behind it too.

    `starts`: the text's places. A character that folds to two words, such as ¼, is both of them.
    """
    return starts[start], max(starts[end], starts[end - 1] + 1)


def forms(found: Sequence[Piece]) -> Iterator[str]:
    """Give what the index keeps of these pieces: words, clusters and pairs of clusters."""
    for place, piece in enumerate(found):
        yield piece.form
        following = found[place + 1] if place + 1 < len(found) else None
        if following and are_joined(piece, following):
            yield piece.form + following.form


def are_joined(piece: Piece, following: Piece) -> bool:
    """Whether two clusters stand in one run."""
    return piece.is_cluster and following.is_cluster and piece.end == following.start


@lru_cache(maxsize=16_384)  # a text has few words, each of them often
def stem(word: str) -> str:
    """Give a folded word without the Arabic article, or without the plural of English and French.

    policy, policies and industrie, industries each meet in one form.
    """
    if not word.isascii():
        return ARTICLE.sub("", word)
    if word.endswith("s") and not word.endswith("ss"):
        word = _shorter(word, word[:-1])
    if word.endswith("ie"):
        return _shorter(word, word[:-1])
    return _shorter(word, f"{word[:-1]}i") if word.endswith("y") else word


def spaced(folded: str) -> str:
    """Give a folded text with one space between words, and one around it."""
    return f" {' '.join(folded.split())} "


def _shorter(word: str, stemmed: str) -> str:
    return stemmed if len(word) > SHORTEST_STEM else word


def _clusters(run: str, offset: int) -> Iterator[Piece]:
    start = 0
    for place in range(1, len(run) + 1):
        if place == len(run) or not _continues(run, place):
            yield Piece(run[start:place], offset + start, offset + place, is_cluster=True)
            start = place


def _continues(run: str, place: int) -> bool:
    return unicodedata.category(run[place])[0] == "M" or run[place - 1] in JOINERS


def _plain(character: str) -> str:
    """Give a character's compatible form in lower case, a Latin or Greek one without accents."""
    apart = unicodedata.normalize("NFKD", character)
    if unicodedata.name(apart[0], "").startswith(("LATIN", "GREEK")):
        return "".join(each for each in apart.casefold() if not unicodedata.combining(each))
    return unicodedata.normalize("NFKC", character).casefold()


def _fold(character: str) -> str:
    if character in SAME:
        return SAME[character]
    if character in ARABIC_MARKS or ord(character) in DIACRITICS:
        return ""
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Cf":
        return ""  # joiners, and the space of no width that some writers of Khmer and Thai put in
    return character if category[0] in "LNM" else " "
