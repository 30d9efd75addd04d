"""Whose account a trainer may change: give a PIN, mend the name, act for the person who asks.

Anybody may write anybody's id into a list or a file. Who was brought into a cohort with an account
from elsewhere is safe from its trainers until they say yes themselves. Why so: decision 0021.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from learning.accounts.models import User
from learning.cohorts.errors import NotYetTheirs
from learning.cohorts.models import Cohort, Membership

AT_ONCE = 400  # rows in one query


def helpable(cohort: Cohort, *, by: User) -> QuerySet[Membership]:
    """Give the members here now whose accounts `by` may change: an administrator everybody's."""
    present = cohort.memberships.present()
    return present if by.is_superuser else present.filter(_theirs(by))


def may_help(member: Membership, *, by: User) -> bool:
    if by.is_superuser or not member.is_brought:
        return True
    return Membership.objects.filter(_theirs(by), pk=member.pk).exists()


def check_may_help(member: Membership, *, by: User) -> None:
    """Raises: NotYetTheirs."""
    if not may_help(member, by=by):
        raise NotYetTheirs


def say_yes(member: Membership) -> None:
    """Note that the person takes part of their own will. Twice is once."""
    if member.is_brought:
        member.is_brought = False
        member.save(update_fields=["is_brought"])


def let_back(members: Iterable[Membership]) -> None:
    """Have people here again by somebody else's word; who had left must say yes themselves."""
    back = [each for each in members if each.left is not None]
    for each in back:
        each.left, each.is_brought = None, True
    Membership.objects.bulk_update(back, ["left", "is_brought"], batch_size=AT_ONCE)


def _theirs(by: User) -> Q:
    """Pick memberships of who came here otherwise, or so into another cohort that `by` teaches."""
    taught = Cohort.objects.filter(trainers=by)
    known = Membership.objects.present().filter(is_brought=False, cohort__in=taught)
    return Q(is_brought=False) | Q(learner__in=known.values("learner"))
