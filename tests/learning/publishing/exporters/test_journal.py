from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.bundles.store import sha256
from learning.publishing.exporters import journal
from learning.publishing.exporters.folder import Folder
from learning.publishing.exporters.journal import Journal, Made

WORDS = st.text(max_size=8)
PATHS = WORDS.filter(lambda path: not journal.LEAVES.search(path))
LINES = st.builds(
    Made,
    WORDS,
    WORDS,
    st.lists(st.integers(0, 9_999), min_size=1, max_size=len(journal.ENDINGS)).map(tuple),
    st.lists(WORDS, max_size=2).map(tuple),
)


@given(st.dictionaries(PATHS, LINES, max_size=5))
def test_what_is_written_is_read_again(lines: dict[str, Made]) -> None:
    written = Journal(dict(lines))
    written.bind("all", "a key", lines)

    found = journal.from_bytes(journal.to_bytes(written))

    assert {path: found.get(path) for path in found} == lines
    assert found.sheaves == {"all": ("a key", sorted(lines))}
    assert journal.to_bytes(found) == journal.to_bytes(written)


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"\xff",
        b"[]",
        b'{"format": "atoll-export-journal/3", "files": {"a": ["", "", 1, [], []]}}',
        b'{"format": "atoll-export-journal/4", "files": [], "sheaves": {}}',
        b'{"format": "atoll-export-journal/4", "files": {}, "sheaves": {"a": 1}}',
    ],
)
def test_what_is_no_journal_is_read_as_an_empty_one(content: bytes | None) -> None:
    assert journal.from_bytes(content) == Journal()


@pytest.mark.parametrize(
    "line", [1, "text", [], ["", "", 1, []], ["", "", [], []], ["", "", ["a"], []]]
)
def test_a_damaged_line_is_none(line: object) -> None:
    found = Journal({"a.html": line})

    assert found.get("a.html") is None
    assert found.links("a.html") == ()


def test_a_sheaf_gives_the_bytes_of_its_files_and_their_twins_by_its_key_only() -> None:
    found = Journal({"a": Made("", "", (3, 2)), "b": Made("", "", (5,))})
    found.bind("both", "a key", ["b", "a"])

    assert found.lengths("both", "a key") == {"a": 3, f"a{journal.ENDINGS[1]}": 2, "b": 5}
    assert found.lengths("both", "another") == {}
    assert found.lengths("other", "a key") == {}


@pytest.mark.parametrize(
    "path", ["../a", "a/../../b", "a/..", "..", "/a", "C:a", "a\\..\\b", "\\a", "a\0b", "..\n/../a"]
)
def test_a_path_that_leaves_the_folder_is_not_read(path: str) -> None:
    made = Made("", "", (3,))
    written = Journal({path: made, "a..b/...": made})
    written.bind("bad", "a key", [path, "a..b/..."])
    written.bind("good", "a key", ["a..b/..."])

    found = journal.from_bytes(journal.to_bytes(written))

    assert list(found) == ["a..b/..."]
    assert found.sheaves == {"good": ("a key", ["a..b/..."])}


def test_nothing_outside_the_folder_is_deleted_whatever_a_journal_says(tmp_path: Path) -> None:
    root, victim = tmp_path / "stick", tmp_path / "victim.txt"
    (root / "course").mkdir(parents=True)
    victim.write_bytes(b"mine")
    (root / "course" / "old.txt").write_bytes(b"ours")
    said = Journal()
    said.note("course/../../victim.txt", Made(sha256(b"mine"), "", (4,)))
    said.note("course/old.txt", Made(sha256(b"ours"), "", (4,)))
    (root / "journal.json").write_bytes(journal.to_bytes(said))

    Folder(root, "journal.json").prune("course/")

    assert victim.read_bytes() == b"mine"
    assert not (root / "course" / "old.txt").exists()


def test_a_sheaf_that_lost_a_file_is_not_written() -> None:
    found = Journal({"a": Made("", "", (3,)), "b": Made("", "", (5,))})
    found.bind("both", "a key", ["a", "b"])
    found.forget("a")

    assert found.lengths("both", "a key") == {}
    assert journal.from_bytes(journal.to_bytes(found)).sheaves == {}
