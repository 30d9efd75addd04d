"""Saving cohorts as a file for another server."""

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from django.conf import settings
from django.db import transaction

from learning.accounts.codes import LEARNER_CODE_LENGTH, CodeError, clean_code, spaced
from learning.accounts.models import TRAINERS, User
from learning.cohorts.models import Cohort
from learning.cohorts.moving.vouching import vouch
from learning.records.carrying import copies_of, done_by
from learning.records.erasing import erased_among
from learning.records.facts import attestations_of, facts_of_many
from learning.xapi.attestations import Kind
from learning.xapi.cohort_files import Done, Heading, Person, write


@transaction.atomic
def save_cohorts(cohorts: Collection[Cohort]) -> bytes:
    """Give the file that carries these cohorts: people, all that was said, what members did.

    People who had their data deleted are in no such file.
    """
    for cohort in cohorts:
        vouch(cohort)
    keys = [cohort.pk for cohort in cohorts]
    heading = Heading(settings.ATOLL_NAME, {cohort.pk: cohort.name for cohort in cohorts})
    return write(heading, people_in(keys), attestations_of(keys), _done(cohorts))


def with_descendants(cohorts: Iterable[Cohort]) -> list[Cohort]:
    """Give the cohorts and all that were led by people trained in them, each once."""
    found = {cohort.pk: cohort for cohort in cohorts}
    newest = set(found)
    while newest:
        children = Cohort.objects.filter(parent__in=newest).exclude(pk__in=found)
        newest = set()
        for child in children:
            found[child.pk] = child
            newest.add(child.pk)
    return list(found.values())


def people_in(cohorts: Collection[UUID]) -> list[Person]:
    """Give everybody who took part in these cohorts or taught them, as far as they live here."""
    facts = facts_of_many(cohorts, Kind.MEMBER, Kind.TRAINER)
    told = {fact.learner or fact.thing for fact in facts}
    rows = User.objects.filter(pk__in=told - erased_among(told)).order_by("pk")
    trainers = set(rows.filter(groups__name=TRAINERS).values_list("pk", flat=True))
    copies = copies_of([person.pk for person in rows])
    return [_person(each, each.pk in trainers, copies[each.pk]) for each in rows]


def _person(account: User, is_trainer: bool, copies: Iterable[UUID]) -> Person:
    return Person(
        id=account.pk,
        name=account.name,
        code=_code(account),
        organisation=account.organisation,
        language=account.language,
        is_trainer=is_trainer or account.is_superuser,
        copies=tuple(sorted(copies)),
    )


def _code(account: User) -> str:
    """Give a learner's code, also of one who teaches now; other user names stay on their server."""
    try:
        return spaced(clean_code(account.username, LEARNER_CODE_LENGTH))
    except CodeError:
        return ""


def _done(cohorts: Iterable[Cohort]) -> Iterator[Done]:
    for cohort in cohorts:
        members = cohort.memberships.values_list("learner", flat=True)
        for statement, evidence in done_by(list(members), cohort.course):
            yield Done(statement, evidence)
