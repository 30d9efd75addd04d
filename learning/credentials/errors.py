"""What can go wrong with certificates. Each error's `sentence` is for the person.

CredentialError
├── NotComplete         the course asks for more than was done (the learner)
├── UnfitName           the name cannot be printed (the learner)
├── NoSuchCertificate   mistyped or unknown code (whoever typed it)
└── RevokedAlready      the certificate does not stand any more (the operator)
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CredentialError(Exception):
    """Something is wrong with a certificate; `sentence` says what to do next."""

    sentence: str | Promise


class NotComplete(CredentialError):
    """The records do not say that this learner has completed the course."""

    sentence = _(
        "This course is not complete yet, so no certificate was made. All your answers are safe. "
        "Do what is missing, then come back."
    )


class UnfitName(CredentialError):
    """The name is empty, too long, or holds characters that cannot be printed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NoSuchCertificate(CredentialError):
    """No certificate has this code."""

    sentence = _(
        "No certificate has this code. Nothing was changed. Compare it with the certificate."
    )


class RevokedAlready(CredentialError):
    """A revoked certificate is not changed any more."""

    sentence = _("This certificate is revoked already. Nothing was changed.")
