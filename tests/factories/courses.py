"""A course in the page tree, each page live unless you say otherwise."""

from typing import Any
from uuid import uuid4

from wagtail.models import Page

from courses.library.loading import plant
from courses.models import AssessmentPage, CataloguePage, CoursePage, LessonPage, UnitPage
from tests.factories.toolkits import below


def make_course(title: str = "Small course", **fields: Any) -> CoursePage:
    catalogue = CataloguePage.objects.child_of(plant()).get()
    fields = {"summary": "Count", "audience": "All", "outcomes": "Count\nAct"} | fields
    return below(catalogue, CoursePage(title=title, **fields))


def make_unit(course: Page, title: str = "A unit", **fields: Any) -> UnitPage:
    return below(course, UnitPage(title=title, **fields))


def make_lesson(unit: Page, title: str = "A lesson", **fields: Any) -> LessonPage:
    return below(unit, LessonPage(title=title, **fields))


def make_assessment(course: Page, *, questions: int = 4, **fields: Any) -> AssessmentPage:
    bank = [question(review="a-lesson") for _place in range(questions)]
    fields = {"title": "Final assessment"} | fields
    page = AssessmentPage(**fields)
    page.bank = page.bank.stream_block.to_python(bank)
    return below(course, page)


def question(**more: Any) -> dict[str, Any]:
    options = [
        {"text": "This", "correct": True, "feedback": "Yes."},
        {"text": "That", "correct": False, "feedback": "No."},
    ]
    value = {"type": "single", "question": "<p>Which?</p>", "options": options, **more}
    return {"type": "check", "value": value, "id": str(uuid4())}
