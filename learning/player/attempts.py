"""Attempts at a test: begun, saved, gone on with, handed in.

A learner has one open attempt at a test at most, and looking at the page makes no other: its
number is drawn from how many were handed in, so a reload asks the same questions. What is filled
in is kept as a draft as soon as it is saved, and a test with a time limit has one from its start.

The time is measured by the hub's own clock (learning.accounts.uptime). What comes later than a
minute after its end is kept in the records as late; what counts is what was saved in time.

Whatever changes a draft holds the writers' lock and reads it anew: of two requests at once, the
second sees what the first has done.
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
from learning.player.errors import NotOpen
from learning.player.marking import Marking, draw, mark, read_entries
from learning.player.models import Draft
from learning.records import reading
from learning.records.counting import hold_lock

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
    return draft.attempt if draft else _number(learner, test, handed_in)


def is_number_of(learner: User, test: Assessment, attempt: UUID | None, *, handed_in: int) -> bool:
    """Tell whether a page that knew of `handed_in` attempts, or fewer, was given this number."""
    return any(_number(learner, test, count) == attempt for count in range(handed_in + 1))


def _number(learner: User, test: Assessment, handed_in: int) -> UUID:
    said = salted_hmac(SALT, f"{learner.pk}/{test.activity}/{handed_in}", algorithm="sha256")
    return UUID(bytes=said.digest()[:16], version=4)


def draft_of(learner: User, test: Assessment) -> Draft | None:
    """Give the draft of the open attempt; one that was handed in all the same is none."""
    draft = Draft.objects.filter(learner=learner, assessment=test.activity).first()
    return None if draft and _is_handed_in(learner, test, draft.attempt) else draft


@transaction.atomic
def begin(learner: User, manifest: Manifest, test: Assessment, attempt: UUID) -> Draft:
    """Begin `attempt`; from now on its time runs, if it has a limit. Twice is once.

    Raises: NotOpen — it was handed in meanwhile, or another is open.
    """
    draft = _locked_draft(learner, test, attempt)
    if draft:
        return draft
    fresh = {
        "attempt": attempt,
        "course": manifest.activity,
        "minutes": test.minutes_limit,
        "begun": read_clock().seconds if test.minutes_limit else None,
    }
    return Draft.objects.create(learner=learner, assessment=test.activity, **fresh)


@transaction.atomic
def save(
    learner: User, manifest: Manifest, test: Assessment, attempt: UUID, entries: Entries
) -> None:
    """Keep what is filled in. What is empty does not wipe out what another tab saved.

    Raises: NotOpen — as of `begin`.
    """
    draft = begin(learner, manifest, test, attempt)
    draft.entries = _merged(draft.entries, entries)
    draft.save(update_fields=["entries", "saved_at"])


def _merged(saved: Entries, sent: Entries) -> dict[str, list[str]]:
    return {**saved, **{each: said for each, said in sent.items() if any(said)}}


def _locked_draft(learner: User, test: Assessment, attempt: UUID) -> Draft | None:
    """Give the draft of `attempt`, if it has one, and hold the writers' lock.

    Raises: NotOpen — it was handed in, or another is open.
    """
    hold_lock()
    if _is_handed_in(learner, test, attempt):
        raise NotOpen
    drafts = Draft.objects.filter(learner=learner, assessment=test.activity)
    draft = drafts.first()
    if draft and draft.attempt != attempt:
        if not _is_handed_in(learner, test, draft.attempt):
            raise NotOpen
        drafts.delete()
        return None
    return draft


def _is_handed_in(learner: User, test: Assessment, attempt: UUID) -> bool:
    return reading.attempt_at(learner.pk, UUID(test.activity), attempt) is not None


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
) -> HandedIn:
    """Mark and record an attempt, once; its draft is gone then.

    When the time is over, a blank in `entries` does not take away what was saved. Too late, what
    counts is what the draft holds, and what `entries` say else is kept beside it.

    Raises: NotOpen — it was handed in meanwhile, or another is open.
    """
    draft, clock = _locked_draft(learner, test, attempt), read_clock()
    is_late = draft is not None and draft.is_late(clock)
    counted = entries
    if draft and draft.is_over(clock):
        counted = draft.entries if is_late else _merged(draft.entries, entries)
    result = result_of(test, edition.questions, attempt, _parts(edition, counted))
    late = _late(edition, result, entries) if is_late else {}
    submit(learner, edition, test, result, late=late)
    if draft:
        draft.delete()
    return HandedIn(result, len(late))


def sensible(entries: list[str]) -> list[str]:
    """Give what a form can hold for one question, however much was sent, and a database keep."""
    return [entry.replace("\0", "")[:LONGEST_ENTRY] for entry in entries[:MOST_ENTRIES]]


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
