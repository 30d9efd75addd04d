"""Months of statements: the calendar anywhere, the tables where the tests run on PostgreSQL."""

from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from io import StringIO

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from learning.records.models import Statement
from learning.records.partitioning import AHEAD, Month, months, open_months
from learning.records.reading import progress_of
from learning.records.recording import record
from learning.xapi.statements import check
from tests.learning.xapi.samples import COURSE, LEARNER, QUESTION, answer, answers

MONTHS = st.builds(Month, st.integers(1971, 2900), st.integers(1, 12))
NOVEMBER, DECEMBER = datetime(2026, 11, 30, 23, tzinfo=UTC), datetime(2026, 12, 1, 1, tzinfo=UTC)
migration = import_module("learning.records.migrations.0005_partition_statements_by_month")
only_postgres = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL alone has them"),
]
postgres = lambda test: only_postgres[0](only_postgres[1](test))  # noqa: E731


@given(MONTHS, st.integers(-200, 200), st.integers(-200, 200))
def test_months_are_counted_across_years(month: Month, one: int, two: int) -> None:
    assert month.later(one).later(two) == month.later(one + two)
    assert month.later(12) == Month(month.year + 1, month.number)


@given(MONTHS)
def test_a_month_ends_where_the_next_begins(month: Month) -> None:
    assert month.begin < month.end == month.later(1).begin
    assert Month.of(month.begin) == Month.of(month.end - timedelta(microseconds=1)) == month


def test_a_month_is_one_of_utc() -> None:
    assert Month.of(datetime(2026, 12, 1, 3, tzinfo=timezone(timedelta(hours=12)))) == Month(
        2026, 11
    )
    assert (str(Month(2026, 1)), Month(2026, 1).partition) == (
        "2026-01",
        "records_statement_y2026m01",
    )


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor == "postgresql", reason="SQLite has none")
def test_sqlite_needs_no_months() -> None:
    assert "Nothing to do" in call()


@pytest.mark.parametrize("wrong", ["-1", "121"])
def test_months_ahead_are_not_without_end(wrong: str) -> None:
    with pytest.raises(CommandError, match="0 to 120"):
        call("--ahead", wrong)


def call(*options: str) -> str:
    told = StringIO()
    call_command("partition_statements", *options, stdout=told)
    return told.getvalue()


@postgres
def test_months_are_opened_once() -> None:
    opened = list(open_months())
    assert len(opened) == AHEAD + 1
    assert list(open_months()) == []
    assert set(opened) <= months()
    assert "All months are open" in call()


@postgres
def test_what_was_stored_before_its_month_was_opened_moves_into_it() -> None:
    with time_machine.travel(NOVEMBER, tick=False):
        record(answers(3), evidence="observed", authority="test")
    assert rows("records_statement_rest") == 3
    with time_machine.travel(DECEMBER, tick=False):
        opened = list(open_months(ahead=0))
    assert opened == [Month(2026, 11), Month(2026, 12)]
    assert (rows("records_statement_rest"), rows("records_statement_y2026m11")) == (0, 3)
    assert Statement.objects.count() == 3


@postgres
def test_a_statement_that_comes_again_in_another_month_is_stored_once() -> None:
    with time_machine.travel(NOVEMBER, tick=False):
        list(open_months(ahead=1))
        record(answers(3), evidence="observed", authority="test")
    with time_machine.travel(DECEMBER, tick=False):
        receipt = record([*answers(3), check(answer(9))], evidence="observed", authority="test")
    assert (len(receipt.stored), len(receipt.already)) == (1, 3)
    assert Statement.objects.count() == 4
    assert progress_of(LEARNER, COURSE)[QUESTION].answers == 4


@postgres
def test_the_table_can_be_put_together_and_taken_apart_again() -> None:
    list(open_months())
    record(answers(3), evidence="observed", authority="test")
    with connection.schema_editor() as editor:
        migration.put_together(apps, editor)
    assert months() == set()
    assert record(answers(4), evidence="observed", authority="test").already
    with connection.schema_editor() as editor:
        migration.partition(apps, editor)
    list(open_months())
    assert Statement.objects.count() == 4
    assert indexes() >= {index.name for index in Statement._meta.indexes}


@postgres
def test_a_learners_page_reads_no_table_of_statements_from_end_to_end() -> None:
    list(open_months())
    record(answers(3), evidence="observed", authority="test")
    found = Statement.objects.filter(actor=LEARNER, activity=QUESTION, voids=None)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # three rows are read faster without
    assert "Seq Scan" not in found.explain()
    assert "Seq Scan" not in Statement.objects.filter(id__in=[each.id for each in found]).explain()


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ONLY {table}")  # noqa: S608
        return int(cursor.fetchone()[0])


def indexes() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'records_statement'")
        return {name for (name,) in cursor.fetchall()}
