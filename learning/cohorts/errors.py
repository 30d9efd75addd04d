"""What can go wrong with cohorts. Each error's `sentence` is for the person.

CohortError
├── NoSuchCohort     mistyped or unknown code (the person; the trainer knows the code)
├── NameTaken        the name is known here and the PIN is another (the person, the trainer)
├── OnlyLearners     staff do not join, they teach (the person)
├── NoSuchSession    the cohort has no such session (the trainer)
├── NoSuchTrainer    nobody who teaches has this user name (the trainer)
├── LastTrainer      a cohort keeps one who teaches it (the trainer)
├── WrongDayCode     the day code is another (the person; the trainer shows it)
├── TooManyDayCodes  too many wrong day codes (the trainer marks by hand)
├── CheckInClosed    nothing is held at this time (the person, the trainer)
├── AlreadyMarked    a trainer marked the person before (the trainer)
├── UnfitFile        a file handed in is too large, or of a kind that is not taken (the person)
├── TooManyFiles     more files than one hand-in may have (the person)
├── ListError        a list of people was not read: nothing was written (the trainer)
│   ├── ListEmpty        nobody stands in it
│   ├── ListTooLong      more than one list may hold
│   └── ListUnreadable   neither text nor a sound workbook
├── ListClosed       the list was taken in, taken back or is too old (the trainer)
├── NotYours         staff mend their own names (the person)
├── TooManyPosts     thirty posts a person and day (the person)
├── NotMet           nothing stands that could be taken back (the trainer)
├── MayNotBring      the file is about cohorts of others (an administrator)
├── NotHereNow       the person is not in the cohort (the trainer)
├── NotYetTheirs     the account is from elsewhere; its person must say yes (the person)
├── SlipInvalid      the slip was used, is too old or was changed (the trainer)
└── NotCertified     only confirmed trainers stand in the pool (the person)
"""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class CohortError(Exception):
    """Something is wrong with a cohort or with joining it; `sentence` says what to do next."""

    sentence: str | Promise


class NoSuchCohort(CohortError):
    """No cohort has this code."""

    sentence = _(
        "No cohort has this code. Nothing is lost. "
        "Compare it with the poster in your class, or ask your trainer."
    )


class NameTaken(CohortError):
    """Somebody of this name is in the cohort, and their PIN is another."""

    sentence = _(
        "That name and PIN do not fit together. Nothing is lost. Check your PIN, or ask your "
        "trainer. If you are another person with the same name, add a second name."
    )


class OnlyLearners(CohortError):
    """The person signed in with a user name and a password."""

    sentence = _(
        "You are signed in to teach or write. Sign out first, to join a cohort as a learner."
    )


class NoSuchSession(CohortError):
    """The cohort has no session of this id."""

    sentence = _("This cohort has no such session. Nothing is lost. Go back to the sessions.")


class NoSuchTrainer(CohortError):
    """Nobody who may teach has this user name."""

    sentence = _(
        "No trainer has this user name. Nothing is changed. Ask your colleague which user name "
        "they sign in with, or ask an administrator to make them a trainer."
    )


class LastTrainer(CohortError):
    """Without this facilitator nobody would teach the cohort."""

    sentence = _(
        "A cohort needs at least one facilitator. Nothing is changed. Add another one first."
    )


class WrongDayCode(CohortError):
    """The day code is not that of the half day that is held now."""

    sentence = _(
        "That is not the code of this half day. You are not marked yet. "
        "Look at the code that your trainer shows, and type it again."
    )


class TooManyDayCodes(CohortError):
    """The person typed too many wrong day codes."""

    sentence = _(
        "There were too many wrong codes. You are not marked yet, and nothing is lost. "
        "Ask your trainer to mark you on the sheet."
    )


class CheckInClosed(CohortError):
    """Nothing is held now."""

    sentence = _(
        "No session is held at this time, so nobody can check in. Nothing is lost. "
        "If you were there, ask your trainer to mark you on the sheet."
    )


class AlreadyMarked(CohortError):
    """Somebody who teaches has marked the person already."""

    sentence = _(
        "Your trainer has marked this half day for you already. It stays as it is. "
        "If it is wrong, ask your trainer to correct it."
    )


