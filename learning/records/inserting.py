"""Putting many rows of a table in at once, the fastest way the database has.

Values are put in as they are: nothing is filled in on the way, and no signal is sent.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

Row = Sequence[Any]
FEW = 20  # rows; a learner sends so many at a time
AS_THEY_ARE: Mapping[type, type] = {
    models.TextField: str,
    models.CharField: str,
    models.BigIntegerField: int,
    models.PositiveIntegerField: int,
    models.BooleanField: bool,
}
Fields = Sequence["models.Field[Any, Any]"]


def columns_of(model: type[models.Model]) -> Fields:
    """Give the fields that have a column in the model's own table, not in its parents'."""
    return model._meta.local_concrete_fields


def insert_new(objects: Sequence[models.Model]) -> None:
    """Put new objects of one model in; a key that the database gives is left to it."""
    if objects:
        model = type(objects[0])
        fields = [field for field in columns_of(model) if not isinstance(field, models.AutoField)]
        names = [field.attname for field in fields]
        rows = [[getattr(each, name) for name in names] for each in objects]
        insert(model, rows, fields=fields)


def upsert(objects: Sequence[models.Model], *, key: Sequence[str]) -> None:
    """Put objects of one model in, each in place of the one with the same `key` (attributes).

    The key is unique in the table. What the database gives (an id) stays.
    """
    if not objects:
        return
    model = type(objects[0])
    fields = [field for field in columns_of(model) if not isinstance(field, models.AutoField)]
    rows = [[getattr(each, field.attname) for field in fields] for each in objects]
    connection = connections[DEFAULT_DB_ALIAS]
    quoted = connection.ops.quote_name
    columns = {field.attname: quoted(str(field.column)) for field in fields}
    unique = ", ".join(columns[name] for name in key)
    news = ", ".join(f"{c} = excluded.{c}" for name, c in columns.items() if name not in key)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {_into(connection, model, fields)} VALUES ({places}) "  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(
            f"{sql}ON CONFLICT ({unique}) DO UPDATE SET {news}",
            _prepared(rows, fields, connection),
        )


def insert(
    model: type[models.Model],
    rows: Iterable[Row],
    *,
    fields: Fields | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> None:
    """Put rows in; each has a value for each of the fields. Part of the caller's transaction.

    fields: all that have a column, if left out. PostgreSQL takes many rows as one stream (COPY);
    few, and all on others, are put in one after another by one statement.
    Raises: DatabaseError — a row that this database does not take.
    """
    connection, given = connections[using], fields or columns_of(model)
    prepared = _prepared(rows, given, connection)
    into = _into(connection, model, given)
    if connection.vendor == "postgresql" and len(prepared) > FEW:
        _stream(connection, into, prepared)
    else:
        places = ", ".join(["%s"] * len(given))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", prepared)  # noqa: S608


def _prepared(
    rows: Iterable[Row], fields: Fields, connection: BaseDatabaseWrapper
) -> list[list[Any]]:
    """Give values as the database takes them; those of a known kind need not go the long way."""
    quick = _quick(connection)
    columns = [(field, *quick.get(type(field), (None, _as_it_is))) for field in fields]
    return [
        [
            prepare(value) if type(value) is kind else field.get_db_prep_save(value, connection)
            for (field, kind, prepare), value in zip(columns, row, strict=True)
        ]
        for row in rows
    ]


def _quick(connection: BaseDatabaseWrapper) -> Mapping[type, tuple[type, Callable[[Any], Any]]]:
    """Give kind of field → the one type of value that is common in it, and what becomes of it."""
    is_native = connection.features.has_native_uuid_field
    as_they_are = {kind: (value, _as_it_is) for kind, value in AS_THEY_ARE.items()}
    return as_they_are | {models.UUIDField: (UUID, _as_it_is if is_native else _hex)}


def _as_it_is(value: Any) -> Any:
    return value


def _hex(value: UUID) -> str:
    return value.hex


def _stream(connection: Any, into: str, rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor, connection.wrap_database_errors:  # noqa: SIM117
        with cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _into(connection: BaseDatabaseWrapper, model: type[models.Model], fields: Fields) -> str:
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(str(field.column)) for field in fields)
    return f"{quoted(model._meta.db_table)} ({names})"
