"""Keeping the index as the current editions are: made with them, withdrawn with them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from learning.bundles.words import compose, fold
from learning.finding.entries import Indexed, entries_of
from learning.finding.models import Entry, Occurrence, Spelling
from learning.finding.spelling import grams, spellings
from learning.publishing.models import Edition
from learning.publishing.signals import editions_changed

BATCH = 2_000  # rows a statement
ASKED = 500  # words asked for at a time


class What(models.TextChoices):
    MISSING = "missing", _("is missing")
    CHANGED = "changed", _("is not as it was published")
    UNSPELT = "unspelt", _("has words that would not be found if they are mistyped")
    STALE = "stale", _("is not offered any more")


@dataclass(frozen=True)
class Difference:
    """Where the index is not what the editions say."""

    what: What
    edition: str
    title: str


@receiver(editions_changed)
def follow(sender: object, activity: UUID, language: str, **kwargs: Any) -> None:
    """Hear which edition is current now: index it, and take the others out."""
    entries = Entry.objects.filter(edition__activity=activity, edition__language=language)
    entries.exclude(edition__is_current=True).delete()
    edition = Edition.objects.current().filter(activity=activity, language=language).first()
    if edition and not edition.entries.exists():
        index(edition)


@transaction.atomic
def index(edition: Edition) -> int:
    """Index `edition` anew; give how many entries it has. Safe to repeat.

    Raises: BundleError, OSError — its files are missing or damaged; the index stays as it was.
    """
    found = entries_of(edition)
    # Two that index the same edition at once would make everything of it twice.
    Edition.objects.select_for_update().get(pk=edition.pk)
    edition.entries.all().delete()
    Entry.objects.bulk_create([each.entry for each in found])
    Occurrence.objects.bulk_create(_occurrences(found), batch_size=BATCH)
    learn(frozenset().union(*(each.spellings for each in found)))
    return len(found)


def learn(words: Collection[str]) -> None:
    """Keep how `words` are spelt, so that words near them are found."""
    rows = [Spelling(gram=gram, word=word) for word in _unknown(words) for gram in _grams(word)]
    # Another edition may bring the same word at the same moment.
    Spelling.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


@transaction.atomic
def forget() -> int:
    """Take out what is not offered any more, and spellings of words that occur nowhere.

    Gives how many entries were taken out.
    """
    stale = Entry.objects.exclude(edition__is_current=True)
    count = stale.count()
    stale.delete()
    texts = Entry.objects.values_list("title", "summary", "text")
    used = {word for parts in texts.iterator() for word in spellings(" ".join(parts))}
    known = set(Spelling.objects.values_list("word", flat=True).distinct())
    for some in _portions(sorted(known - used)):
        Spelling.objects.filter(word__in=some).delete()
    return count


def stale() -> Iterator[Difference]:
    """Give the entries of editions that are not offered any more."""
    for entry in Entry.objects.exclude(edition__is_current=True).select_related("edition"):
        yield Difference(What.STALE, str(entry.edition), entry.title)


def differences(edition: Edition) -> Iterator[Difference]:
    """Say where the index is not what `edition` says. Changes nothing.

    Raises: BundleError, OSError — its files are missing or damaged.
    """
    kept = {entry.place: entry for entry in edition.entries.all()}
    weights = _kept_weights(edition)
    for expected in entries_of(edition):
        title, place = expected.entry.title, expected.entry.place
        entry = kept.pop(place, None)
        if entry is None:
            yield Difference(What.MISSING, str(edition), title)
        elif not _is_same(entry, expected.entry) or weights.get(place) != expected.weights:
            yield Difference(What.CHANGED, str(edition), title)
        elif _unknown(expected.spellings):
            yield Difference(What.UNSPELT, str(edition), title)
    for entry in kept.values():
        yield Difference(What.STALE, str(edition), entry.title)


def _kept_weights(edition: Edition) -> dict[int, dict[str, int]]:
    weights: dict[int, dict[str, int]] = {}
    occurrences = Occurrence.objects.filter(entry__edition=edition)
    for place, word, weight in occurrences.values_list("entry__place", "word", "weight"):
        weights.setdefault(place, {})[word] = weight
    return weights


def _is_same(entry: Entry, expected: Entry) -> bool:
    names = [field.attname for field in Entry._meta.concrete_fields if not field.primary_key]
    return all(getattr(entry, name) == getattr(expected, name) for name in names)


def _occurrences(found: Sequence[Indexed]) -> list[Occurrence]:
    return [
        Occurrence(entry_id=each.entry.pk, word=word, weight=weight)
        for each in found
        for word, weight in each.weights.items()
    ]


def _grams(word: str) -> list[str]:
    return sorted(grams(fold(compose(word))))


def _unknown(words: Collection[str]) -> list[str]:
    """Give those of `words` whose spelling is not kept, in an order that all writers share."""
    unknown = set(words)
    for some in _portions(sorted(words)):
        unknown.difference_update(
            Spelling.objects.filter(word__in=some).values_list("word", flat=True).distinct()
        )
    return sorted(unknown)


def _portions(words: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(words), ASKED):
        yield words[start : start + ASKED]
