import dataclasses
import itertools
import json
import random
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.xapi import errors
from learning.xapi.progress_files import MAX_BYTES, MAX_LINES, Header, ProgressFile, read, write
from learning.xapi.statements import Checked
from tests.learning.xapi.samples import (
    COURSE,
    EDITION,
    STICK,
    answers,
    histories,
    unhurried,
)

HEADER = Header(
    course=COURSE,
    title="Digital government foundations",
    edition=EDITION,
    actor=STICK,
    name="آمنة بن يوسف",
    code="K7QX-4T2M",
)
STATEMENTS = answers(4, response="“نعم”\n2")
FILE = write(HEADER, STATEMENTS)
LINES = FILE.splitlines(keepends=True)


def ids(file: ProgressFile) -> set[uuid.UUID]:
    return {statement.id for statement in file.statements}


@unhurried
@given(histories())
def test_what_is_written_is_read_again(history: list[Checked]) -> None:
    found = read(write(HEADER, history + history))
    assert found == ProgressFile(HEADER, history, [], missing=0, is_complete=True)


def test_the_file_is_one_object_a_line() -> None:
    first, *between, last = [json.loads(line) for line in FILE.splitlines()]
    assert first == {
        "format": "atoll-progress/1",
        "course": f"urn:uuid:{COURSE}",
        "title": HEADER.title,
        "edition": EDITION,
        "learner": {"actor": str(STICK), "name": HEADER.name, "code": HEADER.code},
        "statements": 4,
    }
    assert [each["id"] for each in between] == [str(each.id) for each in STATEMENTS]
    assert last == {"end": 4}


def test_a_file_cut_anywhere_keeps_every_whole_statement() -> None:
    ends = list(itertools.accumulate(map(len, LINES)))
    for length in range(len(LINES[0]), len(FILE)):
        whole = sum(end - 1 <= length for end in ends[1:-1])  # the line break may be missing
        found = read(FILE[:length])
        assert len(found.statements) == whole, length
        assert found.missing == 4 - whole
        assert found.is_complete == (length == len(FILE) - 1)


def test_a_file_cut_in_its_heading_is_not_taken() -> None:
    for length in range(len(LINES[0]) - 1):
        with pytest.raises(errors.NotAProgressFile):
            read(FILE[:length])


@settings(unhurried, max_examples=300)
@given(st.integers(0, len(FILE) * 8 - 1))
def test_a_flipped_bit_loses_at_most_its_line(bit: int) -> None:
    flipped = bytearray(FILE)
    flipped[bit // 8] ^= 1 << bit % 8
    found = read(bytes(flipped))
    lost = {each.id for each in STATEMENTS} - ids(found)
    assert len(lost) <= 1
    assert ids(found) <= {each.id for each in STATEMENTS}
    assert not lost or (found.missing == 1 and found.damaged and not found.is_complete)


@unhurried
@given(st.randoms(use_true_random=False))
def test_lines_shuffled_and_repeated_lose_nothing(chance: random.Random) -> None:
    lines = LINES * 2
    chance.shuffle(lines)
    found = read(b"".join(lines))
    assert found.header == HEADER
    assert ids(found) == {each.id for each in STATEMENTS}
    assert found.is_complete


@unhurried
@given(st.binary(max_size=300))
def test_junk_never_does_more_than_be_refused(junk: bytes) -> None:
    with pytest.raises(errors.NotAProgressFile):
        read(junk)


@unhurried
@given(st.binary(max_size=60).filter(lambda junk: b"{" not in junk), st.integers(0, len(LINES)))
def test_junk_between_lines_loses_nothing(junk: bytes, place: int) -> None:
    disturbed = b"".join([*LINES[:place], junk, b"\n", *LINES[place:]])
    assert ids(read(disturbed)) == {each.id for each in STATEMENTS}


@pytest.mark.parametrize(
    "file",
    [
        b"\xef\xbb\xbf" + FILE,
        FILE.replace(b"\n", b"\r\n"),
        FILE.rstrip(b"\n"),
        b"\n\n" + FILE.replace(b"\n", b"\n\n"),
        FILE + b"\xef\xbb\xbf" + FILE,
        FILE.replace(b"\n", b" "),
        FILE.replace(b"\n", b""),
    ],
)
def test_what_editors_do_to_files_does_no_harm(file: bytes) -> None:
    assert read(file) == read(FILE)


def test_an_altered_statement_is_handed_back_with_its_line() -> None:
    altered = FILE.replace(b'"success":true', b'"success":false', 1)
    found = read(altered)
    assert len(found.statements) == 3
    (damaged,) = found.damaged
    assert damaged.line_number == 2
    assert damaged.reason == errors.ALTERED
    assert '"success":false' in damaged.text


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"[1,2]", errors.NOT_A_STATEMENT),
        (b"null", errors.NOT_A_STATEMENT),
        (b'"text"', errors.NOT_A_STATEMENT),
        (b"{}", errors.WRONG_PART),
        (b'{"end":-1}', errors.WRONG_PART),
        (b'{"end":1,"end":2}', errors.UNREADABLE),
        (b'{"actor":', errors.UNREADABLE),
        (b'{"a":NaN}', errors.INEXACT),
        (b'{"a":' + b"9" * 5_000 + b"}", errors.UNREADABLE),
        (b"[" * 100_000, errors.UNREADABLE),
        (b"\xff\xfe\x00", errors.UNREADABLE),
        (b'{"format":"atoll-progress/2"}', errors.BAD_HEADER),
        (b'{"format":["atoll-progress/1"]}', errors.BAD_HEADER),
    ],
)
def test_a_line_that_is_not_ours_is_set_aside(line: bytes, reason: str) -> None:
    found = read(FILE + line + b"\n")
    assert [each.reason for each in found.damaged] == [reason]
    assert found.damaged[0].line_number == 7
    assert len(found.statements) == 4
    assert not found.is_complete


