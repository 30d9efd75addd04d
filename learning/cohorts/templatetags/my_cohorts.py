"""The cohorts of a learner, for the page that player owns."""

from django import template

from learning.accounts.models import User
from learning.cohorts.models import Membership

register = template.Library()


@register.simple_tag
def cohorts_of(learner: User) -> list[Membership]:
    """Give the cohorts that somebody is in now, the latest first. One query."""
    present = Membership.objects.present().filter(learner=learner).select_related("cohort")
    return list(present.order_by("-cohort__starts", "cohort__name"))
