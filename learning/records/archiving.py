"""Statements as Parquet files that a distributed engine reads as one table.

`FOLDER/year=2026/month=11/statements.parquet`, by when they were stored; sorted, compressed with
zstd, ids as text and times in UTC, so that DuckDB, Spark and Trino read them alike. A month is
written beside the old file, read back and compared, and then takes its place. What is in the old
file and not in the database any more stays; what is of erased people, and of people who said no to
the archive, goes.

Deleted is only what nothing needs any more: statements of actors whom nobody owns and of whom
nothing was heard since. All that people with accounts did is folded whenever something new comes
and proves their certificates; it goes with them (`learning.privacy.forgetting`).
Why so: docs/decisions/0020-scale.md.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet

from learning.accounts.models import Purpose, User
from learning.records.batches import parts
from learning.records.counting import locked_origin
from learning.records.digesting import Digest
from learning.records.erasing import digest_of_actor
from learning.records.errors import ArchiverMissing, ArchiveUnsound
from learning.records.evidence import TRUSTED
from learning.records.models import ActorLink, Erased, Progress, Statement
from learning.records.partitioning import Month
from learning.records.sparing import spared, spared_among
from learning.xapi.extensions import EDITION

NAME = "statements.parquet"
AT_ONCE = 5_000  # rows held in memory
RESTING = timedelta(days=360)  # as long as `learning.privacy.forgetting` asks at the least
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "400MB",
    "threads": "2",
}
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


@dataclass(frozen=True)
class Archived:
    """A month that was written. `rows`: how many statements the database had of it."""

    month: Month
    rows: int


def months_before(moment: datetime) -> list[Month]:
    """Give the months in which something was stored before a moment, oldest first."""
    span = Statement.objects.filter(stored__lt=moment).aggregate(
        first=Min("stored"), last=Max("stored")
    )
    if span["first"] is None:
        return []
    first, last = Month.of(span["first"]), Month.of(span["last"])
    found = [first]
    while found[-1] < last:
        found.append(found[-1].later(1))
    return [month for month in found if stored_in(month, moment).exists()]


def stored_in(month: Month, moment: datetime) -> QuerySet[Statement]:
    """Give what was stored in a month, before a moment."""
    return Statement.objects.filter(stored__gte=month.begin, stored__lt=min(month.end, moment))


def archive(folder: Path, *, before: datetime) -> Iterator[Archived]:
    """Write what was stored before a moment, month by month, and give each when it is safe.

    before: aware. Months that were archived earlier lose what people had erased since, or said no
    to.
    Raises: ArchiverMissing; ArchiveUnsound — a month could not be read back; the old file stays.
    """
    engine = _engine()
    _note_erased(engine)
    written = months_before(before)
    for month in sorted({*written, *_holding_erased(engine, folder)}):
        yield Archived(month, _write(engine, folder, month, before))


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


def _write(engine: Any, folder: Path, month: Month, before: datetime) -> int:
    file = folder / f"year={month.year}" / f"month={month.number}" / NAME
    file.parent.mkdir(parents=True, exist_ok=True)
    lines, part = file.with_suffix(".lines.part"), file.with_suffix(".parquet.part")
    try:
        digest = _put_lines(lines, month, before)
        with _sound(month):
            engine.execute(_merging(lines, file, part))
            if _read_back(engine, lines, part) != digest:
                raise ArchiveUnsound(str(month))
        _put_in_place(part, file)
    finally:
        lines.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    return digest.rows


def _put_lines(lines: Path, month: Month, before: datetime) -> Digest:
    """Write a month as lines of JSON, which the engine reads as one stream."""
    digest = Digest()
    with lines.open("w", encoding="utf-8") as out:
        for rows in map(_without_spared, _pages(stored_in(month, before))):
            digest = digest.with_rows([(str(row["id"]), row["content"]) for row in rows])
            out.writelines(json.dumps(row, default=_as_text) + "\n" for row in rows)
    return digest


def _without_spared(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what people do who said no to the archive."""
    refused = spared_among(Purpose.ARCHIVE, {row["actor"] for row in rows})
    return [row for row in rows if row["actor"] not in refused]


