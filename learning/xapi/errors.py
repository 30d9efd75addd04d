"""What can be wrong with statements and progress files.

    XapiError
    ├── CanonicalError          us: a value that cannot be written down exactly
    ├── ActivityError           us: an activity IRI that is not one of ours
    ├── StatementError          never mended, always set aside; carries a reason
    │   ├── AlteredStatement        the content is not what its id says: changed on the way
    │   └── MalformedStatement      written by another program, or by a newer one
    └── ProgressFileError       the courier: choose another file
        ├── NotAProgressFile
        ├── NotACohortFile
        └── TooLarge
            └── CohortFileTooLarge

This room knows no Django, so its sentences are constants, marked for translation here and
translated where they are shown: `gettext(error.reason)`.
"""


def gettext_noop(text: str) -> str:
    """Mark a sentence for the message catalogues and give it back unchanged."""
    return text


NOT_A_STATEMENT = gettext_noop("This line is not a record of learning.")
WRONG_PART = gettext_noop("A part of the record is missing or is not what it should be.")
INEXACT = gettext_noop("The record holds a value that cannot be kept exactly.")
TOO_LONG = gettext_noop("The record is longer than is allowed.")
UNKNOWN_VERB = gettext_noop("The record says something this platform does not know yet.")
BAD_TIME = gettext_noop("The date of the record cannot be read.")
ALTERED = gettext_noop("The record was changed after it was written, so it cannot count.")
UNREADABLE = gettext_noop("The line is cut off or broken and cannot be read.")
SECOND_HEADER = gettext_noop("The file holds the heading of another progress file.")
BAD_HEADER = gettext_noop("The heading of the file is damaged or of a newer kind.")


class XapiError(Exception):
    """Anything this room refuses."""


class CanonicalError(XapiError):
    """The value has no exact canonical form: a fraction, a huge number, half a character."""


class ActivityError(XapiError):
    """The text is no activity IRI of ours, `urn:uuid:` and a UUID in lower case."""


class StatementError(XapiError):
    """The statement cannot be used. `reason` is a sentence, `where` names the part."""

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(f"{reason} ({where})" if where else reason)
        self.reason = reason
        self.where = where


class AlteredStatement(StatementError):
    """The statement carries an id that is not the id of its content."""

    def __init__(self) -> None:
        super().__init__(ALTERED, "id")


class MalformedStatement(StatementError):
    """The statement is whole, but is not one of ours."""


class ProgressFileError(XapiError):
    """The file cannot be taken. `reason` is a sentence."""

    reason = ""

    def __init__(self) -> None:
        super().__init__(self.reason)


class NotAProgressFile(ProgressFileError):
    """The file holds neither a heading of ours nor one valid statement."""

    reason = gettext_noop(
        "This is not a progress file, or nothing in it can be read. Nothing was changed. "
        "Choose the file that the course saved; its name ends in “.progress”."
    )


class NotACohortFile(ProgressFileError):
    """The file holds neither a heading of ours nor anything said of a cohort."""

    reason = gettext_noop(
        "This is not a cohort file, or nothing in it can be read. Nothing was changed. "
        "Choose the file that the other server saved; its name ends in “.cohort”."
    )


class TooLarge(ProgressFileError):
    """The file is larger than 10 MiB, or has more than 50,000 lines."""

    reason = gettext_noop(
        "This file is too large to be a progress file. Nothing was changed. "
        "Choose the file that the course saved; its name ends in “.progress”."
    )


class CohortFileTooLarge(TooLarge):
    """The file is larger than 50 MiB, or has more than 200,000 lines."""

    reason = gettext_noop(
        "This file is too large for a cohort file. Nothing was changed. Let the other server save "
        "each cohort in a file of its own, and bring them one by one."
    )
