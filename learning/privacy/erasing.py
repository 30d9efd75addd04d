"""Deleting all that is kept about a person, at once and for good.

Why so: docs/decisions/0015-erasure.md.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from learning.accounts.access_log import SOMEBODY_ERASED, note_access
from learning.accounts.models import Seen, User
from learning.credentials.mine import hand_over
from learning.privacy.errors import LastAdministrator
from learning.privacy.rooms import rooms
from learning.records import erasing

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Loss:
    """What would be lost in one room. `number`: how many things."""

    room: str
    number: int


def losses(person: User) -> list[Loss]:
    """Give what would be lost; change nothing."""
    counted = [Loss(room.name, room.count(person)) for room in rooms()]
    return [loss for loss in counted if loss.number]


@transaction.atomic
def erase(person: User, *, by: User | None = None, keep_certificates: bool = False) -> UUID:
    """Delete everything about a person, and give the id that was theirs.

    by: the member of staff who does it on request, which is noted; none for oneself and commands.
    keep_certificates: they stay valid, with the name, for whoever has the paper.
    Raises: LastAdministrator — nothing was changed.
    """
    person = _held(person)
    _check_there_is_another(person)
    identifier = person.pk
    if keep_certificates:
        hand_over(person)
    for room in rooms():
        room.erase(person)
    if by and by.pk != identifier:
        note_access(by, SOMEBODY_ERASED, Seen.ERASURE)
    return identifier


@transaction.atomic
def take_erased(entries: Iterable[erasing.Entry]) -> int:
    """Take another server's erased list: delete the people on it here too, accounts and all.

    Gives the number of accounts. Twice, and in any order, is safe. The only administrator stays.
    """
    listed = list(entries)
    digests = {entry.digest for entry in listed}
    known = [person for person in User.objects.all() if digests & _digests_of(person)]
    erased = sum(map(_erase_unless_needed, known))
    erasing.take_erased(listed)
    return erased


def _erase_unless_needed(person: User) -> bool:
    try:
        erase(person)
    except LastAdministrator:
        logger.warning("On the erased list, but kept: the only administrator, %s", person.pk)
        return False
    return True


def _digests_of(person: User) -> set[str]:
    found = {erasing.digest_of_actor(person.pk)}
    return found | {erasing.digest_of_code(person.username)} if person.is_learner else found


def _held(person: User) -> User:
    """Give the person afresh, held until the transaction ends.

    All administrators are held with one of them, in the same order each time: two who leave at
    once would otherwise each count on the other.
    """
    held = User.objects.select_for_update()
    if person.is_superuser:
        list(held.filter(is_superuser=True).order_by("pk"))
    return held.get(pk=person.pk)


def _check_there_is_another(person: User) -> None:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if person.is_superuser and not others.exists():
        raise LastAdministrator
