"""What records keep about a person: the statements, and which USB copies are theirs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from learning.accounts.models import User
from learning.records.erasing import erase_actors
from learning.records.models import ActorLink, Attestation, Progress, Statement
from learning.records.projecting import actors_of
from learning.xapi.verbs import Verb

WORDS: Mapping[str, Promise] = {
    Verb.REGISTERED: gettext_lazy("began the course"),
    Verb.ANSWERED: gettext_lazy("answered"),
    Verb.PASSED: gettext_lazy("passed the test"),
    Verb.FAILED: gettext_lazy("did not pass the test"),
    Verb.COMPLETED: gettext_lazy("completed the course"),
    Verb.VOIDED: gettext_lazy("took a record back"),
}


@dataclass(frozen=True)
class Told:
    """One statement in words for its person. `verb`: its IRI; `response`: what was answered."""

    at: Any
    verb: str
    activity: UUID
    response: str
    evidence: str

    @property
    def word(self) -> str:
        """What was done; a verb that is not among ours by its last part."""
        return str(WORDS.get(self.verb, self.verb.rstrip("/").rpartition("/")[2]))


def of(learner: User) -> dict[str, Any]:
    """Give everything, JSON-able: statements as they are, with what was noted beside them."""
    links = ActorLink.objects.filter(learner=learner)
    return {
        "statements": list(map(_as_it_is, _own(learner).iterator(chunk_size=500))),
        "usb_copies": [
            {"actor": str(link.actor), "since": link.linked_at.isoformat()} for link in links
        ],
        "in_cohorts": [
            json.loads(row.content) | {"id": str(row.pk)}
            for row in Attestation.objects.filter(learner=learner.pk).order_by("timestamp", "id")
        ],
        "progress": [_standing(row) for row in Progress.objects.filter(learner=learner.pk)],
    }


def brief(learner: User) -> dict[str, Any]:
    """Give how much there is of each course, for a page. Two queries, whatever there is."""
    counted = _own(learner).order_by("course").values("course")
    courses = counted.annotate(number=Count("id"), first=Min("timestamp"), last=Max("timestamp"))
    return {
        "courses": [
            {
                "course": str(each["course"]),
                "statements": each["number"],
                "first": each["first"].isoformat(),
                "last": each["last"].isoformat(),
            }
            for each in courses
        ],
        "usb_copies": ActorLink.objects.filter(learner=learner).count(),
    }


def count(learner: User) -> int:
    """Give the number of statements that would be lost."""
    number: int = _own(learner).count()
    return number


def statements_of(learner: User) -> list[dict[str, Any]]:
    """Give the person's statements in order of time, as they are and nothing beside them."""
    found = _own(learner).iterator(chunk_size=500)
    return [{**json.loads(each.content), "id": str(each.id)} for each in found]


def count_in(learner: User, course: UUID) -> int:
    return _own(learner).filter(course=course).count()


def told_in(learner: User, course: UUID, *, start: int, most: int) -> list[Told]:
    """Give statements in one course in order of time, `most` of them from number `start` on."""
    found = _own(learner).filter(course=course)[start : start + most]
    return [_told(each) for each in found]


def erase(learner: User) -> int:
    """Delete it all, and keep it from coming back; give the number of statements."""
    code = learner.username if learner.is_learner else ""
    return erase_actors([learner.pk, *actors_of([learner.pk])], code=code)


def _own(learner: User) -> Any:
    actors = list(actors_of([learner.pk]))
    return Statement.objects.filter(actor__in=actors).order_by("timestamp", "id")


def _as_it_is(row: Statement) -> dict[str, Any]:
    return {
        "statement": {**json.loads(row.content), "id": str(row.id)},
        "stored": row.stored.isoformat(),
        "evidence": row.evidence,
    }


def _standing(row: Progress) -> dict[str, Any]:
    return {
        "activity": str(row.activity),
        "course": str(row.course),
        "answers": row.answers,
        "succeeded": row.succeeded,
        "passed": row.passed,
        "completed": row.completed_at.isoformat() if row.completed_at else None,
    }


def _told(row: Statement) -> Told:
    result = json.loads(row.content).get("result", {})
    response = str(result.get("response", ""))
    return Told(row.timestamp, row.verb, row.activity, response, row.get_evidence_display())


def last_stored(learner: User) -> datetime | None:
    """Give when something was last heard of the person; by this server's clock, not theirs."""
    found: datetime | None = _own(learner).aggregate(last=Max("stored"))["last"]
    return found
