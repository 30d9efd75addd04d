"""How long things are kept, and forgetting what is older: on command, with a look before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from learning.accounts.access_log import old_accesses
from learning.accounts.models import User
from learning.cohorts.people.importing import forget_rosters
from learning.privacy.erasing import erase
from learning.records.mine import last_stored

AGE = re.compile(r"(?P<number>\d{1,3})(?P<unit>[ym])")
DAYS = {"y": 365, "m": 30}  # a year and a month, roughly: years of retention need no more
SHORTEST = 360  # days: who learns once a year is not forgotten
HEARD = (  # when something was last heard of a learner, beside statements
    "last_login",
    "worksheets__updated",
    "sheets__updated",
    "notes__updated",
    "drafts__saved_at",
    "ratings__updated",
)


@dataclass(frozen=True)
class Forgotten:
    """What was forgotten, or would be: learners' accounts and entries of the access log."""

    accounts: int
    accesses: int


def age(text: str) -> timedelta:
    """Read an age such as `5y` or `18m`. Raises: ValueError — it is none, or less than a year."""
    found = AGE.fullmatch(text.strip().lower())
    days = int(found["number"]) * DAYS[found["unit"]] if found else 0
    if days < SHORTEST:
        raise ValueError(text)
    return timedelta(days=days)


def resting_since(moment: datetime) -> Iterator[User]:
    """Give the learners of whom nothing was heard since: nothing done, written, or to be done."""
    for learner in _quiet_since(moment).order_by("pk"):
        if _sent_nothing_since(moment, learner):
            yield learner


def _quiet_since(moment: datetime) -> QuerySet[User]:
    quiet = User.objects.learners().filter(date_joined__lt=moment)
    quiet = quiet.exclude(memberships__cohort__ends__gte=moment.date())
    for told in HEARD:
        quiet = quiet.exclude(**{f"{told}__gte": moment})
    return quiet


def _sent_nothing_since(moment: datetime, learner: User) -> bool:
    heard = last_stored(learner)
    return heard is None or heard < moment


def forget(older_than: timedelta, *, now: datetime, is_dry: bool = False) -> Forgotten:
    """Delete the data of learners who have rested for so long. Their certificates stay valid.

    Each in a transaction of its own: it can be stopped and run again. Staff are left alone. Lists
    of people that were brought go after a day, whatever the age.
    """
    if not is_dry:
        forget_rosters(now)
    moment = now - older_than
    resting = list(resting_since(moment))
    number = len(resting) if is_dry else sum(_forget_if_resting(moment, each) for each in resting)
    return Forgotten(number, _forget_accesses(now.date(), is_dry=is_dry))


@transaction.atomic
def _forget_if_resting(moment: datetime, learner: User) -> bool:
    """Look again, for others may have taken hours; tell whether the person was forgotten."""
    still = _quiet_since(moment).select_for_update(of=("self",)).filter(pk=learner.pk)
    if still.first() is None or not _sent_nothing_since(moment, learner):
        return False
    erase(learner, keep_certificates=True)
    return True


@transaction.atomic
def _forget_accesses(today: date, *, is_dry: bool) -> int:
    old = old_accesses(today)
    return old.count() if is_dry else old.delete()[0]
