"""Opening cohorts, and people joining them."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from learning.accounts.codes import COHORT_CODE_LENGTH, CodeError, clean_code
from learning.accounts.devices import device_of
from learning.accounts.errors import WrongCodeOrPin
from learning.accounts.guessing import closed, remember
from learning.accounts.models import User
from learning.accounts.signing_in import (
    change_pin,
    clean_name,
    learner_with,
    new_pin,
    plain_digits,
    register,
)
from learning.cohorts.errors import NameTaken, NoSuchCohort, OnlyLearners
from learning.cohorts.helping import check_may_help, let_back, say_yes
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.telling import tell_cohort, tell_members, tell_trainers


@dataclass(frozen=True)
class Joined:
    """Who came into which cohort. `is_new`: the account was made just now."""

    learner: User
    cohort: Cohort
    is_new: bool


def name_key(name: str) -> str:
    """Give what two spellings of one name share: no capitals, single spaces, Unicode form C."""
    return unicodedata.normalize("NFC", clean_name(name).casefold())


@transaction.atomic
def open_cohort(
    *,
    name: str,
    course: UUID,
    starts: date,
    ends: date,
    trainer: User,
    parent: UUID | None = None,
) -> Cohort:
    """Open a cohort with a code of its own, taught by `trainer`.

    parent: the cohort in which the trainer was trained to lead this one.
    """
    code = Cohort.objects.free_code()
    cohort = Cohort.objects.create(
        name=clean_name(name),
        code=code,
        course=course,
        starts=starts,
        ends=ends,
        parent=parent,
        led_by=trainer.pk if parent else None,
    )
    cohort.trainers.add(trainer)
    tell_cohort(cohort, author=trainer.pk)
    tell_trainers(cohort, author=trainer.pk)
    return cohort


def cohort_with(code: str) -> Cohort:
    """Give the cohort whose code a person typed. Raises: NoSuchCohort."""
    try:
        return Cohort.objects.get(code=clean_code(plain_digits(code), COHORT_CODE_LENGTH))
    except (CodeError, Cohort.DoesNotExist) as error:
        raise NoSuchCohort from error


def join(request: HttpRequest, *, code: str, name: str, pin: str) -> Joined:
    """Let somebody into a cohort by name and PIN: the first time makes the account.

    Raises: NoSuchCohort; NameTaken — the name is known here and the PIN is another; WeakPin — a
    newcomer's PIN is easy to guess; TooManyTries; ClosedToGuessing.
    """
    cohort = cohort_with(code)
    if member := _member(cohort, name):
        return _come_back(request, member, pin)
    try:
        joined = _join_first_time(cohort, name, pin)
    except IntegrityError:
        # The same form sent twice: the first one made the account a moment ago.
        return _come_back(request, _member_now(cohort, name), pin)
    remember(joined.learner, device_of(request))
    return joined


def join_signed_in(learner: User, *, code: str) -> Joined:
    """Let a learner who is signed in into a cohort; doing so twice is safe.

    Raises: NoSuchCohort; OnlyLearners — the person is a member of staff.
    """
    if not learner.is_learner:
        raise OnlyLearners
    cohort = cohort_with(code)
    key = name_key(learner.name)
    with transaction.atomic():
        taken = cohort.memberships.filter(name_key=key).exists()
        defaults = {"name_key": "" if taken else key}
        member, _ = cohort.memberships.get_or_create(learner=learner, defaults=defaults)
        come_in(member, author=learner.pk)
    return Joined(learner, cohort, is_new=False)


@transaction.atomic
def come_in(member: Membership, *, author: UUID) -> None:
    """Have somebody in the cohort from now on, who may have left it before."""
    let_back([member])
    if author == member.learner_id:
        say_yes(member)
    tell_members([member], author=author)


@transaction.atomic
def leave(member: Membership, *, author: UUID) -> None:
    """Let somebody out of the cohort; all they did there stays."""
    if member.left is None:
        member.left = timezone.now()
        member.save(update_fields=["left"])
    tell_members([member], author=author)


def reset_pin(member: Membership, *, by: User) -> str:
    """Give the member a new random PIN, and return it: it can never be read again.

    Raises: OnlyLearners — the member became a trainer, whose password no PIN may replace;
    NotYetTheirs — the account is from elsewhere.
    """
    if not member.learner.is_learner:
        raise OnlyLearners
    check_may_help(member, by=by)
    pin = new_pin()
    change_pin(member.learner, pin)
    return pin


def closed_members(cohort: Cohort) -> list[Membership]:
    """Give the members who need a new PIN, because somebody guessed theirs too often."""
    return list(cohort.memberships.filter(learner__in=closed()).select_related("learner"))


def _member(cohort: Cohort, name: str) -> Membership | None:
    """Give the member who joined by this name, or who has mended it to this one since."""
    key = name_key(name)
    members = Membership.objects.filter(cohort=cohort).select_related("cohort", "learner")
    if found := members.filter(name_key=key).first():
        return found
    by_name = members.exclude(name_key="")
    return next((member for member in by_name if name_key(member.learner.name) == key), None)


def _member_now(cohort: Cohort, name: str) -> Membership:
    known = Membership.objects.select_related("cohort", "learner")
    return known.get(cohort=cohort, name_key=name_key(name))


@transaction.atomic
def _join_first_time(cohort: Cohort, name: str, pin: str) -> Joined:
    learner = register(name=name, pin=pin)
    member = Membership.objects.create(cohort=cohort, learner=learner, name_key=name_key(name))
    tell_members([member], author=learner.pk)
    return Joined(learner, cohort, is_new=True)


def _come_back(request: HttpRequest, member: Membership, pin: str) -> Joined:
    try:
        learner = learner_with(request, code=member.learner.get_username(), pin=pin)
    except WrongCodeOrPin as error:
        raise NameTaken from error
    come_in(member, author=learner.pk)
    return Joined(learner, member.cohort, is_new=False)
