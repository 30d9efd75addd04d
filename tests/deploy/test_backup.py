"""deploy/hub/backup: a copy of a running hub, whole or not at all."""

import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.deploy.programs import ROOT, run

BACKUP = ROOT / "deploy" / "hub" / "backup"


@pytest.fixture
def var(tmp_path: Path) -> Path:
    folder = tmp_path / "var"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "picture.png").write_bytes(b"picture")
    (folder / "static").mkdir()
    (folder / "secret-key").write_text("a key")
    return folder


@pytest.fixture
def database(var: Path) -> Iterator[sqlite3.Connection]:
    """A database in use: in WAL mode, opened, with a row not yet moved into the main file."""
    with closing(sqlite3.connect(var / "atoll.sqlite3")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE statement (id TEXT)")
        connection.execute("INSERT INTO statement VALUES ('the last one')")
        connection.commit()
        yield connection


def copies(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.exists() else []


@pytest.mark.usefixtures("database")
def test_a_running_hub_is_copied_with_its_last_statement(var: Path, tmp_path: Path) -> None:
    done = run(BACKUP, tmp_path / "copies", ATOLL_VAR=str(var))
    assert done.returncode == 0, done.stderr
    (copy,) = copies(tmp_path / "copies")
    with closing(sqlite3.connect(copy / "database.sqlite3")) as database:
        assert database.execute("SELECT id FROM statement").fetchall() == [("the last one",)]


@pytest.mark.usefixtures("database")
def test_a_copy_holds_uploads_and_key_but_not_what_can_be_made_again(
    var: Path, tmp_path: Path
) -> None:
    run(BACKUP, tmp_path / "copies", ATOLL_VAR=str(var))
    (copy,) = copies(tmp_path / "copies")
    with tarfile.open(copy / "files.tar") as files:
        assert set(files.getnames()) == {"media", "media/picture.png", "secret-key"}


@pytest.mark.usefixtures("database")
def test_a_copy_proves_itself_with_checksums(var: Path, tmp_path: Path) -> None:
    run(BACKUP, tmp_path / "copies", ATOLL_VAR=str(var))
    (copy,) = copies(tmp_path / "copies")
    assert run("/usr/bin/sha256sum", "--check", "SHA256SUMS", cwd=copy).returncode == 0
    (copy / "files.tar").write_bytes(b"rot")
    assert run("/usr/bin/sha256sum", "--check", "SHA256SUMS", cwd=copy).returncode != 0


@pytest.mark.usefixtures("database")
def test_a_copy_is_only_for_its_owner(var: Path, tmp_path: Path) -> None:
    run(BACKUP, tmp_path / "copies", ATOLL_VAR=str(var))
    (copy,) = copies(tmp_path / "copies")
    assert [oct(path.stat().st_mode & 0o077) for path in copy.iterdir()] == ["0o0"] * 3


def test_without_a_database_nothing_is_left_behind(var: Path, tmp_path: Path) -> None:
    done = run(BACKUP, tmp_path / "copies", ATOLL_VAR=str(var))
    assert done.returncode == 1
    assert "nothing was copied" in done.stderr
    assert copies(tmp_path / "copies") == []
