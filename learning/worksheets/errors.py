"""What can go wrong with worksheets. Each error's `sentence` is for the person.

WorksheetError
├── ChangedMeanwhile     another page saved something else there first (the person)
├── AlreadyHandedIn      what is handed in is not changed (the person; opening it again is one step)
├── NotYet               the other assessor has not handed in (the other assessor)
├── Unfit                some answers are longer than they may be (the person)
├── TooLarge             more text than a worksheet keeps (the person)
├── EditionMissing       the edition it was filled in against cannot be read (the operator)
└── InvitationError
    ├── NoSuchInvitation     mistyped, unknown or used code (the person; the first assessor)
    ├── InvitationExpired    the code is too old (the first assessor)
    └── OwnInvitation        the first assessor cannot be the second as well (the person)
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class WorksheetError(Exception):
    """Something is wrong with a worksheet; `sentence` says what is safe and what to do next."""

    sentence: str | Promise


class ChangedMeanwhile(WorksheetError):
    """What is saved is newer than the page and differs. `stored`: what it says, by name."""

    sentence = _(
        "This was saved from another page since you opened it. Nothing is lost: what you typed "
        "stands in the fields, and what was saved stands below each. Make them right and save "
        "again."
    )

    def __init__(self, stored: Mapping[str, str], version: int) -> None:
        super().__init__(", ".join(stored))
        self.stored = stored
        self.version = version


class AlreadyHandedIn(WorksheetError):
    """The sheet is handed in."""

    sentence = _(
        "This sheet is handed in already, so nothing was changed. What you handed in is safe."
    )


class NotYet(WorksheetError):
    """Not both assessors have handed in."""

    sentence = _(
        "Neither of you sees the other’s answers before both have handed in. "
        "What you filled in is safe."
    )


class Unfit(WorksheetError):
    """Some answers cannot be handed in as they are."""

    sentence = _(
        "Some answers are longer than they may be. They are kept as you typed them; shorten them, "
        "then hand in."
    )


class TooLarge(WorksheetError):
    """The sheet would hold more than it may."""

    sentence = _(
        "Together this is more text than a worksheet keeps, so this page is not saved. What you "
        "typed stands in the fields, and what you saved before is safe. Shorten it and save again."
    )


class EditionMissing(WorksheetError):
    """The edition's files are not here, or damaged, or of a form that this program cannot read."""

    sentence = _(
        "The instrument that this was filled in against cannot be read on this server now. Your "
        "answers are safe. Ask those who run the server to bring the edition back."
    )


class InvitationError(WorksheetError):
    """The person cannot join by this code."""


class NoSuchInvitation(InvitationError):
    """No open invitation has this code."""

    sentence = _(
        "No open invitation has this code. Nothing is lost. Compare it with the first assessor: "
        "each code lets one person in, once."
    )


class InvitationExpired(InvitationError):
    """The code was good until a day that has passed."""

    sentence = _(
        "This code is too old. Nothing is lost. Ask the first assessor to make a new one on the "
        "page of the worksheet."
    )


class OwnInvitation(InvitationError):
    """The first assessor entered the code."""

    sentence = _(
        "This is the code of your own worksheet. The second assessor must be another person: give "
        "the code to somebody of another office."
    )
