"""From statements to the progress that pages read: fold again whatever was touched.

The number of queries depends on how many learners are touched, not on how many statements.
Callers hold the writers' lock (`counting.locked_origin`), so that two folds of one learner never
overwrite each other.
"""

import logging
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from learning.records.batches import AT_ONCE, parts
from learning.records.evidence import TRUSTED, Evidence
from learning.records.inserting import insert_new, upsert
from learning.records.models import ActorLink, Progress, Statement
from learning.records.preparing import Prepared
from learning.xapi.errors import StatementError
from learning.xapi.folding import ActivityProgress, fold
from learning.xapi.statements import Checked, check_kept

logger = logging.getLogger(__name__)

LEARNERS_AT_ONCE = 50  # folded together: a class
MANY = 100  # rows; from here on looking first costs less than asking for each whether it is new
NONE: Mapping[uuid.UUID, Checked] = MappingProxyType({})

Folded = dict[uuid.UUID, dict[uuid.UUID, ActivityProgress]]  # learner → activity → progress
Told = dict[uuid.UUID, list[Checked]]  # learner → what stands of theirs


def learners_of(actors: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Give for each actor the person whose statements they are; unlinked, the actor itself."""
    owners = {actor: actor for actor in actors}
    if len(owners) == 1:
        (actor,) = owners
        return {actor: _family(actor).get(actor, actor)}
    for part in parts(list(owners)):
        links = ActorLink.objects.filter(actor__in=part)
        owners.update(links.values_list("actor", "learner_id"))
    return owners


def project(
    touched: Mapping[uuid.UUID, Collection[uuid.UUID]], *, fresh: Mapping[uuid.UUID, Checked] = NONE
) -> Folded:
    """Fold these activities of these learners (learner → activities); keep and give the result.

    fresh: statements at hand, by id; they are stored as well, but need not be read again.
    """
    folded: Folded = {}
    for learners in parts(touched, size=LEARNERS_AT_ONCE):
        part = {learner: touched[learner] for learner in learners}
        activities = set().union(*part.values())
        few = activities if len(activities) <= AT_ONCE else None
        found = fold_of(learners, few, fresh=fresh)
        _keep(part, found)
        folded |= found
    return folded


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
    told = told_of(learners, activities, evidence=evidence, fresh=fresh)
    return {learner: fold(statements) for learner, statements in told.items()}


def told_of(
    learners: Collection[uuid.UUID],
    activities: Collection[uuid.UUID] | None = None,
    *,
    evidence: Collection[Evidence] | None = None,
    fresh: Mapping[uuid.UUID, Checked] = NONE,
) -> Told:
    """Read what stands of these learners, asked for as by `fold_of`. Two queries."""
    owners = actors_of(learners)
    told: Told = {learner: [] for learner in learners}
    rows: Iterable[Sequence[Any]]
    if len(owners) == 1 and activities is not None and len(activities) == 1 and evidence is None:
        rows = _told_once.rows(*owners, *activities)
    else:
        rows = _stored(owners, activities, evidence).values_list("id", "content").iterator()
    for statement in _checked(rows, fresh):
        told[owners[statement.actor]].append(statement)
    return told


def _stored(
    actors: Collection[uuid.UUID],
    activities: Collection[uuid.UUID] | None,
    evidence: Collection[Evidence] | None,
) -> QuerySet[Statement]:
    stored = Statement.objects.filter(actor__in=actors, voids=None)
    if evidence is not None:
        stored = stored.filter(evidence__in=evidence)
    if activities is not None:
        stored = stored.filter(activity__in=activities)
    return standing(stored)


def actors_of(learners: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Give actor → learner for all actors of these learners; a linked actor has none of its own."""
    if len(learners) == 1:
        owners = _family(*learners)
    else:
        linked = ActorLink.objects.filter(Q(actor__in=learners) | Q(learner__in=learners))
        owners = dict(linked.values_list("actor", "learner_id"))
    theirs = {actor: owner for actor, owner in owners.items() if owner in learners}
    return {learner: learner for learner in learners if learner not in owners} | theirs


def _family(one: uuid.UUID) -> dict[uuid.UUID, uuid.UUID]:
    """Give actor → learner where `one` is either of them."""
    return {row[0]: row[1] for row in _links.rows(one, one)}


def standing(stored: QuerySet[Statement]) -> QuerySet[Statement]:
    """Leave out what a void that counts took back: nobody takes back by a USB copy."""
    voids = Statement.objects.filter(voids=OuterRef("id"), evidence__in=TRUSTED)
    return stored.filter(~Exists(voids))


def checked_rows(
    rows: QuerySet[Statement], fresh: Mapping[uuid.UUID, Checked] = NONE
) -> list[Checked]:
    """Read rows back; one that no longer holds what its id says is left out and logged.

    fresh: those at hand, by id.
    """
    return _checked(rows.values_list("id", "content"), fresh)


def _checked(rows: Iterable[Sequence[Any]], fresh: Mapping[uuid.UUID, Checked]) -> list[Checked]:
    found = []
    for identifier, content in rows:
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
    new, known = _split(rows, list(touched)) if len(rows) > MANY else ([], rows)
    put(new, known=known, gone=gone)


def put(
    new: Sequence[Progress],
    *,
    known: Sequence[Progress],
    gone: Mapping[uuid.UUID, Collection[uuid.UUID]],
) -> None:
    """Keep rows that are new and rows that may replace one; drop others, learner → activities."""
    insert_new(new)
    upsert(known, key=["learner", "activity"])
    for learner, activities in gone.items():  # only after a void: rare
        Progress.objects.filter(learner=learner, activity__in=activities).delete()


def _split(
    rows: Collection[Progress], learners: Collection[uuid.UUID]
) -> tuple[list[Progress], list[Progress]]:
    """Give the rows that are new and those that replace one; nobody else writes meanwhile."""
    there = set(Progress.objects.filter(learner__in=learners).values_list("learner", "activity"))
    new = [row for row in rows if (row.learner, row.activity) not in there]
    return new, [row for row in rows if (row.learner, row.activity) in there]


def _links_of(actor: uuid.UUID, learner: uuid.UUID) -> QuerySet[ActorLink, Any]:
    linked = ActorLink.objects.filter(Q(actor=actor) | Q(learner=learner))
    return linked.values_list("actor", "learner_id")


def _told_by(actor: uuid.UUID, activity: uuid.UUID) -> QuerySet[Statement, Any]:
    stored = Statement.objects.filter(actor=actor, activity=activity, voids=None)
    return standing(stored).values_list("id", "content")


# What every answer of every learner asks.
_links = Prepared(_links_of, uuid.UUID, uuid.UUID)
_told_once = Prepared(_told_by, uuid.UUID, uuid.UUID)
