"""Progress, for pages: always one query, whatever the size of the class."""

import uuid
from collections import defaultdict
from collections.abc import Collection

from learning.records.models import Progress, Statement
from learning.xapi.folding import ActivityProgress
from learning.xapi.verbs import Verb


def progress_of(learner_id: uuid.UUID, course: uuid.UUID) -> dict[uuid.UUID, ActivityProgress]:
    """Give activity → progress of one learner in a course, the course itself among them."""
    rows = Progress.objects.filter(learner=learner_id, course=course)
    return {row.activity: row.folded() for row in rows}


def progress_of_many(
    learner_ids: Collection[uuid.UUID], course: uuid.UUID
) -> dict[uuid.UUID, dict[uuid.UUID, ActivityProgress]]:
    """Give learner → activity → progress; a learner who did nothing yet has an empty one."""
    found: dict[uuid.UUID, dict[uuid.UUID, ActivityProgress]] = {each: {} for each in learner_ids}
    for row in Progress.objects.filter(learner__in=learner_ids, course=course):
        found[row.learner][row.activity] = row.folded()
    return found


def progress_by_course(
    learner_id: uuid.UUID,
) -> dict[uuid.UUID, dict[uuid.UUID, ActivityProgress]]:
    """Give course → activity → progress of one learner, for all the courses begun."""
    found: dict[uuid.UUID, dict[uuid.UUID, ActivityProgress]] = defaultdict(dict)
    for row in Progress.objects.filter(learner=learner_id):
        found[row.course][row.activity] = row.folded()
    return dict(found)


def responses_in(learner_id: uuid.UUID, attempt: uuid.UUID) -> dict[uuid.UUID, str]:
    """Give question → response of one attempt made here; empty if there was no such attempt."""
    answers = Statement.objects.filter(
        actor=learner_id, attempt=attempt, verb=Verb.ANSWERED
    ).order_by("timestamp", "seq")
    return {each.activity: each.checked().response for each in answers}


def courses_of(learner_id: uuid.UUID) -> list[uuid.UUID]:
    """Give the courses a learner did anything in, in no order that means anything."""
    rows = Progress.objects.filter(learner=learner_id).order_by("course")
    return list(rows.values_list("course", flat=True).distinct())
