"""What can go wrong with people and signing in. Each error's `sentence` is for the person.

AccountError
├── WeakPin            the PIN is no PIN, or the first one anybody would guess (the person)
└── WrongCodeOrPin     no such learner, or another PIN: never says which (the person, the trainer)
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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
