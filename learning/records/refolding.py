"""Proving that kept progress is what the statements say, or making it so.

One learner at a time, each in a transaction of its own: memory does not grow with the school, and
it can be stopped and started again at any moment.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from learning.records.counting import locked_origin
from learning.records.models import ActorLink, Progress, Statement
from learning.records.projecting import fold_of, project
from learning.xapi.folding import ActivityProgress

LEARNERS_AT_ONCE = 500  # ids held in memory
Ids = QuerySet[Any, uuid.UUID]


@dataclass(frozen=True)
class Difference:
    """Kept progress that is not what the statements say; None where one of them has nothing."""

    learner: uuid.UUID
    activity: uuid.UUID
    kept: ActivityProgress | None
    folded: ActivityProgress | None


def differences() -> Iterator[Difference]:
    """Give every difference between kept progress and the fold; change nothing."""
    return chain.from_iterable(map(differences_of, learners()))


def rebuild() -> int:
    """Fold everything again and give the number of differences that were mended."""
    return sum(map(refold, learners()))


def learners() -> Iterator[uuid.UUID]:
    """Give everybody with statements or kept progress, in order, reading a page at a time."""
    page = _learners_after(None)
    while page:
        yield from page
        page = _learners_after(page[-1])


def differences_of(learner: uuid.UUID) -> list[Difference]:
    """Compare one learner's kept progress with the fold of their statements."""
    kept = {row.activity: row.folded() for row in Progress.objects.filter(learner=learner)}
    folded = fold_of([learner])[learner]
    return [
        Difference(learner, activity, kept.get(activity), folded.get(activity))
        for activity in sorted(kept.keys() | folded.keys())
        if kept.get(activity) != folded.get(activity)
    ]


@transaction.atomic
def refold(learner: uuid.UUID) -> int:
    """Make one learner's kept progress what the statements say; give the number mended."""
    locked_origin()
    wrong = {difference.activity for difference in differences_of(learner)}
    if wrong:
        project({learner: wrong})
    return len(wrong)


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
