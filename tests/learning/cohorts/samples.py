"""A small published course, and statements about it."""

import hashlib
import uuid
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from learning.accounts.models import User
from learning.bundles.manifest import Assessment, Kind, Lesson, Manifest, Unit
from learning.bundles.store import ObjectStore
from learning.cohorts.enrolling import open_cohort
from learning.cohorts.models import Cohort, Membership
from learning.publishing.models import Edition
from learning.records.evidence import Evidence
from learning.records.recording import record
from learning.xapi import statements
from learning.xapi.statements import Checked, check

COURSE = uuid.UUID("c0000000-0000-4000-8000-000000000001")
QUESTIONS = [uuid.UUID(int=place, version=4) for place in (11, 12)]
LESSONS = [uuid.UUID(int=place, version=4) for place in (21, 22)]
ASSESSMENT = uuid.UUID(int=31, version=4)
BANK = tuple(str(uuid.UUID(int=place, version=4)) for place in (51, 52))
EDITION = "e" * 64
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def manifest_of(
    course: uuid.UUID = COURSE, language: str = "en", title: str = "Foundations"
) -> Manifest:
    """A course of two lessons with one question each, and a final assessment."""
    lessons = tuple(
        Lesson(str(lesson), f"lesson-{place}", "lesson", "A lesson", "", 5, "", (str(question),))
        for place, (lesson, question) in enumerate(zip(LESSONS, QUESTIONS, strict=True))
    )
    return Manifest(
        kind=Kind.COURSE,
        activity=str(course),
        slug=f"course-{str(course)[-4:]}",
        code="",
        language=language,
        title=title,
        summary="",
        audience="",
        outcomes=(),
        sdg_targets=(),
        licence="CC BY 4.0",
        sources=(),
        introduction="",
        units=(Unit(str(uuid.UUID(int=41, version=4)), "unit", "A unit", "", "", lessons),),
        assessment=Assessment(str(ASSESSMENT), "assessment", "Prove it", 5, 80, 2, "", BANK),
        questions="",
        files=(),
    ).numbered(version=1, frozen_at="2026-11-22T12:00:00Z")


def publish(manifest: Manifest) -> Edition:
    """Make the manifest's edition the current one, as publishing does."""
    digest = ObjectStore(Path(settings.EDITIONS_ROOT)).add(manifest.to_bytes())
    return Edition.objects.create(
        activity=uuid.UUID(manifest.activity),
        language=manifest.language,
        version=manifest.version,
        content_id=manifest.id,
        manifest_sha256=digest,
        kind=manifest.kind.value,
        slug=manifest.slug,
        title=manifest.title,
        minutes=15,
        length=0,
        frozen_at=NOON,
    )


def a_cohort(trainer: User, name: str = "Lands ToT") -> Cohort:
    return open_cohort(
        name=name,
        course=COURSE,
        starts=date(2026, 11, 1),
        ends=date(2026, 11, 30),
        trainer=trainer,
    )


def member_of(cohort: Cohort, learner: User) -> Membership:
    return Membership.objects.create(cohort=cohort, learner=learner, name_key=learner.name.lower())


def common(actor: uuid.UUID, seq: int = 1) -> dict[str, Any]:
    return {
        "actor": actor,
        "actor_home": "https://atoll.invalid/learners",
        "course": COURSE,
        "edition": EDITION,
        "origin": uuid.uuid5(actor, "origin"),
        "seq": seq,
        "timestamp": NOON,
    }


def work_of(actor: uuid.UUID, *, lessons: int = 2, passed: bool = True) -> list[Checked]:
    """Right answers in so many lessons, and an attempt at the assessment if they are both done."""
    made = [
        statements.answered(
            question=QUESTIONS[place],
            lesson=LESSONS[place],
            response="a",
            correct=True,
            **common(actor, place),
        )
        for place in range(lessons)
    ]
    if lessons == len(LESSONS):
        attempt = uuid.UUID(bytes=hashlib.md5(actor.bytes, usedforsecurity=False).digest())
        points = {"raw": 2 if passed else 1, "maximum": 2, "pass_percent": 80}
        made.append(
            statements.scored(assessment=ASSESSMENT, attempt=attempt, **points, **common(actor, 9))
        )
    return [check(statement) for statement in made]


def do_work(*learners: User, **how_much: Any) -> None:
    """Let learners work here, on the hub."""
    done = [made for learner in learners for made in work_of(learner.pk, **how_much)]
    record(done, evidence=Evidence.OBSERVED, authority="the hub")
