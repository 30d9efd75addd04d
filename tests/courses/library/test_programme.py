"""A training programme, its tests, and the toolkit units a lesson takes over: file to page."""

from pathlib import Path

import pytest

from courses.library.documents import read_library
from courses.library.errors import LibraryErrors
from courses.library.loading import load_library
from courses.models import AssessmentPage, CoursePage, LessonPage
from courses.outline import outline
from courses.updating import pending
from tests.factories.library import CASE, GUIDE, INSTRUMENT, replace, write_library
from tests.factories.programme import HANDOUT, PRETEST, SESSION, UNIT, write_programme
from tests.factories.uploads import uploads  # noqa: F401 — a fixture
from toolkits.models import GuidePage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_programme(write_library(tmp_path / "library"))


def refused(library: Path) -> str:
    with pytest.raises(LibraryErrors) as error:
        load_library(library)
    assert not CoursePage.objects.exists()
    return str(error.value)


def session() -> LessonPage:
    return LessonPage.objects.get(slug="opening")


def reference() -> dict[str, object]:
    return next(dict(b) for b in session().body.raw_data if b["type"] == "unit")["value"]


def test_sessions_and_handouts_know_their_form_and_time(library: Path) -> None:
    load_library(library)

    programme = CoursePage.objects.get(slug="small-programme")
    assert programme.kind == "programme"
    assert (session().form, session().starts) == ("session", "09:00")
    assert LessonPage.objects.get(slug="visit-sheet").form == "handout"


def test_the_outline_gives_both_tests_and_the_tags(library: Path) -> None:
    load_library(library)
    found = outline(CoursePage.objects.get(slug="small-programme"))

    assert found.pretest and found.pretest.title == "Before we start"
    assert found.assessment and found.assessment.title == "After the day"
    assert (found.wsis_lines, found.principles) == (("C7",), ("participation", "transparency"))
    opening, sheet = found.units[0].lessons
    assert (opening.kind, opening.starts, opening.origins) == ("session", "09:00", (UNIT,))
    assert (sheet.kind, sheet.origins) == ("handout", ())


def test_a_reference_shows_the_wording_the_unit_has_now(library: Path) -> None:
    load_library(library)

    guide = GuidePage.objects.get()
    found = reference()
    assert found["unit"] == guide.pk
    assert [block["type"] for block in found["text"]] == ["text", "table"]
    assert found["accepted"] and not found["declined"]
    assert (found["title"], found["sources"]) == (guide.title, guide.sources)
    assert pending() == []


def test_a_toolkit_that_changes_leaves_the_lesson_as_it_was(library: Path) -> None:
    load_library(library)
    before = reference()
    replace(library, GUIDE, "Three numbers stand", "Three figures stand")

    report = load_library(library)

    assert [Path(path).name for path in report.updated] == [Path(GUIDE).name]
    assert reference() == before


def test_loading_again_changes_nothing(library: Path) -> None:
    load_library(library)

    again = load_library(library)

    assert (again.created, again.updated, again.withdrawn) == ([], [], [])


def test_facilitators_notes_are_kept_with_their_title(library: Path) -> None:
    load_library(library)

    note = next(child for child in session().body if child.block_type == "facilitator")
    assert note.value["title"] == "Keep time"
    assert "<b>names</b>" in note.value["text"].source or "names" in note.value["text"].source


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (SESSION, f"from: {UNIT}", "from: small-toolkit/guide-nowhere", "guide-nowhere"),
        (SESSION, f"from: {UNIT}", "from: guide", "toolkit/unit"),
        (SESSION, 'sections: ["What"]', 'sections: ["Whither"]', "no section “Whither”"),
        (SESSION, 'sections: ["What"]', "sections: What", "as a list"),
        (SESSION, 'starts: "09:00"', "starts: 14:00", "in quotes"),
        (SESSION, "form: session", "form: song", "form"),
        (PRETEST, "review: opening", "review: closing", "no lesson closing"),
        (HANDOUT, "One stroke", ":::facilitate\nOne stroke", "facilitate"),
        ("small-programme/course.md", '["C7"]', '["C99"]', "wsis"),
        ("small-programme/course.md", '"transparency"]', '"luck"]', "principles"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_loaded(
    library: Path, name: str, old: str, new: str, said: str
) -> None:
    replace(library, name, old, new)

    assert said in refused(library)


def test_a_unit_that_carries_out_one_that_is_not_there_is_refused(library: Path) -> None:
    replace(library, CASE, "country: FJI", "country: FJI\nimplements: [small-toolkit/guide-none]")

    assert "small-toolkit/guide-none" in refused(library)


def test_units_that_carry_out_each_other_are_refused(library: Path) -> None:
    case, instrument = (f"small-toolkit/{Path(name).stem[3:]}" for name in (CASE, INSTRUMENT))
    replace(library, CASE, "minutes: 3", f"minutes: 3\nimplements: [{instrument}]")
    replace(library, INSTRUMENT, "minutes: 20", f"minutes: 20\nimplements: [{case}]")

    with pytest.raises(LibraryErrors) as error:
        read_library(library)

    circle = f"{case} → {instrument} → {case}"
    assert circle in str(error.value)


def test_a_course_has_one_final_assessment_and_one_test_before(library: Path) -> None:
    load_library(library)

    roles = AssessmentPage.objects.filter(slug__in=["pretest", "assessment"]).values_list("role")
    assert {role for (role,) in roles} == {"final", "pretest"}
