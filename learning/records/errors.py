"""What can go wrong in the records.

RecordsError
├── ActorTaken          the person at the counter: this progress is already somebody else's
├── OwnOrigin           the operator: this server cannot revoke itself
├── CopyError           the operator: nothing could be copied into another database
│   ├── TargetWrong         the address is none, or the database in use
│   ├── TargetUnreachable   no database answers there
│   ├── TargetInUse         there is something in it
│   ├── TargetNotMigrated   its tables could not be made
│   ├── CopyUnfinished      a copy was begun there before
│   ├── CopyNotBegun        no copy was begun there
│   ├── RowUnfit            it does not take a row
│   └── CopyDiffers         what arrived is not what was sent
└── ArchiveError        the operator: statements could not be archived
    ├── ArchiverMissing     the library that writes Parquet is not installed
    └── ArchiveUnsound      what was written is not what is stored
"""

from collections.abc import Sequence

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


class OwnOrigin(RecordsError):
    """The origin is this server's own."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This is the id of this server itself. Nothing was changed. Compare the id with "
                "the list of arrivals on the cohort’s page."
            )
        )


class CopyError(RecordsError):
    """Everything could not be copied into another database. The source is never changed."""


class TargetWrong(CopyError):
    """The address names no database, or the one that is being copied."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This is not the address of another database. Nothing was changed. Write "
                "postgres://user:password@host:5432/name or sqlite:////path/to/file."
            )
        )


class TargetUnreachable(CopyError):
    """No database answers at the address."""

    def __init__(self, reason: str) -> None:
        message = _(
            "The other database does not answer (%(reason)s). Nothing was changed. Check the "
            "address, the password, and that the server runs."
        )
        super().__init__(message % {"reason": reason})


class TargetInUse(CopyError):
    """There is something in the other database. `table`: where it was seen first."""

    def __init__(self, table: str) -> None:
        message = _(
            "The other database is not empty: there are rows in %(table)s. Nothing was changed. "
            "Make a new, empty database and name that one."
        )
        super().__init__(message % {"table": table})


class TargetNotMigrated(CopyError):
    """The tables of the other database could not be made."""

    def __init__(self, reason: str) -> None:
        message = _(
            "The tables of the other database could not be made (%(reason)s). Nothing was copied. "
            "Its user must be allowed to make tables; then run the same command again."
        )
        super().__init__(message % {"reason": reason})


class CopyUnfinished(CopyError):
    """A copy was begun there before and did not come to its end."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A copy was begun in that database and did not come to its end. Nothing was "
                "changed. Add --resume to go on with it, or make a new, empty database."
            )
        )


class CopyNotBegun(CopyError):
    """There is no unfinished copy to go on with."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "No unfinished copy is in that database. Nothing was changed. Leave --resume out "
                "to begin one."
            )
        )


class RowUnfit(CopyError):
    """The other database does not take a row."""

    def __init__(self, table: str, reason: str) -> None:
        message = _(
            "The other database does not take a row of %(table)s (%(reason)s). The source is "
            "unchanged, and what was copied stays there. Mend that row here, then add --resume."
        )
        super().__init__(message % {"table": table, "reason": reason})


class CopyDiffers(CopyError):
    """What arrived is not what is here now."""

    def __init__(self, tables: Sequence[str]) -> None:
        message = _(
            "The two databases differ in: %(tables)s. The source is unchanged; do not use the "
            "copy. Was somebody at work? Stop the hub, make a new, empty database, and copy again."
        )
        super().__init__(message % {"tables": ", ".join(tables)})


class ArchiveError(RecordsError):
    """Statements could not be archived. Nothing was deleted."""


class ArchiverMissing(ArchiveError):
    """The library that writes Parquet is not installed."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Archiving needs the library DuckDB. Nothing was changed. Install it: "
                "pip install --require-hashes -r requirements/archive.txt"
            )
        )


class ArchiveUnsound(ArchiveError):
    """What was read back from the archive is not what is stored. `where`: a month or the folder."""

    def __init__(self, where: str) -> None:
        message = _(
            "The archive (%(where)s) cannot be read back as it was stored. Nothing was deleted. "
            "Check the disk, or archive into a new folder, and run the command again."
        )
        super().__init__(message % {"where": where})
