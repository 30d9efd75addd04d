"""The one door through which others read courses: what is live, in reading order."""

from collections.abc import Sequence

from wagtail.models import Page

from courses.blocks import as_part
from courses.models import AssessmentPage, CoursePage, LessonPage, UnitPage
from toolkits.outline import (
    Outline,
    OutlineAssessment,
    OutlineLesson,
    OutlineUnit,
    children,
    live_below,
)


def outline(course: CoursePage) -> Outline:
    """Give what is live of `course`."""
    pages = live_below(course)
    top = children(course, pages)
    assessments = [page for page in top if isinstance(page, AssessmentPage)]
    return Outline(
        kind=course.kind,
        activity=course.translation_key,
        slug=course.slug,
        code=course.code,
        language=course.locale.language_code,
        title=course.title,
        summary=course.summary,
        audience=course.audience,
        outcomes=course.outcome_lines,
        sdg_targets=course.targets,
        licence=course.licence,
        sources=course.source_lines,
        parts=tuple(course.body),
        units=tuple(_unit(p, children(p, pages)) for p in top if isinstance(p, UnitPage)),
        assessment=_assessment(assessments[0]) if assessments else None,
    )


def _unit(unit: UnitPage, pages: Sequence[Page]) -> OutlineUnit:
    return OutlineUnit(
        activity=unit.translation_key,
        slug=unit.slug,
        title=unit.title,
        summary=unit.summary,
        parts=(),
        lessons=tuple(_lesson(page) for page in pages if isinstance(page, LessonPage)),
    )


def _lesson(lesson: LessonPage) -> OutlineLesson:
    return OutlineLesson(
        activity=lesson.translation_key,
        page_id=lesson.pk,
        slug=lesson.slug,
        kind="lesson",
        title=lesson.title,
        summary=lesson.summary,
        minutes=lesson.minutes,
        parts=tuple(as_part(child) for child in lesson.body),
    )


def _assessment(page: AssessmentPage) -> OutlineAssessment:
    return OutlineAssessment(
        activity=page.translation_key,
        slug=page.slug,
        title=page.title,
        minutes=page.minutes,
        pass_percent=page.pass_percent,
        draw=page.draw or len(page.bank),
        parts=(*page.body, *(as_part(child) for child in page.bank)),
    )
