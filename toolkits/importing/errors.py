"""What can be wrong when documents are imported: each is a sentence for the person who brings them.

ImportFault
├── Refused             the file cannot be taken; it stays as it is, and nothing was imported
├── ManyFaults          several files, each with its own fault
├── AlreadyOpen         a review of the same file waits for its editor
├── AlreadyImported     drafts were made of the same file before
├── CannotChange        what was asked of a section makes no sense there
└── NotReady            something must be filled in before drafts can be made
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from toolkits.importing.models import ImportedDocument


class ImportFault(Exception):
    """Something an author can mend; its text says what happened and what to do."""


class Refused(ImportFault):
    """The file `name` cannot be taken. what: whole sentence; remedy: whole sentence."""

    def __init__(self, name: str, what: str, remedy: str) -> None:
        words = {"name": name, "what": what, "remedy": remedy}
        super().__init__(_("%(name)s: %(what)s Nothing was imported. %(remedy)s") % words)
        self.name = name


class ManyFaults(ImportFault):
    """faults: one for each file that cannot be taken. Nothing of any file was imported."""

    def __init__(self, faults: Sequence[ImportFault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = list(faults)


class AlreadyOpen(ImportFault):
    def __init__(self, document: "ImportedDocument") -> None:
        message = _(
            "%s is being reviewed already. Nothing was imported again. "
            "Go on with the open review, or discard it first."
        )
        super().__init__(message % document.name)
        self.document = document


class AlreadyImported(ImportFault):
    def __init__(self, document: "ImportedDocument") -> None:
        message = _(
            "%s was imported before, and drafts were made of it. Nothing was imported again. "
            "If you want a second set of drafts, say that it shall be imported again."
        )
        super().__init__(message % document.name)
        self.document = document


class CannotChange(ImportFault):
    pass


class NotReady(ImportFault):
    """faults: a sentence for each thing that is missing. No draft was made."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = list(faults)


def too_long(name: str) -> Refused:
    return Refused(
        name,
        _("It is too long or too deeply nested to be read."),
        _("Split it, for example one file a chapter, and import the parts."),
    )
