"""Slowing down those who guess the code of a half day, to be present from elsewhere.

Counted by person, cohort and half day, before the code is looked at: neither signing in again nor
another device begins anew, nobody is shut out by a neighbour, and no clock is asked.
"""

from django.db import transaction

from learning.accounts.models import User
from learning.cohorts.agenda.sessions import HalfDay
from learning.cohorts.errors import TooManyDayCodes
from learning.cohorts.models import Cohort, DayCodeTries

FREE_TRIES = 5  # wrong codes a half day; then the trainer marks by hand


@transaction.atomic
def count_try(cohort: Cohort, learner: User, half_day: HalfDay) -> None:
    """Count a try at the code of this half day. Raises: TooManyDayCodes."""
    held = DayCodeTries.objects.select_for_update()
    row, _new = held.get_or_create(
        cohort=cohort, learner=learner, defaults={"half_day": half_day.id}
    )
    if row.half_day != half_day.id:
        row.half_day, row.tries = half_day.id, 0
    if row.tries >= FREE_TRIES:
        raise TooManyDayCodes
    row.tries += 1
    row.save(update_fields=["half_day", "tries"])


def forgive(cohort: Cohort, learner: User) -> None:
    """Take the tries back: the code was right."""
    DayCodeTries.objects.filter(cohort=cohort, learner=learner).delete()
