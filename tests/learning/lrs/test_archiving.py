"""What other programs said, in Parquet files that DuckDB reads, and who is not in them."""
# ruff: noqa: S608 — paths of the tests' own

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from learning.accounts.choosing import choose
from learning.accounts.models import Purpose, User
from learning.lrs import archiving
from learning.lrs.archiving import archive
from learning.lrs.models import LrsStatement
from learning.records.erasing import erase_actors
from tests.architecture.tree import ROOT
from tests.learning.lrs.documents.asking import Program
from tests.learning.lrs.samples import ACTIVITY, AGENT, OTHER, VERB, post, statement, void

pytestmark = pytest.mark.django_db
YEAR_END = datetime(2025, 1, 1, tzinfo=UTC)


def told(program: Program, *statements: dict[str, Any], month: int = 3) -> list[str]:
    """Have a program say this, as if it had been in that month; give the ids."""
    assert post(program, list(statements)).status_code == 200
    names = [each["id"] for each in statements]
    LrsStatement.objects.filter(id__in=names).update(stored=datetime(2024, month, 5, tzinfo=UTC))
    return names


@pytest.fixture
def other(db: None) -> User:
    return User.objects.create_learner(name="Other One", pin="2580")


def ours(person: User) -> dict[str, Any]:
    return {"account": {"homePage": django_settings.ATOLL_ACTOR_HOME, "name": str(person.pk)}}


def read(folder: Path, what: str = "id") -> list[tuple[Any, ...]]:
    files = f"{folder}/year=*/month=*/other-programs.parquet"
    return duckdb.execute(
        f"SELECT {what} FROM read_parquet('{files}', hive_partitioning = true) ORDER BY stored, id"
    ).fetchall()


def test_every_statement_is_there_whole_in_its_month(program: Program, tmp_path: Path) -> None:
    score = {"success": True, "completion": False, "score": {"scaled": 0.75}}
    first = statement(result=score, timestamp="2024-03-01T10:00:00+13:00")
    told(program, first)
    told(program, taken_back := void(first["id"]), month=4)
    months = [(str(each.month), each.rows) for each in archive(tmp_path, before=YEAR_END)]
    assert months == [("2024-03", 1), ("2024-04", 1)]
    found = read(tmp_path, "id, content, month, client, voids")
    assert [row[0] for row in found] == [first["id"], taken_back["id"]]
    assert json.loads(found[0][1]) == LrsStatement.objects.get(id=first["id"]).said()
    assert [row[2:] for row in found] == [
        (3, program.client.name, None),
        (4, program.client.name, first["id"]),
    ]
    assert read(tmp_path, "verb, activity, timestamp, success, completion, scaled")[0] == (
        VERB,
        ACTIVITY,
        datetime(2024, 2, 29, 21),  # noqa: DTZ001 — the column is in UTC, without a zone
        True,
        False,
        0.75,
    )
    assert not list(tmp_path.rglob("*.part"))


def test_a_person_is_one_key_and_who_learns_here_an_actor_too(
    program: Program, learner: User, tmp_path: Path
) -> None:
    told(program, statement(), statement(actor=AGENT), statement(actor=ours(learner)))
    list(archive(tmp_path, before=YEAR_END))
    rows = read(tmp_path, "agent, actor, people")
    known = [row for row in rows if row[1]]
    assert [row[1:] for row in known] == [(str(learner.pk), [str(learner.pk)])]
    assert len({row[0] for row in rows}) == 2


def test_columns_and_their_kinds_stay_as_they_are(program: Program, tmp_path: Path) -> None:
    told(program, statement())
    list(archive(tmp_path, before=YEAR_END))
    (file,) = tmp_path.rglob("other-programs.parquet")
    columns = duckdb.execute(f"DESCRIBE SELECT * FROM read_parquet('{file}')").fetchall()
    assert {name: kind for name, kind, *_ in columns if name not in ("year", "month")} == {
        **archiving.KEPT,
        "success": "BOOLEAN",
        "completion": "BOOLEAN",
        "scaled": "DOUBLE",
        "registration": "VARCHAR",
    }


