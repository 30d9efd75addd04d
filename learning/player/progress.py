"""Progress in a course: a pure reading of the fold against an edition's rule.

The rule, in words: a lesson is done when each of its checks was answered rightly once and each of
its reflections is written; a course, when all such lessons are done and the final assessment, if
there is one, is passed. A course once completed stays completed, whatever later editions add.
Learner, trainer and report all read this one derivation, so their numbers cannot differ.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from learning.bundles.manifest import Lesson, Manifest
from learning.xapi.folding import ActivityProgress

States = Mapping[UUID, ActivityProgress]


class Status(StrEnum):
    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    READING = "reading"  # no evidence is asked for


@dataclass(frozen=True)
class CourseProgress:
    """How far a learner is. `percent`: 0–100, rounded down; `best_score`: points, maximum.

    `completed_at`: when it was recorded as completed, else when the last evidence was given.
    """

    done: int
    total: int
    percent: int
    is_started: bool
    is_complete: bool
    is_recorded: bool  # a statement says that the course is completed
    completed_at: datetime | None
    assessment: Status | None
    pretest: Status | None  # done once it was taken; it does not count towards completion
    best_score: tuple[int, int] | None
    attempts: int
    last_at: datetime | None
    lessons: Mapping[str, Status]
    resume: Lesson | None  # None: all lessons are done

    @property
    def is_assessment_next(self) -> bool:
        return self.resume is None and self.assessment not in (None, Status.DONE)


def course_progress(manifest: Manifest, states: States) -> CourseProgress:
    """Give the progress that `states`, one learner's fold by activity, mean in `manifest`."""
    lessons = {lesson.slug: lesson_status(lesson, states) for lesson in manifest.lessons}
    assessed = assessment_status(manifest, states)
    evidence = [s for s in (*lessons.values(), assessed) if s not in (None, Status.READING)]
    done, total = evidence.count(Status.DONE), len(evidence)
    course = states.get(UUID(manifest.activity))
    recorded_at = course.completed_at if course else None
    is_met = total > 0 and done == total
    is_complete = recorded_at is not None or is_met
    attempt = states.get(UUID(manifest.assessment.activity)) if manifest.assessment else None
    return CourseProgress(
        done=total if is_complete else done,
        total=total,
        percent=100 if is_complete else 100 * done // max(total, 1),
        is_started=bool(states),
        is_complete=is_complete,
        is_recorded=recorded_at is not None,
        completed_at=recorded_at or (_met_at(manifest, states) if is_met else None),
        assessment=assessed,
        pretest=pretest_status(manifest, states),
        best_score=_best(attempt),
        attempts=attempt.attempts if attempt else 0,
        last_at=max((state.last_at for state in states.values()), default=None),
        lessons=lessons,
        resume=_resume(manifest, lessons, states),
    )


def _met_at(manifest: Manifest, states: States) -> datetime | None:
    """Give when the last of the evidence was given that the rule asks for."""
    asked = [question for lesson in manifest.required_lessons for question in lesson.questions]
    if manifest.assessment:
        asked.append(manifest.assessment.activity)
    given = (states[UUID(activity)].first_success for activity in asked)
    return max((time for time in given if time), default=None)


def lesson_status(lesson: Lesson, states: States) -> Status:
    if not lesson.is_required:
        return Status.READING
    known = [states.get(UUID(question)) for question in lesson.questions]
    if all(state and state.succeeded for state in known):
        return Status.DONE
    return Status.IN_PROGRESS if any(known) else Status.NOT_STARTED


def assessment_status(manifest: Manifest, states: States) -> Status | None:
    if manifest.assessment is None:
        return None
    state = states.get(UUID(manifest.assessment.activity))
    if state is None:
        return Status.NOT_STARTED
    return Status.DONE if state.passed else Status.IN_PROGRESS


def pretest_status(manifest: Manifest, states: States) -> Status | None:
    if manifest.pretest is None:
        return None
    return Status.DONE if UUID(manifest.pretest.activity) in states else Status.NOT_STARTED


def minutes_left(manifest: Manifest, progress: CourseProgress) -> int:
    """Give the minutes of the lessons not yet done, and of the assessment if it is not."""
    open_ = (Status.NOT_STARTED, Status.IN_PROGRESS)
    lessons = sum(m.minutes for m in manifest.lessons if progress.lessons[m.slug] in open_)
    assessed = manifest.assessment and progress.assessment in open_
    return lessons + (manifest.assessment.minutes if manifest.assessment and assessed else 0)


def _best(state: ActivityProgress | None) -> tuple[int, int] | None:
    if state is None or state.best_raw is None or state.best_maximum is None:
        return None
    return state.best_raw, state.best_maximum


def _resume(manifest: Manifest, lessons: Mapping[str, Status], states: States) -> Lesson | None:
    """Give the lesson to go on with: the one last worked on, else the first open one after it."""
    ordered = manifest.required_lessons
    if not ordered:
        return manifest.lessons[0] if manifest.lessons else None
    times = [_latest(lesson, states) for lesson in ordered]
    worked = [place for place, time in enumerate(times) if time]
    last = max(worked, key=lambda place: (times[place], place)) if worked else 0
    for lesson in (*ordered[last:], *ordered[:last]):
        if lessons[lesson.slug] != Status.DONE:
            return lesson
    return None


def _latest(lesson: Lesson, states: States) -> datetime | None:
    known: Iterable[ActivityProgress | None] = (states.get(UUID(q)) for q in lesson.questions)
    return max((state.last_at for state in known if state), default=None)
