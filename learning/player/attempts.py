"""Attempts at a test: begun, saved, gone on with, handed in.

A learner has one open attempt at a test at most, and looking at the page makes no other: its
number is drawn from how many were handed in, so a reload asks the same questions. What is filled
in is kept as a draft as soon as it is saved, and a test with a time limit has one from its start.

The time is measured by the hub's own clock (learning.accounts.uptime). What comes later than a
minute after its end is kept in the records as late; what counts is what was saved in time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from learning.accounts.models import User
from learning.accounts.uptime import read_clock
from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Assessment, Manifest
from learning.bundles.store import sha256
from learning.player.answering import Result, result_of, submit
from learning.player.marking import Marking, draw, mark, read_entries
from learning.player.models import Draft
from learning.records.counting import locked_origin

SALT = "learning.player.attempts"
DIGEST_LENGTH = 12  # hex digits of what a form remembers of the questions
MOST_ENTRIES = 100  # of one question
LONGEST_ENTRY = 2_000  # characters

Entries = Mapping[str, list[str]]


@dataclass(frozen=True)
class HandedIn:
    """What handing in came to. `late`: how many answers came too late to count."""

    result: Result
    late: int


def open_attempt(learner: User, test: Assessment, *, handed_in: int, draft: Draft | None) -> UUID:
    """Give the number of the attempt that `learner` may go on with after so many others."""
    if draft:
        return draft.attempt
    said = salted_hmac(SALT, f"{learner.pk}/{test.activity}/{handed_in}", algorithm="sha256")
    return UUID(bytes=said.digest()[:16], version=4)


def draft_of(learner: User, test: Assessment) -> Draft | None:
    return Draft.objects.filter(learner=learner, assessment=test.activity).first()


def begin(learner: User, manifest: Manifest, test: Assessment, attempt: UUID) -> Draft:
    """Begin `attempt`; from now on its time runs, if it has a limit. Twice is once."""
    fresh = {
        "attempt": attempt,
        "course": manifest.activity,
        "minutes": test.minutes_limit,
        "begun": read_clock().seconds if test.minutes_limit else None,
    }
    where = {"learner": learner, "assessment": test.activity}
    return Draft.objects.get_or_create(**where, defaults=fresh)[0]


def save(draft: Draft, entries: Entries) -> None:
    """Keep what is filled in. What is empty does not wipe out what another tab saved."""
    draft.entries = {**draft.entries, **{each: said for each, said in entries.items() if said}}
    draft.save(update_fields=["entries", "saved_at"])


def asked_digest(edition: FrozenEdition, test: Assessment, attempt: UUID) -> str:
    """Name what an attempt asks, in hex: it changes when the edition asks something else."""
    asked = (edition.questions[each] for each in draw(test, str(attempt)))
    said = ",".join(f"{question.id}:{question.digest}" for question in asked)
    return sha256(said.encode())[:DIGEST_LENGTH]


@transaction.atomic
def hand_in(
    learner: User,
    edition: FrozenEdition,
    test: Assessment,
    attempt: UUID,
    entries: Entries,
    draft: Draft | None,
) -> HandedIn:
    """Mark and record an attempt, once; its draft is gone then.

    Too late, what counts is what the draft holds, and what `entries` say else is kept beside it.
    """
    locked_origin()
    is_late = draft is not None and draft.is_late(read_clock())
    counted: Entries = draft.entries if draft and is_late else entries
    result = result_of(test, edition.questions, attempt, _parts(edition, counted))
    late = _late(edition, result, entries) if is_late else {}
    submit(learner, edition, test, result, late=late)
    if draft:
        draft.delete()
    return HandedIn(result, len(late))


def sensible(entries: list[str]) -> list[str]:
    """Give what a form can hold for one question, however much was sent."""
    return [entry[:LONGEST_ENTRY] for entry in entries[:MOST_ENTRIES]]


def _parts(edition: FrozenEdition, entries: Entries) -> dict[str, list[str]]:
    known = ((edition.questions.get(each), said) for each, said in entries.items())
    return {q.id: list(read_entries(q, said)[0]) for q, said in known if q is not None}


def _late(edition: FrozenEdition, result: Result, entries: Entries) -> dict[str, Marking]:
    """Give the answers in `entries` that say something else than those that count."""
    sent = _parts(edition, entries)
    return {
        question: mark(edition.questions[question], sent[question])
        for question, counted in result.markings.items()
        if sent.get(question) and tuple(sent[question]) != counted.parts
    }
