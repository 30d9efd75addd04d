from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.accounts.models import User
from learning.notes import mine
from learning.notes.errors import TooLong
from learning.notes.keeping import BETWEEN, LONGEST, Kept, Sent, delete, keep, tidy
from learning.notes.models import Note
from learning.notes.places import Place, place_at
from learning.publishing.models import Edition


@pytest.fixture
def place(small_course: Edition) -> Place:
    return place_at("small-course", "one-visit-less", toolkit=False)


def sent(
    text: str = "", *, shown: str = "", marked: bool = False, points: tuple[str, ...] = ()
) -> Sent:
    return Sent(text, marked, points, shown)


def note() -> Note:
    return Note.objects.get()


def test_what_is_sent_is_kept(learner: User, place: Place) -> None:
    assert keep(learner, place, sent("A fare.", marked=True, points=("Count.",))) == Kept.SAVED
    found = note()
    assert (found.text, found.is_bookmarked, found.points) == ("A fare.", True, ["Count."])
    assert (found.course_title, found.lesson_title) == ("A small course", "One visit less")


def test_sent_twice_it_is_kept_once(learner: User, place: Place) -> None:
    for _time in range(2):
        assert keep(learner, place, sent("A fare.")) == Kept.SAVED
    assert note().text == "A fare."


def test_with_nothing_left_there_is_no_note(learner: User, place: Place) -> None:
    keep(learner, place, sent("A fare.", marked=True))
    keep(learner, place, sent(shown=note().state))
    assert not Note.objects.exists()
    assert keep(learner, place, sent()) == Kept.SAVED
    assert not Note.objects.exists()


def test_an_older_page_overwrites_nothing_and_both_texts_are_kept(
    learner: User, place: Place
) -> None:
    keep(learner, place, sent("First."))
    shown = note().state
    keep(learner, place, sent("From one tab.", shown=shown, marked=True))

    became = keep(learner, place, sent("From the other.", shown=shown, points=("Count.",)))

    assert became == Kept.BOTH
    found = note()
    assert found.text == f"From one tab.{BETWEEN}From the other."
    assert (found.is_bookmarked, found.points) == (True, ["Count."])


def test_an_older_page_that_changed_no_word_adds_none(learner: User, place: Place) -> None:
    keep(learner, place, sent("First."))
    shown = note().state
    keep(learner, place, sent("First. Second.", shown=shown))
    assert keep(learner, place, sent("First.", shown=shown, marked=True)) == Kept.SAVED
    assert (note().text, note().is_bookmarked) == ("First. Second.", True)


def test_a_page_older_than_a_deleted_note_still_saves(learner: User, place: Place) -> None:
    keep(learner, place, sent("First."))
    shown = note().state
    delete(learner, note().pk)
    assert keep(learner, place, sent("First, and more.", shown=shown)) == Kept.SAVED
    assert note().text == "First, and more."


@given(st.lists(st.text("ab \n", max_size=6), min_size=1, max_size=4))
def test_whatever_tabs_send_no_text_is_lost(texts: list[str]) -> None:
    from learning.notes.keeping import _both

    stored = ""
    for text in texts:
        stored = _both(stored, text)
    assert all(text in stored for text in texts)


def test_too_long_a_note_is_refused_and_nothing_changes(learner: User, place: Place) -> None:
    keep(learner, place, sent("First."))
    with pytest.raises(TooLong) as caught:
        keep(learner, place, sent("x" * (LONGEST + 1), shown=note().state))
    assert "5001 characters" in caught.value.sentence
    assert note().text == "First."


def test_two_long_texts_are_both_kept_and_can_be_saved_again(learner: User, place: Place) -> None:
    keep(learner, place, sent("a" * LONGEST))
    keep(learner, place, sent("b" * LONGEST))
    both = note()
    assert len(both.text) == 2 * LONGEST + len(BETWEEN)
    keep(learner, place, sent(both.text, shown=both.state, marked=True))
    assert note().is_bookmarked


def test_merging_has_an_end_and_says_so(learner: User, place: Place) -> None:
    for letter in "abc":
        keep(learner, place, sent(letter * LONGEST))
    with pytest.raises(TooLong):
        keep(learner, place, sent("d" * LONGEST))
    assert len(note().text) < 4 * LONGEST


def test_text_is_composed_and_line_ends_are_plain() -> None:
    assert tidy(" Cafe\u0301\r\nnext\rlast\x00 ") == "Café\nnext\nlast"


def test_nobody_deletes_anothers_note(learner: User, outsider: User, place: Place) -> None:
    keep(learner, place, sent("Mine."))
    assert not delete(outsider, note().pk)
    assert not delete(learner, uuid4())
    assert delete(learner, note().pk)


def test_mine_lists_my_notes_and_erases_only_them(
    learner: User, outsider: User, place: Place
) -> None:
    keep(learner, place, sent("Mine."))
    keep(outsider, place, sent("Another's."))
    assert [each["text"] for each in mine.of(learner)] == ["Mine."]
    mine.erase(learner)
    assert [each.learner for each in Note.objects.all()] == [outsider]
