"""What each purpose means for the person who is asked: the words, and the number of their wording.

Whoever changes what people would answer differently raises `version`: then everybody is asked
again, and a yes to the older wording no longer counts. A no counts until it is taken back.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.accounts.models import Purpose


@dataclass(frozen=True)
class Wording:
    """What is read before choosing, a sentence or two each. `version`: 1, 2, …"""

    version: int
    title: str | Promise
    what: str | Promise
    who: str | Promise
    how_long: str | Promise
    if_no: str | Promise


WORDINGS: Mapping[Purpose, Wording] = {
    Purpose.POOL: Wording(
        version=1,
        title=_("Be found as a trainer"),
        what=_("Your name, your organisation and what you write about your teaching are listed."),
        who=_("People who look for a trainer, here and where your cohort’s file is taken."),
        how_long=_("Until you say no, or your confirmation as a trainer ends."),
        if_no=_("You are not in the list. All else stays as it is."),
    ),
    Purpose.FOLLOW_UP: Wording(
        version=1,
        title=_("Be asked after a cohort"),
        what=_("Three and six months after it, your trainer may ask what you could use."),
        who=_("The trainers of your cohort. In reports it is one of five people or more."),
        how_long=_("Your answers are kept as long as your account, or until you delete your data."),
        if_no=_("You are not on the list of people to call. You can still answer here yourself."),
    ),
    Purpose.FORWARD: Wording(
        version=1,
        title=_("Tell another store of records"),
        what=_("What you do in courses is sent there: answers, results and times, without a name."),
        who=_("The institution that keeps that store. You are a number there."),
        how_long=_("As that institution decides. Deleting your data here does not reach it."),
        if_no=_("Nothing more about you is sent. What was sent before stays there."),
    ),
    Purpose.ARCHIVE: Wording(
        version=1,
        title=_("Help with statistics over years"),
        what=_("A copy of what you do in courses is put into an archive, without your name."),
        who=_("The people who look after this server. What they publish counts five or more."),
        how_long=_("Until you say no or delete your data; then it goes at the next archiving."),
        if_no=_("You are not counted there. Your courses and certificates stay as they are."),
    ),
}


def version_of(purpose: Purpose) -> int:
    """Give the number of the wording that is asked now."""
    return WORDINGS[purpose].version
