"""Copying into SQLite always, into PostgreSQL where the tests run on one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from learning.accounts.models import User
from learning.records import copying, destinations
from learning.records.copying import groups
from learning.records.errors import RowUnfit, TargetNotMigrated
from learning.records.models import Progress, Statement
from learning.records.recording import record
from tests.learning.xapi.samples import answers

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor == "postgresql", reason="tests/journeys/test_moving.py"),
]


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the place of a database with all tables and what migrations put there.

    It is made from the tests' own; migrating another takes a minute and is told by `make verify`.
    """
    file = tmp_path / "empty.sqlite3"
    with closing(sqlite3.connect(file)) as made:
        made.executescript(";\n".join(["BEGIN", *_schema(), "COMMIT", ""]))
        made.execute("INSERT INTO django_content_type VALUES (1, 'made by', 'migrations')")
        made.commit()
    monkeypatch.setattr(destinations, "migrate", lambda url: None)
    return file


def _schema() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index')"
            " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_fts%' ORDER BY type DESC"
        )
        return [sql for (sql,) in cursor.fetchall()]


@pytest.fixture(autouse=True)
def _let_the_copy_be_reached(
    django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    """Django lets a test reach only databases that were there before it began."""
    real = django_db_blocker._real_ensure_connection
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", real)


@pytest.fixture(autouse=True)
def school(learner: User) -> None:
    record(answers(7), evidence="observed", authority="test")


def copy(file: Path, *options: str) -> None:
    call_command("copy_to", f"sqlite:///{file}", "--batch", "4", *options)


COLUMNS = {
    "records_statement": "id, content, seq, evidence",
    "records_progress": "id, learner, activity, answers, succeeded",
    "accounts_user": "id, username, is_active",
    "wagtailcore_page": "id, path, title",
    "django_content_type": "id, app_label, model",
}


def rows_in(file: Path, table: str) -> list[tuple[object, ...]]:
    said = f"SELECT {COLUMNS[table]} FROM {table} ORDER BY 1"  # noqa: S608
    with closing(sqlite3.connect(file)) as made:
        return made.execute(said).fetchall()


def rows_here(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS[table]} FROM {table} ORDER BY 1")  # noqa: S608
        return cursor.fetchall()


def test_everything_arrives_with_its_ids(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy(empty)
    for table in COLUMNS:
        assert rows_in(empty, table) == rows_here(table)
    assert len(rows_in(empty, "records_statement")) == 7
    assert len(rows_in(empty, "django_content_type")) == ContentType.objects.count()
    assert "nothing differs" in capsys.readouterr().out
    assert "atoll_copy" not in {name for (name,) in _tables(empty)}


def _tables(file: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(file)) as made:
        return made.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()


def test_the_source_is_only_read(empty: Path) -> None:
    with CaptureQueriesContext(connection) as queries:
        copy(empty)
    said = {query["sql"].split()[0] for query in queries}
    assert said <= {"SELECT", "PRAGMA"}
    Progress.objects.update(answers=1)  # and may be written again afterwards


def test_a_database_with_something_in_it_is_refused(empty: Path) -> None:
    copy(empty)
    before = rows_in(empty, "records_statement")
    with pytest.raises(CommandError, match="not empty"):
        copy(empty)
    assert rows_in(empty, "records_statement") == before


@pytest.mark.parametrize("wrong", ["nonsense", "", "oracle://a@b/c", "https://example.org/"])
def test_what_is_no_address_of_a_database_is_refused(wrong: str) -> None:
    with pytest.raises(CommandError, match="not the address"):
        call_command("copy_to", wrong)


def test_the_database_in_use_is_refused() -> None:
    with pytest.raises(CommandError, match="not the address"):
        call_command("copy_to", f"sqlite:///{connection.settings_dict['NAME']}")


def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="does not answer"):
        call_command("copy_to", f"sqlite:///{tmp_path}/no/such/folder/a.sqlite3")


def test_batches_begin_at_one(empty: Path) -> None:
    with pytest.raises(CommandError, match="from 1 on"):
        copy(empty, "--batch", "0")


class Broken(Exception):
    pass


@pytest.fixture
def interrupted(empty: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a database that a copy was begun in and pulled out of in the middle of a table."""
    noted, count = destinations.note, iter(range(100_000))

    def note(model: destinations.Model, last: str | None, *, is_done: bool) -> None:
        noted(model, last, is_done=is_done)
        if model is Statement and next(count) == 1:
            raise Broken

    with monkeypatch.context() as patch, pytest.raises(Broken):
        patch.setattr(copying, "note", note)
        copy(empty)
    yield empty


def test_an_interrupted_copy_goes_on(interrupted: Path) -> None:
    assert len(rows_in(interrupted, "records_statement")) == 4
    copy(interrupted, "--resume")
    assert rows_in(interrupted, "records_statement") == rows_here("records_statement")


def test_an_interrupted_copy_is_not_begun_again(interrupted: Path) -> None:
    with pytest.raises(CommandError, match="--resume"):
        copy(interrupted)
    assert len(rows_in(interrupted, "records_statement")) == 4


def test_only_what_was_begun_can_go_on(empty: Path) -> None:
    with pytest.raises(CommandError, match="No unfinished copy"):
        copy(empty, "--resume")


def test_what_changed_meanwhile_is_told(interrupted: Path) -> None:
    with closing(sqlite3.connect(interrupted)) as made:
        made.execute("UPDATE records_statement SET verb = 'x'")
        made.commit()
    with pytest.raises(CommandError, match=r"differ in: records\.Statement"):
        copy(interrupted, "--resume")


def test_a_row_that_does_not_fit_is_told(empty: Path) -> None:
    with closing(sqlite3.connect(empty)) as made:
        made.execute("CREATE UNIQUE INDEX strict ON records_statement (actor)")
    with pytest.raises(CommandError, match=r"a row of records\.Statement") as caught:
        copy(empty)
    assert isinstance(caught.value.__cause__, RowUnfit)


def test_a_database_that_cannot_be_migrated_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(destinations, "_settings_module", lambda: "no.such.settings")
    with pytest.raises(TargetNotMigrated):
        destinations.migrate(f"sqlite:///{tmp_path}/a.sqlite3")


def test_nothing_names_a_table_that_comes_later() -> None:
    there: set[type] = set()
    for group in groups():
        there |= set(group)
        for model in group:
            assert copying._named_by(model) <= there, model
    assert there == set(destinations.tables())


def test_only_what_migrations_fill_counts_as_empty() -> None:
    filled = {m._meta.label for m in destinations.tables() if copying._all(m, "default").exists()}
    ours = {"accounts.User", "records.Statement", "records.Progress", "records.Origin"}
    assert filled - ours - {"accounts.Card"} <= destinations.BY_MIGRATIONS


def test_other_connections_are_as_before(empty: Path) -> None:
    copy(empty)
    assert list(connections) == ["default"]
