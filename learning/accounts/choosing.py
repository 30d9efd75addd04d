"""Saying yes and no to purposes, and whom that leaves out. Why so: docs/consent.md.

It stands this low so that whoever uses data can ask: `allows` for one person, `refusing` for many.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery

from learning.accounts.models import Choice, Purpose, User
from learning.accounts.purposes import version_of

AT_ONCE = 500  # ids in one query; SQLite takes 32,766 at the most


class Basis(StrEnum):
    """What a use of data rests on, when nobody has said anything."""

    OBJECTION = "objection"  # done unless the person says no
    CONSENT = "consent"  # done only if the person says yes, to the wording of now
    DUTY = "duty"  # done; nobody is asked


def basis_of(purpose: Purpose) -> Basis:
    match purpose:
        case Purpose.FORWARD:
            return Basis(settings.ATOLL_FORWARDING_RESTS_ON)
        case Purpose.ARCHIVE:
            return Basis(settings.ATOLL_ARCHIVE_RESTS_ON)
        case Purpose.FOLLOW_UP:
            return Basis.OBJECTION
        case _:
            return Basis.CONSENT


@transaction.atomic
def choose(person: User, purpose: Purpose, *, says_yes: bool) -> Choice:
    """Keep what a person says to the wording of now. The same again is kept once."""
    User.objects.select_for_update().get(pk=person.pk)
    last, version = choices_of(person).get(purpose), version_of(purpose)
    if last and (last.says_yes, last.version) == (says_yes, version):
        return last
    return Choice.objects.create(person=person, purpose=purpose, version=version, says_yes=says_yes)


def choices_of(person: User) -> dict[Purpose, Choice]:
    """Give what holds: the last word on each purpose. One query."""
    return {Purpose(each.purpose): each for each in Choice.objects.of(person)}


def is_open(purpose: Purpose, choices: Mapping[Purpose, Choice]) -> bool:
    """Tell whether the person is still to be asked: never was, or read another wording."""
    said = choices.get(purpose)
    return basis_of(purpose) != Basis.DUTY and not (said and said.version == version_of(purpose))


def allows(person: User, purpose: Purpose) -> bool:
    return not refusing(purpose, among=[person.pk])


def refusing(purpose: Purpose, *, among: Collection[UUID]) -> set[UUID]:
    """Give those of the people for whom the purpose is not. Ids that are nobody's are not given."""
    if basis_of(purpose) == Basis.DUTY:
        return set()
    ids = list(among)
    parts = [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
    return {person for part in parts for person in _refusing_in(purpose, part)}


def all_refusing(purpose: Purpose) -> set[UUID]:
    """Give everybody for whom the purpose is not."""
    said = Choice.objects.filter(purpose=purpose).values_list("person", flat=True)
    people = User.objects.all() if basis_of(purpose) == Basis.CONSENT else None
    ids = set(said) if people is None else set(people.values_list("pk", flat=True))
    return refusing(purpose, among=ids)


def disagreeing(purpose: Purpose, *, among: Collection[UUID]) -> set[UUID]:
    """Give those who said something here, and by it the purpose is not for them.

    For what has its own sign of consent, which travels: who never chose here is not among them.
    """
    refused = refusing(purpose, among=among)
    said = Choice.objects.filter(purpose=purpose).values_list("person", flat=True)
    return refused & set(said) if refused else refused


def last_word(purpose: Purpose, *, person: str) -> Subquery:
    """Give what to annotate people with: true, false or, of who never chose here, None.

    For a page with no query to spare. `person`: the column that names them there.
    """
    words = Choice.objects.filter(purpose=purpose, person=OuterRef(person)).order_by("-pk")
    return Subquery(words.values("says_yes")[:1])


def _refusing_in(purpose: Purpose, part: Iterable[UUID]) -> set[UUID]:
    said = Choice.objects.filter(purpose=purpose, person__in=part).order_by("pk")
    last = {each.person_id: each for each in said}
    if basis_of(purpose) == Basis.OBJECTION:
        return {person for person, choice in last.items() if not choice.says_yes}
    version = version_of(purpose)
    agreeing = {key for key, each in last.items() if each.says_yes and each.version == version}
    return set(User.objects.filter(pk__in=part).values_list("pk", flat=True)) - agreeing
