import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.publishing.exporters import journal
from learning.publishing.exporters.journal import Journal, Made

WORDS = st.text(max_size=8)
LINES = st.builds(
    Made,
    WORDS,
    WORDS,
    st.lists(st.integers(0, 9_999), min_size=1, max_size=len(journal.ENDINGS)).map(tuple),
    st.lists(WORDS, max_size=2).map(tuple),
)


@given(st.dictionaries(WORDS, LINES, max_size=5))
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


def test_a_sheaf_that_lost_a_file_is_not_written() -> None:
    found = Journal({"a": Made("", "", (3,)), "b": Made("", "", (5,))})
    found.bind("both", "a key", ["a", "b"])
    found.forget("a")

    assert found.lengths("both", "a key") == {}
    assert journal.from_bytes(journal.to_bytes(found)).sheaves == {}
