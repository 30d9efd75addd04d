"""What members of a cohort did in its course, as it leaves for another server."""

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import QuerySet

from learning.records.batches import parts
from learning.records.evidence import TRUSTED
from learning.records.models import Statement
from learning.records.projecting import actors_of
from learning.xapi.statements import Checked


def done_by(learners: Collection[UUID], course: UUID) -> Iterator[tuple[Checked, str]]:
    """Give what these people did in a course, each with its evidence; what took it back follows."""
    for part in parts(actors_of(learners)):
        own = Statement.objects.filter(actor__in=part, course=course, voids=None)
        yield from _with_evidence(own)
    for part in parts(actors_of(learners)):
        own = Statement.objects.filter(actor__in=part, course=course, voids=None)
        yield from _with_evidence(
            Statement.objects.filter(voids__in=own.values("id"), evidence__in=TRUSTED)
        )


def copies_of(learners: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Give learner → the ids under which their USB copies write."""
    found: dict[UUID, set[UUID]] = {learner: set() for learner in learners}
    for part in parts(learners):
        for actor, learner in actors_of(part).items():
            if actor != learner:
                found[learner].add(actor)
    return found


def stored_of(identifiers: Collection[UUID], actors: Collection[UUID]) -> set[UUID]:
    """Give those of the statements that are here and of one of these actors."""
    found: set[UUID] = set()
    for part in parts(identifiers):
        here = Statement.objects.filter(id__in=part, voids=None)
        found.update(key for key, actor in here.values_list("id", "actor") if actor in actors)
    return found


def _with_evidence(rows: QuerySet[Statement]) -> Iterator[tuple[Checked, str]]:
    for row in rows.iterator(chunk_size=500):
        yield row.checked(), row.evidence
