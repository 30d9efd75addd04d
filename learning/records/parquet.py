"""Tables as Parquet files by month, which a distributed engine reads as one table.

`FOLDER/year=2026/month=11/NAME`, by when rows were stored; sorted, compressed with zstd, ids as
text and times in UTC, so that DuckDB, Spark and Trino read them alike. A month is written beside
the old file, read back and compared, and then takes its place. What is in the old file and not in
the database any more stays; what is to be gone goes.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import Max, Min, Model, Q, QuerySet

from learning.records.digesting import Digest
from learning.records.errors import ArchiverMissing, ArchiveUnsound
from learning.records.partitioning import Month

AT_ONCE = 5_000  # rows held in memory
LONGEST = 64 * 1024 * 1024  # bytes of one row as a line
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": "400MB",
    "threads": "2",
}
Row = Mapping[str, Any]
Stored = TypeVar("Stored", bound=Model)


@dataclass(frozen=True)
class Table:
    """What is written of each month.

    name: of its file. columns: what is kept as it is, name → kind, with `id`, `stored` and
    `content` among them. read: SQL of what is read from the content beside. gone: SQL that is true
    of a row that is to be gone; the table `gone` has digests of actors.
    """

    name: str
    columns: Mapping[str, str]
    read: str
    gone: str


@dataclass(frozen=True)
class Archived:
    """A month that was written. `rows`: how many the database had of it."""

    month: Month
    rows: int


def months_before(found: QuerySet[Any], moment: datetime) -> list[Month]:
    """Give the months in which some of `found` was stored before a moment, oldest first."""
    span = found.filter(stored__lt=moment).aggregate(first=Min("stored"), last=Max("stored"))
    if span["first"] is None:
        return []
    first, last = Month.of(span["first"]), Month.of(span["last"])
    months = [first]
    while months[-1] < last:
        months.append(months[-1].later(1))
    return [month for month in months if stored_in(found, month, moment).exists()]


def stored_in(found: QuerySet[Stored], month: Month, moment: datetime) -> QuerySet[Stored]:
    """Give what of `found` was stored in a month, before a moment."""
    return found.filter(stored__gte=month.begin, stored__lt=min(month.end, moment))


def pages(
    found: QuerySet[Any], *columns: str, at_once: int = AT_ONCE
) -> Iterator[list[dict[str, Any]]]:
    """Give rows in order, so many at a time."""
    ordered = found.order_by("stored", "id").values(*columns)
    rows = list(ordered[:at_once])
    while rows:
        yield rows
        last = rows[-1]
        later = Q(stored__gt=last["stored"]) | Q(stored=last["stored"], id__gt=last["id"])
        rows = list(ordered.filter(later)[:at_once])


class Archive:
    """A folder of such files."""

    def __init__(self, folder: Path, gone: Iterable[str]) -> None:
        """Take a folder, which need not be there yet. gone: digests of actors who are to be gone.

        Raises: ArchiverMissing.
        """
        self._folder, self._engine = folder, _engine()
        self._engine.execute("CREATE TEMP TABLE gone (digest VARCHAR)")
        self._engine.execute("INSERT INTO gone SELECT unnest(?::VARCHAR[])", [sorted(set(gone))])

    def months_with_gone(self, table: Table) -> list[Month]:
        """Give the months archived earlier that hold what is to be gone.

        Raises: ArchiveUnsound.
        """
        if not list(self._folder.glob(f"year=*/month=*/{table.name}")):
            return []
        files = _quoted(self._folder / "year=*" / "month=*" / table.name)
        with _sound(self._folder):
            found = self._engine.execute(
                f"FROM read_parquet('{files}', hive_partitioning = true)"
                f" SELECT DISTINCT year, month WHERE {table.gone}"
            ).fetchall()
        return [Month(int(year), int(month)) for year, month in found]

    def write(self, table: Table, month: Month, rows: Iterable[Iterable[Row]]) -> Archived:
        """Write a month: these rows, and what the old file has beside them.

        Raises: ArchiveUnsound — it could not be read back; the old file stays. OSError.
        """
        file = self._folder / f"year={month.year}" / f"month={month.number}" / table.name
        file.parent.mkdir(parents=True, exist_ok=True)
        lines, part = file.with_suffix(".lines.part"), file.with_suffix(".parquet.part")
        try:
            digest = _put_lines(lines, rows)
            with _sound(month):
                self._engine.execute(_merging(table, lines, file, part))
                if _read_back(self._engine, table, lines, part) != digest:
                    raise ArchiveUnsound(str(month))
            _put_in_place(part, file)
        finally:
            lines.unlink(missing_ok=True)
            part.unlink(missing_ok=True)
        return Archived(month, digest.rows)


def _put_lines(lines: Path, pages: Iterable[Iterable[Row]]) -> Digest:
    """Write rows as lines of JSON, which the engine reads as one stream."""
    digest = Digest()
    with lines.open("w", encoding="utf-8") as out:
        for rows in map(list, pages):
            digest = digest.with_rows([(str(row["id"]), row["content"]) for row in rows])
            out.writelines(json.dumps(row, default=_as_text) + "\n" for row in rows)
    return digest


def _as_text(value: Any) -> str:
    # Without a zone: what DuckDB does with zones is in an extension that is not always there.
    is_moment = isinstance(value, datetime)
    return value.astimezone(UTC).replace(tzinfo=None).isoformat() if is_moment else str(value)


def _merging(table: Table, lines: Path, file: Path, part: Path) -> str:
    """Give the statement that writes a month: what is stored now and what the old file has."""
    names = ", ".join(f'"{name}"' for name in table.columns)
    sources = f"SELECT {names}, 0 AS age FROM {_lines(table, lines)}"  # noqa: S608 — our own names
    if file.exists():
        old = f"read_parquet('{_quoted(file)}')"
        sources += f" UNION ALL SELECT {names}, 1 AS age FROM {old}"  # noqa: S608 — as above
    return f"""
        COPY (
            SELECT {names}, {table.read} FROM ({sources}) WHERE NOT ({table.gone})
            QUALIFY row_number() OVER (PARTITION BY id ORDER BY age) = 1
            ORDER BY stored, id
        ) TO '{_quoted(part)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 50000)
    """  # noqa: S608 — our own names


def _read_back(engine: Any, table: Table, lines: Path, part: Path) -> Digest:
    """Give the digest of what the new file holds of what is stored."""
    found = engine.execute(
        f"SELECT id, content FROM read_parquet('{_quoted(part)}')"  # noqa: S608
        f" SEMI JOIN {_lines(table, lines)} AS stored_now USING (id)"
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


def _lines(table: Table, lines: Path) -> str:
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in table.columns.items())
    form = f"format = 'newline_delimited', maximum_object_size = {LONGEST}"
    return f"read_json('{_quoted(lines)}', {form}, columns = {{{columns}}})"


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
