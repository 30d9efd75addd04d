"""How hard a text is to read: sentence length, and the reading age by Flesch and Kincaid.

The grade is 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid and others, US
Navy, 1975); a reader of grade g is about g + 5 years old. It was made for English prose. Syllables
are counted by groups of vowels, so take it as a sign where to look, not as a verdict.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags

BREAK = re.compile(r"</(?:p|li|h2|h3|h4|td|th)>|<br>")
SENTENCE = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[\"“‘'(]?[A-Z0-9])|\n+")
WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]*")
VOWELS = re.compile(r"[aeiouyà-ÿ]+")
PROSE = frozenset({"text", "question", "prompt", "meaning", "feedback", "review_text"})


@dataclass(frozen=True)
class Readability:
    """`words` a sentence on average, and `longest` one; `age` in years."""

    words: int
    sentences: int
    longest: int
    age: float

    @property
    def mean(self) -> float:
        """Words a sentence, on average."""
        return self.words / max(self.sentences, 1)


def readability(text: str) -> Readability:
    """Measure plain `text`, in which each line ends a sentence."""
    lengths, syllables = [], 0
    for sentence in SENTENCE.split(text):
        words = WORD.findall(sentence)
        if words:
            lengths.append(len(words))
            syllables += sum(map(_syllables, words))
    total = sum(lengths)
    if not total:
        return Readability(0, 0, 0, 0.0)
    grade = 0.39 * total / len(lengths) + 11.8 * syllables / total - 15.59
    return Readability(total, len(lengths), max(lengths), round(grade + 5, 1))


def prose(blocks: Iterable[dict[str, Any]]) -> str:
    """Give the running text of raw stream `blocks`: no tables, sources, titles or options."""
    return "\n".join(_prose(list(blocks)))


def _prose(value: Any, name: str = "text") -> Iterator[str]:
    if isinstance(value, str):
        if name in PROSE:
            yield _plain(value)
        return
    if isinstance(value, list):
        for item in value:
            yield from _prose(item, name)
        return
    if isinstance(value, dict):
        if "type" in value and "value" in value:
            kind = value["type"]
            inner = "text" if kind in ("text", "item") else kind
            if kind not in ("table", "quote", "figure"):
                yield from _prose(value["value"], inner)
            return
        for key, item in value.items():
            yield from _prose(item, "text" if key == "steps" else key)


def _plain(markup: str) -> str:
    return html.unescape(strip_tags(BREAK.sub("\n", markup)))


def _syllables(word: str) -> int:
    found = len(VOWELS.findall(word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and found > 1
    return max(found - silent, 1)