class ListError(CohortError):
    """A list of people could not be read; nothing was written."""


class ListEmpty(ListError):
    """No line of the list holds anything."""

    sentence = _("There is nobody in this list. Nothing was changed. Write a name on each line.")


class ListTooLong(ListError):
    """The list has more lines or bytes than one may have."""

    sentence = _(
        "This list is too long: one may have 10,000 lines and 2 MB. Nothing was changed. "
        "Split it and bring the parts one after the other."
    )


class ListUnreadable(ListError):
    """The file is neither text nor a workbook that can be opened."""

    sentence = _(
        "This file cannot be read as a list. Nothing was changed. Save it in your spreadsheet "
        "as CSV or XLSX without a password, or paste the list instead."
    )


class ListClosed(CohortError):
    """What was asked of a list can no longer be done: it was done already, or it is too old."""

    sentence = _(
        "This list is closed: it was taken in, taken back, or a day has passed. "
        "Look at the people of the cohort to see how it stands."
    )


class TooManyPosts(CohortError):
    """Somebody wrote as many posts today as a day allows."""

    sentence = _(
        "You have written 30 posts today, which is the most a day allows. What you wrote before "
        "is safe. Copy this text and send it tomorrow, or speak to your trainer."
    )


class UnfitFile(CohortError):
    """A file that somebody hands in is too large, or nothing that we take."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    @classmethod
    def too_large(cls, name: str, megabytes: int) -> "UnfitFile":
        sentence = gettext(
            "“%(name)s” is larger than %(most)d MB. Nothing was handed in; your text is still "
            "here. Make the file smaller, or take a picture of the page, and choose it again."
        )
        return cls(sentence % {"name": name, "most": megabytes})

    @classmethod
    def of_unknown_kind(cls, name: str) -> "UnfitFile":
        sentence = gettext(
            "“%(name)s” is not a kind of file that can be handed in. Nothing was handed in; your "
            "text is still here. Choose a PDF, a picture, a document, a text, sound or film."
        )
        return cls(sentence % {"name": name})


class TooManyFiles(CohortError):
    """More files than one hand-in may have."""

    def __init__(self, most: int) -> None:
        sentence = gettext(
            "At most %(most)d files can be handed in together. Nothing was handed in; your text "
            "is still here. Leave some out, or put them into one PDF."
        )
        super().__init__(sentence)
        self.sentence = sentence % {"most": most}


class NotMet(CohortError):
    """A confirmation is to be taken back that does not stand."""

    sentence = _(
        "This person is not confirmed at the moment, so there was nothing to take back. "
        "Nothing was changed."
    )


class NotYours(CohortError):
    """A trainer would mend the name of somebody who signs in with a password."""

    sentence = _(
        "This person signs in with a password, so only they can mend their name. "
        "Nothing was changed. Ask them to do it under “My account”."
    )


class MayNotBring(CohortError):
    """Somebody who is no administrator brought a file about cohorts that they do not teach."""

    def __init__(self, cohorts: str) -> None:
        sentence = gettext(
            "You do not teach: %(cohorts)s. So nothing of this file was taken, and nothing was "
            "changed. Let an administrator bring it, or a trainer of these cohorts."
        )
        self.sentence = sentence % {"cohorts": cohorts}
        super().__init__(self.sentence)


class NotHereNow(CohortError):
    """The person is not, or no longer, in the cohort."""

    sentence = _("This person is not in the cohort now. Nothing was changed.")


class NotYetTheirs(CohortError):
    """Somebody else brought an account into the cohort whose person has not said yes to it."""

    sentence = _(
        "This person had an account before they came into this cohort, so you cannot change it "
        "yet. Nothing was changed. They can say yes on their page of this cohort, or an "
        "administrator can do it for you."
    )


class SlipInvalid(CohortError):
    """A slip that makes a participant a trainer cannot be used."""

    sentence = _(
        "This slip was used already, or is older than 30 days. Nothing was changed, and nothing "
        "is lost. Ask your trainer for a new one."
    )


class NotCertified(CohortError):
    """Somebody who is not confirmed as a trainer wants to stand in the pool."""

    sentence = _(
        "Only people whom their trainer confirmed stand in the list. Nothing was changed. "
        "Ask your trainer what is missing."
    )