def test_people_have_no_names_there(program: Program, tmp_path: Path) -> None:
    named = {**AGENT, "name": "Sina"}
    team = {"objectType": "Group", "name": "Team 1", "member": [named, OTHER]}
    (name,) = told(program, statement(actor=named, context={"team": team, "instructor": named}))
    list(archive(tmp_path, before=YEAR_END))
    ((content,),) = read(tmp_path, "content")
    assert "Sina" not in content
    said = LrsStatement.objects.get(id=name).said()
    unnamed = {**said, "actor": AGENT}
    unnamed["context"] = {"team": {**team, "member": [AGENT, OTHER]}, "instructor": AGENT}
    assert json.loads(content) == unnamed


def test_a_statement_without_names_is_there_character_by_character(
    program: Program, tmp_path: Path
) -> None:
    # A context activity that stands alone would be put into an array by whoever writes it anew.
    grouping = {"contextActivities": {"grouping": {"id": f"{ACTIVITY}/all"}}}
    team = {"objectType": "Group", "name": "Team 1", "mbox": "mailto:team@example.org"}
    (name,) = told(program, statement(context={**grouping, "team": team}))
    list(archive(tmp_path, before=YEAR_END))
    assert read(tmp_path, "content") == [(LrsStatement.objects.get(id=name).content,)]


@pytest.mark.parametrize("said_by_another", [False, True])
def test_what_speaks_of_erased_people_and_of_who_says_no_goes(
    program: Program, learner: User, other: User, tmp_path: Path, said_by_another: bool
) -> None:
    def about(person: User) -> dict[str, Any]:
        if said_by_another:
            return statement(actor=OTHER, context={"instructor": ours(person)})
        return statement(actor=ours(person))

    (stays,) = told(program, statement())
    told(program, about(learner), about(other))
    list(archive(tmp_path, before=YEAR_END))
    assert len(read(tmp_path)) == 3
    choose(other, Purpose.ARCHIVE, says_yes=False)
    erase_actors([learner.pk])
    months = list(archive(tmp_path, before=datetime(2024, 1, 1, tzinfo=UTC)))
    assert [str(each.month) for each in months] == ["2024-03"]
    assert read(tmp_path) == [(stays,)]
    list(archive(tmp_path, before=YEAR_END))
    assert read(tmp_path) == [(stays,)]


def test_what_the_database_has_no_more_stays_in_the_archive(
    program: Program, tmp_path: Path
) -> None:
    told(program, statement(), statement())
    list(archive(tmp_path, before=YEAR_END))
    LrsStatement.objects.all().delete()
    told(program, statement())
    list(archive(tmp_path, before=YEAR_END))
    assert len(read(tmp_path)) == 3


def test_more_than_is_held_in_memory_is_read_in_parts(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving, "AT_ONCE", 2)
    names = told(program, *(statement() for _each in range(5)))
    assert [each.rows for each in archive(tmp_path, before=YEAR_END)] == [5]
    assert {row[0] for row in read(tmp_path)} == set(names)


def test_numbers_that_no_column_can_hold_are_left_to_the_content(
    program: Program, tmp_path: Path
) -> None:
    (name,) = told(program, statement())
    row = LrsStatement.objects.get(id=name)
    row.content = json.dumps({**row.said(), "result": {"success": "perhaps", "score": [1]}})
    row.save()
    list(archive(tmp_path, before=YEAR_END))
    assert read(tmp_path, "success, scaled, content") == [(None, None, row.content)]


def test_the_command_archives_both(
    program: Program, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(program, statement())
    call = ("archive_statements", "--before", "2025-01-01", "--out", str(tmp_path))
    call_command(*call, "--dry-run")
    assert "2024-03: 1 statement of other programs" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())
    call_command(*call)
    assert "2024-03: 1 statement of other programs" in capsys.readouterr().out
    assert len(read(tmp_path)) == 1


def test_the_query_counts_people_in_groups_of_five(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [{"mbox": f"mailto:person-{number}@example.org"} for number in range(6)]
    said = [statement(actor=each) for each in people]
    told(program, *said, statement(verb={"id": "https://example.org/verbs/rare"}))
    told(program, void(said[0]["id"]))
    list(archive(tmp_path, before=YEAR_END))
    monkeypatch.chdir(tmp_path)
    query = (ROOT / "docs/queries/other_programs.sql").read_text()
    ((client, verb, _month, statements, persons),) = duckdb.execute(query).fetchall()
    assert (client, verb, statements, persons) == (program.client.name, VERB, 5, 5)
