"""Seeing that everything this server knows of a cohort is also said, before it is compared."""

from django.db import transaction

from learning.accounts.models import User
from learning.cohorts.models import Cohort
from learning.cohorts.telling import register, tell_cohort, tell_members
from learning.records.attesting import Saying, say
from learning.records.counting import locked_origin
from learning.records.doubting import authors_in, doubt_again
from learning.records.facts import facts_of
from learning.xapi.attestations import Kind


@transaction.atomic
def vouch(cohort: Cohort) -> None:
    """Say what rows say and nobody told yet, and which administrators worked on it here.

    A cohort that is older than its facts is told in the name of its trainers. Twice is once.
    """
    trainers = list(cohort.trainers.order_by("pk").values_list("pk", flat=True))
    told = facts_of(cohort.pk, Kind.COHORT, Kind.TRAINER, Kind.MEMBER)
    author = trainers[0] if trainers else cohort.pk
    kinds = {fact.kind for fact in told}
    if Kind.COHORT not in kinds:
        tell_cohort(cohort, author=author)
    if Kind.TRAINER not in kinds:
        named = [Saying(register(cohort, Kind.TRAINER, key), {"teaches": True}) for key in trainers]
        say(named, author=author)
    known = {fact.learner for fact in told if fact.kind == Kind.MEMBER}
    missing = cohort.memberships.exclude(learner__in=known)
    tell_members(missing, author=author)
    _name_administrators(cohort, set(trainers))


@transaction.atomic
def believe_again(cohort: Cohort) -> int:
    """Ask again what counts of all that was said, since somebody became a trainer of the cohort.

    Gives how many answers changed.
    """
    vouch(cohort)
    return doubt_again(cohort.pk)


def _name_administrators(cohort: Cohort, trainers: set[object]) -> None:
    authors = authors_in(cohort.pk, locked_origin().pk) - trainers
    for person in User.objects.filter(pk__in=authors, is_superuser=True).order_by("pk"):
        place = register(cohort, Kind.ADMINISTRATOR, person.pk)
        say([Saying(place, {"acts": True})], author=person.pk)
