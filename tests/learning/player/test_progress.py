from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from learning.bundles.manifest import Lesson, Unit
from learning.player.progress import Status, course_progress, minutes_left
from learning.xapi.folding import ActivityProgress
from tests.factories.manifests import (
    ASSESSMENT,
    CHECK,
    COURSE,
    REFLECTION,
    activity,
    make_manifest,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def state(of: str, *, done: bool = True, at: datetime = NOON, **fields: object) -> ActivityProgress:
    plain = ActivityProgress(
        activity=UUID(of),
        course=UUID(COURSE),
        answers=1,
        succeeded=done,
        first_success=at if done else None,
        last_response="a",
        last_correct=done,
        last_at=at,
        attempts=0,
        best_raw=None,
        best_maximum=None,
        last_raw=None,
        last_maximum=None,
        passed=False,
        registered=False,
        completed_at=None,
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def states(*each: ActivityProgress) -> dict[UUID, ActivityProgress]:
    return {one.activity: one for one in each}


def test_nothing_done_is_nothing_of_all() -> None:
    progress = course_progress(make_manifest(), {})

    assert (progress.done, progress.total, progress.percent) == (0, 2, 0)
    assert not progress.is_started
    assert not progress.is_complete
    assert progress.resume
    assert progress.resume.slug == "first"


def test_a_lesson_is_done_only_when_all_its_evidence_is_there() -> None:
    half = course_progress(make_manifest(), states(state(CHECK)))
    whole = course_progress(make_manifest(), states(state(CHECK), state(REFLECTION)))

    assert half.lessons["first"] == Status.IN_PROGRESS
    assert whole.lessons["first"] == Status.DONE
    assert (whole.done, whole.percent) == (1, 50)
    assert whole.is_assessment_next


def test_a_wrong_answer_is_progress_but_not_done() -> None:
    progress = course_progress(make_manifest(), states(state(CHECK, done=False)))

    assert progress.lessons["first"] == Status.IN_PROGRESS
    assert progress.done == 0


def test_a_lesson_for_reading_never_counts() -> None:
    assert course_progress(make_manifest(), {}).lessons["second"] == Status.READING


def test_the_course_is_complete_with_lessons_and_assessment() -> None:
    passed = state(ASSESSMENT, passed=True, attempts=2, best_raw=9, best_maximum=10)
    progress = course_progress(make_manifest(), states(state(CHECK), state(REFLECTION), passed))

    assert progress.is_complete
    assert progress.percent == 100
    assert progress.best_score == (9, 10)
    assert progress.attempts == 2
    assert minutes_left(make_manifest(), progress) == 0


def test_a_failed_assessment_is_in_progress() -> None:
    failed = state(ASSESSMENT, done=False, attempts=1)

    assert course_progress(make_manifest(), states(failed)).assessment == Status.IN_PROGRESS


def test_once_completed_stays_completed_when_a_later_edition_adds_a_lesson() -> None:
    completed = state(COURSE, completed_at=NOON)
    progress = course_progress(make_manifest(), states(completed))

    assert progress.is_complete
    assert progress.percent == 100
    assert progress.completed_at == NOON


def test_continue_goes_to_the_lesson_last_worked_on_then_to_the_next_open_one() -> None:
    lessons = tuple(
        Lesson(activity(20 + n), f"l{n}", "lesson", f"L{n}", "", 5, "x", (activity(30 + n),))
        for n in range(3)
    )
    manifest = make_manifest(units=(Unit(activity(19), "u", "U", "", "", lessons),))
    worked = state(activity(31), done=False)
    finished = state(activity(31), at=NOON + timedelta(minutes=1))
    last = state(activity(32), at=NOON + timedelta(minutes=2))

    def resume(*each: ActivityProgress) -> str:
        found = course_progress(manifest, states(*each)).resume
        return found.slug if found else ""

    assert resume(worked) == "l1"
    assert resume(finished) == "l2"
    assert resume(finished, last) == "l0"
    assert resume(state(activity(30)), finished, last) == ""


def test_minutes_left_leave_out_what_is_done() -> None:
    manifest = make_manifest()
    progress = course_progress(manifest, states(state(CHECK), state(REFLECTION)))

    assert minutes_left(manifest, course_progress(manifest, {})) == 15
    assert minutes_left(manifest, progress) == 10
