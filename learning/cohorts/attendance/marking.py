"""Marking who was there: by those who teach on a sheet, by learners with the code of the half day.

Whoever marks again corrects; what was marked before is kept. A learner never changes what somebody
else marked.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from learning.accounts.models import User
from learning.accounts.signing_in import plain_digits
from learning.cohorts.agenda.sessions import HalfDay, Session, local_now
from learning.cohorts.attendance.guessing import count_try, forgive
from learning.cohorts.attendance.marks import Register, State, register_of
from learning.cohorts.errors import AlreadyMarked, CheckInClosed, WrongDayCode
from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.records.attesting import Saying, say
from learning.xapi.attestations import Kind

SALT = "learning.cohorts.attendance"
CODE_LENGTH = 5  # digits
OPENS_BEFORE = timedelta(minutes=60)  # the first session of the half day
OWN = "self"


def mark(cohort: Cohort, half_day: HalfDay, states: Mapping[UUID, State], *, author: UUID) -> int:
    """Mark people in a half day, by learner, and give how many marks are new."""
    sayings = [_saying(cohort, half_day, each, state) for each, state in states.items()]
    return len(say(sayings, author=author)) if sayings else 0


def day_code(half_day: HalfDay) -> str:
    """Give the code by which people check in: five digits, others each half day and cohort."""
    digest = salted_hmac(SALT, str(half_day.id), algorithm="sha256").digest()
    return f"{int.from_bytes(digest) % 10**CODE_LENGTH:0{CODE_LENGTH}}"


def open_now(register: Register, now: datetime | None = None) -> HalfDay | None:
    """Give the half day in which people can check in: from an hour before it to its end."""
    moment = now or local_now()
    for half_day in register.half_days:
        held = _held(register, half_day)
        if held and held[0].starts - OPENS_BEFORE <= moment <= max(each.ends for each in held):
            return half_day
    return None


def check_in(cohort: Cohort, learner: User, code: str, now: datetime | None = None) -> HalfDay:
    """Mark a learner present by the code that the trainer shows. Twice is safe.

    Raises: CheckInClosed — nothing is held now; TooManyDayCodes; WrongDayCode; AlreadyMarked — by
    somebody else.
    """
    known = register_of(cohort, now)
    half_day = open_now(known, now)
    if half_day is None:
        raise CheckInClosed
    count_try(cohort, learner, half_day)
    if not constant_time_compare(_typed(code), day_code(half_day)):
        raise WrongDayCode
    forgive(cohort, learner)
    before = known.mark(learner.pk, half_day.id)
    if before and not before.is_own and before.state != State.PRESENT:
        raise AlreadyMarked
    if before is None:
        saying = _saying(cohort, half_day, learner.pk, State.PRESENT, how=OWN)
        say([saying], author=learner.pk)
    return half_day


def _typed(code: str) -> str:
    return "".join(plain_digits(code).split())


def _held(register: Register, half_day: HalfDay) -> list[Session]:
    """Give the sessions of a half day that take place, by time."""
    return [
        each
        for each in register.sessions
        if each.half_day.id == half_day.id and not each.is_cancelled
    ]


def _saying(
    cohort: Cohort, half_day: HalfDay, learner: UUID, state: State, *, how: str = ""
) -> Saying:
    value = {"state": state.value, "date": half_day.date.isoformat(), "half": half_day.half}
    return Saying(
        register(cohort, Kind.ATTENDANCE, half_day.id, learner=learner),
        {**value, "how": how} if how else value,
    )
