"""A whole course as one page: what the template of a page shell is given.

Browsers keep what a page stores by the address of its file, so a course on a stick is one file.
"""

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from learning.bundles.arranging import target_of
from learning.bundles.edition import FrozenEdition, Text
from learning.bundles.manifest import TRIES, Assessment, Lesson, Option, Question, Step
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
    """`address`: where a lesson stands, by its slug."""

    edition: FrozenEdition
    address: Callable[[str], str] = "#{}".format

    @property
    def introduction(self) -> tuple[Part, ...]:
        return self.parts(self.edition.manifest.introduction)

    @property
    def units(self) -> tuple[UnitPart, ...]:
        return tuple(self._units())

    @property
    def pretest(self) -> AssessmentPart | None:
        return self._test(self.edition.manifest.pretest)

    @property
    def assessment(self) -> AssessmentPart | None:
        return self._test(self.edition.manifest.assessment)

    def _test(self, assessment: Assessment | None) -> AssessmentPart | None:
        """Give a test with every question of its bank, wherever its text placed them."""
        if not assessment:
            return None
        parts = self.parts(assessment.path)
        placed = {part.id for part in parts if isinstance(part, Question)}
        left = [each for each in assessment.questions if each not in placed]
        rest = tuple(self._part(self.edition.questions[each]) for each in left)
        return AssessmentPart(self._anchor(assessment), parts + rest)

    @property
    def is_tracked(self) -> bool:
        """Whether there is anything to answer, and so any progress to keep."""
        manifest = self.edition.manifest
        return bool(manifest.required_lessons or manifest.assessment)

    @property
    def broken_links(self) -> tuple[str, ...]:
        """The slugs of lessons that are linked to and not here."""
        files = self.edition.manifest.files
        paths = [file.path for file in files if file.media_type == "text/html"]
        linked = (linked_lessons(self.edition.read(path).decode()) for path in paths)
        return tuple(sorted(set[str]().union(*linked) - self.slugs))

    @property
    def slugs(self) -> set[str]:
        """What a link can lead to: the lessons and the tests."""
        manifest = self.edition.manifest
        tests = {self._anchor(test) for test in manifest.assessments}
        return tests.union(lesson.slug for lesson in manifest.lessons)

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
            "assessment": self._test_facts(manifest.assessment),
            "pretest": self._test_facts(manifest.pretest),
            "questions": {
                each: question_facts(self.edition.questions[each]) for each in self._asked()
            },
        }
        return _to_json(facts)

    def tools_for_script(self) -> str:
        """Give the instruments that can be filled in, each by its activity; empty if none can.

        What is empty in an entry is left out, and the script reads it as empty.
        """
        lessons = [lesson for lesson in self.edition.manifest.lessons if lesson.tool]
        entries = {each.activity: json.loads(self.edition.read(each.tool)) for each in lessons}
        tools = {activity: _filled(entry) for activity, entry in entries.items()}
        return _to_json(tools) if tools else ""

    def _anchor(self, test: Assessment) -> str:
        slugs = {lesson.slug for lesson in self.edition.manifest.lessons}
        if test.slug not in slugs:
            return test.slug
        is_final = test == self.edition.manifest.assessment
        return "atoll-assessment" if is_final else "atoll-before"

    def _test_facts(self, assessment: Assessment | None) -> Mapping[str, object] | None:
        if not assessment:
            return None
        return {
            "slug": self._anchor(assessment),
            "activity": assessment.activity,
            "title": assessment.title,
            "passPercent": assessment.pass_percent,
            "draw": assessment.draw,
            "questions": list(assessment.questions),
            **_limits(assessment),
        }

    def _asked(self) -> list[str]:
        manifest = self.edition.manifest
        asked = [each for lesson in manifest.lessons for each in lesson.questions]
        return asked + [each for test in manifest.assessments for each in test.questions]

    def _units(self) -> Iterator[UnitPart]:
        for number, unit in enumerate(self.edition.manifest.units, start=1):
            parts = self.parts(unit.path)
            anchor = f"atoll-unit-{number}" if parts else ""
            lessons = (LessonPart(lesson, self.parts(lesson.path)) for lesson in unit.lessons)
            yield UnitPart(unit.title, unit.summary, anchor, parts, tuple(lessons))

    def parts(self, path: str) -> tuple[Part, ...]:
        """Give the fragment at `path` in reading order; none for an empty path."""
        return tuple(self._linked(self.edition.parts(path))) if path else ()

    def _linked(self, parts: Iterable[Part]) -> Iterator[Part]:
        return (self._part(part) for part in parts)

    def _part(self, part: Part) -> Part:
        if isinstance(part, Question):
            return replace(part, prompt=relink(part.prompt, self.address))
        return Text(CAPTIONS.sub(self._inlined, relink(part.html, self.address)))

    def _inlined(self, match: re.Match[str]) -> str:
        content = base64.b64encode(self.edition.read(match[2])).decode()
        return f"{match[1]}data:text/vtt;base64,{content}{match[3]}"


def _to_json(facts: Mapping[str, object]) -> str:
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.translate(SCRIPT_UNSAFE)


def _filled(value: object) -> object:
    """Give `value` without the names whose value is empty: a text, a list, false or nothing."""
    if isinstance(value, dict):
        kept = {name: _filled(item) for name, item in value.items()}
        return {name: item for name, item in kept.items() if item or type(item) is int}
    return [_filled(item) for item in value] if isinstance(value, list) else value


def direction(language: str) -> str:
    """Give the direction that `language` is written in: `ltr` or `rtl`."""
    return "rtl" if language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def _limits(assessment: Assessment) -> Mapping[str, object]:
    """Give the limits that a test has; without any, nothing."""
    limits = {
        "attempts": assessment.attempts,
        "waitHours": assessment.wait_hours,
        "minutesLimit": assessment.minutes_limit,
    }
    return {name: limit for name, limit in limits.items() if limit}


def _lesson_facts(lesson: Lesson) -> Mapping[str, object]:
    return {
        "slug": lesson.slug,
        "activity": lesson.activity,
        "title": lesson.title,
        "questions": list(lesson.questions),
    }


def question_facts(question: Question) -> Mapping[str, object]:
    """Give what the player needs to know of `question`; what it shows stands on the page."""
    facts: dict[str, object] = {
        "type": question.type.value,
        "options": [_option_facts(question, option) for option in question.options],
        "review": question.review,
    }
    later = {
        "feedback": dict(question.feedback),
        "lowest": question.lowest,
        "highest": question.highest,
        "decimals": question.decimals,
        "accepted": list(question.accepted),
        "ignoresAccents": question.ignores_accents,
        "steps": [_step_facts(step) for step in question.steps],
    }
    if question.tries != TRIES:
        facts["tries"] = question.tries
    return facts | {name: value for name, value in later.items() if value}


def _option_facts(question: Question, option: Option) -> Mapping[str, object]:
    facts: dict[str, object] = {
        "id": option.id,
        "correct": option.correct,
        "feedback": option.feedback,
    }
    return facts | ({"target": target_of(question, option)} if option.match else {})


def _step_facts(step: Step) -> Mapping[str, object]:
    options = [
        {"id": option.id, "feedback": option.feedback, "goes": option.goes}
        for option in step.options
    ]
    return {"id": step.id, "options": options}
