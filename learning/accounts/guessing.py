"""Slowing down those who guess PINs. Why so: docs/decisions/0012-guessing.md.

- Five wrong PINs in a row for one account on one device are free. Then that account waits on that
  device, 30 seconds first and twice as long each time, up to 15 minutes. Other devices do not wait.
- Fifty wrong PINs close the account for devices that were never signed in to it, all together, and
  for a known device that has them alone, until it gets another PIN.
- A try is counted before the PIN is looked at, so tries sent at once are all counted.
- Waiting goes by `uptime`, never by the time of day.
- Codes that nobody has are counted and refused in the same way.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils.crypto import salted_hmac

from learning.accounts.devices import Device
from learning.accounts.errors import ClosedToGuessing, TooManyTries
from learning.accounts.models import Guess, User
from learning.accounts.uptime import read_clock

FREE_TRIES = 5
FIRST_WAIT = 30  # seconds
LONGEST_WAIT = 900  # seconds
CEILING = 50  # wrong PINs in a row; NIST SP 800-63B-3 §5.2.2 allows at most 100
SLOTS = 4096  # for codes that nobody has


@dataclass(frozen=True)
class Try:
    """A try that is counted as wrong until `forgive` is called."""

    learner: User | None
    device: Device
    guess: Guess


def count_try(code: str, device: Device) -> Try:
    """Count a try at the account with this learner code.

    Raises: TooManyTries — this device must wait; ClosedToGuessing — only a new PIN helps.
    """
    # Read first: within the transaction a refusal would take the clock back too.
    return _count_try(code, device, read_clock().seconds)


@transaction.atomic
def _count_try(code: str, device: Device, now: float) -> Try:
    found = User.objects.learners().select_for_update().filter(username=code)
    learner, slot = found.first(), _slot(code)
    about = Guess.objects.about(learner, slot)
    guess = about.select_for_update().filter(device=device.key).first()
    wrong = about.on_new_devices().wrong()
    if (guess.tries if guess and guess.is_known else wrong) >= CEILING:
        raise ClosedToGuessing
    if guess is None:
        slot = "" if learner else slot
        guess, _new = Guess.objects.get_or_create(account=learner, slot=slot, device=device.key)
    _count(guess, now)
    return Try(learner, device, guess)


def forgive(made: Try) -> None:
    """Take back all tries of this device: the PIN was right."""
    if made.learner and made.device.is_own:
        remember(made.learner, made.device)
    else:
        made.guess.delete()


def remember(learner: User, device: Device) -> None:
    """Keep in mind that the learner was signed in on this device."""
    if device.is_own:
        known = {"tries": 0, "opens_at": 0, "is_known": True}
        Guess.objects.update_or_create(account=learner, device=device.key, defaults=known)


def forget_guesses(learner: User) -> None:
    """Open the account again, everywhere: its PIN is another now."""
    learner.guesses.on_new_devices().delete()
    learner.guesses.update(tries=0, opens_at=0)


def closed() -> QuerySet[User]:
    """Give the learners whose accounts need a new PIN, because somebody guessed too often."""
    new = Guess.objects.on_new_devices().exclude(account=None).values("account")
    by_many = new.annotate(total=Sum("tries")).filter(total__gte=CEILING).values("account")
    on_one = Guess.objects.filter(is_known=True, tries__gte=CEILING).values("account")
    return User.objects.filter(Q(pk__in=by_many) | Q(pk__in=on_one))


def wait_after(tries: int) -> int:
    """Give the seconds to wait after so many wrong tries in a row."""
    if tries < FREE_TRIES:
        return 0
    return int(min(FIRST_WAIT * 2 ** min(tries - FREE_TRIES, 16), LONGEST_WAIT))


def _count(guess: Guess, now: float) -> None:
    """Count one try more. Raises: TooManyTries."""
    if now < guess.opens_at:
        raise TooManyTries(guess.opens_at - now)
    guess.tries += 1
    wait = wait_after(guess.tries)
    guess.opens_at = now + wait if wait else 0
    guess.save(update_fields=["tries", "opens_at"])


def _slot(code: str) -> str:
    """Give one of a few slots: guessing at made-up codes must not fill the disk."""
    digest = salted_hmac("learning.accounts.guessing", code, algorithm="sha256").digest()
    return f"{int.from_bytes(digest) % SLOTS:03x}"
