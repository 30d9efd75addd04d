"""Keeping what is filled in. Everything is kept as typed, and nothing is saved over unseen.

A page says which version it shows. Where a newer one is saved, the page may still fill in what is
empty there; what would be overwritten is told, and both stand side by side.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from learning.accounts.models import User
from learning.worksheets.answers import LARGEST, Kept, faults, without_empty
from learning.worksheets.errors import AlreadyHandedIn, ChangedMeanwhile, TooLarge, Unfit
from learning.worksheets.instruments import Instrument
from learning.worksheets.inviting import open_invitation
from learning.worksheets.models import PLACE_LENGTH, TITLE_LENGTH, Role, Sheet, Worksheet

Row = TypeVar("Row", Sheet, Worksheet)


@transaction.atomic
def begin(
    owner: User,
    instrument: Instrument,
    *,
    title: str,
    place: str = "",
    answers: Kept | None = None,
) -> Worksheet:
    """Begin a worksheet with the owner's sheet; an instrument for two gets an invite code.

    Raises: TooLarge.
    """
    kept = without_empty(answers or {})
    _check_size(kept)
    worksheet = Worksheet.objects.create(
        owner=owner,
        activity=instrument.lesson.activity,
        content_id=instrument.edition.content_id,
        manifest_sha256=instrument.edition.manifest_sha256,
        kind=instrument.definition.kind,
        assessors=instrument.assessors,
        language=instrument.edition.language,
        instrument=instrument.lesson.title,
        title=title[:TITLE_LENGTH],
        place=place[:PLACE_LENGTH],
    )
    Sheet.objects.create(worksheet=worksheet, assessor=owner, role=Role.FIRST, answers=kept)
    return open_invitation(worksheet)


@transaction.atomic
def save_answers(sheet: Sheet, sent: Kept, *, version: int) -> Sheet:
    """Keep what was sent for a sheet; names that were not sent stay.

    Raises: AlreadyHandedIn, ChangedMeanwhile, TooLarge — nothing was changed.
    """
    row = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if row.is_handed_in:
        raise AlreadyHandedIn
    if _merge(row, "answers", sent, version):
        Worksheet.objects.filter(pk=row.worksheet_id).update(updated=timezone.now())
    return row


@transaction.atomic
def save_texts(
    worksheet: Worksheet, field: str, sent: Kept, *, version: int, **also: object
) -> Worksheet:
    """Keep what was sent for the decisions or the plan of a worksheet.

    `also`: other fields to set. Raises: ChangedMeanwhile, TooLarge — nothing was changed.
    """
    row = Worksheet.objects.select_for_update().get(pk=worksheet.pk)
    _merge(row, field, sent, version, **also)
    return row


@transaction.atomic
def hand_in(sheet: Sheet, instrument: Instrument) -> Sheet:
    """Hand a sheet in: it does not change any more. Raises: AlreadyHandedIn, Unfit."""
    row = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if row.is_handed_in:
        raise AlreadyHandedIn
    if faults(instrument.definition, row.answers, instrument.names):
        raise Unfit
    row.submitted_at = timezone.now()
    row.save(update_fields=["submitted_at", "updated"])
    return row


@transaction.atomic
def open_again(sheet: Sheet) -> bool:
    """Take a handed-in sheet back to correct it; tell whether that could be done.

    Once both assessors have handed in, each can see the other's answers: then it cannot.
    """
    sheets = list(Sheet.objects.select_for_update().filter(worksheet=sheet.worksheet_id))
    if len(sheets) > 1 and all(each.is_handed_in for each in sheets):
        return False
    Sheet.objects.filter(pk=sheet.pk).update(submitted_at=None)
    return True


def _merge(row: Row, field: str, sent: Kept, version: int, **also: object) -> bool:
    """Put `sent` into a row that is locked; tell whether that changed it."""
    stored: Mapping[str, str] = getattr(row, field)
    if row.version != version:
        differing = {
            name: stored[name] for name, text in sent.items() if stored.get(name, text) != text
        }
        if differing:
            raise ChangedMeanwhile(differing, row.version)
    merged = without_empty({**stored, **sent})
    if merged == stored:
        return False
    _check_size(merged)
    values: dict[str, Any] = {field: merged, "version": row.version + 1, **also}
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=[*values, "updated"])
    return True


def _check_size(kept: Kept) -> None:
    if sum(len(name) + len(text) for name, text in kept.items()) > LARGEST:
        raise TooLarge
