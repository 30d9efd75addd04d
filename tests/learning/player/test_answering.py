from uuid import UUID, uuid4

from learning.accounts.models import User
from learning.bundles.manifest import Lesson, Question
from learning.player import answering
from learning.player.answering import result_of
from learning.player.marking import draw
from learning.player.progress import CourseProgress, course_progress
from learning.publishing.models import Edition
from learning.records import reading
from learning.records.refolding import differences


def progress_of(learner: User, edition: Edition) -> CourseProgress:
    states = reading.progress_of(learner.pk, edition.activity)
    return course_progress(edition.manifest, states)


def right(question: Question) -> list[str]:
    return sorted(question.correct)


def wrong(question: Question) -> list[str]:
    return [next(option.id for option in question.options if not option.correct)]


def do_lesson(learner: User, edition: Edition, lesson: Lesson) -> None:
    frozen = edition.frozen()
    for id_ in lesson.questions:
        question = frozen.questions[id_]
        if question.is_reflection:
            answering.reflect(learner, frozen, question, lesson.activity, "The land register.")
        else:
            answering.answer(learner, frozen, question, lesson.activity, right(question))


def take(learner: User, edition: Edition, *, rightly: bool, attempt: UUID | None = None) -> None:
    frozen = edition.frozen()
    assessment = frozen.manifest.assessment
    assert assessment
    attempt = attempt or uuid4()
    choose = right if rightly else wrong
    chosen = {q: choose(frozen.questions[q]) for q in draw(assessment, str(attempt))}
    answering.submit(
        learner, frozen, assessment, result_of(assessment, frozen.questions, attempt, chosen)
    )


def test_starting_twice_registers_once(learner: User, small_course: Edition) -> None:
    answering.start(learner, small_course.frozen())
    answering.start(learner, small_course.frozen())

    state = reading.progress_of(learner.pk, small_course.activity)[small_course.activity]
    assert state.registered
    assert not progress_of(learner, small_course).is_complete


def test_a_right_answer_after_a_wrong_one_makes_the_lesson_done_and_it_stays_done(
    learner: User, small_course: Edition
) -> None:
    frozen = small_course.frozen()
    lesson = frozen.manifest.lesson("one-visit-less")
    question = frozen.questions[lesson.questions[0]]

    for chosen in (wrong(question), right(question), wrong(question)):
        answering.answer(learner, frozen, question, lesson.activity, chosen)

    state = reading.progress_of(learner.pk, small_course.activity)[UUID(question.id)]
    assert (state.answers, state.succeeded, state.last_correct) == (3, True, False)
    assert progress_of(learner, small_course).lessons[lesson.slug] == "done"


def test_all_lessons_and_a_passed_assessment_complete_the_course_once(
    learner: User, small_course: Edition
) -> None:
    for lesson in small_course.manifest.lessons:
        do_lesson(learner, small_course, lesson)
    assert not progress_of(learner, small_course).is_complete

    take(learner, small_course, rightly=False)
    assert not progress_of(learner, small_course).is_complete
    take(learner, small_course, rightly=True)
    first = progress_of(learner, small_course)
    take(learner, small_course, rightly=True)
    again = progress_of(learner, small_course)

    assert first.is_complete
    assert first.completed_at
    assert again.completed_at == first.completed_at
    assert (again.attempts, again.best_score) == (3, (2, 2))
    assert list(differences()) == []


def test_an_attempt_handed_in_twice_counts_once(learner: User, small_course: Edition) -> None:
    attempt = uuid4()
    take(learner, small_course, rightly=True, attempt=attempt)
    take(learner, small_course, rightly=False, attempt=attempt)

    progress = progress_of(learner, small_course)
    assert (progress.attempts, progress.best_score) == (1, (2, 2))


def test_a_reflection_keeps_the_learners_words(learner: User, small_course: Edition) -> None:
    frozen = small_course.frozen()
    lesson = frozen.manifest.lesson("write-it-down")
    question = frozen.questions[lesson.questions[0]]

    answering.reflect(learner, frozen, question, lesson.activity, "Le registre foncier, d’abord.")

    state = reading.progress_of(learner.pk, small_course.activity)[UUID(question.id)]
    assert state.last_response == "Le registre foncier, d’abord."
    assert state.succeeded
