"""Queries whose SQL is written once and asked many times.

Django writes the SQL of a query anew each time, which takes ten times as long as SQLite takes to
answer it. The few that come along with every answer of every learner are kept as they were written.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

FIRST_MARK = 0xA70110 << 96  # no random UUID looks like it

Value = UUID | str
Row = list[Any]


@dataclass(frozen=True)
class _Written:
    """`places`: for each parameter, which of the values asked for it is; None: it stays.

    columns: the expressions that are selected.
    """

    sql: str
    parameters: Sequence[Any]
    places: Sequence[int | None]
    columns: Sequence[Any]


class Prepared:
    """A query about values of these kinds (UUID or str), asked for as rows.

    build: gives the query, made with `values_list`, for a value of each kind. Each must stand in
    it as it is and not change its shape.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *kinds: type[Value]) -> None:
        self._build = build
        self._kinds = list(kinds)
        self._marks = [_mark(kind, place) for place, kind in enumerate(kinds)]
        self._written: dict[str, _Written] = {}  # by the vendor of the database

    def rows(self, *values: Value) -> list[Row]:
        """Ask the database; give each row as `values_list` would. One query."""
        connection = connections[DEFAULT_DB_ALIAS]
        written = self._written.get(connection.vendor)
        if written is None:
            written = self._written[connection.vendor] = self._write(connection)
        pairs = zip(values, self._kinds, strict=True)
        given = [
            _adapted(value if isinstance(value, kind) else kind(str(value)), connection)
            for value, kind in pairs
        ]
        parameters = [
            parameter if place is None else given[place]
            for parameter, place in zip(written.parameters, written.places, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, parameters)
            rows = [list(row) for row in cursor.fetchall()]
        for place, column in enumerate(written.columns):
            for convert in _converters(column, connection):
                for row in rows:
                    row[place] = convert(row[place], column, connection)
        return rows

    def _write(self, connection: BaseDatabaseWrapper) -> _Written:
        compiler = self._build(*self._marks).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        marks = {_adapted(mark, connection): place for place, mark in enumerate(self._marks)}
        places = [marks.get(each) for each in parameters]
        if set(places) - {None} != set(marks.values()):
            raise ValueError("The query does not name every value that it is asked for.")
        columns = [column for column, _sql, _alias in compiler.select]
        return _Written(sql, parameters, places, columns)


def _mark(kind: type[Value], place: int) -> Value:
    return UUID(int=FIRST_MARK + place) if kind is UUID else f"mark-{place}"


def _adapted(value: Value, connection: BaseDatabaseWrapper) -> Value:
    if isinstance(value, str) or connection.features.has_native_uuid_field:
        return value
    return value.hex


def _converters(column: Any, connection: BaseDatabaseWrapper) -> list[Callable[..., Any]]:
    """Give what makes values of Python of those of the database, as Django's compiler does."""
    return [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
