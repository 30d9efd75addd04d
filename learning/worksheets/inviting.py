"""The second assessor: asked in by a code that lets one person in, once, for a while."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from learning.accounts.codes import CodeError, clean_code
from learning.accounts.models import User
from learning.accounts.signing_in import plain_digits
from learning.worksheets.errors import InvitationExpired, NoSuchInvitation, OwnInvitation
from learning.worksheets.models import INVITE_CODE_LENGTH, Role, Sheet, Worksheet

OPEN_FOR = timedelta(days=30)


@transaction.atomic
def open_invitation(worksheet: Worksheet) -> Worksheet:
    """Give the worksheet a new invite code, in place of any other.

    A worksheet that has its second assessor, or needs none, stays as it is.
    """
    row = Worksheet.objects.select_for_update().get(pk=worksheet.pk)
    if row.needs_two and not row.sheets.filter(role=Role.SECOND).exists():
        row.invite_code = Worksheet.objects.free_code()
        row.invited_until = timezone.now() + OPEN_FOR
        row.save(update_fields=["invite_code", "invited_until", "updated"])
    return row


@transaction.atomic
def join(person: User, code: str) -> Worksheet:
    """Make the person the second assessor of the worksheet with this code, as typed.

    Raises: NoSuchInvitation; InvitationExpired; OwnInvitation — the person is the first assessor.
    """
    row = _invited(code)
    if row.owner_id == person.pk:
        raise OwnInvitation
    if not row.is_invitation_open:
        raise InvitationExpired
    Sheet.objects.create(worksheet=row, assessor=person, role=Role.SECOND)
    row.invite_code, row.invited_until = "", None
    row.save(update_fields=["invite_code", "invited_until", "updated"])
    return row


def _invited(code: str) -> Worksheet:
    try:
        cleaned = clean_code(plain_digits(code), INVITE_CODE_LENGTH)
        return Worksheet.objects.select_for_update().get(invite_code=cleaned)
    except (CodeError, Worksheet.DoesNotExist) as error:
        raise NoSuchInvitation from error
