"""Saying something in a discussion, taking it back, and keeping the discussion civil."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from learning.accounts.models import User
from learning.cohorts.dialogue.announcing import own_id
from learning.cohorts.dialogue.posts import DISCUSSION, Post, State, needs_approval
from learning.cohorts.errors import TooManyPosts
from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.records.attesting import Saying, say
from learning.records.facts import fact_of, facts_of
from learning.records.hearing import said_here_since
from learning.xapi.attestations import Kind

A_DAY = 30  # posts of one person on this server


def post(
    cohort: Cohort,
    thing: UUID,
    text: str,
    *,
    author: User,
    nonce: UUID,
    to: UUID | None = None,
    as_trainer: bool = False,
) -> UUID:
    """Say something in a discussion, and give its id. The same form sent twice says it once.

    Raises: TooManyPosts — thirty a day are enough.
    """
    key = own_id(author, nonce, str(to or thing), text)
    learner = None if as_trainer else author.pk
    told = register(cohort, Kind.POST, thing, part=str(key), learner=learner)
    if fact_of(told) is None:
        _check_number(author)
        value: dict[str, Any] = {"text": text, **({"to": str(to)} if to else {})}
        if not as_trainer and needs_approval(facts_of(cohort.pk, Kind.SETTING)):
            value["wait"] = True
        say([Saying(told, value)], author=author.pk)
    return key


def withdraw_post(cohort: Cohort, thing: UUID, told: Post, *, author: User) -> None:
    """Take back what one said oneself."""
    said = register(cohort, Kind.POST, thing, part=str(told.id), learner=told.learner)
    say([Saying(said, None)], author=author.pk)


def moderate(
    cohort: Cohort, thing: UUID, told: Post, state: State, *, author: User, why: str = ""
) -> None:
    """Show a post or hide it. why: what its author is told."""
    decided = register(cohort, Kind.MODERATED, thing, part=str(told.id), learner=told.learner)
    value = {"state": state.value, **({"why": why} if why else {})}
    say([Saying(decided, value)], author=author.pk)


def set_approval(cohort: Cohort, *, is_needed: bool, author: User) -> None:
    """Say whether a trainer reads posts before others do; what was said before stays as it is."""
    setting = register(cohort, Kind.SETTING, part=DISCUSSION)
    value = {"posts": "approved" if is_needed else "open"}
    say([Saying(setting, value)], author=author.pk)


def _check_number(author: User) -> None:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if said_here_since(midnight, author.pk, Kind.POST) >= A_DAY:
        raise TooManyPosts
