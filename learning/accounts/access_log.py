"""Who of the staff looked at whose records: noted once a day, shown to those it is about.

One insert and no question before it. Where the database cannot be written the page is shown all
the same, and the server's log has the line instead.
"""

import logging
from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from learning.accounts.models import Access, Seen, User
from learning.faults.recognising import fault_of
from learning.faults.telling import tell

logger = logging.getLogger(__name__)

KEPT = timedelta(days=730)  # two years
SOMEBODY_ERASED = UUID(int=0)  # whom an entry is about of whom nothing may be kept


def note_access(by: User | AnonymousUser, about: UUID, what: Seen) -> None:
    """Note that `by` looked at what is kept of `about`, a person or a cohort. One's own is not."""
    if not isinstance(by, User) or by.pk == about:
        return
    row = Access(by=by, about=about, what=what)
    try:
        with transaction.atomic():
            Access.objects.bulk_create([row], ignore_conflicts=True)
    except DatabaseError as error:
        fault = fault_of(error)
        if fault is None:
            raise
        tell(fault, error)
        logger.warning("Not noted: %s looked at %s (%s)", by.pk, about, what)


def accesses_about(ids: Collection[UUID]) -> QuerySet[Access]:
    """Give what was noted of a person and their cohorts, the latest first."""
    return Access.objects.filter(about__in=ids).select_related("by")


def old_accesses(today: date | None = None) -> QuerySet[Access]:
    """Give the entries that have been kept for long enough."""
    return Access.objects.filter(day__lt=(today or timezone.localdate()) - KEPT)
