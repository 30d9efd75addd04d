"""How long things are kept, and forgetting what is older: on command, with a look before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce, Greatest

from learning.accounts.access_log import old_accesses
from learning.accounts.models import User
from learning.privacy.erasing import erase
from learning.records.mine import last_stored

AGE = re.compile(r"(?P<number>\d{1,3})(?P<unit>[ym])")
DAYS = {"y": 365, "m": 30}  # a year and a month, roughly: years of retention need no more
SHORTEST = 360  # days: who learns once a year is not forgotten


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
    """Give the learners of whom nothing was heard since: no sign-in, record, worksheet, cohort."""
    newest = Greatest(
        "date_joined",
        Coalesce("last_login", "date_joined"),
        Coalesce(Max("worksheets__updated"), "date_joined"),
        Coalesce(Max("sheets__updated"), "date_joined"),
    )
    quiet = User.objects.learners().annotate(newest=newest).filter(newest__lt=moment)
    quiet = quiet.exclude(memberships__cohort__ends__gte=moment.date())
    for learner in quiet.order_by("pk"):
        heard = last_stored(learner)
        if heard is None or heard < moment:
            yield learner


def forget(older_than: timedelta, *, now: datetime, is_dry: bool = False) -> Forgotten:
    """Delete the data of learners who have rested for so long. Their certificates stay valid.

    Each in a transaction of its own: it can be stopped and run again. Staff are left alone.
    """
    resting = list(resting_since(now - older_than))
    for learner in [] if is_dry else resting:
        erase(learner, keep_certificates=True)
    return Forgotten(len(resting), _forget_accesses(now.date(), is_dry=is_dry))


@transaction.atomic
def _forget_accesses(today: date, *, is_dry: bool) -> int:
    old = old_accesses(today)
    return old.count() if is_dry else old.delete()[0]
