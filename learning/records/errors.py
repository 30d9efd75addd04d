"""What can go wrong in the records.

RecordsError
└── ActorTaken      the person at the counter: this progress is already somebody else's
"""

from django.utils.translation import gettext as _


class RecordsError(Exception):
    """Anything this room refuses; its text is a sentence for the person."""


class ActorTaken(RecordsError):
    """The statements of this actor belong to another person. Whose they are is not told."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This progress already belongs to another person. Nothing was changed. "
                "Check that this is the right file; if it is, ask the person who looks after "
                "this server."
            )
        )
