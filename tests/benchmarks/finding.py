"""Searching some thousands of entries, beside reading through all their texts."""

import random
from collections.abc import Iterator
from statistics import quantiles

from django.utils.html import strip_tags

from learning.finding.filtering import choose
from learning.finding.indexing import index
from learning.finding.models import Entry
from learning.finding.searching import search
from tests.benchmarks.measuring import Row, seconds
from tests.factories.editions import Written, offer

ENTRIES = 5_000
LESSONS = 99  # a course; with itself a hundred entries
WORDS = 300  # of a lesson
VOCABULARY = 6_000
TIMES = 3  # that each question is asked
SYLLABLES = ("ba", "di", "fo", "gu", "le", "mi", "no", "pra", "ru", "sa", "ti", "vo", "ska", "ne")


def rows() -> Iterator[Row]:
    # The same texts every time, and nothing that has to stay secret.
    chance = random.Random(2026)  # noqa: S311
    words = vocabulary(chance)
    editions = [offer(**course(words, chance)) for _ in range(ENTRIES // (LESSONS + 1))]
    indexing = sum(seconds(lambda edition=edition: index(edition)) for edition in editions)
    count = Entry.objects.count()
    reading = seconds(read_all)
    yield Row(
        "indexing for the search",
        f"{count / indexing:.0f} entries/s",
        f"reading the texts, {count / reading:.0f}/s",
        indexing / reading,
    )
    asked = questions(words, chance)
    searching = [seconds(lambda text=text: find(text)) for text in asked * TIMES]
    scanning = [seconds(lambda text=text: scan(text)) for text in asked * TIMES]
    yield Row(
        f"searching {count} entries, 95 of 100 within",
        f"{slow(searching) * 1000:.0f} ms",
        f"scanning the texts, {slow(scanning) * 1000:.0f} ms",
        slow(searching) / slow(scanning),
    )


def slow(took: list[float]) -> float:
    """Give how long all but the slowest twentieth took at most."""
    return quantiles(took, n=20)[-1]


def vocabulary(chance: random.Random) -> list[str]:
    """Make words, the first of which are used most, as in any language."""
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(chance.choices(SYLLABLES, k=chance.randint(2, 5)))] = None
    return list(words)


def course(words: list[str], chance: random.Random) -> dict[str, object]:
    weights = [1 / (rank + 5) for rank in range(len(words))]
    lessons = []
    for _ in range(LESSONS):
        text = chance.choices(words, weights, k=WORDS)
        title = " ".join(chance.choices(words, weights, k=4))
        lessons.append(Written(title, f"<p>{' '.join(text)}</p>", " ".join(text[:12])))
    return {"title": " ".join(chance.choices(words, k=3)), "lessons": lessons}


def questions(words: list[str], chance: random.Random) -> list[str]:
    """Make questions: common and rare words, two words, beginnings and mistyped ones."""
    common, rare = words[:20], words[3000:3020]
    pairs = [" ".join(chance.sample(words[:500], 2)) for _ in range(20)]
    beginnings = [word[:4] for word in chance.sample(words, 20)]
    mistyped = [f"{word[:4]}x{word[5:]}" for word in chance.sample(words, 20) if len(word) > 6]
    return [*common, *rare, *pairs, *beginnings, *mistyped]


def find(text: str) -> None:
    search(text, choose({}), language="en").page(1)


def scan(text: str) -> None:
    """Find the first page the plain way: every word somewhere in the text."""
    entries = Entry.objects.all()
    for word in text.split():
        entries = entries.filter(text__icontains=word)
    list(entries.order_by("title")[:20])


def read_all() -> None:
    for text in Entry.objects.values_list("text", flat=True):
        strip_tags(text)
