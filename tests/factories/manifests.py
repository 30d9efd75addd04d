"""A small manifest: two lessons, the second for reading only, and a final assessment."""

from typing import Any
from uuid import UUID

from learning.bundles.manifest import (
    Assessment,
    FileEntry,
    Kind,
    Lesson,
    Manifest,
    Option,
    Question,
    QuestionType,
    Unit,
)


def activity(number: int) -> str:
    return str(UUID(int=(0x40008000 << 64) + number))


COURSE, UNIT, FIRST, SECOND, CHECK, REFLECTION, ASSESSMENT = (activity(n) for n in range(1, 8))
BANK = tuple(activity(n) for n in range(101, 107))
QUESTION = Question(
    id=CHECK,
    type=QuestionType.SINGLE,
    prompt="<p>Which?</p>",
    options=(Option("a", "This", True, "Yes."), Option("b", "That", False, "No.")),
    review="first",
)


def make_manifest(**changes: Any) -> Manifest:
    """Make the manifest, with fields of your own where you name them."""
    first = Lesson(
        FIRST, "first", "lesson", "First", "", 5, "lessons/first.html", (CHECK, REFLECTION)
    )
    second = Lesson(SECOND, "second", "lesson", "Second", "", 3, "lessons/second.html")
    fields: dict[str, Any] = {
        "kind": Kind.COURSE,
        "activity": COURSE,
        "slug": "small",
        "code": "S1",
        "language": "en",
        "title": "Small",
        "summary": "A small course.",
        "audience": "Everyone",
        "outcomes": ("Know it",),
        "sdg_targets": ("16.6",),
        "licence": "CC BY 4.0",
        "sources": ("A source",),
        "introduction": "introduction.html",
        "units": (Unit(UNIT, "unit", "Unit", "", "", (first, second)),),
        "assessment": Assessment(
            ASSESSMENT, "assessment", "Final assessment", 10, 70, 4, "assessment.html", BANK
        ),
        "questions": "questions.json",
        "files": (
            FileEntry("lessons/first.html", "0" * 64, 10, "text/html"),
            FileEntry("media/picture.webp", "1" * 64, 20, "image/webp"),
        ),
    }
    return Manifest(**{**fields, **changes})
