"""The archive of statements, and what is deleted once it is there.

How it is written: `learning.records.parquet`. What is of erased people, and of people who said no
to the archive, is left out and taken out.

Deleted is only what nothing needs any more: statements of actors whom nobody owns and of whom
nothing was heard since. All that people with accounts did is folded whenever something new comes
and proves their certificates; it goes with them (`learning.privacy.forgetting`).
Why so: docs/decisions/0020-scale.md.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from learning.accounts.models import Purpose, User
from learning.records import parquet
from learning.records.batches import parts
from learning.records.counting import locked_origin
from learning.records.erasing import digest_of_actor
from learning.records.evidence import TRUSTED
from learning.records.models import ActorLink, Erased, Progress, Statement
from learning.records.parquet import Archive, Archived, Table
from learning.records.partitioning import Month
from learning.records.sparing import spared, spared_among
from learning.xapi.extensions import EDITION

RESTING = timedelta(days=360)  # as long as `learning.privacy.forgetting` asks at the least
# The columns of the table that are kept as they are; the others are read from the content.
KEPT = {
    "id": "VARCHAR",
    "stored": "TIMESTAMP",
    "timestamp": "TIMESTAMP",
    "actor": "VARCHAR",
    "verb": "VARCHAR",
    "activity": "VARCHAR",
    "voids": "VARCHAR",
    "course": "VARCHAR",
    "attempt": "VARCHAR",
    "origin": "VARCHAR",
    "seq": "BIGINT",
    "evidence": "VARCHAR",
    "authority": "VARCHAR",
    "content": "VARCHAR",
}
READ = f"""
    CAST(content::JSON ->> '$.result.success' AS BOOLEAN) AS success,
    CAST(content::JSON ->> '$.result.score.raw' AS BIGINT) AS raw,
    CAST(content::JSON ->> '$.result.score.max' AS BIGINT) AS maximum,
    content::JSON -> 'context' -> 'extensions' ->> '{EDITION}' AS edition
"""
GONE = """
    sha256(actor) IN (SELECT digest FROM gone) AND (voids IS NULL OR evidence = 'self-reported')
"""
TABLE = Table("statements.parquet", KEPT, READ, GONE)


def months_before(moment: datetime) -> list[Month]:
    """Give the months in which something was stored before a moment, oldest first."""
    return parquet.months_before(Statement.objects.all(), moment)


def stored_in(month: Month, moment: datetime) -> QuerySet[Statement]:
    """Give what was stored in a month, before a moment."""
    return parquet.stored_in(Statement.objects.all(), month, moment)


def archive(folder: Path, *, before: datetime) -> Iterator[Archived]:
    """Write what was stored before a moment, month by month, and give each when it is safe.

    before: aware. Months that were archived earlier lose what people had erased since, or said no
    to.
    Raises: ArchiverMissing; ArchiveUnsound — a month could not be read back; the old file stays.
    """
    kept = Archive(folder, to_be_gone())
    for month in sorted({*months_before(before), *kept.months_with_gone(TABLE)}):
        rows = map(_without_spared, parquet.pages(stored_in(month, before), *KEPT))
        yield kept.write(TABLE, month, rows)


def to_be_gone() -> set[str]:
    """Give the digest of every actor of whom nothing is in an archive (`digest_of_actor`)."""
    digests = set(Erased.objects.values_list("digest", flat=True).iterator())
    digests.update(map(digest_of_actor, spared(Purpose.ARCHIVE)))
    return digests


def _without_spared(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what people do who said no to the archive."""
    refused = spared_among(Purpose.ARCHIVE, {row["actor"] for row in rows})
    return [row for row in rows if row["actor"] not in refused]


def resting(before: datetime) -> QuerySet[Statement, UUID]:
    """Give the actors whom nobody owns and of whom nothing came at or after a moment."""
    return (
        Statement.objects.exclude(actor__in=User.objects.values("pk"))
        .exclude(actor__in=ActorLink.objects.values("actor"))
        .order_by("actor")
        .values("actor")
        .annotate(last=Max("stored"))
        .filter(last__lt=before)
        .values_list("actor", flat=True)
    )


def deletable(before: datetime) -> int:
    """Give the number of statements that nothing needs any more."""
    return _spent(list(resting(before))).count()


def delete(before: datetime) -> int:
    """Delete what nothing needs any more, progress of its actors too; give how many statements.

    Only after `archive` of the same moment came to its end.
    """
    return sum(_delete(actors, before) for actors in parts(list(resting(before))))


@transaction.atomic
def _delete(actors: list[UUID], before: datetime) -> int:
    """Look again, for somebody may have brought more or said whose it is."""
    locked_origin()
    still = list(resting(before).filter(actor__in=actors))
    deleted: int = _spent(still).delete()[0]
    Progress.objects.filter(learner__in=still).delete()
    return deleted


def _spent(actors: list[UUID]) -> QuerySet[Statement]:
    """Give their statements, but for voids that count: those speak of other people's."""
    counting_voids = Q(voids__isnull=False, evidence__in=TRUSTED)
    return Statement.objects.filter(actor__in=actors).exclude(counting_voids)
