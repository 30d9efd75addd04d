"""What worksheets keep about a person, and what of it is somebody else's work too."""

from typing import Any

from learning.accounts.models import SignIn, User
from learning.worksheets.models import Role, Sheet, Worksheet


def of(learner: User) -> list[dict[str, Any]]:
    """Give the person's own sheets and what both decided; not what the other assessor wrote."""
    own = Sheet.objects.filter(assessor=learner).select_related("worksheet")
    return [_told(sheet, sheet.worksheet) for sheet in own]


def _told(sheet: Sheet, worksheet: Worksheet) -> dict[str, Any]:
    return {
        "instrument": worksheet.instrument,
        "title": worksheet.title,
        "place": worksheet.place,
        "begun": worksheet.created.isoformat(),
        "role": sheet.role,
        "answers": sheet.answers,
        "handed_in": sheet.submitted_at.isoformat() if sheet.submitted_at else None,
        "decisions": worksheet.decisions,
        "plan": worksheet.plan,
    }


def erase(learner: User) -> int:
    """Delete the person's worksheets; give how many.

    One that somebody else works on too stays for them. What the person handed in there stays in
    it, by a former participant; what was never handed in, and nobody else has seen, is deleted.
    One that only former participants are left in goes as well.
    """
    shared = Sheet.objects.exclude(assessor=learner).exclude(assessor__signs_in_with=SignIn.FORMER)
    for theirs in shared.filter(worksheet__sheets__assessor=learner).select_related("worksheet"):
        _leave_to(theirs, learner)
    own = Worksheet.objects.filter(owner=learner)
    left = Sheet.objects.filter(worksheet__in=own, assessor__signs_in_with=SignIn.FORMER)
    former = list(left.values_list("assessor", flat=True))
    deleted = own.count()
    own.delete()
    User.objects.filter(pk__in=former).delete()  # each was made for one sheet
    return deleted


def _leave_to(theirs: Sheet, learner: User) -> None:
    mine = Sheet.objects.get(worksheet=theirs.worksheet_id, assessor=learner)
    Worksheet.objects.filter(pk=theirs.worksheet_id).update(owner=theirs.assessor_id)
    if mine.is_handed_in:
        Sheet.objects.filter(pk=mine.pk).update(assessor=User.objects.create_former())
        return
    mine.delete()
    Sheet.objects.filter(pk=theirs.pk).update(role=Role.FIRST)
