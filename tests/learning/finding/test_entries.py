import pytest

from learning.bundles.manifest import Kind
from learning.finding.entries import SUMMARY, TITLE, entries_of
from learning.finding.models import Entry
from learning.publishing.models import Edition
from tests.factories.editions import Written, offer

TERM = (
    '<div class="card block-term"><p class="block-label">Word</p>'
    "<p><dfn>EGDI</dfn></p><p>An index.</p></div>"
)


def entries(edition: Edition) -> list[Entry]:
    return [each.entry for each in entries_of(edition)]


def test_a_course_and_its_lessons_can_be_found(small_course: Edition) -> None:
    found = entries(small_course)

    assert [entry.kind for entry in found] == ["course", "lesson", "lesson", "lesson"]
    assert found[0].address == "/courses/small-course/"
    assert found[1].address == "/courses/small-course/one-visit-less"
    assert [entry.minutes for entry in found[1:]] == [5, 4, 6]
    assert found[0].has_certificate
    assert "You need one real service" in found[0].text
    assert "A person comes three times for one licence." in found[1].text
    assert found[0].sdg_targets == found[1].sdg_targets == "16.6 9.c"
    assert found[0].length == small_course.length


def test_right_answers_cannot_be_found(small_course: Edition) -> None:
    assert not any("A day of work" in entry.text for entry in entries(small_course))


def test_a_toolkit_and_its_units_can_be_found(small_toolkit: Edition) -> None:
    found = entries(small_toolkit)

    assert [entry.kind for entry in found] == ["toolkit", "guide", "case", "instrument"]
    assert found[1].address.startswith("/toolkits/small-toolkit/")
    assert not found[0].has_certificate


@pytest.mark.django_db
def test_a_word_that_is_explained_twice_is_found_once() -> None:
    edition = offer(
        "A course", [Written("One", TERM), Written("Two", TERM.replace("EGDI", "Egdi"))]
    )
    found = [entry for entry in entries(edition) if entry.kind == "term"]

    assert [(entry.title, entry.text) for entry in found] == [("EGDI", "An index.")]
    assert found[0].address.endswith("/lesson-1")


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "level"), [("N4", "national"), ("L1", "local"), ("X1", "")])
def test_a_chapters_number_says_for_which_level_it_is(code: str, level: str) -> None:
    edition = offer("A toolkit", [Written("A guide", kind="guide")], kind=Kind.TOOLKIT, code=code)
    assert [entry.level for entry in entries(edition)] == [level, level]


@pytest.mark.django_db
def test_a_lesson_of_a_kind_nobody_knew_yet_is_a_lesson() -> None:
    edition = offer("A course", [Written("New", kind="hologram")])
    assert entries(edition)[1].kind == "lesson"


@pytest.mark.django_db
def test_a_lessons_own_targets_come_before_those_of_the_course() -> None:
    edition = offer(
        "A course", [Written("One", sdg=("9.1",)), Written("Two")], sdg_targets=("16.6",)
    )
    assert [entry.sdg_targets for entry in entries(edition)] == ["16.6", "9.1", "16.6"]


@pytest.mark.django_db
def test_a_title_weighs_more_than_a_summary_and_that_more_than_the_text() -> None:
    many = " ".join(["service"] * 500)
    edition = offer("A course", [Written("Visit", f"<p>{many}</p>", "A counter")])
    weights = entries_of(edition)[1].weights

    assert weights["visit"] >= TITLE > weights["counter"] >= SUMMARY > weights["service"]


@pytest.mark.django_db
def test_a_character_that_no_database_keeps_is_left_out() -> None:
    assert entries(offer("A course", html="<p>one\0 visit</p>"))[0].text == "one visit"
