"""What can go wrong with cohorts. Each error's `sentence` is for the person.

CohortError
├── NoSuchCohort     mistyped or unknown code (the person; the trainer knows the code)
├── NameTaken        the name is known here and the PIN is another (the person, the trainer)
└── OnlyLearners     staff do not join, they teach (the person)
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CohortError(Exception):
    """Something is wrong with a cohort or with joining it; `sentence` says what to do next."""

    sentence: str | Promise


class NoSuchCohort(CohortError):
    """No cohort has this code."""

    sentence = _(
        "No cohort has this code. Nothing is lost. "
        "Compare it with the poster in your class, or ask your trainer."
    )


class NameTaken(CohortError):
    """Somebody of this name is in the cohort, and their PIN is another."""

    sentence = _(
        "That name and PIN do not fit together. Nothing is lost. Check your PIN, or ask your "
        "trainer. If you are another person with the same name, add a second name."
    )


class OnlyLearners(CohortError):
    """The person signed in with a user name and a password."""

    sentence = _(
        "You are signed in to teach or write. Sign out first, to join a cohort as a learner."
    )
