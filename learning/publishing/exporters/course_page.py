"""A whole course as one page: what the template of a page shell is given.

Browsers keep what a page stores by the address of its file, so a course on a stick is one file.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from learning.bundles.edition import FrozenEdition, Text
from learning.bundles.manifest import Lesson, Question
from learning.publishing.exporters.links import linked_lessons, relink

FORMAT = "atoll-usb/1"
RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
# What must not stand inside a script element; JSON reads the escapes as the same characters.
SCRIPT_UNSAFE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}

# Browsers do not load captions from another file on `file://`; they do from the page itself.
CAPTIONS = re.compile(r"(<track\b[^>]*\bsrc=\")(media/[^\"]+\.vtt)(\")")

Part = Text | Question


@dataclass(frozen=True)
class LessonPart:
    lesson: Lesson
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class UnitPart:
    """A unit: `anchor` is the id of its own screen, or empty if it has no text to show."""

    title: str
    summary: str
    anchor: str
    parts: tuple[Part, ...]
    lessons: tuple[LessonPart, ...]


@dataclass(frozen=True)
class AssessmentPart:
    anchor: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class CoursePage:
    edition: FrozenEdition

    @property
    def introduction(self) -> tuple[Part, ...]:
        return self._parts(self.edition.manifest.introduction)

    @property
    def units(self) -> tuple[UnitPart, ...]:
        return tuple(self._units())

    @property
    def assessment(self) -> AssessmentPart | None:
        """The assessment with every question of its bank, wherever its text placed them."""
        if not (assessment := self.edition.manifest.assessment):
            return None
        parts = self._parts(assessment.path)
        placed = {part.id for part in parts if isinstance(part, Question)}
        left = [each for each in assessment.questions if each not in placed]
        rest = tuple(self._part(self.edition.questions[each]) for each in left)
        return AssessmentPart(self._assessment_anchor, parts + rest)

    @property
    def is_tracked(self) -> bool:
        """Whether there is anything to answer, and so any progress to keep."""
        manifest = self.edition.manifest
        return bool(manifest.required_lessons or manifest.assessment)

    @property
    def broken_links(self) -> tuple[str, ...]:
        """The slugs of lessons that are linked to and not here."""
        manifest = self.edition.manifest
        here = {lesson.slug for lesson in manifest.lessons} | {self._assessment_anchor}
        paths = [file.path for file in manifest.files if file.media_type == "text/html"]
        linked = (linked_lessons(self.edition.read(path).decode()) for path in paths)
        return tuple(sorted(set[str]().union(*linked) - here))

    def for_script(self, actor_home: str) -> str:
        """Give what the player needs to know, as JSON that is safe inside a script element."""
        manifest = self.edition.manifest
        facts = {
            "format": FORMAT,
            "slug": manifest.slug,
            "title": manifest.title,
            "activity": manifest.activity,
            "edition": manifest.id,
            "actorHome": actor_home,
            "lessons": [_lesson_facts(lesson) for lesson in manifest.lessons],
            "assessment": self._assessment_facts(),
            "questions": {
                each: _question_facts(self.edition.questions[each]) for each in self._asked()
            },
        }
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.translate(SCRIPT_UNSAFE)

    @property
    def _assessment_anchor(self) -> str:
        assessment = self.edition.manifest.assessment
        slugs = {lesson.slug for lesson in self.edition.manifest.lessons}
        taken = assessment is None or assessment.slug in slugs
        return "atoll-assessment" if taken or assessment is None else assessment.slug

    def _assessment_facts(self) -> Mapping[str, object] | None:
        if not (assessment := self.edition.manifest.assessment):
            return None
        return {
            "slug": self._assessment_anchor,
            "activity": assessment.activity,
            "title": assessment.title,
            "passPercent": assessment.pass_percent,
            "draw": assessment.draw,
            "questions": list(assessment.questions),
        }

    def _asked(self) -> list[str]:
        manifest = self.edition.manifest
        asked = [each for lesson in manifest.lessons for each in lesson.questions]
        return asked + list(manifest.assessment.questions if manifest.assessment else ())

    def _units(self) -> Iterator[UnitPart]:
        for number, unit in enumerate(self.edition.manifest.units, start=1):
            parts = self._parts(unit.path)
            anchor = f"atoll-unit-{number}" if parts else ""
            lessons = (LessonPart(lesson, self._parts(lesson.path)) for lesson in unit.lessons)
            yield UnitPart(unit.title, unit.summary, anchor, parts, tuple(lessons))

    def _parts(self, path: str) -> tuple[Part, ...]:
        return tuple(self._linked(self.edition.parts(path))) if path else ()

    def _linked(self, parts: Iterable[Part]) -> Iterator[Part]:
        return (self._part(part) for part in parts)

    def _part(self, part: Part) -> Part:
        if isinstance(part, Question):
            return replace(part, prompt=relink(part.prompt, "#{}".format))
        return Text(CAPTIONS.sub(self._inlined, relink(part.html, "#{}".format)))

    def _inlined(self, match: re.Match[str]) -> str:
        content = base64.b64encode(self.edition.read(match[2])).decode()
        return f"{match[1]}data:text/vtt;base64,{content}{match[3]}"


def direction(language: str) -> str:
    """Give the direction that `language` is written in: `ltr` or `rtl`."""
    return "rtl" if language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def _lesson_facts(lesson: Lesson) -> Mapping[str, object]:
    return {
        "slug": lesson.slug,
        "activity": lesson.activity,
        "title": lesson.title,
        "questions": list(lesson.questions),
    }


def _question_facts(question: Question) -> Mapping[str, object]:
    options = [
        {"id": option.id, "correct": option.correct, "feedback": option.feedback}
        for option in question.options
    ]
    return {"type": question.type.value, "options": options, "review": question.review}
