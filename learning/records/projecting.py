"""From statements to the progress that pages read: fold again whatever was touched.

The number of queries depends on how many learners are touched, not on how many statements.
Callers hold the writers' lock (`counting.locked_origin`), so that two folds of one learner never
overwrite each other.
"""

import logging
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from django.db.models import QuerySet

from learning.records.batches import AT_ONCE, parts
from learning.records.evidence import TRUSTED, Evidence
from learning.records.inserting import insert_new
from learning.records.models import FOLDED, ActorLink, Progress, Statement
from learning.xapi.errors import StatementError
from learning.xapi.folding import ActivityProgress, fold
from learning.xapi.statements import Checked, check_kept

logger = logging.getLogger(__name__)

LEARNERS_AT_ONCE = 50  # folded together: a class
MANY = 100  # rows; from here on looking first costs less than asking for each whether it is new
NONE: Mapping[uuid.UUID, Checked] = MappingProxyType({})

Folded = dict[uuid.UUID, dict[uuid.UUID, ActivityProgress]]  # learner → activity → progress


def learners_of(actors: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Give for each actor the person whose statements they are; unlinked, the actor itself."""
    owners = {actor: actor for actor in actors}
    for part in parts(list(owners)):
        links = ActorLink.objects.filter(actor__in=part)
        owners.update(links.values_list("actor", "learner_id"))
    return owners


def project(
    touched: Mapping[uuid.UUID, Collection[uuid.UUID]], *, fresh: Mapping[uuid.UUID, Checked] = NONE
) -> None:
    """Fold these activities of these learners (learner → activities) and keep the result.

    fresh: statements at hand, by id; they are stored as well, but need not be read again.
    """
    for learners in parts(touched, size=LEARNERS_AT_ONCE):
        part = {learner: touched[learner] for learner in learners}
        activities = set().union(*part.values())
        few = activities if len(activities) <= AT_ONCE else None
        _keep(part, fold_of(learners, few, fresh=fresh))


def fold_of(
    learners: Collection[uuid.UUID],
    activities: Collection[uuid.UUID] | None = None,
    *,
    evidence: Collection[Evidence] | None = None,
    fresh: Mapping[uuid.UUID, Checked] = NONE,
) -> Folded:
    """Fold what is stored of these learners, in these activities or in all. Changes nothing.

    evidence: count only what was stored with one of these; left out, everything counts. fresh:
    stored statements that need not be read again, by id.
    """
    owners = actors_of(learners)
    stored = Statement.objects.filter(actor__in=owners, voids=None)
    if evidence is not None:
        stored = stored.filter(evidence__in=evidence)
    if activities is not None:
        stored = stored.filter(activity__in=activities)
    taken_back = checked_rows(_voids_of(stored))
    told: dict[uuid.UUID, list[Checked]] = defaultdict(list)
    for statement in checked_rows(stored, fresh):
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


def checked_rows(
    rows: QuerySet[Statement], fresh: Mapping[uuid.UUID, Checked] = NONE
) -> list[Checked]:
    """Read rows back; one that no longer holds what its id says is left out and logged.

    fresh: those at hand, by id.
    """
    found = []
    for identifier, content in rows.values_list("id", "content"):
        try:
            found.append(fresh.get(identifier) or check_kept(content.encode(), identifier))
        except (StatementError, TypeError, ValueError):
            logger.exception("Stored statement %s cannot be used", identifier)
    return found


def _keep(touched: Mapping[uuid.UUID, Collection[uuid.UUID]], folded: Folded) -> None:
    rows, gone = [], defaultdict(set)
    for learner, activities in touched.items():
        for activity in activities:
            if progress := folded[learner].get(activity):
                rows.append(Progress.of(learner, progress))
            else:
                gone[learner].add(activity)
    new, kept = _split(rows, list(touched)) if len(rows) > MANY else ([], rows)
    insert_new(new)
    Progress.objects.bulk_create(
        kept,
        update_conflicts=True,
        unique_fields=["learner", "activity"],
        update_fields=[name for name in FOLDED if name != "activity"],
    )
    for learner, activities in gone.items():  # only after a void: rare
        Progress.objects.filter(learner=learner, activity__in=activities).delete()


def _split(
    rows: Collection[Progress], learners: Collection[uuid.UUID]
) -> tuple[list[Progress], list[Progress]]:
    """Give the rows that are new and those that replace one; nobody else writes meanwhile."""
    there = set(Progress.objects.filter(learner__in=learners).values_list("learner", "activity"))
    new = [row for row in rows if (row.learner, row.activity) not in there]
    return new, [row for row in rows if (row.learner, row.activity) in there]
