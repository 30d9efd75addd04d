import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from courses.models import CoursePage
from courses.outline import outline
from tests.factories.courses import (
    make_assessment,
    make_course,
    make_lesson,
    make_unit,
    question,
)
from tests.factories.references import make_referring, make_two_sections, reference
from tests.factories.toolkits import make_chapter, make_toolkit
from toolkits.outline import Outline, OutlineQuestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> CoursePage:
    return make_course()


def titles(found: Outline) -> dict[str, list[str]]:
    return {unit.title: [lesson.title for lesson in unit.lessons] for unit in found.units}


def test_an_outline_says_what_the_course_says() -> None:
    course = make_course(
        kind="microlearning",
        code="S1",
        licence="CC BY-SA 4.0",
        sdg_targets="16.6, 9.c",
        sources="A survey\n\nA talk",
        body=[("text", "<p>Welcome</p>")],
    )
    found = outline(course)
    assert (found.kind, found.code, found.slug) == ("microlearning", "S1", "small-course")
    assert (found.activity, found.language) == (course.translation_key, "en")
    assert (found.summary, found.audience, found.outcomes) == ("Count", "All", ("Count", "Act"))
    assert (found.licence, found.sdg_targets) == ("CC BY-SA 4.0", ("16.6", "9.c"))
    assert found.sources == ("A survey", "A talk")
    assert [getattr(part, "block_type", "") for part in found.parts] == ["text"]


def test_an_empty_course_has_no_units_and_no_assessment(course: CoursePage) -> None:
    assert (outline(course).units, outline(course).assessment) == ((), None)


def test_units_and_lessons_stand_in_reading_order(course: CoursePage) -> None:
    late, early = make_unit(course, "Later"), make_unit(course, "Earlier", summary="Begin here")
    second, first = make_lesson(early, "Second"), make_lesson(early, "First")
    make_lesson(late, "Other")
    Page.objects.get(pk=early.pk).move(Page.objects.get(pk=late.pk), pos="left")
    Page.objects.get(pk=first.pk).move(Page.objects.get(pk=second.pk), pos="left")

    found = outline(course)

    assert titles(found) == {"Earlier": ["First", "Second"], "Later": ["Other"]}
    assert list(titles(found)) == ["Earlier", "Later"]
    assert found.units[0].summary == "Begin here"


def test_drafts_and_what_is_below_them_are_left_out(course: CoursePage) -> None:
    unit, hidden = make_unit(course, "Shown"), make_unit(course, "Hidden", live=False)
    make_lesson(unit, "Live")
    make_lesson(unit, "Draft", live=False)
    make_lesson(hidden, "Below a draft")
    assert titles(outline(course)) == {"Shown": ["Live"]}


def test_private_pages_and_what_is_below_them_are_left_out(course: CoursePage) -> None:
    unit = make_unit(course, "Shown")
    make_lesson(unit, "For all")
    for page in (make_lesson(unit, "For some"), make_unit(course, "For staff")):
        PageViewRestriction.objects.create(
            page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.LOGIN
        )
    assert titles(outline(course)) == {"Shown": ["For all"]}


def test_a_draft_or_private_assessment_is_none(course: CoursePage) -> None:
    make_assessment(course, live=False)
    assert outline(course).assessment is None


def test_a_lesson_has_its_questions_between_what_is_read(course: CoursePage) -> None:
    body = [{"type": "text", "value": "<p>Read</p>", "id": None}, question()]
    lesson = make_lesson(make_unit(course), minutes=7, summary="One idea")
    lesson.body = lesson.body.stream_block.to_python(body)
    lesson.save()

    [found] = outline(course).units[0].lessons

    assert (found.kind, found.minutes, found.summary) == ("lesson", 7, "One idea")
    assert (found.activity, found.page_id) == (lesson.translation_key, lesson.pk)
    assert [isinstance(part, OutlineQuestion) for part in found.parts] == [False, True]
    assert (found.details, found.sources) == ({}, ())


def test_lessons_name_the_units_they_take_over_and_all_toolkits_are_asked_for_at_once(
    course: CoursePage,
) -> None:
    chapters = [make_chapter(make_toolkit(title)) for title in ("One", "Two")]
    blocks = [
        reference(make_two_sections(chapter, f"Guide {n}")) for chapter in chapters for n in (1, 2)
    ]
    unit = make_unit(course)
    make_referring(unit, *blocks, blocks[0])
    make_referring(unit, blocks[3], title="Another")
    make_lesson(unit, "Plain")

    with CaptureQueriesContext(connection) as asked:
        lessons = outline(course).units[0].lessons

    assert [lesson.origins for lesson in lessons] == [
        ("one/guide-1", "one/guide-2", "two/guide-1", "two/guide-2"),
        ("two/guide-2",),
        (),
    ]
    of_toolkits = [each for each in asked if 'FROM "toolkits_toolkitpage"' in each["sql"]]
    assert len(of_toolkits) == 1
    assert len(asked) <= 10


@pytest.mark.parametrize(("draw", "drawn"), [(0, 4), (2, 2)])
def test_an_attempt_draws_what_it_says_or_the_whole_bank(
    course: CoursePage, draw: int, drawn: int
) -> None:
    make_assessment(course, draw=draw, pass_percent=50, minutes=9)

    found = outline(course).assessment

    assert found is not None
    assert (found.draw, found.pass_percent, found.minutes) == (drawn, 50, 9)
    assert len(found.parts) == 4
    assert all(isinstance(part, OutlineQuestion) for part in found.parts)


def test_the_first_assessment_counts_and_the_others_are_not_shown(course: CoursePage) -> None:
    first = make_assessment(course)
    make_assessment(course, title="Another")
    found = outline(course).assessment
    assert found is not None
    assert found.activity == first.translation_key
