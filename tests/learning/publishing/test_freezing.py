import errno
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override
from wagtail.rich_text import RichText

from courses.library.loading import load_library
from courses.models import CoursePage, LessonPage
from learning.bundles.edition import Text
from learning.bundles.manifest import Question
from learning.publishing.errors import CannotStore, NotReady
from learning.publishing.freezing import freeze, withdraw
from learning.publishing.models import Edition
from learning.publishing.releasing import find, release
from tests.factories.library import FIRST
from toolkits.models import ToolkitPage


def objects() -> set[str]:
    return {path.name for path in Path(settings.EDITIONS_ROOT).rglob("*") if path.is_file()}


def test_an_edition_names_every_file_with_length_and_digest(small_course: Edition) -> None:
    frozen = small_course.frozen()

    for file in frozen.manifest.files:
        content = frozen.read(file.path)
        assert len(content) == file.length
    assert {lesson.path for lesson in frozen.manifest.lessons} <= {
        file.path for file in frozen.manifest.files
    }


def test_freezing_unchanged_content_makes_no_new_edition(small_course: Edition) -> None:
    again = freeze(CoursePage.objects.get(slug="small-course"))

    assert not again.is_new
    assert again.edition == small_course


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_an_edition_says_the_same_whoever_publishes_it(
    small_toolkit: Edition, language: str
) -> None:
    with override(language):
        again = freeze(ToolkitPage.objects.get())

    assert again.edition == small_toolkit
    assert "Country" in again.edition.manifest.lesson("case-fiji-one-desk").details


def test_a_changed_lesson_makes_a_new_edition_that_shares_every_other_file(
    small_course: Edition, published: Path
) -> None:
    before = {file.path: file.sha256 for file in small_course.manifest.files}
    file = published / FIRST
    file.write_text(file.read_text().replace("three times", "four times"))
    load_library(published)

    edition = release(find("small-course")[0]).edition

    after = {each.path: each.sha256 for each in edition.manifest.files}
    assert edition.version == small_course.version + 1
    assert {path for path in after if after[path] != before.get(path)} == {
        "lessons/one-visit-less.html"
    }
    assert not Edition.objects.get(pk=small_course.pk).is_current
    assert "three times" in small_course.frozen().read("lessons/one-visit-less.html").decode()


def test_a_draft_never_leaks_into_an_edition(small_course: Edition) -> None:
    lesson = LessonPage.objects.get(slug="one-visit-less")
    lesson.title = "A secret draft"
    lesson.save_revision()
    new = LessonPage(title="Never published", slug="never", minutes=5, live=False)
    lesson.get_parent().add_child(instance=new)

    frozen = freeze(CoursePage.objects.get(slug="small-course"))

    assert not frozen.is_new
    assert "secret draft" not in frozen.edition.manifest.to_bytes().decode()


def test_links_between_lessons_are_relative_and_marked(small_course: Edition) -> None:
    html = small_course.frozen().read("lessons/one-visit-less.html").decode()

    assert '<a href="count-the-visits" data-lesson="count-the-visits">' in html
    assert 'href="/' not in html
    assert 'src="/' not in html


def test_parts_come_in_reading_order_with_their_questions(small_course: Edition) -> None:
    parts = list(small_course.frozen().parts("lessons/one-visit-less.html"))

    assert isinstance(parts[0], Text)
    assert any(isinstance(part, Question) for part in parts)


def test_the_right_answers_are_in_no_public_fragment(small_course: Edition) -> None:
    frozen = small_course.frozen()
    feedback = [o.feedback for q in frozen.questions.values() for o in q.options]

    for lesson in frozen.manifest.lessons:
        html = frozen.read(lesson.path).decode()
        assert not any(each in html for each in feedback)


def test_a_course_without_live_lessons_is_not_ready(small_course: Edition) -> None:
    LessonPage.objects.update(live=False)

    with pytest.raises(NotReady, match="no live lesson"):
        freeze(CoursePage.objects.get(slug="small-course"))
    assert Edition.objects.current().filter(slug="small-course").exists()


def test_two_lessons_of_one_address_are_not_ready(small_course: Edition) -> None:
    LessonPage.objects.filter(slug="write-it-down").update(slug="one-visit-less")

    with pytest.raises(NotReady, match="same address"):
        freeze(CoursePage.objects.get(slug="small-course"))


def test_an_assessment_that_names_a_missing_lesson_is_not_ready(small_course: Edition) -> None:
    LessonPage.objects.filter(slug="one-visit-less").update(slug="another", live=True)

    with pytest.raises(NotReady, match="not live"):
        freeze(CoursePage.objects.get(slug="small-course"))


def test_a_course_without_any_evidence_is_not_ready(small_course: Edition) -> None:
    for lesson in LessonPage.objects.all():
        lesson.body = [("text", "<p>Only reading.</p>")]
        lesson.save()

    with pytest.raises(NotReady, match="nobody could complete it"):
        freeze(CoursePage.objects.get(slug="small-course"))


def test_a_full_disk_leaves_the_edition_there_was(
    small_course: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    CoursePage.objects.update(title="Another title")

    def full(_self: object, _content: bytes) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("learning.bundles.store.ObjectStore.add", full)
    with pytest.raises(CannotStore, match="No space left"):
        freeze(CoursePage.objects.get(slug="small-course"))
    assert Edition.objects.current().get(slug="small-course") == small_course


def test_withdrawing_keeps_the_edition_but_offers_it_no_more(small_course: Edition) -> None:
    page = CoursePage.objects.get(slug="small-course")

    assert withdraw(page) == 1
    assert not Edition.objects.current().filter(slug="small-course").exists()
    assert freeze(page).edition.version == small_course.version + 1


def test_a_toolkits_facts_and_sources_travel_with_its_units(small_toolkit: Edition) -> None:
    case = next(lesson for lesson in small_toolkit.manifest.lessons if lesson.kind == "case")

    assert case.details
    assert 'class="sources"' in small_toolkit.frozen().read(case.path).decode()


def test_a_text_that_no_page_could_show_is_not_ready_and_named(small_course: Edition) -> None:
    lesson = LessonPage.objects.get(slug="one-visit-less")
    lesson.body = [("text", RichText("<ul><li>" * 50 + "a" + "</li></ul>" * 50))]
    lesson.save()

    with pytest.raises(NotReady, match="“one-visit-less” is nested too deeply"):
        freeze(CoursePage.objects.get(slug="small-course"))

    assert Edition.objects.current().get(slug="small-course") == small_course
