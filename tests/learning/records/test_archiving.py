"""Statements in Parquet files, and the query pack, which both run on DuckDB."""
# ruff: noqa: S608 — paths of the tests' own

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb
import pytest
from django.core.management import CommandError, call_command

from learning.accounts.models import User
from learning.records import archiving, parquet, refolding
from learning.records.archiving import archive, deletable, delete
from learning.records.erasing import erase_actors
from learning.records.errors import ArchiveUnsound
from learning.records.evidence import Evidence
from learning.records.linking import link
from learning.records.models import Progress, Statement
from learning.records.recording import record
from learning.xapi import statements
from learning.xapi.statements import Checked, check, check_kept
from tests.architecture.tree import ROOT
from tests.learning.xapi.samples import (
    ASSESSMENT,
    COURSE,
    LEARNER,
    QUESTION,
    STICK,
    answer,
    answers,
    common,
    score,
    void,
)

pytestmark = pytest.mark.django_db
YEAR_END = datetime(2025, 1, 1, tzinfo=UTC)


def store(told: Sequence[Checked], moment: datetime, evidence: str = "observed") -> None:
    """Record statements as if it had been at another time."""
    record(told, evidence=evidence, authority="test")
    Statement.objects.filter(id__in=[each.id for each in told]).update(stored=moment)


def at(month: int, day: int = 1, year: int = 2024) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def archived(folder: Path) -> list[tuple[Any, ...]]:
    files = f"{folder}/year=*/month=*/*.parquet"
    return duckdb.execute(
        f"SELECT id, content, year, month FROM read_parquet('{files}', hive_partitioning = true)"
        " ORDER BY stored, id"
    ).fetchall()


@pytest.fixture
def told(learner: User) -> list[Checked]:
    """Give what a learner did in three months."""
    made = answers(6)
    for place, month in enumerate((1, 2, 12)):
        store(made[2 * place : 2 * place + 2], at(month))
    return made


