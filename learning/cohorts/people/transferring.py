"""People who leave a cohort, come back, or go on in another; what they did stays where it was."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from learning.accounts.models import User
from learning.accounts.signing_in import clean_name
from learning.cohorts.enrolling import name_key
from learning.cohorts.errors import NotHereNow, NotYours
from learning.cohorts.helping import AT_ONCE, check_may_help, let_back
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.telling import register, tell_members
from learning.records.attesting import Saying, say
from learning.xapi.attestations import Kind


@transaction.atomic
def let_go(members: Sequence[Membership], *, author: UUID, at: datetime | None = None) -> None:
    """Let people out of the cohort; they stay listed as having been here."""
    _mark_as_left(members, at or timezone.now())
    tell_members(members, author=author)


@transaction.atomic
def let_in_again(members: Sequence[Membership], *, author: UUID) -> None:
    """Have people in the cohort again who had left it."""
    let_back(members)
    tell_members(members, author=author)


@transaction.atomic
def transfer(members: Sequence[Membership], to: Cohort, *, author: UUID) -> list[Membership]:
    """Have people go on in another cohort, and give their memberships there.

    Both cohorts keep what was done in them. Twice is safe.
    """
    there = [_membership_in(to, each) for each in members]
    let_back(there)
    _mark_as_left(members, timezone.now())
    moved = {"state": "moved", "to": str(to.pk)}
    say(
        [
            Saying(register(each.cohort_id, Kind.MEMBER, learner=each.learner_id), moved)
            for each in members
        ],
        author=author,
    )
    tell_members(there, author=author)
    return there


def mend_name(member: Membership, name: str, *, by: User) -> None:
    """Give a learner the name that should stand on a certificate; their old one lets them in too.

    Raises: NotYours — the person signs in with a password, and mends it alone; NotHereNow — the
    person left the cohort; NotYetTheirs — the account is from elsewhere.
    """
    if member.left is not None:
        raise NotHereNow
    if not member.learner.is_learner:
        raise NotYours
    check_may_help(member, by=by)
    member.learner.name = clean_name(name)
    member.learner.save(update_fields=["name"])


def _membership_in(cohort: Cohort, before: Membership) -> Membership:
    key = name_key(before.learner.name)
    is_taken = cohort.memberships.filter(name_key=key).exists()
    defaults = {"name_key": "" if is_taken else key, "is_brought": before.is_brought}
    return cohort.memberships.get_or_create(learner=before.learner, defaults=defaults)[0]


def _mark_as_left(members: Sequence[Membership], at: datetime) -> None:
    for each in members:
        each.left = at
    Membership.objects.bulk_update(members, ["left"], batch_size=AT_ONCE)
