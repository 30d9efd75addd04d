import uuid
from datetime import UTC, datetime

from learning.cohorts.attendance.marks import Mark, State
from learning.cohorts.attendance.sheets import Line, read_sheet, seen

AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
TRAINER, OTHER, HALF = (uuid.UUID(int=n, version=4) for n in (1, 2, 3))
AMINA, BEN, CHEN = (uuid.UUID(int=n, version=4) for n in (11, 12, 13))


def a_mark(learner: uuid.UUID, state: State, *others: Mark) -> Mark:
    return Mark(learner, HALF, state, TRAINER, AT, others)


def a_line(member: int, learner: uuid.UUID, mark: Mark | None = None) -> Line:
    return Line(member, "Name", learner, mark)


def test_all_others_are_present_and_those_who_were_chosen_are_not() -> None:
    lines = [a_line(1, AMINA), a_line(2, BEN)]
    assert read_sheet({"2": "a", "rest": "p"}, lines) == {AMINA: State.PRESENT, BEN: State.ABSENT}


def test_without_that_button_only_what_is_chosen_is_marked() -> None:
    assert read_sheet({"2": "e"}, [a_line(1, AMINA), a_line(2, BEN)]) == {BEN: State.EXCUSED}


def test_what_was_not_changed_on_the_sheet_is_not_said_again() -> None:
    lines = [a_line(1, AMINA, a_mark(AMINA, State.ABSENT)), a_line(2, BEN)]
    # Meanwhile somebody marked Amina absent; this sheet showed her present and left her so.
    assert read_sheet({"seen": "1p", "1": "p", "2": "p"}, lines) == {BEN: State.PRESENT}


def test_the_button_for_the_rest_changes_nobody_who_is_marked() -> None:
    line = a_line(1, AMINA, a_mark(AMINA, State.EXCUSED))
    assert read_sheet({"seen": seen([line]), "1": "e", "rest": "p"}, [line]) == {}


def test_a_contested_mark_is_not_chosen_beforehand_so_that_any_answer_settles_it() -> None:
    other = a_mark(CHEN, State.ABSENT)
    line = a_line(3, CHEN, a_mark(CHEN, State.PRESENT, other))
    assert seen([line]) == ""
    assert read_sheet({"3": "p"}, [line]) == {CHEN: State.PRESENT}


def test_what_cannot_be_read_is_left_as_it_is() -> None:
    assert read_sheet({"1": "x", "seen": "rubbish 1", "rest": "?"}, [a_line(1, AMINA)]) == {}
