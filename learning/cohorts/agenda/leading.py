"""Who leads a cohort, and whether its people came in pairs from their institutions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from learning.accounts.models import User
from learning.cohorts.errors import LastTrainer, NoSuchTrainer
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.moving.vouching import believe_again
from learning.cohorts.telling import register, tell_trainers
from learning.records.attesting import Saying, say
from learning.xapi.attestations import Kind


@dataclass(frozen=True)
class Institution:
    """An institution and the names of those who came from it."""

    name: str
    people: tuple[str, ...]

    @property
    def is_alone(self) -> bool:
        """Whether one person came alone, whom nobody at home will hold to the plan."""
        return len(self.people) == 1


@transaction.atomic
def add_trainer(cohort: Cohort, username: str, *, author: UUID) -> User:
    """Have one more person lead the cohort. Twice is safe. Raises: NoSuchTrainer."""
    person = User.objects.filter(username=username, is_active=True).first()
    if person is None or not person.is_trainer:
        raise NoSuchTrainer
    cohort.trainers.add(person)
    tell_trainers(cohort, author=author)
    believe_again(cohort)
    return person


@transaction.atomic
def remove_trainer(cohort: Cohort, trainer: UUID, *, author: UUID) -> None:
    """Have somebody lead the cohort no longer; what they said stays. Raises: LastTrainer."""
    leading = {person.pk: person for person in cohort.trainers.select_for_update()}
    person = leading.pop(trainer, None)
    if not leading:
        raise LastTrainer
    if person:
        cohort.trainers.remove(person)
    say([Saying(register(cohort, Kind.TRAINER, trainer), None)], author=author)


def institutions(members: Iterable[Membership]) -> list[Institution]:
    """Give the members by institution, those who came alone first; without one under ""."""
    people: dict[str, list[str]] = defaultdict(list)
    spelled: dict[str, str] = {}
    for member in members:
        name = " ".join(member.learner.organisation.split())
        spelled.setdefault(name.casefold(), name)
        people[name.casefold()].append(str(member.learner))
    found = [Institution(spelled[key], tuple(names)) for key, names in people.items()]
    return sorted(found, key=lambda each: (not each.is_alone, each.name.casefold()))
