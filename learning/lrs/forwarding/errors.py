"""What can go wrong on the way to another store. Nothing is lost: what was not taken waits.

ForwardingError
├── Unreachable     nobody, or time: the other store does not answer, or has trouble of its own
├── Unwelcome       the operator: the address, the name or the secret is wrong
├── SentElsewhere   the operator: the other store has moved; name its new address
├── NoSecret        the operator: the file or variable with the secret cannot be read
└── BadTarget       the operator: what was said of a target cannot be
"""

from django.utils.translation import gettext as _


class ForwardingError(Exception):
    """Anything that stops a target for now; its text is a sentence for the operator."""


class Unreachable(ForwardingError):
    """No answer, or one that says that it is no time for it: the same is sent again later."""

    def __init__(self, why: str) -> None:
        told = _("The other store could not take anything (%(why)s). What waits is safe.")
        super().__init__(told % {"why": why})


class Unwelcome(ForwardingError):
    """The other store does not know us here."""

    def __init__(self, status: int) -> None:
        told = _(
            "The other store refused us with status %(status)d. What waits is safe. "
            "Check the address, the key and the secret of the target."
        )
        super().__init__(told % {"status": status})


class SentElsewhere(ForwardingError):
    """The answer names another address. The secret is not shown to anybody who was not named."""

    def __init__(self, status: int) -> None:
        told = _(
            "The other store answers with a redirect (%(status)d), which is not followed. "
            "What waits is safe. Give the target the address that it really has."
        )
        super().__init__(told % {"status": status})


class NoSecret(ForwardingError):
    """The secret of a target is not where it should be. `where`: as the target says it."""

    def __init__(self, where: str) -> None:
        told = _(
            "The secret cannot be read from %(where)s. Nothing was sent. "
            "Check that it is there and that this program may read it."
        )
        super().__init__(told % {"where": where})


class BadTarget(ForwardingError):
    """What was said of a target cannot be."""
