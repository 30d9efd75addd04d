"""What can go wrong with people and signing in. Each error's `sentence` is for the person.

AccountError
├── WeakPin            the PIN is no PIN, or the first one anybody would guess (the person)
├── WrongCodeOrPin     no such learner, or another PIN: never says which (the person, the trainer)
└── Refused            the PIN was not even looked at
    ├── TooManyTries       this device must wait (the person)
    └── ClosedToGuessing   only a new PIN opens the account (the trainer)
"""

import math

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class AccountError(Exception):
    """Something is wrong with an account or a sign-in; `sentence` says what to do next."""

    sentence: str | Promise


class WeakPin(AccountError):
    """The PIN is not 4 to 6 digits, all the same, or a straight run."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class WrongCodeOrPin(AccountError):
    """The code and the PIN do not fit together, whichever of them is wrong."""

    sentence = _(
        "That code and PIN do not fit together. Nothing is lost. "
        "Check the code on your card, or ask your trainer."
    )


class Refused(AccountError):
    """Too many wrong PINs were typed for the account, whoever typed them."""

    seconds: int  # until trying again makes sense; 0: waiting does not help


class TooManyTries(Refused):
    """The account must wait on this device. `seconds`: how long, by the hub's own clock."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = math.ceil(seconds)
        minutes = math.ceil(seconds / 60)
        self.sentence = ngettext(
            "Too many wrong PINs on this device. Nothing is lost. "
            "Wait %(minutes)d minute and try again, or ask your trainer for a new PIN.",
            "Too many wrong PINs on this device. Nothing is lost. "
            "Wait %(minutes)d minutes and try again, or ask your trainer for a new PIN.",
            minutes,
        ) % {"minutes": minutes}


class ClosedToGuessing(Refused):
    """So many wrong PINs that only a new one opens the account here."""

    seconds = 0
    sentence = _(
        "Too many wrong PINs were typed for this account, perhaps by somebody else. Nothing is "
        "lost. Sign in on a device that you used before, or ask your trainer for a new PIN."
    )
