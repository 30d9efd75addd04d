"""The one writer of documents.

A request holds the document it is about until it is done, so that what it compared is what it
overwrites. Of two that would both make the same document, the database lets one; the other begins
again and meets what the first one made.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from learning.lrs.documents.contents import expect_object, merged
from learning.lrs.documents.finding import on
from learning.lrs.documents.models import Address, Document, Shelf
from learning.lrs.documents.preconditions import Preconditions, etag_of
from learning.lrs.errors import BadRequest, NotAllowed, TooLarge
from learning.lrs.receiving import learners_named
from learning.records.erasing import erased_among

MOST_DOCUMENTS = 10_000  # of one person, or of one activity's profile; a course keeps a handful
TRIES = 5  # a document can be made and deleted again between two tries
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Sent:
    """What a request brings. content_type: as the header says it."""

    content: bytes
    content_type: str


def put(address: Address, sent: Sent, conditions: Preconditions) -> Document:
    """Keep what was sent in the place of what is there.

    Raises: PreconditionFailed; Contradiction; TooLarge; BadRequest — there are too many;
    NotAllowed — the person had everything deleted.
    """
    _expect_room(sent.content)
    _expect_not_erased(address.shelf.agent)

    def replace(known: Document | None) -> Document:
        conditions.expect_to_overwrite(known.etag if known else None)
        return _keep(known, address, sent)

    return _holding(address, replace)


def post(address: Address, sent: Sent, conditions: Preconditions) -> Document:
    """Merge what was sent into what is there; where nothing is, keep it as PUT does.

    Raises: as `put`, and BadRequest where something is no JSON object.
    """
    _expect_room(sent.content)
    expect_object(sent.content, sent.content_type)
    _expect_not_erased(address.shelf.agent)

    def merge(known: Document | None) -> Document:
        conditions.expect(known.etag if known else None)
        return _keep(known, address, sent if known is None else _merged(known, sent))

    return _holding(address, merge)


def delete(address: Address, conditions: Preconditions) -> None:
    """Delete a document; where none is, nothing happens. Raises: PreconditionFailed."""

    def remove(known: Document | None) -> None:
        conditions.expect(known.etag if known else None)
        if known is not None:
            known.delete()

    _holding(address, remove)


def clear(shelf: Shelf, *, registration: UUID | None) -> int:
    """Delete what stands on a shelf and give how much that was (Communication 2.3, DELETE)."""
    return on(shelf, registration).delete()[0]


def _holding(address: Address, change: Callable[[Document | None], Kept]) -> Kept:
    """Run `change` on what is there, held until it is done."""
    for _ in range(TRIES - 1):
        try:
            return _held(address, change)
        except IntegrityError:
            continue  # somebody else has made it since
    return _held(address, change)


@transaction.atomic
def _held(address: Address, change: Callable[[Document | None], Kept]) -> Kept:
    held = Document.objects.select_for_update().filter(address=address.digest)
    return change(held.first())


def _keep(known: Document | None, address: Address, sent: Sent) -> Document:
    document = known or Document.at(address)
    if known is None:
        _expect_few(address.shelf)
    document.content = sent.content
    document.content_type = sent.content_type
    document.etag = etag_of(sent.content)
    document.updated = _now(document.updated)
    document.save()
    return document


def _now(before: datetime | None) -> datetime:
    """Give the time, later than the last change even if the clock was set back (for `since`)."""
    now = timezone.now()
    return max(now, before + timedelta(microseconds=1)) if before else now


def _merged(known: Document, sent: Sent) -> Sent:
    content = merged(bytes(known.content), known.content_type, sent.content, sent.content_type)
    _expect_room(content)
    return Sent(content, known.content_type)


def _expect_room(content: bytes) -> None:
    most: int = settings.ATOLL_XAPI_MAX_DOCUMENT
    if len(content) > most:
        raise TooLarge(most)


def _expect_few(shelf: Shelf) -> None:
    if Document.objects.filter(owner=shelf.owner).count() >= MOST_DOCUMENTS:
        raise BadRequest(
            f"There are {MOST_DOCUMENTS} documents of this agent or activity already, and no more "
            "are kept. Nothing was changed. Delete some that are not needed."
        )


def _expect_not_erased(agent: str) -> None:
    """Refuse documents about who had everything here deleted. Raises: NotAllowed."""
    if agent and erased_among(learners_named(json.loads(agent))):
        raise NotAllowed("Nothing is kept any more about this agent, who asked for that.")