def test_every_month_has_its_folder_and_every_statement_its_content(
    told: list[Checked], tmp_path: Path
) -> None:
    months = [(str(each.month), each.rows) for each in archive(tmp_path, before=YEAR_END)]
    assert months == [("2024-01", 2), ("2024-02", 2), ("2024-12", 2)]
    found = archived(tmp_path)
    assert [check_kept(content.encode(), UUID(key)) for key, content, *_ in found] == sorted(
        told, key=lambda each: (told.index(each) // 2, each.id)
    )
    assert {month for *_, month in found} == {1, 2, 12}
    assert not list(tmp_path.rglob("*.part"))


def test_what_came_later_is_left_for_later(told: list[Checked], tmp_path: Path) -> None:
    assert sum(each.rows for each in archive(tmp_path, before=at(2))) == 2
    assert len(archived(tmp_path)) == 2
    list(archive(tmp_path, before=at(12, 2)))
    assert len(archived(tmp_path)) == 6


def test_archiving_again_adds_what_is_new_and_loses_nothing(
    told: list[Checked], tmp_path: Path
) -> None:
    list(archive(tmp_path, before=YEAR_END))
    Statement.objects.filter(id=told[0].id).delete()
    store([check(answer(50))], at(1, 9))
    list(archive(tmp_path, before=YEAR_END))
    assert len(archived(tmp_path)) == 7


def test_columns_and_their_kinds_stay_as_they_are(told: list[Checked], tmp_path: Path) -> None:
    store([check(score(3, 4, 60))], at(3))
    list(archive(tmp_path, before=YEAR_END))
    file = f"{tmp_path}/year=2024/month=3/statements.parquet"
    columns = duckdb.execute(f"DESCRIBE SELECT * FROM read_parquet('{file}')").fetchall()
    assert {name: kind for name, kind, *_ in columns if name not in ("year", "month")} == {
        **archiving.KEPT,
        "success": "BOOLEAN",
        "raw": "BIGINT",
        "maximum": "BIGINT",
        "edition": "VARCHAR",
    }
    assert duckdb.execute(
        f"SELECT success, raw, maximum, edition FROM read_parquet('{file}')"
    ).fetchall() == [(True, 3, 4, "ab" * 32)]


def test_whoever_was_erased_is_taken_out_of_the_archive(
    told: list[Checked], tmp_path: Path
) -> None:
    store(answers(3, actor=STICK), at(1))
    list(archive(tmp_path, before=YEAR_END))
    erase_actors([STICK])
    list(archive(tmp_path, before=YEAR_END))
    assert {key for key, *_ in archived(tmp_path)} == {str(each.id) for each in told}


def test_a_month_that_reads_back_differently_is_not_put_in_place(
    told: list[Checked], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "_read_back", lambda *args: None)
    with pytest.raises(ArchiveUnsound, match="2024-01"):
        list(archive(tmp_path, before=YEAR_END))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_an_old_file_that_is_damaged_is_told_and_kept(told: list[Checked], tmp_path: Path) -> None:
    list(archive(tmp_path, before=at(2)))
    (file,) = tmp_path.rglob("*.parquet")
    file.write_bytes(b"damaged")
    with pytest.raises(ArchiveUnsound):
        list(archive(tmp_path, before=at(2)))
    assert file.read_bytes() == b"damaged"


def test_only_what_nobody_owns_and_nobody_continues_is_deleted(
    told: list[Checked], learner: User, outsider: User
) -> None:
    linked, active, alone = (UUID(int=number) for number in (1, 2, 3))
    for actor in (linked, active, alone):
        store(answers(2, actor=actor), at(1), Evidence.SELF_REPORTED)
    link(linked, outsider, by=None)
    store([check(answer(70, actor=active))], at(6, year=2025))
    assert deletable(YEAR_END) == 2
    assert delete(YEAR_END) == 2
    assert not Statement.objects.filter(actor=alone).exists()
    assert not Progress.objects.filter(learner=alone).exists()
    assert Statement.objects.count() == len(told) + 5
    assert not list(refolding.differences())
    assert delete(YEAR_END) == 0


def test_a_void_that_counts_is_never_deleted(told: list[Checked]) -> None:
    taken_back = check(void(told[0], actor=STICK))
    store([taken_back], at(1), Evidence.ATTESTED)
    assert delete(YEAR_END) == 0
    assert not list(refolding.differences())


def call(folder: Path, *options: str, before: str = "2025-01-01") -> None:
    call_command("archive_statements", "--before", before, "--out", str(folder), *options)


def test_the_command_archives_and_then_deletes(
    told: list[Checked], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store(answers(3, actor=STICK), at(1))
    call(tmp_path, "--delete")
    said = capsys.readouterr().out
    assert "2024-01: 5 statements" in said
    assert "3 statements" in said.splitlines()[-1]
    assert len(archived(tmp_path)) == 9
    assert Statement.objects.count() == 6


def test_a_dry_run_changes_nothing(
    told: list[Checked], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store(answers(3, actor=STICK), at(1))
    call(tmp_path / "out", "--delete", "--dry-run")
    assert "Nothing was changed" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()
    assert Statement.objects.count() == 9


@pytest.mark.parametrize("wrong", ["soon", "2025-13-01", ""])
def test_what_is_no_date_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(CommandError, match="is no date"):
        call(tmp_path, before=wrong)


def test_nothing_young_is_deleted(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="a year old"):
        call(tmp_path, "--delete", before="2999-01-01")


def test_a_missing_library_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(CommandError, match=r"requirements/archive\.txt"):
        call(tmp_path)


def test_a_folder_that_cannot_be_written_is_told(told: list[Checked], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CommandError, match="cannot be written"):
        call(tmp_path / "file" / "out")


# The query pack


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give a function that asks a query of the pack about a class of six and one more."""
    people = [UUID(int=number) for number in range(1, 8)]
    for place, actor in enumerate(people[:6]):
        store(_work(actor, is_quick=place < 4), at(1), Evidence.OBSERVED)
    store(_work(people[6], is_quick=True), at(2), Evidence.SELF_REPORTED)
    taken_back = [each for each in _work(people[0], is_quick=True) if each.activity == COURSE]
    store([check(void(taken_back[0], actor=LEARNER))], at(2), Evidence.ATTESTED)
    list(archive(tmp_path, before=YEAR_END))
    monkeypatch.chdir(tmp_path)
    engine = duckdb.connect()
    engine.execute((ROOT / "docs" / "queries" / "statements.sql").read_text())
    yield lambda name: engine.execute((ROOT / f"docs/queries/{name}.sql").read_text()).fetchall()
    engine.close()


def _work(actor: UUID, *, is_quick: bool) -> list[Checked]:
    """Give what one person did: an answer, a test in one attempt or two, the completion."""
    told = [answer(0, actor=actor, correct=is_quick), answer(1, actor=actor)]
    if not is_quick:
        told.append(score(1, 4, 2, actor=actor, attempt=UUID(int=1)))
    told.append(score(4, 4, 3, actor=actor, attempt=UUID(int=2)))
    return [*map(check, told), check(statements.completed(**common(4, actor=actor)))]


def test_completions_are_counted_without_what_was_taken_back(asked: Any) -> None:
    ((course, in_month, people),) = asked("completions")
    assert (course, people) == (str(COURSE), 6)
    assert (in_month.year, in_month.month) == (2026, 11)


def test_active_learners_are_counted_once(asked: Any) -> None:
    ((course, _in_month, people),) = asked("active_learners")
    assert (course, people) == (str(COURSE), 7)


def test_attempts_are_told_in_the_middle(asked: Any) -> None:
    assert asked("attempts") == [(str(ASSESSMENT), 7, 1.0)]


def test_the_first_answer_tells_how_hard_a_question_is(asked: Any) -> None:
    assert asked("question_difficulty") == [(str(QUESTION), 7, 71)]


def test_evidence_of_fewer_than_five_is_not_told(asked: Any) -> None:
    ((course, evidence, _number, people),) = asked("evidence_levels")
    assert (course, evidence, people) == (str(COURSE), "observed", 6)


def test_every_query_keeps_to_groups_of_five() -> None:
    queries = [path for path in (ROOT / "docs/queries").glob("*.sql") if "stat" not in path.stem]
    assert len(queries) == 6
    assert [path.name for path in queries if ">= 5" not in path.read_text()] == []
    told = (ROOT / "docs/queries/README.md").read_text()
    assert [path.name for path in queries if f"`{path.name}`" not in told] == []


def test_a_statement_archived_in_two_months_counts_once(
    told: list[Checked], tmp_path: Path
) -> None:
    list(archive(tmp_path, before=at(2)))
    Statement.objects.filter(id=told[0].id).update(stored=at(2, 2))
    list(archive(tmp_path, before=at(3)))
    engine = duckdb.connect()
    view = (ROOT / "docs/queries/statements.sql").read_text()
    engine.execute(view.replace("year=*", f"{tmp_path}/year=*"))
    (counted,) = engine.execute("SELECT count(*), count(DISTINCT id) FROM statements").fetchall()
    assert counted == (4, 4)
    engine.close()
