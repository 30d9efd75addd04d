"""Progress, for pages: always one query, whatever the size of the class."""

import re
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from learning.records.models import FOLDED, Progress, Statement
from learning.records.preparing import Prepared
from learning.records.projecting import actors_of, standing
from learning.xapi.folding import ActivityProgress
from learning.xapi.verbs import SCORED, Verb

SUCCESS = re.compile(r'"success":(true|false)')  # in text the quotes would be escaped


def progress_of(learner_id: uuid.UUID, course: uuid.UUID) -> dict[uuid.UUID, ActivityProgress]:
    """Give activity → progress of one learner in a course, the course itself among them."""
    folded = (ActivityProgress(*row) for row in _progress.rows(learner_id, course))
    return {each.activity: each for each in folded}


def _progress_in(learner_id: uuid.UUID, course: uuid.UUID) -> QuerySet[Progress, Any]:
    return Progress.objects.filter(learner=learner_id, course=course).values_list(*FOLDED)


_progress = Prepared(_progress_in, uuid.UUID, uuid.UUID)


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


@dataclass(frozen=True)
class Answer:
    """An answer that stands. `at`: aware UTC; `is_right`: None where nothing is right or wrong."""

    id: uuid.UUID
    question: uuid.UUID
    course: uuid.UUID
    attempt: uuid.UUID | None
    at: datetime
    is_right: bool | None


def answers_of(learner_id: uuid.UUID) -> list[Answer]:
    """Give every answer of a learner that was not taken back, in no order. Two queries."""
    told = Statement.objects.filter(actor__in=actors_of([learner_id]), verb=Verb.ANSWERED)
    return list(map(_answer, standing(told)))


def _answer(row: Statement) -> Answer:
    # Only looked into, not checked again: a year of answers must not make a page slow.
    found = SUCCESS.search(row.content)
    is_right = None if found is None else found[1] == "true"
    return Answer(row.pk, row.activity, row.course, row.attempt, row.timestamp, is_right)


@dataclass(frozen=True)
class Attempt:
    """An attempt at a test that was handed in here, as it was recorded. Scores are points.

    `answers`: question → response and whether it was right, in the order asked; `late`: the
    responses that came after the time and do not count.
    """

    raw: int
    maximum: int
    is_passed: bool
    answers: Mapping[uuid.UUID, tuple[str, bool | None]]
    late: Mapping[uuid.UUID, str]


def attempt_at(learner_id: uuid.UUID, assessment: uuid.UUID, attempt: uuid.UUID) -> Attempt | None:
    """Give an attempt of this learner at this test; None if it was not handed in."""
    rows = Statement.objects.filter(actor=learner_id, attempt=attempt).order_by("timestamp", "seq")
    said = [row.checked() for row in rows]
    score = next((s for s in said if s.verb in SCORED and s.activity == assessment), None)
    if score is None or score.raw is None or score.maximum is None:
        return None
    answers = [s for s in said if s.verb == Verb.ANSWERED and s.parent == assessment]
    return Attempt(
        raw=score.raw,
        maximum=score.maximum,
        is_passed=score.verb == Verb.PASSED,
        answers={s.activity: (s.response, s.success) for s in answers if not s.is_late},
        late={s.activity: s.response for s in answers if s.is_late},
    )


def answers_to(learner_id: uuid.UUID, question: uuid.UUID) -> list[str]:
    """Give the responses of this learner to a question in a lesson, made here, oldest first."""
    rows = Statement.objects.filter(
        actor=learner_id, activity=question, verb=Verb.ANSWERED, attempt=None
    ).order_by("timestamp", "seq")
    return [row.checked().response for row in rows]


def courses_of(learner_id: uuid.UUID) -> list[uuid.UUID]:
    """Give the courses a learner did anything in, in no order that means anything."""
    rows = Progress.objects.filter(learner=learner_id).order_by("course")
    return list(rows.values_list("course", flat=True).distinct())
