"""What is known by a UUID: files that were exported, where names do not tell who they are."""

import shutil
from pathlib import Path
from uuid import UUID, uuid5

import pytest

from courses.library.documents import read_library
from courses.library.errors import LibraryErrors
from courses.library.loading import load_library
from courses.library.markup import without_markup
from courses.models import CoursePage, LessonPage, LibrarySource
from tests.factories.library import COURSE, FIRST, SECOND, THIRD, replace, write_library
from tests.factories.uploads import uploads  # noqa: F401 — a fixture

KEY, OTHER = "0f1e2d3c-4b5a-4678-8796-a5b4c3d2e1f0", "1f1e2d3c-4b5a-4678-8796-a5b4c3d2e1f0"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library")


@pytest.fixture
def intruder(tmp_path: Path, library: Path) -> Path:
    """Give a library with the same course under another name, which is another course."""
    shutil.copytree(library / COURSE, tmp_path / "other" / "intruder")
    return tmp_path / "other"


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
        ([FIRST, SECOND], KEY, f"its key is that of {FIRST} too"),
    ],
)
def test_a_key_that_cannot_be_is_refused(
    library: Path, names: list[str], key: str, reason: str
) -> None:
    for name in names:
        give_key(library, name, key)
    with pytest.raises(LibraryErrors, match=reason):
        read_library(library)


def test_a_unit_and_a_lesson_of_one_name_and_one_key_are_refused(library: Path) -> None:
    give_key(library, FIRST, KEY)
    replace(library, f"{COURSE}/01-first-steps/unit.md", "title:", f"key: {KEY}\ntitle:")
    (library / FIRST).rename((library / FIRST).with_name("01-first-steps.md"))

    reason = f"its key is that of {COURSE}/01-first-steps/unit.md too"
    with pytest.raises(LibraryErrors, match=f"01-first-steps.md:1: {reason}"):
        read_library(library)


def test_a_copied_folder_of_the_same_key_is_told_once_with_both_files(library: Path) -> None:
    opening = f"{COURSE}/course.md"
    replace(library, opening, "kind: course", f"key: {KEY}\nkind: course")
    shutil.copytree(library / COURSE, library / "copied-course")
    replace(library, opening, "title: A small course", "title: Another course")

    with pytest.raises(LibraryErrors) as caught:
        read_library(library)
    assert [str(fault) for fault in caught.value.faults] == [
        f"{library / opening}:1: its key is that of copied-course/course.md too"
    ]


def test_the_uuid_of_a_question_of_another_course_is_refused(library: Path, intruder: Path) -> None:
    replace(library, FIRST, "id: what-a-visit-costs", f"id: {OTHER}")
    name = FIRST.removeprefix(COURSE)
    shutil.copy(library / FIRST, f"{intruder}/intruder/{name}")
    (intruder / "intruder").rename(library / "intruder")

    with pytest.raises(LibraryErrors, match=f"{OTHER} is already used in intruder{name}:"):
        read_library(library)


@pytest.mark.django_db
@pytest.mark.usefixtures("uploads")
@pytest.mark.parametrize("is_loaded", [True, False])
def test_a_page_of_another_course_is_refused_and_nothing_is_changed(
    library: Path, intruder: Path, is_loaded: bool
) -> None:
    load_library(library)
    if not is_loaded:  # as if it had been written in the admin
        LibrarySource.objects.all().delete()
    page = LessonPage.objects.get(slug="one-visit-less")
    name = FIRST.replace(COURSE, "intruder")
    give_key(intruder, name, str(page.translation_key))
    replace(intruder, name, "title: One visit less", "title: Mine now")

    owner = str(library / FIRST) if is_loaded else "“One visit less”"
    with pytest.raises(LibraryErrors) as caught:
        load_library(intruder)
    assert [str(fault) for fault in caught.value.faults] == [
        f"{intruder / name}:1: its key is that of {owner} too"
    ]
    after = LessonPage.objects.get(translation_key=page.translation_key)
    assert (after.title, after.path) == ("One visit less", page.path)
    assert CoursePage.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("uploads")
def test_a_course_written_in_the_admin_is_loaded_into_its_own_hub_again(library: Path) -> None:
    load_library(library)
    pages = set(LessonPage.objects.values_list("pk", "path"))
    LibrarySource.objects.all().delete()
    load_library(library)

    assert set(LessonPage.objects.values_list("pk", "path")) == pages


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
