"""Answering: a learner's deeds become statements, each in one transaction.

Every deed is safe to repeat: a course is registered once, an attempt is scored once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Unpack
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from learning.accounts.models import User
from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Assessment, Manifest, Question
from learning.player.errors import WrittenMeanwhile
from learning.player.interactions import interaction_of
from learning.player.marking import Marking, draw, is_pass, mark
from learning.player.progress import States, course_progress
from learning.records import reading
from learning.records.counting import hold_lock
from learning.records.evidence import Evidence
from learning.records.recording import Receipt, next_seq, record
from learning.xapi import statements
from learning.xapi.statements import Common

Build = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class Result:
    """What an attempt came to: points, and each question with its marking, in the order drawn.

    `was_passed`: of one that was recorded, what was recorded then.
    """

    attempt: UUID
    raw: int
    maximum: int
    pass_percent: int
    markings: Mapping[str, Marking]
    was_passed: bool | None = None

    @property
    def is_passed(self) -> bool:
        if self.was_passed is not None:
            return self.was_passed
        return is_pass(raw=self.raw, maximum=self.maximum, pass_percent=self.pass_percent)

    @property
    def percent(self) -> int:
        return self.raw * 100 // max(self.maximum, 1)


def result_of(
    assessment: Assessment,
    questions: Mapping[str, Question],
    attempt: UUID,
    chosen: Mapping[str, list[str]],
) -> Result:
    """Mark what was answered, as parts, to each question that `attempt` draws."""
    markings = {
        question: mark(questions[question], chosen.get(question, []))
        for question in draw(assessment, str(attempt))
    }
    raw = sum(marking.is_correct is True for marking in markings.values())
    return Result(attempt, raw, len(markings), assessment.pass_percent, markings)


@transaction.atomic
def start(learner: User, edition: FrozenEdition) -> None:
    """Register `learner` for the course, once."""
    course = UUID(edition.manifest.activity)
    state = reading.progress_of(learner.pk, course).get(course)
    if state is None or not state.registered:
        _record(learner, edition.manifest, [statements.registered])


@transaction.atomic
def answer(
    learner: User,
    edition: FrozenEdition,
    question: Question,
    lesson: str,
    chosen: list[str],
    *,
    attempt: UUID | None = None,
    seen: int | None = None,
) -> Marking:
    """Record an answer to a check of the lesson with the activity `lesson`, and mark it.

    `chosen`: its parts (learning.player.marking). `attempt`: that of a recap. `seen`: how many
    answers the page knew of; what was said since in the same words is not recorded again.
    """
    marking = mark(question, chosen)
    states = _locked_states(learner, edition.manifest)
    if _said_since(learner, question, marking.response, seen, states):
        return marking

    def build(**common: Unpack[Common]) -> dict[str, Any]:
        return statements.answered(
            question=UUID(question.id),
            lesson=UUID(lesson),
            response=marking.response,
            correct=marking.is_correct,
            attempt=attempt,
            interaction=interaction_of(question),
            **common,
        )

    _record_and_complete(learner, edition.manifest, build, states)
    return marking


@transaction.atomic
def reflect(
    learner: User,
    edition: FrozenEdition,
    question: Question,
    lesson: str,
    text: str,
    *,
    seen: int | None = None,
) -> None:
    """Record what a learner wrote.

    `seen`: as of `answer`. Raises: WrittenMeanwhile — another text was saved since.
    """
    states = _locked_states(learner, edition.manifest)
    if _said_since(learner, question, text, seen, states):
        return
    state = states.get(UUID(question.id))
    if seen is not None and state and state.answers > seen:
        raise WrittenMeanwhile(state.last_response)

    def build(**common: Unpack[Common]) -> dict[str, Any]:
        return statements.answered(
            question=UUID(question.id),
            lesson=UUID(lesson),
            response=text,
            correct=None,
            interaction=interaction_of(question),
            **common,
        )

    _record_and_complete(learner, edition.manifest, build, states)


def _locked_states(learner: User, manifest: Manifest) -> States:
    """Read the progress in the course, and let nobody write until the transaction ends.

    So of two clicks at once the second sees the first.
    """
    hold_lock()
    return reading.progress_of(learner.pk, UUID(manifest.activity))


def _said_since(
    learner: User, question: Question, response: str, seen: int | None, states: States
) -> bool:
    """Tell whether the same was said since the page knew of `seen` answers: a second click."""
    state = states.get(UUID(question.id))
    if seen is None or state is None or state.answers <= seen:
        return False
    said = reading.answers_to(learner.pk, UUID(question.id))
    return statements.tidy(response) in said[seen - state.answers :]


@transaction.atomic
def submit(
    learner: User,
    edition: FrozenEdition,
    assessment: Assessment,
    result: Result,
    *,
    late: Mapping[str, Marking] | None = None,
) -> None:
    """Record an attempt: an answer for each question, and the score. Twice is once.

    `late`: answers that came after the time of the attempt: kept beside those that count.
    """
    manifest, questions = edition.manifest, edition.questions
    parent = UUID(assessment.activity)
    hold_lock()
    if reading.attempt_at(learner.pk, parent, result.attempt):
        return

    def answered(question: str, marking: Marking, *, is_late: bool = False) -> Build:
        def build(**common: Unpack[Common]) -> dict[str, Any]:
            return statements.answered(
                question=UUID(question),
                lesson=parent,
                response=marking.response,
                correct=marking.is_correct,
                attempt=result.attempt,
                interaction=interaction_of(questions[question]),
                is_late=is_late,
                **common,
            )

        return build

    def scored(**common: Unpack[Common]) -> dict[str, Any]:
        return statements.scored(
            assessment=parent,
            attempt=result.attempt,
            raw=result.raw,
            maximum=result.maximum,
            pass_percent=result.pass_percent,
            **common,
        )

    answers = [answered(question, marking) for question, marking in result.markings.items()]
    kept = [answered(question, marking, is_late=True) for question, marking in (late or {}).items()]
    _record(learner, manifest, [*answers, *kept, scored])
    complete_if_done(learner, manifest)


def complete_if_done(
    learner: User, manifest: Manifest, *, evidence: Evidence = Evidence.OBSERVED
) -> None:
    """Record once that the course is completed, when the rule of `manifest` is met.

    The statement keeps the time of the last evidence, and stays true for later editions.
    """
    states = reading.progress_of(learner.pk, UUID(manifest.activity))
    _complete(learner, manifest, states, evidence)


def _record_and_complete(learner: User, manifest: Manifest, build: Build, states: States) -> None:
    """Record one deed; `states`: the progress in the course before it."""
    course = UUID(manifest.activity)
    moved = _record(learner, manifest, [build]).progress.get(learner.pk, {})
    here = {activity: state for activity, state in moved.items() if state.course == course}
    _complete(learner, manifest, {**states, **here}, Evidence.OBSERVED)


def _complete(learner: User, manifest: Manifest, states: States, evidence: Evidence) -> None:
    progress = course_progress(manifest, states)
    if progress.is_complete and not progress.is_recorded:
        at = progress.completed_at
        _record(learner, manifest, [statements.completed], evidence=evidence, at=at)


def _record(
    learner: User,
    manifest: Manifest,
    builders: list[Build],
    *,
    evidence: Evidence = Evidence.OBSERVED,
    at: datetime | None = None,
) -> Receipt:
    origin, first = next_seq(len(builders))
    common = {
        "actor": learner.pk,
        "actor_home": settings.ATOLL_ACTOR_HOME,
        "course": UUID(manifest.activity),
        "edition": manifest.id,
        "origin": origin,
        "timestamp": at or timezone.now(),
    }
    built = [build(seq=first + place, **common) for place, build in enumerate(builders)]
    checked = [statements.check(statement) for statement in built]
    return record(checked, evidence=evidence, authority=str(learner.pk), are_new=True)
