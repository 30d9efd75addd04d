"""Courses that are completed, here or on a stick, and the certificates they give."""

from dataclasses import replace
from typing import Any

from learning.accounts.models import User
from learning.bundles.manifest import Manifest
from learning.credentials.issuing import issue
from learning.credentials.models import Award
from learning.player.answering import complete_if_done
from learning.publishing.models import Edition
from learning.records.evidence import Evidence
from learning.records.recording import record
from tests.learning.cohorts.samples import COURSE, do_work, manifest_of, publish, work_of

OUTCOMES = ("Count the visits of one service", "Take one visit away")
LONG = "Describe " + "a long and winding road through several ministries and back " * 4


def course(**changes: Any) -> Manifest:
    """A course of two lessons and a final assessment, with what a certificate shows."""
    fields: dict[str, Any] = {"outcomes": OUTCOMES, "sdg_targets": ("16.6", "9.c")}
    changed = replace(manifest_of(), **{**fields, **changes})
    return changed.numbered(version=1, frozen_at="2026-11-22T12:00:00Z")


def fullest(language: str = "en") -> Manifest:
    """A course that fills a certificate as far as one can."""
    targets = ("16.6", "16.7", "16.10", "17.17", "10.2", "9.c", "1.4", "4.4", "5.b", "11.3")
    title = ("A title that goes on and on " * 10)[:255]
    return course(language=language, title=title, outcomes=(LONG,) * 9, sdg_targets=targets)


def completed(learner: User, edition: Edition) -> None:
    """Let the learner complete the course here."""
    do_work(learner)
    complete_if_done(learner, edition.manifest)


def completed_on_a_stick(learner: User, edition: Edition) -> None:
    """Let the learner's records of a whole course come from a USB copy."""
    record(work_of(learner.pk), evidence=Evidence.SELF_REPORTED, authority="stick")
    complete_if_done(learner, edition.manifest, evidence=Evidence.SELF_REPORTED)


def awarded(learner: User, *, name: str = "", manifest: Manifest | None = None) -> Award:
    """Give the learner's certificate of a course that was published and completed just now."""
    completed(learner, publish(manifest or course()))
    return issue(learner, COURSE, name=name or learner.name)
