"""A cascade of many cohorts, written straight into the tables."""

import uuid
from datetime import UTC, date, datetime

from learning.accounts.models import SignIn, User
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.telling import register
from learning.records.models import Fact
from learning.xapi.attestations import Kind

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CHILDREN = 8  # cohorts below each


def tower(*, cohorts: int, people: int, courses: int) -> None:
    """Make cohorts, each of so many people, who taught so many courses together."""
    keys = [uuid.uuid4() for _ in range(cohorts)]
    Cohort.objects.bulk_create(_cohort(place, keys) for place in range(cohorts))
    learners = [
        User(username=f"T{place:07}", name=f"Person {place}", signs_in_with=SignIn.PIN)
        for place in range(cohorts * people)
    ]
    User.objects.bulk_create(learners, batch_size=500)
    Membership.objects.bulk_create(
        [
            Membership(cohort_id=keys[place // people], learner=each)
            for place, each in enumerate(learners)
        ],
        batch_size=500,
    )
    Fact.objects.bulk_create(
        [
            _taught(key, learners[place * people].pk)
            for place, key in enumerate(keys)
            for _course in range(courses)
        ],
        batch_size=200,
    )


def _cohort(place: int, keys: list[uuid.UUID]) -> Cohort:
    return Cohort(
        pk=keys[place],
        name=f"Cohort {place}",
        code=f"{place:06}",
        course=uuid.UUID(int=1, version=4),
        starts=date(2026, 1, 1),
        ends=date(2026, 1, 5),
        parent=keys[(place - 1) // CHILDREN] if place else None,
    )


def _taught(cohort: uuid.UUID, learner: uuid.UUID) -> Fact:
    where = register(cohort, Kind.TAUGHT, uuid.uuid4(), learner=learner)
    return Fact(
        id=where.id,
        cohort=cohort,
        kind=where.kind,
        thing=where.thing,
        learner=learner,
        value={"date": "2026-05-01", "women": 7, "men": 5, "other": 1, "topic": "Vision"},
        author=learner,
        at=NOON,
    )
