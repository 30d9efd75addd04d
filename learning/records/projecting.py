"""From statements to the progress that pages read: fold again whatever was touched.

The number of queries depends on how many learners are touched, not on how many statements.
Callers hold the writers' lock (`counting.locked_origin`), so that two folds of one learner never
overwrite each other.
"""

import logging
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db.models import QuerySet

from learning.records.batches import AT_ONCE, parts
from learning.records.evidence import TRUSTED, Evidence
from learning.records.models import FOLDED, ActorLink, Progress, Statement
from learning.xapi.errors import StatementError
from learning.xapi.folding import ActivityProgress, fold
from learning.xapi.statements import Checked

logger = logging.getLogger(__name__)

LEARNERS_AT_ONCE = 50  # folded together: a class

Folded = dict[uuid.UUID, dict[uuid.UUID, ActivityProgress]]  # learner → activity → progress


def learners_of(actors: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Give for each actor the person whose statements they are; unlinked, the actor itself."""
    owners = {actor: actor for actor in actors}
    for part in parts(list(owners)):
        links = ActorLink.objects.filter(actor__in=part)
        owners.update(links.values_list("actor", "learner_id"))
    return owners


def project(touched: Mapping[uuid.UUID, Collection[uuid.UUID]]) -> None:
    """Fold these activities of these learners (learner → activities) and keep the result."""
    for learners in parts(touched, size=LEARNERS_AT_ONCE):
        part = {learner: touched[learner] for learner in learners}
        activities = set().union(*part.values())
        _keep(part, fold_of(learners, activities if len(activities) <= AT_ONCE else None))


def fold_of(
    learners: Collection[uuid.UUID],
    activities: Collection[uuid.UUID] | None = None,
    *,
    evidence: Collection[Evidence] | None = None,
) -> Folded:
    """Fold what is stored of these learners, in these activities or in all. Changes nothing.

    evidence: count only what was stored with one of these; left out, everything counts.
    """
    owners = actors_of(learners)
    stored = Statement.objects.filter(actor__in=owners, voids=None)
    if evidence is not None:
        stored = stored.filter(evidence__in=evidence)
    if activities is not None:
        stored = stored.filter(activity__in=activities)
    taken_back = checked_rows(_voids_of(stored))
    told: dict[uuid.UUID, list[Checked]] = defaultdict(list)
    for statement in checked_rows(stored):
        told[owners[statement.actor]].append(statement)
    return {learner: fold([*told[learner], *taken_back]) for learner in learners}


def actors_of(learners: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Give actor → learner for all actors of these learners; a linked actor has none of its own."""
    owners = learners_of(learners)
    linked = ActorLink.objects.filter(learner__in=learners).values_list("actor", "learner_id")
    return {actor: owner for actor, owner in owners.items() if actor == owner} | dict(linked)


def _voids_of(stored: QuerySet[Statement]) -> QuerySet[Statement]:
    """Give the voids that count: nobody takes a statement back from a USB copy."""
    return Statement.objects.filter(voids__in=stored.values("id"), evidence__in=TRUSTED)


def checked_rows(rows: QuerySet[Statement]) -> list[Checked]:
    """Read rows back; one that no longer holds what its id says is left out and logged."""
    found = []
    for row in rows.only("content"):
        try:
            found.append(row.checked())
        except (StatementError, TypeError, ValueError):
            logger.exception("Stored statement %s cannot be used", row.pk)
    return found


def _keep(touched: Mapping[uuid.UUID, Collection[uuid.UUID]], folded: Folded) -> None:
    rows, gone = [], defaultdict(set)
    for learner, activities in touched.items():
        for activity in activities:
            if progress := folded[learner].get(activity):
                rows.append(Progress.of(learner, progress))
            else:
                gone[learner].add(activity)
    Progress.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["learner", "activity"],
        update_fields=[name for name in FOLDED if name != "activity"],
    )
    for learner, activities in gone.items():  # only after a void: rare
        Progress.objects.filter(learner=learner, activity__in=activities).delete()
