"""The recap of a week: which questions it asks, where they stand, and what was answered so far.

It asks what a learner answered in courses begun: marked checks of lessons and questions of final
assessments, as the editions offered now have them. What they no longer have is left out.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from learning.accounts.models import User
from learning.bundles.edition import FrozenEdition
from learning.bundles.errors import BundleError
from learning.bundles.manifest import Lesson, Manifest, Question, questions_to_bytes
from learning.bundles.store import sha256
from learning.player.editions import readable
from learning.player.marking import mark, read_response
from learning.player.pages import Item, marked_item
from learning.publishing.models import Edition
from learning.recap.scheduling import SIZE, Plan, Week, draw, next_week, plans
from learning.records.reading import Answer, answers_of, responses_in

logger = logging.getLogger(__name__)

DIGEST_LENGTH = 16  # hex digits


@dataclass(frozen=True)
class Place:
    """Where a question stands. lesson: the one to read again, if it is known."""

    edition: Edition
    question: str
    parent: str
    lesson: Lesson | None

    @property
    def address(self) -> str:
        slug = self.edition.slug
        if self.lesson is None:
            return reverse("player:course", args=[slug])
        return reverse("player:course-lesson", args=[slug, self.lesson.slug])

    @property
    def title(self) -> str:
        return self.lesson.title if self.lesson else self.edition.title


@dataclass(frozen=True)
class Asked:
    """A question of a recap, with the answer given in it, if there is one."""

    place: Place
    frozen: FrozenEdition
    item: Item

    @property
    def question(self) -> Question:
        return self.item.question

    @property
    def digest(self) -> str:
        """What tells this wording of the question from another."""
        return sha256(questions_to_bytes([self.question]))[:DIGEST_LENGTH]


@dataclass(frozen=True)
class Recap:
    """A week's recap. known: questions answered ever; next: when there is one again, if ever."""

    week: Week
    asked: tuple[Asked, ...]
    known: int
    next: date | None

    @property
    def open(self) -> list[Asked]:
        return [each for each in self.asked if not each.item.is_answered]

    @property
    def answered(self) -> list[Asked]:
        return [each for each in self.asked if each.item.is_answered]

    @property
    def right(self) -> int:
        return sum(each.item.is_right_now for each in self.asked)

    @property
    def is_done(self) -> bool:
        return bool(self.asked) and not self.open

    def find(self, question: str) -> Asked | None:
        return next((each for each in self.asked if each.question.id == question), None)


def recap_of(
    learner: User, *, answers: list[Answer] | None = None, week: Week | None = None
) -> Recap:
    """Give the recap of this week, or of `week`. At most six queries, however much was answered.

    answers: those of `learner`, where the caller has read them already.
    """
    answers = answers_of(learner.pk) if answers is None else answers
    now, zone = timezone.now(), timezone.get_default_timezone()
    week = week or Week.of(timezone.localdate(now, zone))
    found = places([each.course for each in answers])
    marked = [each for each in answers if each.question in found and each.is_right is not None]
    drawn = draw(marked, week=week, learner=learner.pk, now=now, zone=zone)
    given = _given(learner, marked, week)
    fresh = [each for each in drawn if each not in given][: max(SIZE - len(given), 0)]
    chosen = [*(q for q in given if q not in drawn), *(q for q in drawn if q in {*given, *fresh})]
    known = plans(marked, now=now, zone=zone)
    return Recap(
        week=week,
        asked=tuple(_asked({q: found[q] for q in chosen}, given)),
        known=len(known),
        next=_next(known, week),
    )


def places(courses: list[UUID]) -> dict[UUID, Place]:
    """Give each question of these courses by its id, as the editions offered now have it."""
    current = Edition.objects.current().courses().filter(activity__in=set(courses))
    best = {e.activity: e for e in reversed(current.in_language(get_language() or "en"))}
    return {
        UUID(place.question): place
        for edition, manifest in readable(best.values())
        for place in _places(edition, manifest)
    }


def _places(edition: Edition, manifest: Manifest) -> Iterator[Place]:
    if test := manifest.assessment:
        # Which lesson such a question is about stands with the question itself: see `_asked`.
        for question in test.questions:
            yield Place(edition, question, test.activity, None)
    for lesson in manifest.lessons:
        for question in lesson.questions:
            yield Place(edition, question, lesson.activity, lesson)


def _given(learner: User, answers: list[Answer], week: Week) -> Mapping[UUID, str]:
    """Give question → response of what was answered in the recap of `week`."""
    attempt = week.attempt(learner.pk)
    if not any(each.attempt == attempt for each in answers):
        return {}
    return responses_in(learner.pk, attempt)


def _asked(chosen: Mapping[UUID, Place], given: Mapping[UUID, str]) -> Iterator[Asked]:
    for id_, place in chosen.items():
        try:
            frozen = place.edition.frozen()
            question = frozen.questions[place.question]
        except (BundleError, OSError, KeyError):
            logger.exception("The question %s cannot be read", id_)
            continue
        item = _item(question, given.get(id_))
        # An answer to an older wording can neither be shown nor asked for twice in a week.
        if question.is_marked and (id_ not in given or item.is_answered):
            yield Asked(_with_lesson(place, frozen, question), frozen, item)


def _item(question: Question, response: str | None) -> Item:
    if response is None:
        return Item(question)
    return marked_item(question, mark(question, read_response(response)))


def _with_lesson(place: Place, frozen: FrozenEdition, question: Question) -> Place:
    """Give the place of a question of the assessment with the lesson to read again."""
    if place.lesson or not question.review:
        return place
    try:
        lesson = frozen.manifest.lesson(question.review)
    except KeyError:
        return place
    return replace(place, parent=lesson.activity, lesson=lesson)


def _next(known: Mapping[UUID, Plan], week: Week) -> date | None:
    found = next_week(known.values(), after=week)
    return found.monday if found else None
