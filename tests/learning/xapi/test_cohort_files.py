import itertools
import json
import random
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.xapi import errors
from learning.xapi.attestations import Attested, Kind, fold_attestations
from learning.xapi.cohort_files import (
    MAX_BYTES,
    MAX_LINES,
    CohortFile,
    Done,
    Heading,
    Person,
    read,
    together,
    write,
)
from tests.learning.xapi.samples import answers, unhurried
from tests.learning.xapi.sayings import AMINA, BRAM, COHORT, MARK, NAMED, OPENED, told

OTHER = uuid.UUID("0c000000-0000-4000-8000-000000000002")
HEADING = Heading("Island", {COHORT: "Lands ToT", OTHER: "Ports"})
PEOPLE = [
    Person(AMINA, "آمنة بن يوسف", is_trainer=True, language="ar"),
    Person(BRAM, "Bram “B” Bakker", "K7QX-4T2M", "Ports", "en", copies=(OTHER,)),
]
DONE = [Done(each, "observed") for each in answers(3, response="“نعم”\n2")]
SAID = [OPENED, NAMED, MARK]
FILE = write(HEADING, PEOPLE, SAID, DONE)
LINES = FILE.splitlines(keepends=True)


def keys(found: CohortFile) -> tuple[set[uuid.UUID], ...]:
    return (
        {each.id for each in found.people},
        {each.id for each in found.attestations},
        {each.statement.id for each in found.done},
    )


def test_what_is_written_is_read_again() -> None:
    found = read(write(HEADING, PEOPLE * 2, SAID * 2, DONE * 2))
    assert found == CohortFile(HEADING, PEOPLE, SAID, DONE, [], missing=0, is_complete=True)


def test_names_stand_in_the_lines_about_people_and_nowhere_else() -> None:
    lines = [line.decode() for line in LINES]
    assert [place for place, line in enumerate(lines) if "Bakker" in line] == [2]
    assert "password" not in FILE.decode()


def test_the_file_is_one_object_a_line() -> None:
    first, *between, last = [json.loads(line) for line in LINES]
    assert first["format"] == "atoll-cohort/1"
    assert (first["lines"], last) == (len(between), {"end": len(between)})


@pytest.mark.parametrize("lost", range(len(LINES)))
def test_a_lost_line_loses_only_itself(lost: int) -> None:
    found = read(b"".join(LINES[:lost] + LINES[lost + 1 :]))
    assert not found.is_complete
    kept = sum(map(len, keys(found)))
    assert kept == len(LINES) - 2 - (0 < lost < len(LINES) - 1)


@pytest.mark.parametrize("place", range(len(LINES)))
def test_a_broken_line_is_handed_back_and_the_others_are_kept(place: int) -> None:
    broken = LINES[place][:-4] + b"\n"
    found = read(b"".join([*LINES[:place], broken, *LINES[place + 1 :]]))
    assert [each.line_number for each in found.damaged] == [place + 1]
    assert not found.is_complete


def test_a_changed_attestation_is_set_aside() -> None:
    changed = FILE.replace(b'"teaches":true', b'"teaches":null')
    found = read(changed)
    assert {each.reason for each in found.damaged} == {errors.ALTERED}


def test_an_unknown_evidence_is_not_believed() -> None:
    assert len(read(FILE.replace(b'"observed"', b'"sworn"')).damaged) == len(DONE)


def test_a_lost_line_break_loses_nothing() -> None:
    assert keys(read(FILE.replace(b"\n", b" "))) == keys(read(FILE))


def test_what_is_no_cohort_file_is_refused() -> None:
    with pytest.raises(errors.NotACohortFile):
        read(b'{"format":"atoll-progress/1"}\n{"end":0}\n')


@pytest.mark.parametrize("content", [b"x" * (MAX_BYTES + 1), b"\n" * (MAX_LINES + 1)])
def test_too_large_a_file_is_refused(content: bytes) -> None:
    with pytest.raises(errors.CohortFileTooLarge):
        read(content)


def test_a_second_heading_of_another_file_is_damage() -> None:
    other = write(Heading("Elsewhere", {OTHER: "Ports"}), [], [], [])
    found = read(FILE + other)
    assert found.heading == HEADING
    assert {each.reason for each in found.damaged} == {errors.BAD_HEADER}


def test_every_order_of_files_says_the_same() -> None:
    parts = [write(HEADING, [PEOPLE[0]], [each], []) for each in SAID]
    files = [read(part) for part in parts]
    wanted = keys(together(files))
    for order in itertools.permutations(files):
        assert keys(together([*order, order[0]])) == wanted


@unhurried
@given(told(), st.integers(1, 4), st.randoms(use_true_random=False))
def test_however_it_was_split_and_shuffled_the_same_stands(
    said: list[Attested], number: int, chance: random.Random
) -> None:
    parts: list[list[Attested]] = [[] for _ in range(number)]
    for each in said:
        for part in chance.sample(parts, k=chance.randint(1, number)):
            part.append(each)
    files = [read(write(HEADING, PEOPLE, part, DONE)) for part in parts]
    chance.shuffle(files)
    found = together(files)
    assert fold_attestations(found.attestations) == fold_attestations(said)
    assert keys(found) == keys(read(write(HEADING, PEOPLE, said, DONE)))


@unhurried
@given(st.binary(max_size=300), st.integers(0, len(FILE)))
def test_no_damage_raises_anything(junk: bytes, place: int) -> None:
    found = read(FILE[:place] + junk + FILE[place:] + LINES[0])
    assert found.cohorts
    assert {each.id for each in found.attestations} <= {each.id for each in SAID}


def test_the_kinds_are_those_of_attestations() -> None:
    assert {each.register.kind for each in read(FILE).attestations} == {
        Kind.COHORT,
        Kind.TRAINER,
        Kind.ATTENDANCE,
    }
