"""Giving PINs to several people at once, each shown this once.

A PIN is slow to keep, on purpose: a small station takes a second for each. So no more are made in
one go than fill two sheets, and none is lost because a browser would not wait.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import QuerySet
from django.http import HttpRequest

from learning.accounts.cards import LearnerCard, card_of
from learning.accounts.models import SignIn, User
from learning.accounts.signing_in import change_pin, new_pin
from learning.cohorts.helping import helpable
from learning.cohorts.models import Cohort, Membership

MOST = 20  # people at once


@dataclass(frozen=True)
class PinCard:
    """A learner card, with the PIN if it was made just now; else it is empty."""

    card: LearnerCard
    pin: str = ""


def without_pin(cohort: Cohort, *, by: User) -> QuerySet[Membership]:
    """Give the members who cannot sign in, to whom `by` may give a first PIN; by name."""
    return helpable(cohort, by=by).filter(
        learner__signs_in_with=SignIn.PIN, learner__password__startswith=UNUSABLE_PASSWORD_PREFIX
    )


def give_pins(learners: Iterable[User]) -> list[tuple[User, str]]:
    """Give each a new random PIN: the old one no longer works, and this one is not seen again."""
    given = [(learner, new_pin()) for learner in learners]
    for learner, pin in given:
        change_pin(learner, pin)
    return given


def cards_of(request: HttpRequest, given: Iterable[tuple[User, str]]) -> list[PinCard]:
    return [PinCard(card_of(request, learner), pin) for learner, pin in given]
