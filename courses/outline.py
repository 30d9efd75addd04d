"""The one door through which others read courses: what is live, in reading order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from wagtail.models import Page

from courses.blocks import as_part
from courses.models import AssessmentPage, AssessmentRole, CoursePage, LessonPage, UnitPage
from courses.units import names_of
from toolkits.outline import (
    Outline,
    OutlineAssessment,
    OutlineLesson,
    OutlineQuestion,
    OutlineUnit,
    Part,
    by_parent,
    live_below,
)


def outline(course: CoursePage) -> Outline:
    """Give what is live of `course`."""
    pages = live_below(course)
    below = by_parent(pages)
    taken = (unit for page in pages if isinstance(page, LessonPage) for unit in _taken(page))
    names = names_of(taken)
    top = below[course.path]
    tests: dict[str, AssessmentPage] = {}
    for page in top:
        if isinstance(page, AssessmentPage):
            tests.setdefault(page.role, page)
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
        units=tuple(_unit(p, below[p.path], names) for p in top if isinstance(p, UnitPage)),
        assessment=_assessment(tests.get(AssessmentRole.FINAL)),
        pretest=_assessment(tests.get(AssessmentRole.PRETEST)),
        wsis_lines=course.action_lines,
        principles=course.principle_slugs,
    )


def _unit(unit: UnitPage, pages: Sequence[Page], names: Mapping[int, str]) -> OutlineUnit:
    return OutlineUnit(
        activity=unit.translation_key,
        slug=unit.slug,
        title=unit.title,
        summary=unit.summary,
        parts=(),
        lessons=tuple(_lesson(page, names) for page in pages if isinstance(page, LessonPage)),
    )


def _lesson(lesson: LessonPage, names: Mapping[int, str]) -> OutlineLesson:
    return OutlineLesson(
        activity=lesson.translation_key,
        page_id=lesson.pk,
        slug=lesson.slug,
        kind=lesson.form,
        title=lesson.title,
        summary=lesson.summary,
        minutes=lesson.minutes,
        parts=tuple(_with_tries(as_part(child), lesson.tries) for child in lesson.body),
        starts=lesson.starts,
        origins=tuple(dict.fromkeys(names[unit.pk] for unit in _taken(lesson))),
    )


def _with_tries(part: Part, tries: int) -> Part:
    """Give a question the tries of its lesson where it names none; anything else as it is."""
    if isinstance(part, OutlineQuestion) and part.tries is None:
        return replace(part, tries=tries)
    return part


def _taken(lesson: LessonPage) -> Iterator[Page]:
    """Give each toolkit unit whose text `lesson` takes over."""
    for child in lesson.body:
        if child.block_type == "unit" and (unit := child.value["unit"]):
            yield unit


def _assessment(page: AssessmentPage | None) -> OutlineAssessment | None:
    if page is None:
        return None
    return OutlineAssessment(
        activity=page.translation_key,
        slug=page.slug,
        title=page.title,
        minutes=page.minutes,
        pass_percent=page.pass_percent,
        draw=page.draw or len(page.bank),
        parts=(*page.body, *(as_part(child) for child in page.bank)),
        attempts=page.attempts,
        wait_hours=page.wait_hours,
        minutes_limit=page.minutes_limit,
    )
