"""Who of the staff may act for somebody who asks: to see the data, take the file, delete it.

Administrators may for everybody. Others need the permission “act for learners”, and may only for
learners of cohorts that they teach, who are there now and came there themselves or have their
account from there.
"""

from uuid import UUID

from django.http import Http404

from learning.accounts.models import User
from learning.cohorts.models import Membership

PERMISSION = "privacy.act_for_learners"


def may_act(staff: User) -> bool:
    return staff.is_active and not staff.is_learner and staff.has_perm(PERMISSION)


def people_of(staff: User) -> list[UUID] | None:
    """Give the learners whom `staff` may act for; None means everybody."""
    if staff.is_superuser:
        return None
    here = Membership.objects.present().filter(is_brought=False, cohort__trainers=staff)
    return list(here.values_list("learner", flat=True).distinct())


def person_for(staff: User, **which: object) -> User:
    """Give the person that `staff` may act for. Raises: Http404 — nobody, or not theirs."""
    if not may_act(staff):
        raise Http404
    person = User.objects.filter(**which).exclude(pk=staff.pk).first()
    theirs = people_of(staff)
    if person is None or person.is_former or (theirs is not None and person.pk not in theirs):
        raise Http404
    return person
