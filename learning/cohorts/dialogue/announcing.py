"""Telling something to a cohort or to some of its people; taking it back; having read it."""

from collections.abc import Collection, Mapping
from uuid import UUID, uuid5

from learning.accounts.models import User
from learning.cohorts.dialogue.announcements import ALL, SOME, Announcement
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.telling import register
from learning.records.attesting import Saying, say
from learning.xapi.attestations import Kind

NAMESPACE = UUID("7d0d3f51-7a0e-5a3e-8f1c-3f6f0e6f4b21")  # of ids that a form's own number gives


def own_id(author: User, nonce: UUID, *texts: str) -> UUID:
    """Give the id of what a form says: sent twice, it is said once, and nobody else can say it.

    A form that is gone back to and says something else says a second thing.
    """
    return uuid5(NAMESPACE, "\n".join([str(author.pk), str(nonce), *texts]))


def announce(
    cohort: Cohort,
    texts: Mapping[str, str],
    *,
    author: User,
    nonce: UUID,
    to: Collection[Membership] | None = None,
    reason: str = "",
) -> UUID:
    """Announce something and give its id. texts: language → text. to: only these people."""
    key = own_id(author, nonce, *texts.values())
    about = {"to": ALL} if to is None else {"to": SOME, "reason": reason}
    sayings = [
        Saying(
            register(cohort, Kind.ANNOUNCEMENT, key, part=language),
            {"text": text, "place": place, **about},
        )
        for place, (language, text) in enumerate(texts.items())
    ]
    sayings += [
        Saying(register(cohort, Kind.ADDRESSED, key, learner=each.learner_id), {"to": True})
        for each in to or ()
    ]
    say(sayings, author=author.pk)
    return key


def withdraw(cohort: Cohort, announcement: Announcement, *, author: User) -> None:
    """Take an announcement back: nobody sees it any more, and what it said stays in the history."""
    told = [
        register(cohort, Kind.ANNOUNCEMENT, announcement.id, part=each.language)
        for each in announcement.wordings
    ]
    say([Saying(each, None) for each in told], author=author.pk)


def have_read(cohort: Cohort, key: UUID, *, learner: User) -> None:
    """Note that a participant has read an announcement."""
    read = register(cohort, Kind.SEEN, key, learner=learner.pk)
    say([Saying(read, {"seen": True})], author=learner.pk)
