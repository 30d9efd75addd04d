"""What is known by a UUID: files that were exported, where names do not tell who they are."""

from pathlib import Path
from uuid import UUID, uuid5

import pytest

from courses.library.documents import read_library
from courses.library.errors import LibraryErrors
from courses.library.loading import load_library
from courses.library.markup import without_markup
from courses.models import LessonPage
from tests.factories.library import COURSE, FIRST, SECOND, THIRD, replace, write_library
from tests.factories.uploads import uploads  # noqa: F401 — a fixture

KEY, OTHER = "0f1e2d3c-4b5a-4678-8796-a5b4c3d2e1f0", "1f1e2d3c-4b5a-4678-8796-a5b4c3d2e1f0"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library")


def give_key(library: Path, name: str, key: str) -> None:
    replace(library, name, "minutes:", f"key: {key}\nminutes:")


def test_a_key_and_an_id_that_is_a_uuid_are_taken_for_what_they_say(library: Path) -> None:
    give_key(library, FIRST, KEY)
    replace(library, FIRST, "id: what-a-visit-costs", f"id: {OTHER}")
    course = read_library(library)[0]
    lesson = course.children[0].children[0]

    assert lesson.key == UUID(KEY)
    assert "key" not in lesson.fields
    assert OTHER in [block["id"] for block in lesson.body.blocks]


def test_what_hangs_on_a_course_hangs_on_its_key(library: Path) -> None:
    replace(library, f"{COURSE}/course.md", "kind: course", f"key: {KEY}\nkind: course")
    course = read_library(library)[0]

    assert course.key == UUID(KEY)
    assert course.children[0].key == uuid5(UUID(KEY), "unit/first-steps")
    assert course.children[-1].key == uuid5(UUID(KEY), "assessment")


@pytest.mark.parametrize(
    ("names", "key", "reason"),
    [
        ([FIRST], "nobody", "key: write a UUID"),
        ([FIRST, SECOND], KEY, "its key is that of 01-one-visit-less.md too"),
    ],
)
def test_a_key_that_cannot_be_is_refused(
    library: Path, names: list[str], key: str, reason: str
) -> None:
    for name in names:
        give_key(library, name, key)
    with pytest.raises(LibraryErrors, match=reason):
        read_library(library)


@pytest.mark.django_db
@pytest.mark.usefixtures("uploads")
def test_the_key_of_a_page_of_another_kind_is_refused_and_nothing_is_changed(library: Path) -> None:
    load_library(library)
    unit = read_library(library)[0].children[0]
    give_key(library, THIRD, str(unit.key))
    replace(library, f"{COURSE}/01-first-steps/unit.md", "title:", f"key: {OTHER}\ntitle:")

    with pytest.raises(LibraryErrors, match="a page of another kind"):
        load_library(library)
    assert LessonPage.objects.get(slug="write-it-down").translation_key != unit.key


@pytest.mark.django_db
@pytest.mark.usefixtures("uploads")
def test_a_page_is_found_by_its_key_wherever_its_file_stands(library: Path) -> None:
    load_library(library)
    page = LessonPage.objects.get(slug="write-it-down")
    old = library / THIRD
    give_key(library, THIRD, str(page.translation_key))
    old.rename(old.with_name("01-note-it.md"))
    replace(library, f"{COURSE}/assessment.md", "review: write-it-down", "review: note-it")
    load_library(library)

    assert LessonPage.objects.get(slug="note-it").pk == page.pk


def test_words_of_a_cell_are_read_once() -> None:
    assert without_markup("a &amp; b <strong>c</strong> &amp;amp; *d*") == "a & b c &amp; *d*"
