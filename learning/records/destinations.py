"""The database that everything is copied into: opened, migrated, known to be empty, marked.

It is migrated by a process of its own: migrations of libraries write into the database of the
settings, whatever database they are asked to migrate, and that would be the source.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import environ
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models, transaction

from learning.records.errors import (
    CopyNotBegun,
    CopyUnfinished,
    TargetInUse,
    TargetNotMigrated,
    TargetUnreachable,
    TargetWrong,
)

ALIAS = "copy"
MARK = "atoll_copy"  # how far a copy has come; gone when all of it is there
SCHEMES = ("postgres://", "postgresql://", "sqlite:///")
LONGEST = 3600  # seconds, for migrating
# What migrations put into an empty database; everything else there was put there by people.
BY_MIGRATIONS = frozenset(
    {
        "auth.Group",
        "auth.Group_permissions",
        "auth.Permission",
        "contenttypes.ContentType",
        "wagtailcore.Collection",
        "wagtailcore.GroupApprovalTask",
        "wagtailcore.GroupApprovalTask_groups",
        "wagtailcore.GroupCollectionPermission",
        "wagtailcore.GroupPagePermission",
        "wagtailcore.Locale",
        "wagtailcore.Page",
        "wagtailcore.Site",
        "wagtailcore.Task",
        "wagtailcore.Workflow",
        "wagtailcore.WorkflowPage",
        "wagtailcore.WorkflowTask",
    }
)
Model = type[models.Model]


@contextmanager
def opened(url: str) -> Iterator[str]:
    """Open the database at an address, and give the name by which Django knows it.

    Raises: TargetWrong — no address of a database, or the one in use; TargetUnreachable.
    """
    connections.settings[ALIAS] = _settings_of(url)
    try:
        _reach()
        yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]


def tables() -> list[Model]:
    """Give everything that is copied. The index of the editor's search is made again instead."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped
        if model._meta.app_label != "wagtailsearch"
    ]


def is_begun() -> bool:
    return MARK in connections[ALIAS].introspection.table_names()


def begin(url: str) -> None:
    """Make an empty database ready: all tables, no rows, and the mark of a copy begun.

    Raises: TargetInUse — something is in it; CopyUnfinished — a copy was begun there;
    TargetNotMigrated. Nothing was copied.
    """
    if is_begun():
        raise CopyUnfinished
    check_is_empty()
    migrate(url)
    with transaction.atomic(using=ALIAS):
        _flush()
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(
                "CREATE TABLE atoll_copy (name text PRIMARY KEY, last text, done integer)"
            )


def go_on() -> None:
    """Raises: CopyNotBegun — no copy was begun there."""
    if not is_begun():
        raise CopyNotBegun


def check_is_empty() -> None:
    """Raises: TargetInUse — a row that no migration put there."""
    there = set(connections[ALIAS].introspection.table_names())
    for model in tables():
        is_ours = model._meta.db_table in there and model._meta.label not in BY_MIGRATIONS
        if is_ours and models.QuerySet(model=model, using=ALIAS).exists():
            raise TargetInUse(model._meta.label)


def migrate(url: str) -> None:
    """Bring the database at an address to this version. Raises: TargetNotMigrated."""
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "migrate"]
    done = subprocess.run(  # noqa: S603 — our own program
        [*command, "--no-input", "--verbosity", "0"],
        env={**os.environ, "ATOLL_DATABASE": url, "DJANGO_SETTINGS_MODULE": _settings_module()},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    if done.returncode:
        raise TargetNotMigrated(done.stderr.strip().rpartition("\n")[2])


def noted(model: Model) -> tuple[str | None, bool]:
    """Give the last key that was copied of a table, as text, and whether all of it is there."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT last, done FROM atoll_copy WHERE name = %s", [model._meta.label])
        row = cursor.fetchone()
    return (row[0], bool(row[1])) if row else (None, False)


def note(model: Model, last: str | None, *, is_done: bool) -> None:
    """Note how far a table was copied; part of the transaction that brings its rows."""
    label = model._meta.label
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("DELETE FROM atoll_copy WHERE name = %s", [label])
        cursor.execute("INSERT INTO atoll_copy VALUES (%s, %s, %s)", [label, last, int(is_done)])


def finish(copied: Sequence[Model]) -> None:
    """Let numbering go on after what was copied, and take the mark away."""
    connection = connections[ALIAS]
    with transaction.atomic(using=ALIAS), connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(copied)):
            cursor.execute(statement)
        cursor.execute("DROP TABLE atoll_copy")


def _settings_of(url: str) -> dict[str, Any]:
    if not url.startswith(SCHEMES):
        raise TargetWrong
    try:
        read = dict(environ.Env.db_url_config(url))
    except (ImproperlyConfigured, ValueError, KeyError) as error:
        raise TargetWrong from error
    source = settings.DATABASES[DEFAULT_DB_ALIAS]
    if read["ENGINE"].endswith("sqlite3"):
        read |= {"ENGINE": settings.SQLITE_ENGINE, "OPTIONS": settings.SQLITE_OPTIONS}
    if all(read.get(place) == source.get(place) for place in ("ENGINE", "NAME", "HOST", "PORT")):
        raise TargetWrong
    made = connections.configure_settings({DEFAULT_DB_ALIAS: {"ENGINE": "x"}, ALIAS: read})
    return dict(made[ALIAS])


def _reach() -> None:
    try:
        connections[ALIAS].ensure_connection()
    except (DatabaseError, ImproperlyConfigured) as error:
        raise TargetUnreachable(str(error).strip().partition("\n")[0]) from error


def _flush() -> None:
    """Delete what migrations put there, for the same comes from the source with its own ids."""
    connection = connections[ALIAS]
    names = [model._meta.db_table for model in tables()]
    connection.ops.execute_sql_flush(
        connection.ops.sql_flush(no_style(), names, allow_cascade=True)
    )


def _settings_module() -> str:
    return os.environ.get("DJANGO_SETTINGS_MODULE", "learning.settings.development")
