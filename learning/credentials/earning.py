"""What a learner has earned, read from the records; nothing that a browser sends counts.

A certificate says what kind of proof it rests on. It is *observed* if the final assessment was
passed here, or, where there is none, if every check was answered here; what comes from a USB copy
is self-reported. An observed certificate names only a score that was made here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from learning.accounts.models import User
from learning.bundles.manifest import Assessment, Manifest
from learning.player.editions import readable
from learning.player.progress import CourseProgress, Status, course_progress
from learning.publishing.models import Edition
from learning.records.evidence import Evidence
from learning.records.proving import editions_completed, trusted_progress_of
from learning.records.reading import progress_by_course


@dataclass(frozen=True)
class Missing:
    """A part of the course that is still to do, where it is, and in words what it asks."""

    title: str
    address: str
    words: str


@dataclass(frozen=True)
class Standing:
    """How a learner stands in a course that was begun, by the edition that counts for them."""

    edition: Edition
    manifest: Manifest
    progress: CourseProgress

    @property
    def course(self) -> UUID:
        return self.edition.activity

    @property
    def gives_certificates(self) -> bool:
        """Whether the course asks for anything that could prove it was learned."""
        return self.progress.total > 0 or self.progress.is_complete

    @cached_property
    def missing(self) -> list[Missing]:
        """What is still to do, in the order of the course; nothing once it is complete."""
        if self.progress.is_complete:
            return []
        lessons = [
            Missing(each.title, self._address(each.slug), _words(self.progress.lessons[each.slug]))
            for each in self.manifest.required_lessons
            if self.progress.lessons[each.slug] != Status.DONE
        ]
        test = self.manifest.assessment
        if test is None or self.progress.assessment == Status.DONE:
            return lessons
        words = _words_of_test(test, self.progress)
        return [*lessons, Missing(test.title, self._address(test.slug), words)]

    def _address(self, slug: str) -> str:
        return reverse("player:course-lesson", args=[self.edition.slug, slug])


@dataclass(frozen=True)
class Proof:
    """What a completed course rests on. score: points, maximum; none without an assessment."""

    evidence: Evidence
    completed_at: datetime
    score: tuple[int, int] | None


def standings(learner: User) -> list[Standing]:
    """Give the courses `learner` has begun, the latest first. Five queries, however many.

    The edition is the one that was completed, whether or not it is still offered; else the one
    offered now, in the reader's language if there is one.
    """
    states = progress_by_course(learner.pk)
    completed = editions_completed(learner.pk)
    ids = list(completed.values())
    found = Edition.objects.courses().filter(
        Q(activity__in=list(states)) & (Q(is_current=True) | Q(content_id__in=ids))
    )
    chosen = _chosen(found.in_language(get_language() or "en"), completed)
    known = [
        Standing(edition, manifest, course_progress(manifest, states[edition.activity]))
        for edition, manifest in readable(chosen)
    ]
    return sorted(known, key=lambda each: str(each.progress.last_at), reverse=True)


def standing(learner: User, course: UUID) -> Standing | None:
    """Give how `learner` stands in `course`; nothing if it was not begun or is not known here."""
    return next((each for each in standings(learner) if each.course == course), None)


def proof_of(learner: User, standing: Standing) -> Proof:
    """Give what the completion of a course rests on, and its date, never one to come."""
    manifest, progress = standing.manifest, standing.progress
    trusted = course_progress(manifest, trusted_progress_of(learner.pk, standing.course))
    is_observed = _proves(manifest, trusted)
    told = trusted if is_observed else progress
    completed_at = told.completed_at or progress.completed_at or timezone.now()
    return Proof(
        evidence=Evidence.OBSERVED if is_observed else Evidence.SELF_REPORTED,
        completed_at=min(completed_at, timezone.now()),  # the clock of a stick may be ahead
        score=told.best_score if manifest.assessment else None,
    )


def _chosen(editions: Iterable[Edition], completed: Mapping[UUID, str]) -> list[Edition]:
    """Give one edition a course: the completed one, else the first offered."""
    chosen: dict[UUID, Edition] = {}
    for edition in editions:
        is_completed = completed.get(edition.activity) == edition.content_id
        if is_completed or (edition.is_current and edition.activity not in chosen):
            chosen[edition.activity] = edition
    return list(chosen.values())


def _proves(manifest: Manifest, trusted: CourseProgress) -> bool:
    if manifest.assessment:
        return trusted.assessment == Status.DONE
    asked = [trusted.lessons[lesson.slug] for lesson in manifest.required_lessons]
    return bool(asked) and all(status == Status.DONE for status in asked)


def _words(status: Status) -> str:
    if status == Status.IN_PROGRESS:
        return _("some of it is still to be answered")
    return _("not started")


def _words_of_test(test: Assessment, progress: CourseProgress) -> str:
    mark = _("the pass mark is %(percent)d %%") % {"percent": test.pass_percent}
    if not progress.best_score:
        return _("not tried yet; %(mark)s") % {"mark": mark}
    raw, maximum = progress.best_score
    return _("best so far %(raw)d of %(maximum)d; %(mark)s") % {
        "raw": raw,
        "maximum": maximum,
        "mark": mark,
    }
