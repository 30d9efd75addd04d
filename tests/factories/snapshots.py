"""What many tests start from, made once a process and put back in milliseconds.

A snapshot is what making something left behind: the rows it wrote and deleted, and its files. It
is made in a transaction that is rolled back, so a test that does not ask for it sees nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.test import override_settings
from django.utils import translation
from wagtail.models import Page

from courses.library.loading import load_library
from learning.keeping import copies
from learning.publishing import models as publishing
from learning.publishing.releasing import publishable, release
from learning.worksheets import instruments

Row = tuple[Any, ...]  # as the database gives it, in the order of the model's columns
ROOTS = ("EDITIONS_ROOT", "MEDIA_ROOT")
REMEMBERED = (publishing._frozen, publishing._playing, instruments._read, copies._course)


@dataclass(frozen=True)
class Changes:
    """What became of a table."""

    model: type[models.Model]
    written: tuple[Row, ...]  # added or changed
    gone: tuple[Any, ...]  # keys of rows that are deleted, or stand in `written` anew

    def put(self) -> None:
        table = connection.ops.quote_name(self.model._meta.db_table)
        columns = [connection.ops.quote_name(name) for name in _columns(self.model)]
        places = ", ".join(["%s"] * len(columns))
        key = columns[_place_of_key(self.model)]
        delete = f"DELETE FROM {table} WHERE {key} = %s"  # noqa: S608 — names of ours
        insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(delete, [(key,) for key in self.gone])
            cursor.executemany(insert, self.written)


@dataclass(frozen=True)
class Snapshot:
    """The rows by their tables, and the files by the setting that names their folder."""

    tables: tuple[Changes, ...]
    files: dict[str, dict[str, bytes]]

    def put(self) -> None:
        """Put the rows into the database and the files where the settings say they are.

        Files that a test before this one damaged or deleted are whole again. Raises:
        IntegrityError — some of it is there already.
        """
        _forget()
        with transaction.atomic():
            for changes in self.tables:
                changes.put()
            _go_on_counting([changes.model for changes in self.tables])
        self.put_files()

    def put_files(self) -> None:
        for root, files in self.files.items():
            for name, content in files.items():
                _write(Path(getattr(settings, root)) / name, content)


# Of what the given function leaves, which may write into the folder.
Make = Callable[[Callable[[Path], Any]], Snapshot]


def take_rows() -> Snapshot:
    """Note every row there is."""
    found = ((model, tuple(rows.values())) for model, rows in _rows().items())
    return Snapshot(tuple(Changes(model, rows, ()) for model, rows in found if rows), {})


def put_back(fresh_site: Snapshot) -> None:
    """Make the database what it was when all its rows were noted."""
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    fresh_site.put()


def publish_all(library: Path) -> None:
    """Load what is below `library`, and publish it."""
    load_library(library)
    for page in publishable():
        release(page)


def take(make: Callable[[], object], folder: Path, fresh_site: Snapshot) -> Snapshot:
    """Let `make` do its work, note what it left, and take all of it back.

    Its files are below `folder`, which is empty, for so long. It starts from `fresh_site` where a
    test before this one emptied the database.
    """
    roots = {root: folder / root.lower() for root in ROOTS}
    with _undone(), override_settings(**roots):
        if not Page.objects.exists():
            put_back(fresh_site)
        before = _rows()
        make()
        tables = tuple(_changes(before))
    return Snapshot(tables, {root: _files(path) for root, path in roots.items()})


@contextmanager
def _undone() -> Iterator[None]:
    _forget()
    translation.deactivate()  # the test before may have left another language
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    _forget()


def _forget() -> None:
    """Forget what a process remembers of rows and of editions."""
    for each in caches.all(initialized_only=True):
        each.clear()
    for function in REMEMBERED:
        function.cache_clear()
    ContentType.objects.clear_cache()


def _rows() -> dict[type[models.Model], dict[Any, Row]]:
    there = set(connection.introspection.table_names())
    kept = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table in there and not model._meta.proxy
    ]
    # SQLite's full-text tables are filled by triggers of the tables beside them.
    return {model: _rows_of(model) for model in kept if not model._meta.db_table.endswith("_fts")}


def _rows_of(model: type[models.Model]) -> dict[Any, Row]:
    columns = ", ".join(connection.ops.quote_name(name) for name in _columns(model))
    table, key = connection.ops.quote_name(model._meta.db_table), _place_of_key(model)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY {key + 1}")  # noqa: S608
        return {row[key]: tuple(row) for row in cursor.fetchall()}


def _changes(before: dict[type[models.Model], dict[Any, Row]]) -> Iterator[Changes]:
    for model, after in _rows().items():
        was = before[model]
        written = tuple(row for key, row in after.items() if was.get(key) != row)
        gone = tuple(key for key, row in was.items() if after.get(key) != row)
        if written or gone:
            yield Changes(model, written, gone)


def _columns(model: type[models.Model]) -> list[str]:
    return [field.column for field in model._meta.local_concrete_fields]


def _place_of_key(model: type[models.Model]) -> int:
    key = model._meta.pk
    assert key is not None
    return _columns(model).index(key.column)


def _go_on_counting(changed: Sequence[type[models.Model]]) -> None:
    statements = connection.ops.sequence_reset_sql(no_style(), list(changed))
    if statements:
        with connection.cursor() as cursor:
            cursor.execute("\n".join(statements))


def _files(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def _write(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{uuid4().hex}")  # another process may be reading `path`
    part.write_bytes(content)
    part.replace(path)
