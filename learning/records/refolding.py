"""Proving that kept progress is what the statements say, or making it so.

Some learners at a time. They are read, folded and compared without a lock; only where something is
wrong are they read once more under the writers' lock, and then nothing is checked twice that was
checked before. So a hub goes on working meanwhile, it can be stopped and started again at any
moment, and memory does not grow with the school: of very diligent learners some activities are
folded at a time.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from learning.records.batches import AT_ONCE
from learning.records.counting import hold_lock
from learning.records.models import FOLDED, ActorLink, Progress, Statement
from learning.records.projecting import Folded, Told, actors_of, put, told_of
from learning.xapi.folding import ActivityProgress, fold

LEARNERS_AT_ONCE = 100  # in one query, with the actors of each
STATEMENTS_AT_ONCE = 2_000  # of some 2 kB each; more only where one activity has more
Ids = QuerySet[Any, uuid.UUID]


@dataclass(frozen=True)
class Batch:
    """Learners who are folded together: in these activities, or in all of theirs."""

    learners: Collection[uuid.UUID]
    activities: Collection[uuid.UUID] | None = None


@dataclass(frozen=True)
class Difference:
    """Kept progress that is not what the statements say; None where one of them has nothing."""

    learner: uuid.UUID
    activity: uuid.UUID
    kept: ActivityProgress | None
    folded: ActivityProgress | None


def differences() -> Iterator[Difference]:
    """Give every difference between kept progress and the fold; change nothing."""
    return chain.from_iterable(map(differences_in, batches()))


def rebuild() -> int:
    """Fold everything again and give the number of differences that were mended."""
    return sum(map(refold, batches()))


def batches() -> Iterator[Batch]:
    """Give everybody with statements or kept progress, in order, in batches of bounded size."""
    page = _learners_after(None)
    while page:
        yield from _batches_of(page)
        page = _learners_after(page[-1])


def differences_in(batch: Batch) -> list[Difference]:
    """Compare what is kept of a batch with the fold of the statements; change nothing."""
    told = told_of(batch.learners, batch.activities)
    if wrong := {difference.learner for difference in _compare(batch, told)}:
        return _surely(replace(batch, learners=sorted(wrong)), told)
    return []


def refold(batch: Batch) -> int:
    """Make what is kept of a batch what the statements say; give the number mended."""
    told = told_of(batch.learners, batch.activities)
    if wrong := {difference.learner for difference in _compare(batch, told)}:
        return _mend(replace(batch, learners=sorted(wrong)), told)
    return 0


@transaction.atomic
def _surely(batch: Batch, told: Told) -> list[Difference]:
    """Look again while nobody writes, for something may have come in meanwhile."""
    hold_lock()
    at_hand = {each.id: each for learner in batch.learners for each in told[learner]}
    return _compare(batch, told_of(batch.learners, batch.activities, fresh=at_hand))


@transaction.atomic
def _mend(batch: Batch, told: Told) -> int:
    """Put right what is surely wrong."""
    found = _surely(batch, told)
    gone: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for each in found:
        if each.folded is None:
            gone[each.learner].append(each.activity)
    new = [each for each in found if each.kept is None]
    known = [each for each in found if each.kept is not None]
    put(_rows(new), known=_rows(known), gone=gone)
    return len(found)


def _rows(found: Iterable[Difference]) -> list[Progress]:
    return [Progress.of(each.learner, each.folded) for each in found if each.folded]


def _compare(batch: Batch, told: Told) -> list[Difference]:
    kept = _kept(batch)
    folded = {learner: fold(statements) for learner, statements in told.items()}
    return [
        Difference(learner, activity, kept[learner].get(activity), folded[learner].get(activity))
        for learner in batch.learners
        if kept[learner] != folded[learner]
        for activity in sorted(kept[learner].keys() | folded[learner].keys())
        if kept[learner].get(activity) != folded[learner].get(activity)
    ]


def _kept(batch: Batch) -> Folded:
    rows = Progress.objects.filter(learner__in=batch.learners)
    if batch.activities is not None:
        rows = rows.filter(activity__in=batch.activities)
    found: Folded = {learner: {} for learner in batch.learners}
    for learner, *values in rows.values_list("learner", *FOLDED):
        progress = ActivityProgress(*values)
        found[learner][progress.activity] = progress
    return found


def _learners_after(last: uuid.UUID | None) -> list[uuid.UUID]:
    """Give the next ids in order: of each source the first ones, so none can be skipped."""
    sources = [
        _page(Statement.objects.values_list("actor", flat=True), "actor", last),
        _page(ActorLink.objects.values_list("learner", flat=True), "learner", last),
        _page(Progress.objects.values_list("learner", flat=True), "learner", last),
    ]
    return sorted(set(chain(*sources)))[:LEARNERS_AT_ONCE]


def _page(rows: Ids, field: str, last: uuid.UUID | None) -> Ids:
    if last is not None:
        rows = rows.filter(**{f"{field}__gt": last})
    return rows.order_by(field).distinct()[:LEARNERS_AT_ONCE]


def _batches_of(page: Collection[uuid.UUID]) -> Iterator[Batch]:
    owners = actors_of(page)
    stored = Statement.objects.filter(actor__in=owners).order_by()
    counts = dict.fromkeys(page, 0)
    for actor, number in stored.values_list("actor").annotate(number=Count("*")):
        counts[owners[actor]] += number
    for learners in packed(counts):
        if sum(counts[learner] for learner in learners) > STATEMENTS_AT_ONCE:
            yield from _parts_of(learners)
        else:
            yield Batch(learners)


def _parts_of(learners: Collection[uuid.UUID]) -> Iterator[Batch]:
    """Give one learner with very many statements in batches of activities."""
    stored = Statement.objects.filter(actor__in=actors_of(learners)).order_by()
    known = Progress.objects.filter(learner__in=learners).values_list("activity", flat=True)
    counts = dict.fromkeys(known, 0)
    counts |= dict(stored.values_list("activity").annotate(number=Count("*")))
    for activities in packed(dict(sorted(counts.items()))):
        yield Batch(learners, activities)


def packed(counts: Mapping[uuid.UUID, int]) -> Iterator[list[uuid.UUID]]:
    """Give the keys in their order, in lists of few enough statements; a large one is alone."""
    part: list[uuid.UUID] = []
    total = 0
    for key, number in counts.items():
        if part and (total + number > STATEMENTS_AT_ONCE or len(part) == AT_ONCE):
            yield part
            part, total = [], 0
        part.append(key)
        total += number
    if part:
        yield part
