"""What can go wrong with a person's own data. Each error's `sentence` is for the person.

PrivacyError
└── LastAdministrator   nobody would be left who can look after the server (the administrator)
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class PrivacyError(Exception):
    """Something that is refused; `sentence` says why and what to do next."""

    sentence: str | Promise


class LastAdministrator(PrivacyError):
    """The person is the only administrator."""

    sentence = _(
        "This is the only administrator’s account, so it cannot be deleted. Nothing was changed. "
        "Make another person an administrator first."
    )
