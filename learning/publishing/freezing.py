"""Freezing: what is live of a course or toolkit becomes an edition.

An edition is immutable. Freezing unchanged content gives the edition there is; files that did not
change are shared, because the store is content-addressed. Drafts and private pages never enter:
the outline does not show them.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import rfc8785
from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

import courses.outline
import toolkits.outline
from courses.models import CoursePage
from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import (
    Assessment,
    Kind,
    Lesson,
    Manifest,
    Question,
    Unit,
    questions_to_bytes,
)
from learning.bundles.markup import is_too_deep
from learning.bundles.store import ObjectStore
from learning.bundles.weighing import weigh
from learning.publishing import translating
from learning.publishing.errors import CannotStore, NotReady
from learning.publishing.models import Edition
from learning.publishing.rendering import Files, render_in, render_parts
from learning.publishing.signals import editions_changed
from media.errors import MediaError
from toolkits.models import ToolkitPage
from toolkits.outline import Outline, OutlineAssessment, OutlineLesson, OutlineUnit, Part

Publishable = CoursePage | ToolkitPage
RESERVED_SLUGS = frozenset({"media", "start"})


@dataclass(frozen=True)
class Frozen:
    edition: Edition
    is_new: bool


def outline_of(page: Publishable) -> Outline:
    """Give the outline of what is live of `page`."""
    if isinstance(page, CoursePage):
        return courses.outline.outline(page)
    return toolkits.outline.outline(page)


def freeze(page: Publishable) -> Frozen:
    """Freeze what is live of `page` into an edition, and make it the current one.

    Raises: NotReady — with every reason; CannotStore — disk full or not writable. Either way the
    edition that was current still is.
    """
    with override(page.locale.language_code):  # an edition says the same whoever publishes it
        outline = outline_of(page)
    if reasons := list(problems(outline)):
        raise NotReady(" ".join(reasons))
    store = ObjectStore(Path(settings.EDITIONS_ROOT))
    try:
        with override(outline.language):
            manifest = _Freezing(outline, Files(store)).manifest()
        return _keep(page, manifest, store)
    except MediaError as error:
        raise NotReady(str(error)) from error
    except OSError as error:
        message = _(
            "The files of the edition could not be written (%s). The edition that was "
            "there still is. Free some space, then publish again."
        )
        raise CannotStore(message % error.strerror) from error


@transaction.atomic
def withdraw(page: Publishable) -> int:
    """Stop offering the editions of `page`; they are kept. Give how many were current."""
    key = {"activity": page.translation_key, "language": page.locale.language_code}
    count = Edition.objects.current().filter(**key).update(is_current=False)
    editions_changed.send(Edition, **key)
    return count


def problems(outline: Outline) -> Iterator[str]:
    """Say, sentence by sentence, what keeps `outline` from becoming an edition."""
    lessons = [lesson for unit in outline.units for lesson in unit.lessons]
    if not lessons:
        yield _("There is no live lesson in it yet. Publish its lessons first.")
    slugs = [lesson.slug for lesson in lessons]
    tests = [test for test in (outline.pretest, outline.assessment) if test]
    slugs += [test.slug for test in tests]
    for slug, times in Counter(slugs).items():
        if times > 1:
            yield _("Two lessons have the same address “%s”. Give one another slug.") % slug
        if slug in RESERVED_SLUGS:
            yield _("A lesson cannot have the address “%s”. Give it another slug.") % slug
    if outline.kind != Kind.TOOLKIT:
        yield from _evidence_problems(outline, lessons, set(slugs))


def _evidence_problems(
    outline: Outline, lessons: list[OutlineLesson], slugs: set[str]
) -> Iterator[str]:
    parts = [part for lesson in lessons for part in lesson.parts]
    if lessons and not any(_is_question(part) for part in parts):
        yield _("No lesson has a knowledge check or a reflection, so nobody could complete it.")
    for test in (outline.pretest, outline.assessment):
        if test:
            yield from _test_problems(test, slugs)


def _test_problems(test: OutlineAssessment, slugs: set[str]) -> Iterator[str]:
    questions = [part for part in test.parts if _is_question(part)]
    if test.draw > len(questions):
        yield _("“%s” draws more questions than its item bank has.") % test.title
    for review in sorted({question.review for question in questions} - slugs):
        message = _("“%(test)s” sends learners to a lesson “%(lesson)s” that is not live.")
        yield message % {"test": test.title, "lesson": review}


def _is_question(part: Part) -> bool:
    return isinstance(part, toolkits.outline.OutlineQuestion)


class _Freezing:
    """Renders one outline into files and their manifest."""

    def __init__(self, outline: Outline, files: Files) -> None:
        self.outline = outline
        self.files = files
        self.questions: list[Question] = []
        self.slugs = {
            lesson.page_id: lesson.slug for unit in outline.units for lesson in unit.lessons
        }

    def manifest(self) -> Manifest:
        outline = self.outline
        introduction, _asked = self._fragment("introduction.html", outline.parts)
        units = tuple(self._unit(unit) for unit in outline.units)
        assessment = self._assessment("assessment.html", outline.assessment)
        pretest = self._assessment("pretest.html", outline.pretest)
        questions = self.files.put("questions.json", questions_to_bytes(self.questions))
        return Manifest(
            kind=Kind(outline.kind),
            activity=str(outline.activity),
            slug=outline.slug,
            code=outline.code,
            language=outline.language,
            title=outline.title,
            summary=outline.summary,
            audience=outline.audience,
            outcomes=outline.outcomes,
            sdg_targets=outline.sdg_targets,
            licence=outline.licence,
            sources=outline.sources,
            introduction=introduction,
            units=units,
            assessment=assessment,
            questions=questions,
            files=tuple(sorted(self.files.entries.values(), key=lambda entry: entry.path)),
            pretest=pretest,
            wsis_lines=outline.wsis_lines,
            principles=outline.principles,
            level=outline.level,
        )

    def _fragment(
        self, path: str, parts: tuple[Part, ...], *, around: str = "{}"
    ) -> tuple[str, tuple[Question, ...]]:
        html, questions = render_parts(parts, files=self.files, slugs=self.slugs)
        if is_too_deep(html):
            message = _(
                "The text of “%s” is nested too deeply to be shown. Make its lists simpler, then "
                "publish again."
            )
            raise NotReady(message % Path(path).stem)
        self.questions.extend(questions)
        return self.files.put(path, around.replace("{}", html).encode()), questions

    def _unit(self, unit: OutlineUnit) -> Unit:
        path = ""
        if unit.parts:
            path, _asked = self._fragment(f"units/{unit.slug}.html", unit.parts)
        return Unit(
            activity=str(unit.activity),
            slug=unit.slug,
            title=unit.title,
            summary=unit.summary,
            path=path,
            lessons=tuple(self._lesson(lesson) for lesson in unit.lessons),
            code=unit.code,
            implements=unit.implements,
            sdg_targets=unit.sdg_targets,
            wsis_lines=unit.wsis_lines,
            principles=unit.principles,
        )

    def _lesson(self, lesson: OutlineLesson) -> Lesson:
        self.files.taken()
        around = "{}"
        if lesson.details or lesson.sources:
            context = {"lesson": lesson, "body": "{}"}
            around = render_in(self.outline.language, "blocks/unit_facts.html", context).strip()
        path, questions = self._fragment(f"lessons/{lesson.slug}.html", lesson.parts, around=around)
        return Lesson(
            activity=str(lesson.activity),
            slug=lesson.slug,
            kind=lesson.kind,
            title=lesson.title,
            summary=lesson.summary,
            minutes=lesson.minutes,
            path=path,
            questions=tuple(question.id for question in questions),
            files=self.files.taken(),
            details=dict(lesson.details),
            starts=lesson.starts,
            origins=lesson.origins,
            implements=lesson.implements,
            tool=self._tool(lesson),
            sdg_targets=lesson.sdg_targets,
            wsis_lines=lesson.wsis_lines,
            principles=lesson.principles,
        )

    def _tool(self, lesson: OutlineLesson) -> str:
        if lesson.tool is None:
            return ""
        return self.files.put(f"tools/{lesson.slug}.json", rfc8785.dumps(dict(lesson.tool)))

    def _assessment(self, path: str, assessment: OutlineAssessment | None) -> Assessment | None:
        if assessment is None:
            return None
        path, questions = self._fragment(path, assessment.parts)
        return Assessment(
            activity=str(assessment.activity),
            slug=assessment.slug,
            title=assessment.title,
            minutes=assessment.minutes,
            pass_percent=assessment.pass_percent,
            draw=assessment.draw,
            path=path,
            questions=tuple(question.id for question in questions),
            attempts=assessment.attempts,
            wait_hours=assessment.wait_hours,
            minutes_limit=assessment.minutes_limit,
        )


@transaction.atomic
def _keep(page: Publishable, manifest: Manifest, store: ObjectStore) -> Frozen:
    editions = Edition.objects.select_for_update().filter(
        activity=manifest.activity, language=manifest.language
    )
    current = editions.filter(is_current=True).first()
    if current and current.content_id == manifest.content_id():
        editions_changed.send(Edition, activity=current.activity, language=current.language)
        return Frozen(current, is_new=False)
    if (
        Edition.objects.current()
        .filter(slug=manifest.slug, language=manifest.language)
        .exclude(activity=manifest.activity)
        .exists()
    ):
        message = _(
            "Another course or toolkit already has the address “%s”. Give this one another."
        )
        raise NotReady(message % manifest.slug)
    version = (editions.aggregate(last=Max("version"))["last"] or 0) + 1
    now = timezone.now().replace(microsecond=0)
    translated_from = translating.translated_from(manifest)
    manifest = replace(manifest, translated_from=translated_from)
    numbered = manifest.numbered(version=version, frozen_at=now.isoformat())
    editions.filter(is_current=True).update(is_current=False)
    edition = Edition.objects.create(
        activity=numbered.activity,
        language=numbered.language,
        version=version,
        content_id=numbered.id,
        manifest_sha256=store.add(numbered.to_bytes()),
        kind=numbered.kind,
        slug=numbered.slug,
        title=numbered.title,
        summary=numbered.summary,
        minutes=numbered.minutes,
        length=weigh(FrozenEdition(numbered, store)).reading,
        frozen_at=now,
        page_id=page.pk,
    )
    editions_changed.send(Edition, activity=edition.activity, language=edition.language)
    return Frozen(edition, is_new=True)
