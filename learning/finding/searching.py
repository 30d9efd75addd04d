"""Searching: what the words of a question find, in which order, and why.

A title says more than a summary and a summary more than the text, a whole word more than the
beginning of one, and a rare word more than one that is everywhere. What is in the reader's language
comes first. A word that finds nothing is exchanged for the nearest one that does. Where nothing has
all the words, what has most of them is given. Both are said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, log

from django.conf.locale import LANG_INFO
from django.db import connection
from django.db.models import Case, F, IntegerField, Max, Q, QuerySet, Value, When

from learning.finding.asking import Asked, Term, ask, exchange
from learning.finding.filtering import Chosen, Fact, Field, apply, language_name
from learning.finding.models import RANKS, WHOLE, Entry, Occurrence
from learning.finding.snippets import Snippet, marked, snippet
from learning.finding.spelling import nearest

PAGE = 20  # entries
WHOLE_WORD = 2  # times as much as the beginning of a longer word
MOST_NAMED = 500  # entries that are asked for by their numbers; of more, all are read
MOST_READ = 20_000  # characters of a text, for the words around what was found
MOST_CORRECTED = 3  # words of one question
LAST_CHARACTER = "\U0010ffff"

# The score of each entry that a term finds.
Scores = Mapping[int, int]


@dataclass(frozen=True)
class Hit:
    """An entry that was found, and why: the words in its title, and around them in its text."""

    entry: Entry
    title: Snippet
    why: Snippet

    @property
    def language_name(self) -> str:
        return language_name(self.entry.language)

    @property
    def direction(self) -> str:
        is_from_right = LANG_INFO.get(self.entry.language, {}).get("bidi", False)
        return "rtl" if is_from_right else "ltr"


@dataclass(frozen=True)
class Found:
    """What a search found. `typed`: the question as it came, `asked`: as it was searched.

    `is_partial`: nothing has all the words, and these have some. `without_filters`: how many there
    would be.
    """

    typed: Asked
    asked: Asked
    order: Sequence[int]
    fields: Sequence[Field]
    is_partial: bool = False
    without_filters: int = 0

    @property
    def count(self) -> int:
        return len(self.order)

    @property
    def is_corrected(self) -> bool:
        return self.typed.text != self.asked.text

    @cached_property
    def pages(self) -> int:
        return max(1, ceil(len(self.order) / PAGE))

    def page(self, number: int) -> list[Hit]:
        """Give the hits of a page, the first being 1. One query."""
        chosen = self.order[(number - 1) * PAGE : number * PAGE]
        entries = Entry.objects.select_related("edition").defer("folded").in_bulk(chosen)
        return [hit(entries[pk], self.asked) for pk in chosen if pk in entries]


def search(text: str, chosen: Chosen, *, language: str, as_typed: bool = False) -> Found:
    """Search what is offered now. At most six queries, and one for each page.

    `language`: the reader's; `as_typed`: no word is exchanged for another.
    """
    typed = ask(text)
    if typed.is_empty:
        return _listed(typed, chosen, language)
    scores = _occurrences(typed.terms)
    asked = typed
    if not as_typed and (corrected := _corrections(typed, scores)):
        asked = exchange(typed, corrected)
        new = [term for term in asked.terms if term.form not in scores]
        scores = {**scores, **_occurrences(new)}
    return _found(typed, asked, chosen, language, scores)


def hit(entry: Entry, asked: Asked) -> Hit:
    """Say why `entry` was found."""
    title = marked(entry.title, asked.terms)
    why = snippet(entry.summary, asked.terms)
    if not entry.summary or why.count < len(asked.terms):
        text = snippet(entry.text[:MOST_READ], asked.terms)
        if text.count > why.count or not entry.summary:
            why = text
    return Hit(entry, title, why)


def _listed(typed: Asked, chosen: Chosen, language: str) -> Found:
    """Give what there is without a question: whole editions, or all that the filters leave."""
    entries = Entry.objects.offered()
    facts = _facts(entries if chosen else entries.filter(kind__in=WHOLE))
    left, fields = apply(chosen, facts)
    order = sorted(left, key=lambda fact: _rank(fact, language))
    return Found(typed, typed, [fact.pk for fact in order], fields, without_filters=len(facts))


def _found(
    typed: Asked, asked: Asked, chosen: Chosen, language: str, scores: Mapping[str, Scores]
) -> Found:
    totals = _totals(asked.terms, scores, at_least=len(asked.terms))
    facts = _facts(_having(totals, asked.phrases)) if totals else []
    is_partial = not facts
    if is_partial:
        totals = _totals(asked.terms, scores, at_least=max(1, ceil(len(asked.terms) / 2)))
        facts = _facts(_having(totals)) if totals else []
    facts = [fact for fact in facts if fact.pk in totals]
    left, fields = apply(chosen, facts)
    left.sort(key=lambda fact: _rank(fact, language, totals[fact.pk]))
    return Found(
        typed, asked, [fact.pk for fact in left], fields, is_partial and bool(facts), len(facts)
    )


def _rank(fact: Fact, language: str, score: float = 0) -> tuple[bool, float, int, str, int]:
    # Sums of the same numbers in another order may differ in their last digit.
    return fact.language != language, -round(score, 6), RANKS[fact.kind], fact.title, fact.pk


def _occurrences(terms: Sequence[Term]) -> Mapping[str, Scores]:
    """Give for each term that occurs what it says about each entry; one query."""
    if not terms:
        return {}
    found: dict[str, dict[int, int]] = {}
    queries = [_occurring(term) for term in terms]
    for form, entry, score in queries[0].union(*queries[1:], all=True):
        found.setdefault(form, {})[entry] = score
    return found


def _occurring(term: Term) -> "QuerySet[Occurrence, tuple[str, int, int]]":
    weight = Case(
        When(word=term.form, then=F("weight") * WHOLE_WORD),
        default=F("weight"),
        output_field=IntegerField(),
    )
    return (
        Occurrence.objects.filter(_begins(term.form) if term.begins_words else Q(word=term.form))
        .values("entry_id")
        .annotate(form=Value(term.form), score=Max(weight))
        .values_list("form", "entry_id", "score")
        .order_by()
    )


def _begins(form: str) -> Q:
    # SQLite uses no index for LIKE, and PostgreSQL none for < in a locale that sorts its own way.
    if connection.vendor == "sqlite":
        return Q(word__gte=form, word__lt=form + LAST_CHARACTER)
    return Q(word__startswith=form)


def _corrections(typed: Asked, scores: Mapping[str, Scores]) -> list[tuple[Term, str]]:
    """Give for words that find nothing the nearest that find most; at most two queries."""
    missing = [term for term in typed.terms if not term.is_cluster and term.form not in scores]
    near = nearest([term.written for term in missing[:MOST_CORRECTED]])
    offered = {word: ask(word).terms for words in near.values() for word in words}
    found = _occurrences([term for terms in offered.values() for term in terms])

    def often(word: str) -> int:
        return min((len(found.get(term.form, ())) for term in offered[word]), default=0)

    corrected = []
    for term in missing:
        best = max(near.get(term.written, ()), key=often, default="")
        if best and often(best):
            corrected.append((term, best))
    return corrected


def _totals(
    terms: Sequence[Term], scores: Mapping[str, Scores], *, at_least: int
) -> dict[int, float]:
    """Give the score of each entry that has so many of the terms."""
    totals: dict[int, float] = {}
    counts: dict[int, int] = {}
    for found in (scores.get(term.form, {}) for term in terms):
        rarity = 1 / (1 + log(len(found) or 1))
        for entry, score in found.items():
            totals[entry] = totals.get(entry, 0) + score * rarity
            counts[entry] = counts.get(entry, 0) + 1
    return {entry: total for entry, total in totals.items() if counts[entry] >= at_least}


def _having(entries: Mapping[int, float], phrases: Iterable[str] = ()) -> "QuerySet[Entry]":
    offered = Entry.objects.offered()
    if len(entries) <= MOST_NAMED:
        offered = offered.filter(pk__in=entries)
    for phrase in phrases:
        offered = offered.filter(folded__contains=phrase)
    return offered


def _facts(entries: "QuerySet[Entry]") -> list[Fact]:
    return [Fact._make(row) for row in entries.order_by().values_list(*Fact._fields)]
