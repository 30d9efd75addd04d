"""Putting many rows of a table in at once, the fastest way the database has.

Values are put in as they are: nothing is filled in on the way, and no signal is sent.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

Row = Sequence[Any]
FEW = 20  # rows; a learner sends so many at a time
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
    prepared = [
        [field.get_db_prep_save(value, connection) for field, value in zip(given, row, strict=True)]
        for row in rows
    ]
    into = _into(connection, model, given)
    if connection.vendor == "postgresql" and len(prepared) > FEW:
        _stream(connection, into, prepared)
    else:
        places = ", ".join(["%s"] * len(given))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", prepared)  # noqa: S608


def _stream(connection: Any, into: str, rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor, connection.wrap_database_errors:  # noqa: SIM117
        with cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _into(connection: BaseDatabaseWrapper, model: type[models.Model], fields: Fields) -> str:
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(str(field.column)) for field in fields)
    return f"{quoted(model._meta.db_table)} ({names})"
