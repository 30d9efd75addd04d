"""Lessons that take over a toolkit unit, and units with two sections."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from wagtail.models import Page

from courses.models import LessonPage
from courses.taking import take
from tests.factories.courses import make_lesson
from tests.factories.toolkits import make_guide
from toolkits.models import GuidePage, ToolkitUnitPage
from toolkits.sections import digest

WHAT = "<h2>What</h2><p>Ask a person once.</p>"
HOW = "<h2>How</h2><p>Keep one register.</p>"


def make_two_sections(chapter: Page, title: str = "Ask once", **fields: Any) -> GuidePage:
    fields = {"sources": "A law, 2024"} | fields
    return make_guide(chapter, title, body=[("text", WHAT + HOW)], **fields)


def reference(unit: ToolkitUnitPage, headings: Sequence[str] = ()) -> dict[str, Any]:
    """Give the raw block that takes over `unit`, or what stands there under `headings`."""
    value = {"unit": unit.pk, "sections": list(headings), **take(unit, headings).pinned()}
    return {"type": "unit", "value": value, "id": str(uuid4())}


def reference_of_before(unit: ToolkitUnitPage, headings: Sequence[str] = ()) -> dict[str, Any]:
    """Give the raw block as it was written before titles and sources were kept in it."""
    text = take(unit, headings).text
    taken = {"text": text, "accepted": digest(text), "declined": ""}
    value = {"unit": unit.pk, "sections": list(headings), **taken}
    return {"type": "unit", "value": value, "id": str(uuid4())}


def make_referring(unit: Page, *blocks: dict[str, Any], **fields: Any) -> LessonPage:
    """Put a lesson of `blocks` below the course's `unit`."""
    return make_lesson(unit, body=json.dumps(blocks), **fields)


def rewrite(unit: ToolkitUnitPage, old: str, new: str) -> None:
    """Change what `unit` says through a revision, and publish it."""
    page = type(unit).objects.get(pk=unit.pk)
    body = json.dumps([dict(block) for block in page.body.raw_data])
    assert old in body, f"{unit} does not say {old!r}"
    page.body = body.replace(old, new)
    page.save_revision().publish()