def _pages(found: QuerySet[Statement]) -> Iterator[list[dict[str, Any]]]:
    """Give rows in order, so many at a time."""
    ordered = found.order_by("stored", "id").values(*KEPT)
    rows = list(ordered[:AT_ONCE])
    while rows:
        yield rows
        last = rows[-1]
        later = Q(stored__gt=last["stored"]) | Q(stored=last["stored"], id__gt=last["id"])
        rows = list(ordered.filter(later)[:AT_ONCE])


def _as_text(value: Any) -> str:
    # Without a zone: what DuckDB does with zones is in an extension that is not always there.
    is_moment = isinstance(value, datetime)
    return value.astimezone(UTC).replace(tzinfo=None).isoformat() if is_moment else str(value)


def _merging(lines: Path, file: Path, part: Path) -> str:
    """Give the statement that writes a month: what is stored now and what the old file has."""
    names = ", ".join(f'"{name}"' for name in KEPT)
    sources = f"SELECT {names}, 0 AS age FROM {_lines(lines)}"  # noqa: S608 — our own names
    if file.exists():
        old = f"read_parquet('{_quoted(file)}')"
        sources += f" UNION ALL SELECT {names}, 1 AS age FROM {old}"  # noqa: S608 — as above
    return f"""
        COPY (
            SELECT {names}, {READ} FROM ({sources})
            WHERE NOT (sha256(actor) IN (SELECT digest FROM erased)
                       AND (voids IS NULL OR evidence = 'self-reported'))
            QUALIFY row_number() OVER (PARTITION BY id ORDER BY age) = 1
            ORDER BY stored, id
        ) TO '{_quoted(part)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 50000)
    """  # noqa: S608 — our own names


def _read_back(engine: Any, lines: Path, part: Path) -> Digest:
    """Give the digest of what the new file holds of what is stored."""
    found = engine.execute(
        f"SELECT id, content FROM read_parquet('{_quoted(part)}')"  # noqa: S608
        f" SEMI JOIN {_lines(lines)} AS stored_now USING (id)"
    )
    digest = Digest()
    while rows := found.fetchmany(AT_ONCE):
        digest = digest.with_rows(rows)
    return digest


def _put_in_place(part: Path, file: Path) -> None:
    for path, flags in ((part, os.O_RDWR), (file.parent, os.O_RDONLY)):
        handle = os.open(path, flags)
        os.fsync(handle)
        os.close(handle)
    part.replace(file)


def _lines(lines: Path) -> str:
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in KEPT.items())
    options = f"format = 'newline_delimited', columns = {{{columns}}}"
    return f"read_json('{_quoted(lines)}', {options})"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


@contextmanager
def _sound(where: Month | Path) -> Iterator[None]:
    """Raises: ArchiveUnsound — the engine could not read or write there."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise ArchiveUnsound(str(where)) from error


def _engine() -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise ArchiverMissing from error
    return duckdb.connect(":memory:", config=SETTINGS)


def _note_erased(engine: Any) -> None:
    engine.execute("CREATE TEMP TABLE erased (digest VARCHAR)")
    digests = set(Erased.objects.values_list("digest", flat=True).iterator())
    digests.update(map(digest_of_actor, spared(Purpose.ARCHIVE)))
    if rows := [(digest,) for digest in digests]:
        engine.executemany("INSERT INTO erased VALUES (?)", rows)


def _holding_erased(engine: Any, folder: Path) -> list[Month]:
    """Give the months archived earlier that hold what people had erased since."""
    if not list(folder.glob(f"year=*/month=*/{NAME}")):
        return []
    files = _quoted(folder / "year=*" / "month=*" / NAME)
    with _sound(folder):
        found = engine.execute(
            f"SELECT DISTINCT year, month FROM read_parquet('{files}', hive_partitioning = true)"  # noqa: S608
            " WHERE sha256(actor) IN (SELECT digest FROM erased)"
            " AND (voids IS NULL OR evidence = 'self-reported')"
        )
    return [Month(int(year), int(month)) for year, month in found.fetchall()]