def test_a_statement_without_its_id_is_set_aside() -> None:
    bare = STATEMENTS[0].content
    found = read(LINES[0] + bare + b"\n")
    assert not found.statements
    assert found.damaged[0].text == bare.decode()


def test_two_statements_on_a_line_with_junk_between_are_both_kept() -> None:
    found = read(LINES[1].rstrip() + b"*" + LINES[2])
    assert len(found.statements) == 2
    assert [each.text for each in found.damaged] == ["*"]


def test_statements_without_a_heading_are_kept() -> None:
    found = read(b"".join(LINES[1:]))
    assert found.header is None
    assert len(found.statements) == 4
    assert not found.is_complete


def test_the_heading_of_another_file_is_reported() -> None:
    other = dataclasses.replace(HEADER, name="Somebody else")
    found = read(FILE + write(other, STATEMENTS))
    assert found.header == HEADER
    assert [each.reason for each in found.damaged] == [errors.SECOND_HEADER]


def test_a_heading_that_announces_nonsense_is_kept_but_not_believed() -> None:
    found = read(FILE.replace(b'"statements":4', b'"statements":true'))
    assert found.header == HEADER
    assert not found.is_complete


def test_what_the_heading_says_of_the_person_is_cut() -> None:
    wordy = dataclasses.replace(HEADER, name="n\x07" * 400, code="c" * 400, title="t" * 400)
    file = write(HEADER, []).replace(b"K7QX-4T2M", b"c" * 400)
    assert read(file).header == dataclasses.replace(HEADER, code="c" * 20)
    header = read(write(wordy, [])).header
    assert header
    assert (len(header.name), len(header.code), len(header.title)) == (150, 20, 255)
    assert header.name == "n" * 150


def test_a_heading_without_a_name_has_an_empty_one() -> None:
    file = write(HEADER, []).replace(f'"name":"{HEADER.name}",'.encode(), b"")
    header = read(file).header
    assert header
    assert header.name == ""


def test_an_empty_file_is_not_taken() -> None:
    with pytest.raises(errors.NotAProgressFile) as caught:
        read(b"")
    assert "Nothing was changed" in str(caught.value)


def test_a_file_too_large_is_not_taken() -> None:
    with pytest.raises(errors.TooLarge):
        read(b" " * (MAX_BYTES + 1))
    with pytest.raises(errors.TooLarge):
        read(b"\n" * (MAX_LINES + 1))
