"""Documents as they are asked for. One query each, whatever there is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from learning.lrs.documents.models import Address, Document, Shelf
from learning.lrs.errors import NotFound


@dataclass(frozen=True)
class Names:
    """The names of documents, oldest first, and when the newest was changed; None of none."""

    names: list[str]
    updated: datetime | None


def document(address: Address) -> Document:
    """Give the document that stands there. Raises: NotFound."""
    found = Document.objects.filter(address=address.digest).first()
    if found is None:
        raise NotFound("There is no such document.")
    return found


def names(shelf: Shelf, *, registration: UUID | None, since: datetime | None) -> Names:
    """Give what stands on a shelf, each name once (Communication 2.3, multiple documents).

    registration: None for all, those without one among them. since: only what changed later.
    """
    rows = on(shelf, registration)
    if since is not None:
        rows = rows.filter(updated__gt=since)
    found = list(rows.order_by("updated", "id").values_list("name", "updated"))
    return Names(list(dict.fromkeys(name for name, _ in found)), found[-1][1] if found else None)


def on(shelf: Shelf, registration: UUID | None) -> "QuerySet[Document]":
    """Give the documents of a shelf, of one registration or of all and none."""
    rows = Document.objects.filter(shelf=shelf.digest)
    return rows if registration is None else rows.filter(registration=registration)
