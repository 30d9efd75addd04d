"""Who is in a cohort, and who was: one query each, whatever their number."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet

from learning.accounts.choosing import last_word
from learning.accounts.codes import spaced
from learning.accounts.models import Purpose, User
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.telling import register
from learning.records.facts import fact_of, facts_of, history
from learning.xapi.attestations import Kind

FIELDS = (
    "pk",
    "cohort_id",
    "joined",
    "left",
    "is_brought",
    "learner_id",
    "learner__name",
    "learner__username",
    "learner__organisation",
    "learner__signs_in_with",
)


@dataclass(frozen=True)
class Person:
    """Somebody in a cohort. `code`: the learner code as it is printed; empty for staff.

    joined, left: aware. left is None for whoever is still here. has_pin: or a password.
    may_be_asked: by a trainer after the course; false for who said no to it. is_brought: as in
    `Membership`.
    """

    id: UUID
    name: str
    code: str
    organisation: str
    membership: int
    joined: datetime
    left: datetime | None = None
    has_pin: bool = True
    may_be_asked: bool = True
    is_brought: bool = False


@dataclass(frozen=True)
class Former:
    """Somebody who left. has_moved: to another cohort. to: its name, where it may be told."""

    person: Person
    has_moved: bool = False
    to: str = ""


def people_of(cohort: Cohort) -> list[Person]:
    """Give who is in the cohort now, by name. One query."""
    return _people(cohort.memberships.present())


def former_people(cohort: Cohort, cohorts: Mapping[UUID, str]) -> list[Former]:
    """Give who left the cohort, the latest first, and where they went. Two queries at most.

    cohorts: those that may be named.
    """
    left = _people(cohort.memberships.exclude(left=None).order_by("-left", "pk"))
    moved = _moved(cohort) if left else {}
    return [
        Former(each, each.id in moved, cohorts.get(moved.get(each.id, cohort.pk), ""))
        for each in left
    ]


def _people(members: QuerySet[Membership]) -> list[Person]:
    rows = members.select_related("learner").only(*FIELDS)
    pinless = Q(learner__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    word = last_word(Purpose.FOLLOW_UP, person="learner")
    return [
        replace(person_of(each), has_pin=not each.is_pinless, may_be_asked=each.word is not False)
        for each in rows.annotate(is_pinless=pinless, word=word)
    ]


def person_of(member: Membership) -> Person:
    learner = member.learner
    return Person(
        id=learner.pk,
        name=str(learner),
        code=spaced(learner.username) if learner.is_learner else "",
        organisation=learner.organisation,
        membership=member.pk,
        joined=member.joined,
        left=member.left,
        is_brought=member.is_brought,
    )


def _moved(cohort: Cohort) -> dict[UUID, UUID]:
    """Give learner → the cohort they were moved to, as far as it is told soundly."""
    found = {}
    for fact in facts_of(cohort.pk, Kind.MEMBER):
        if fact.learner and fact.value and fact.value.get("state") == "moved":
            found[fact.learner] = _uuid(fact.value.get("to"))
    return {learner: to for learner, to in found.items() if to}


@dataclass(frozen=True)
class Change:
    """What somebody said of a membership. state: `in`, `left`, `moved`. by, to: names, if known."""

    at: datetime
    state: str
    by: str
    to: str


def history_of(member: Membership, cohorts: Mapping[UUID, str]) -> list[Change]:
    """Give all that was said of a membership, oldest first. cohorts: those that may be named."""
    told = history(register(member.cohort_id, Kind.MEMBER, learner=member.learner_id))
    authors = User.objects.in_bulk({each.author for each in told})
    return [
        Change(
            at=each.timestamp,
            state=str((each.value or {}).get("state", "")),
            by=str(authors.get(each.author, "")),
            to=cohorts.get(_uuid((each.value or {}).get("to")) or UUID(int=0), ""),
        )
        for each in told
    ]


def is_disputed(member: Membership) -> bool:
    """Tell whether two people said different things of a membership, unseen by each other."""
    fact = fact_of(register(member.cohort_id, Kind.MEMBER, learner=member.learner_id))
    return bool(fact and fact.is_contested)


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
