"""Copying everything into another, empty database, and proving that nothing differs.

Tables come in the order in which they name one another, batch by batch in constant memory. How far
a table came is noted in the transaction that brings its rows, so a copy that was interrupted goes
on. Tables that name each other in a circle, or themselves, come in one transaction. The source is
only read; whoever writes there meanwhile is found out by the comparison at the end.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models, transaction

from learning.records.destinations import ALIAS, Model, note, noted, tables
from learning.records.digesting import Digest
from learning.records.errors import RowUnfit
from learning.records.inserting import columns_of, insert

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Compared:
    """What a table holds on both sides."""

    label: str
    source: Digest
    target: Digest

    @property
    def is_same(self) -> bool:
        return self.source == self.target


def groups() -> list[list[Model]]:
    """Give the tables in the order of copying; those of a circle together."""
    left = tables()
    ordered: list[list[Model]] = []
    while left:
        waiting = set(left)
        free = [[model] for model in left if not (_named_by(model) & waiting) - {model}]
        ordered += free or [left]
        left = [model for model in left if [model] not in free] if free else []
    return ordered


def number_of_rows(*, using: str = DEFAULT_DB_ALIAS) -> int:
    return sum(_all(model, using).count() for model in tables())


def copy_rows(*, batch: int) -> Iterator[int]:
    """Copy what is not there yet, and give the number of rows after each batch.

    Raises: RowUnfit — a row that the other database does not take; what was copied stays noted.
    """
    for group in groups():
        if len(group) == 1 and group[0] not in _named_by(group[0]):
            yield from _copy_in_steps(group[0], batch)
        else:
            yield from _copy_at_once(group, batch)


def compare(*, batch: int) -> Iterator[Compared]:
    """Read every table on both sides from the first row to the last."""
    for model in tables():
        yield Compared(
            model._meta.label, _digest(model, DEFAULT_DB_ALIAS, batch), _digest(model, ALIAS, batch)
        )


@contextmanager
def only_read() -> Iterator[None]:
    """Let nobody write into the source through this connection."""
    on, off = {
        "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        "postgresql": (
            "SET default_transaction_read_only = on",
            "SET default_transaction_read_only = off",
        ),
    }[connections[DEFAULT_DB_ALIAS].vendor]
    _execute(on)
    try:
        yield
    finally:
        _execute(off)


def _execute(statement: str) -> None:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(statement)


def _named_by(model: Model) -> set[Model]:
    """Give the tables that rows of this one name."""
    named = [field.related_model for field in columns_of(model) if field.is_relation]
    return {each._meta.concrete_model for each in named if isinstance(each, type)}  # type: ignore[misc]


def _copy_in_steps(model: Model, batch: int) -> Iterator[int]:
    last, is_done = noted(model)
    while not is_done:
        with transaction.atomic(using=ALIAS):
            rows = _rows_after(model, DEFAULT_DB_ALIAS, last, batch)
            _put(model, rows)
            is_done = len(rows) < batch
            last = _key_of(model, rows[-1]) if rows else last
            note(model, last, is_done=is_done)
        yield len(rows)


def _copy_at_once(group: Sequence[Model], batch: int) -> Iterator[int]:
    if noted(group[0])[1]:
        return
    with transaction.atomic(using=ALIAS):
        for model in group:
            for rows in _pages(model, DEFAULT_DB_ALIAS, batch):
                _put(model, rows)
                yield len(rows)
            note(model, None, is_done=True)


def _put(model: Model, rows: Rows) -> None:
    try:
        with transaction.atomic(using=ALIAS):
            insert(model, rows, using=ALIAS)
    except (DatabaseError, ValueError) as error:
        raise RowUnfit(model._meta.label, str(error).strip().partition("\n")[0]) from error


def _digest(model: Model, using: str, batch: int) -> Digest:
    digest = Digest()
    for rows in _pages(model, using, batch):
        digest = digest.with_rows(rows)
    return digest


def _pages(model: Model, using: str, batch: int) -> Iterator[Rows]:
    rows = _rows_after(model, using, None, batch)
    while rows:
        yield rows
        rows = _rows_after(model, using, _key_of(model, rows[-1]), batch)


def _rows_after(model: Model, using: str, last: str | None, batch: int) -> Rows:
    """Give the next rows in the order of their keys, as that database sorts them."""
    fields = columns_of(model)
    key = _key(model).attname
    found = _all(model, using)
    if last is not None:
        found = found.filter(**{f"{key}__gt": _key(model).to_python(last)})
    return list(found.order_by(key).values_list(*map(_as_stored, fields))[:batch])


def _as_stored(field: models.Field[Any, Any]) -> Any:
    """Give what to read: JSON as it is, for Wagtail's streams would give their blocks new ids."""
    if field.get_internal_type() == "JSONField":
        return models.ExpressionWrapper(models.F(field.attname), models.JSONField())
    return field.attname


def _key(model: Model) -> models.Field[Any, Any]:
    key: Any = model._meta.pk
    return key


def _key_of(model: Model, row: tuple[Any, ...]) -> str:
    return str(row[columns_of(model).index(_key(model))])


def _all(model: Model, using: str) -> models.QuerySet[Any]:
    """Give every row, whatever the model's managers would leave out."""
    return models.QuerySet(model=model, using=using)
