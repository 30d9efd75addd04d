"""A station on which things happened, and an empty server that takes its files."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from learning.accounts.models import User
from learning.cohorts.enrolling import come_in, leave
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.moving.saving import save_cohorts
from learning.cohorts.telling import register
from learning.records.attesting import Saying, say
from learning.records.models import (
    ActorLink,
    Attestation,
    Fact,
    Origin,
    Progress,
    RevokedOrigin,
    Statement,
)
from learning.xapi.attestations import Kind

LEARNER_FIELDS = ("pk", "username", "name", "organisation", "language", "signs_in_with")


def join(cohort: Cohort, learner: User) -> Membership:
    """Let a learner in, as joining does."""
    key = learner.name.lower()
    member = Membership.objects.create(cohort=cohort, learner=learner, name_key=key)
    come_in(member, author=learner.pk)
    return member


def mark(cohort: Cohort, learner: User, state: str, *, by: User) -> uuid.UUID:
    """Mark a learner as present or absent in the one session."""
    session = uuid.uuid5(cohort.pk, "session")
    place = register(cohort, Kind.ATTENDANCE, session, learner=learner.pk)
    return say([Saying(place, {"state": state})], author=by.pk)[0]


def out(member: Membership, *, by: User) -> None:
    leave(member, author=by.pk)


def saved(*cohorts: Cohort) -> bytes:
    return save_cohorts(cohorts)


def rows() -> dict[str, Any]:
    """Give what a server knows, but for what is its own: when and by whom things came."""
    return {
        "cohorts": sorted(
            Cohort.objects.values_list(
                "pk", "name", "code", "course", "starts", "ends", "parent", "led_by"
            )
        ),
        "trainers": sorted(Cohort.trainers.through.objects.values_list("cohort", "user")),
        "members": sorted(
            Membership.objects.values_list("cohort", "learner", "name_key", "left"), key=str
        ),
        "people": sorted(User.objects.values_list(*LEARNER_FIELDS)),
        "attestations": sorted(Attestation.objects.values_list("pk", "doubt")),
        "facts": sorted(Fact.objects.values_list("pk", "value", "others"), key=str),
        "statements": sorted(Statement.objects.values_list("pk", "evidence")),
        "progress": sorted(
            Progress.objects.values_list("learner", "activity", "answers", "passed"), key=str
        ),
        "links": sorted(ActorLink.objects.values_list("actor", "learner")),
    }


@contextmanager
def empty_server(*staying: User) -> Iterator[None]:
    """Forget everything but these people, as on a second server, and remember it afterwards."""
    with transaction.atomic():
        point = transaction.savepoint()
        for model in (Attestation, Fact, Statement, Progress, ActorLink, RevokedOrigin, Origin):
            model.objects.all().delete()
        Cohort.objects.all().delete()
        User.objects.exclude(pk__in=[each.pk for each in staying]).delete()
        try:
            yield
        finally:
            transaction.savepoint_rollback(point)
