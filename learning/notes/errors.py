"""What can go wrong when a note is saved.

NoteError
└── TooLong     the writer can mend it: shorten the note
"""

from django.utils.translation import gettext as _


class NoteError(Exception):
    """`sentence` says what happened, what is safe, and what to do."""

    sentence = ""


class TooLong(NoteError):
    def __init__(self, length: int, limit: int) -> None:
        told = _("This is too long: %(is)d characters. Shorten it to %(limit)d and save again.")
        self.sentence = told % {"is": length, "limit": limit}
        super().__init__(self.sentence)
