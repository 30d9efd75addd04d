"""Finding the person whom a command is about."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from learning.accounts.codes import LEARNER_CODE_LENGTH, CodeError, clean_code
from learning.accounts.models import User


def person_with(code: str) -> User:
    """Give the person of a learner code or user name. Raises: CommandError — there is nobody."""
    try:
        names = [clean_code(code, LEARNER_CODE_LENGTH), code]
    except CodeError:
        names = [code]
    for person in User.objects.filter(username__in=names):
        if not person.is_former:
            return person
    message = _("Nobody has the code or user name %(code)s. Nothing was changed.")
    raise CommandError(message % {"code": code})
