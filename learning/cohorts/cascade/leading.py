"""How a participant becomes a trainer with cohorts of their own. Why so: decision 0021.

A trainer lets them, which is a fact of kind `leads`, and prints a slip. With the slip and their own
PIN the participant sets a password; from then on they sign in as staff do, and the PIN is gone. The
account stays the one it was, with everything in it.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from learning.accounts.guessing import forget_guesses
from learning.accounts.models import User
from learning.accounts.signing_in import is_still
from learning.cohorts.applying import apply
from learning.cohorts.errors import NotHereNow, SlipInvalid
from learning.cohorts.helping import check_may_help
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.moving.welcoming import make_trainer
from learning.cohorts.telling import register
from learning.records.attesting import Saying, say
from learning.records.doubting import cohorts_about
from learning.records.facts import fact_of, facts_of
from learning.xapi.attestations import Kind

SALT = "learning.cohorts.cascade.leading"
VALID = 30 * 24 * 60 * 60  # seconds


@dataclass(frozen=True)
class Slip:
    """A slip that was handed out. needs_pin: its person has a PIN and must type it."""

    person: User
    cohort: UUID

    @property
    def needs_pin(self) -> bool:
        return self.person.is_learner and self.person.has_usable_password()


@transaction.atomic
def let_lead(member: Membership, *, by: User) -> str:
    """Let a participant open cohorts of their own, and give the token of a slip for it.

    Empty for whoever signs in with a password already: that is no slip's to change.
    Raises: NotHereNow — the person left the cohort; NotYetTheirs — the account is from elsewhere
    and has no PIN, so the slip alone would open it.
    """
    if member.left is not None:
        raise NotHereNow
    if not member.learner.has_usable_password():
        check_may_help(member, by=by)
    place = register(member.cohort_id, Kind.LEADS, learner=member.learner_id)
    say([Saying(place, {"leads": True})], author=by.pk)
    return "" if _has_password(member.learner) else token_of(member.learner, member.cohort_id)


def may_lead(cohort: Cohort, person: User) -> bool:
    """Tell whether somebody who was trained in this cohort may open one of their own now."""
    return (
        person.is_trainer and fact_of(register(cohort, Kind.LEADS, learner=person.pk)) is not None
    )


def leaders_of(cohort: Cohort) -> set[UUID]:
    """Give the participants who may lead cohorts of their own."""
    return {fact.learner for fact in facts_of(cohort.pk, Kind.LEADS) if fact.learner}


def token_of(person: User, cohort: UUID) -> str:
    """Give what stands in a slip's address. It dies with its use, and with a new PIN."""
    told = person.pk.bytes + cohort.bytes + _mark(person)
    return _signer().sign(urlsafe_b64encode(told).decode())


def slip_of(token: str) -> Slip:
    """Give the slip of an address. Raises: SlipInvalid."""
    try:
        told = urlsafe_b64decode(_signer().unsign(token, max_age=VALID))
        account = User.objects.get(pk=UUID(bytes=told[:16]), is_active=True)
        slip = Slip(account, UUID(bytes=told[16:32]))
    except (signing.BadSignature, ValueError, User.DoesNotExist) as error:
        raise SlipInvalid from error
    is_let = fact_of(register(slip.cohort, Kind.LEADS, learner=account.pk)) is not None
    is_fit = is_let and not account.is_superuser and not _has_password(account)
    if told[32:] != _mark(account) or not is_fit:
        raise SlipInvalid
    return slip


def has_proved(request: HttpRequest, slip: Slip, pin: str) -> bool:
    """Tell whether it is the slip's own person. Raises: TooManyTries, ClosedToGuessing."""
    return not slip.needs_pin or is_still(request, slip.person, pin)


@transaction.atomic
def become_trainer(slip: Slip, password: str) -> User:
    """Make the slip's person a trainer with this password; the slip is used up.

    Raises: SlipInvalid — somebody used it a moment ago, or the person is gone; nothing changed.
    """
    person = User.objects.select_for_update().filter(pk=slip.person.pk).first()
    if person is None or _mark(person) != _mark(slip.person):
        raise SlipInvalid
    person.set_password(password)
    person.save(update_fields=["password"])
    make_trainer(person)
    forget_guesses(person)
    for cohort in sorted(cohorts_about([person.pk])):
        apply(cohort)
    return User.objects.get(pk=person.pk)


def _has_password(person: User) -> bool:
    return not person.is_learner and person.has_usable_password()


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=SALT)


def _mark(person: User) -> bytes:
    """Give 10 bytes that change with the PIN or password, and tell nothing of it."""
    return salted_hmac(SALT, f"{person.pk} {person.password}").digest()[:10]
