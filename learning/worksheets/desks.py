"""A worksheet as one of its people has it before them, and how far it has come.

Neither assessor sees the other's answers before both have handed in: whoever reads the other's
sheet asks for `both`, which refuses until then.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.http import Http404

from learning.accounts.models import User
from learning.worksheets.answers import Kept
from learning.worksheets.errors import NotYet
from learning.worksheets.instruments import Begun, Instrument, instrument_of
from learning.worksheets.models import Role, Sheet, Worksheet
from toolkits.instruments.definition import Assessment


class Stage(StrEnum):
    FILLING = "filling"  # this person's sheet is not handed in
    WAITING = "waiting"  # it is, but not the other's
    DECIDING = "deciding"  # both are, and some differences have no decision
    DONE = "done"


@dataclass(frozen=True)
class Desk:
    """`mine`: the person's own sheet; `other`: the other assessor's, if there is one."""

    worksheet: Worksheet
    begun: Begun
    mine: Sheet
    other: Sheet | None

    @property
    def instrument(self) -> Instrument:
        return self.begun.instrument

    @property
    def is_owner(self) -> bool:
        return self.mine.role == Role.FIRST

    @property
    def assessment(self) -> Assessment:
        """The definition of an assessment. Raises: Http404 — the instrument is none."""
        if not isinstance(self.instrument.definition, Assessment):
            raise Http404
        return self.instrument.definition

    @property
    def are_both_in(self) -> bool:
        return bool(self.other and self.other.is_handed_in and self.mine.is_handed_in)

    @property
    def both(self) -> tuple[Kept, Kept]:
        """Give the first and the second assessor's texts. Raises: NotYet."""
        if self.other is None or not self.are_both_in:
            raise NotYet
        first, second = (self.mine, self.other) if self.is_owner else (self.other, self.mine)
        return first.answers, second.answers


def desk(person: User, worksheet: UUID) -> Desk:
    """Give the person's desk. Raises: Http404 — not theirs or not there; EditionMissing."""
    found = Sheet.objects.filter(worksheet=worksheet)
    sheets = {each.assessor_id: each for each in found.select_related("assessor", "worksheet")}
    mine = sheets.pop(person.pk, None)
    if mine is None:
        raise Http404
    return Desk(
        mine.worksheet, instrument_of(mine.worksheet), mine, next(iter(sheets.values()), None)
    )
