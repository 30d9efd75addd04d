import shutil
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale, Page, Revision, Site

from courses.library.errors import LibraryErrors
from courses.library.loading import LoadReport, load_library, plant
from courses.models import (
    AssessmentPage,
    CataloguePage,
    CoursePage,
    HomePage,
    LessonPage,
    LibrarySource,
    UnitPage,
)
from courses.outline import OutlineUnit, outline
from media.models import File, Picture
from tests.factories.library import (
    ASSESSMENT,
    COURSE,
    FIGURE,
    FIRST,
    GUIDE,
    SECOND,
    THIRD,
    png,
    put,
    put_bytes,
    replace,
    write_library,
)
from tests.factories.recordings import CAPTIONS, mp4
from tests.factories.uploads import uploads  # noqa: F401 — a fixture
from toolkits.models import CasePage, ChapterPage, GuidePage, InstrumentPage, ToolkitPage
from toolkits.outline import OutlineQuestion
from toolkits.outline import outline as toolkit_outline

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]
REPOSITORY = Path(__file__).parents[3]
NEW = "---\ntitle: Between\nminutes: 2\n---\nRead this.\n"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library")


def lesson(slug: str) -> LessonPage:
    return LessonPage.objects.get(slug=slug)


def lessons() -> list[str]:
    return [page.slug for page in LessonPage.objects.live().order_by("path")]


def counts() -> tuple[int, ...]:
    models = (Page, Revision, LibrarySource, Picture, File)
    return tuple(model.objects.count() for model in models)


def refuse(_page: LessonPage) -> None:
    raise ValidationError("Not today.")


def same(count: int) -> LoadReport:
    return LoadReport(unchanged=count)


def test_the_first_run_makes_every_page_under_the_catalogue_or_the_home(library: Path) -> None:
    report = load_library(library)

    assert (len(report.created), report.updated, report.withdrawn) == (12, [], [])
    assert (report.updated, report.withdrawn, report.unchanged) == ([], [], 0)
    course, toolkit = CoursePage.objects.get(), ToolkitPage.objects.get()
    assert isinstance(course.get_parent().specific, CataloguePage)
    assert isinstance(toolkit.get_parent().specific, HomePage)
    assert (UnitPage.objects.count(), LessonPage.objects.count()) == (2, 3)
    assert ChapterPage.objects.get().code == "N1"
    assert [model.objects.count() for model in (GuidePage, CasePage, InstrumentPage)] == [1, 1, 1]


def test_courses_and_toolkits_stay_drafts_and_what_is_below_them_is_ready(library: Path) -> None:
    load_library(library)
    assert not CoursePage.objects.get().live
    assert not ToolkitPage.objects.get().live
    below = Page.objects.descendant_of(CoursePage.objects.get())
    assert all(below.values_list("live", flat=True))


def test_a_page_says_what_its_file_says(library: Path) -> None:
    load_library(library)
    course = CoursePage.objects.get().get_latest_revision_as_object()
    page = lesson("one-visit-less")
    assert (course.title, course.code, course.targets) == ("A small course", "S1", ("16.6", "9.c"))
    assert course.outcome_lines == ("Count the visits of one service", "Take one visit away")
    assert (page.title, page.minutes, page.summary) == ("One visit less", 5, "A visit is a cost")
    assert [block.block_type for block in page.body] == ["text", "figure", "check", "text"]
    case = CasePage.objects.get()
    assert (case.country, case.facts_date, case.minutes) == ("FJI", "June 2024", 3)


def test_an_assessment_has_its_text_and_its_bank_apart(library: Path) -> None:
    load_library(library)
    page = AssessmentPage.objects.get()
    assert (page.pass_percent, page.draw, page.minutes) == (50, 2, 10)
    assert [block.block_type for block in page.body] == ["text"]
    assert len(page.bank) == 4
    assert page.bank[0].value["review"] == "one-visit-less"


def test_every_page_passes_what_an_editor_s_form_would_check(library: Path) -> None:
    load_library(library)
    for page in LessonPage.objects.all():
        page.full_clean()
        page.body.stream_block.clean(page.body)


def test_a_second_run_changes_nothing(library: Path) -> None:
    load_library(library)
    before = counts()
    assert load_library(library) == same(12)
    assert counts() == before


def test_a_changed_file_is_a_new_revision_of_its_page_and_of_no_other(library: Path) -> None:
    load_library(library)
    before = {page.pk: page.latest_revision_id for page in Page.objects.all()}
    replace(library, FIRST, "three times", "four times")

    report = load_library(library)

    after = {page.pk: page.latest_revision_id for page in Page.objects.all()}
    page = lesson("one-visit-less")
    assert {pk for pk in after if after[pk] != before[pk]} == {page.pk}
    assert report.updated == [str(library / FIRST)]
    assert report.unchanged == 11
    assert "four times" in page.body[0].value.source
    assert page.revisions.count() == 2


def test_a_changed_course_file_is_a_draft_until_it_is_published(library: Path) -> None:
    load_library(library)
    CoursePage.objects.get().get_latest_revision().publish()
    replace(library, f"{COURSE}/course.md", "A small course", "A smaller course")

    load_library(library)

    course = CoursePage.objects.get()
    assert (course.live, course.title) == (True, "A small course")
    assert course.has_unpublished_changes
    assert course.get_latest_revision_as_object().title == "A smaller course"


def test_an_author_s_edit_stays_when_the_file_did_not_change(library: Path) -> None:
    load_library(library)
    page = lesson("write-it-down")
    page.title = "As the author says"
    page.save_revision().publish()
    replace(library, FIRST, "three times", "four times")

    load_library(library)

    assert lesson("write-it-down").title == "As the author says"


def test_an_author_s_edit_stays_in_the_history_when_the_file_changed_too(library: Path) -> None:
    load_library(library)
    page = lesson("write-it-down")
    page.title = "As the author says"
    page.save_revision().publish()
    replace(library, THIRD, "Write it down", "Write it on paper")

    load_library(library)

    page = lesson("write-it-down")
    assert page.title == "Write it on paper"
    titles = [revision.content["title"] for revision in page.revisions.order_by("pk")]
    assert titles == ["Write it down", "As the author says", "Write it on paper"]


def test_an_inserted_lesson_gets_its_place_in_the_order(library: Path) -> None:
    load_library(library)
    folder = library / COURSE / "01-first-steps"
    (folder / "02-count-the-visits.md").rename(folder / "03-count-the-visits.md")
    put(library, f"{COURSE}/01-first-steps/02-between.md", NEW)

    report = load_library(library)

    assert len(report.created) == 1
    assert lessons() == ["one-visit-less", "between", "count-the-visits", "write-it-down"]


def test_renumbered_files_bring_their_pages_into_the_new_order(library: Path) -> None:
    load_library(library)
    folder = library / COURSE
    (folder / "01-first-steps" / "01-one-visit-less.md").rename(
        folder / "01-first-steps" / "09-one-visit-less.md"
    )
    (folder / "02-at-work").rename(folder / "00-at-work")

    report = load_library(library)

    assert report == same(12)
    assert lessons() == ["write-it-down", "count-the-visits", "one-visit-less"]


def test_an_author_s_own_page_stands_after_those_of_the_library(library: Path) -> None:
    load_library(library)
    unit = UnitPage.objects.get(slug="first-steps")
    unit.add_child(instance=LessonPage(title="Ours", slug="ours"))
    put(library, f"{COURSE}/01-first-steps/03-between.md", NEW)

    load_library(library)

    assert lessons()[:4] == ["one-visit-less", "count-the-visits", "between", "ours"]


def test_a_removed_file_is_unpublished_and_its_history_stays(library: Path) -> None:
    load_library(library)
    (library / THIRD).unlink()
    replace(library, ASSESSMENT, "review: write-it-down", "review: one-visit-less")

    report = load_library(library)

    page = lesson("write-it-down")
    assert report.withdrawn == [str(library / THIRD)]
    assert not page.live
    assert page.revisions.exists()
    report = load_library(library)
    assert not (report.created or report.updated or report.withdrawn)


def test_a_file_that_comes_back_is_published_again_as_the_same_page(library: Path) -> None:
    load_library(library)
    before, text = lesson("write-it-down"), (library / THIRD).read_text(encoding="utf-8")
    (library / THIRD).unlink()
    replace(library, ASSESSMENT, "review: write-it-down", "review: one-visit-less")
    load_library(library)
    put(library, THIRD, text)

    load_library(library)

    after = lesson("write-it-down")
    assert after.live
    assert (after.pk, after.translation_key) == (before.pk, before.translation_key)


def test_a_page_that_an_author_took_down_is_not_reported_as_withdrawn(library: Path) -> None:
    load_library(library)
    lesson("write-it-down").unpublish()
    (library / THIRD).unlink()
    replace(library, ASSESSMENT, "review: write-it-down", "review: one-visit-less")
    assert load_library(library).withdrawn == []


def test_a_moved_lesson_keeps_its_identity_and_its_questions(library: Path) -> None:
    load_library(library)
    before = lesson("one-visit-less")
    (library / FIRST).rename(library / COURSE / "02-at-work" / "02-one-visit-less.md")

    report = load_library(library)

    after = lesson("one-visit-less")
    assert report == same(12)
    assert (after.pk, after.translation_key) == (before.pk, before.translation_key)
    assert after.get_parent().slug == "at-work"
    assert LibrarySource.objects.get(page=after).path.endswith("02-at-work/02-one-visit-less.md")
    assert [block.id for block in after.body] == [block.id for block in before.body]
    assert lessons() == ["count-the-visits", "write-it-down", "one-visit-less"]


def test_a_changed_question_keeps_its_identity(library: Path) -> None:
    load_library(library)
    before = lesson("one-visit-less").body[2]
    replace(library, FIRST, "What does one visit less save?", "What is saved?")
    load_library(library)
    after = lesson("one-visit-less").body[2]
    assert after.id == before.id
    assert [option.id for option in after.value["options"].bound_blocks] == [
        option.id for option in before.value["options"].bound_blocks
    ]


def test_links_between_lessons_lead_to_their_pages(library: Path) -> None:
    load_library(library)
    target = lesson("count-the-visits")
    source = lesson("one-visit-less").body[3].value.source
    assert f'<a linktype="page" id="{target.pk}">counting</a>' in source


def test_a_figure_is_taken_in_once(library: Path) -> None:
    load_library(library)
    replace(library, FIRST, "three times", "four times")
    load_library(library)

    picture = Picture.objects.get()
    assert (picture.title, picture.licence) == (
        "A queue at one counter, none at the other.",
        "CC BY 4.0",
    )
    assert (picture.width, picture.height) == (64, 32)
    assert lesson("one-visit-less").body[1].value["image"] == picture


def test_a_redrawn_figure_is_a_new_picture_and_a_new_revision(library: Path) -> None:
    load_library(library)
    put_bytes(library, FIGURE, png(colour="orange"))

    report = load_library(library)

    assert report.updated == [str(library / FIRST)]
    assert Picture.objects.count() == 2
    assert lesson("one-visit-less").body[1].value["image"] == Picture.objects.latest("pk")


def test_downloads_and_films_are_taken_in_once(library: Path) -> None:
    film = ":::video\nfile: a.mp4\ncaptions: a.vtt\ntranscript: a.md\ntitle: Film\n:::\n"
    sheet = ":::download\nfile: sheet.txt\ntitle: Sheet\n:::\n"
    replace(library, SECOND, ":::key", f"{film}\n{sheet}\n:::key")
    put_bytes(library, f"{COURSE}/a.mp4", mp4())
    put(library, f"{COURSE}/a.vtt", CAPTIONS)
    put(library, f"{COURSE}/sheet.txt", "what the sheet holds")
    put(library, f"{COURSE}/figures/a.md", "What is **said**.")
    replace(library, SECOND, "transcript: a.md", "transcript: figures/a.md")

    load_library(library)
    replace(library, SECOND, "Count the visits", "Count all visits")
    load_library(library)

    blocks = {block.block_type: block.value for block in lesson("count-the-visits").body}
    titles = ["Film (captions)", "Film (file)", "Sheet"]
    assert sorted(File.objects.values_list("title", flat=True)) == titles
    assert blocks["download"]["file"].licence == "CC BY 4.0"
    with blocks["video"]["captions"].file.open("rb") as captions:
        assert captions.read() == CAPTIONS.encode()
    assert blocks["video"]["transcript"].source == "<p>What is <strong>said</strong>.</p>"


def test_nothing_is_half_loaded_when_one_file_is_wrong(library: Path) -> None:
    load_library(library)
    before = counts()
    replace(library, FIRST, "three times", "four times")
    replace(library, GUIDE, "minutes: 7", "minutes: seven")

    with pytest.raises(LibraryErrors):
        load_library(library)

    assert counts() == before
    assert "three times" in lesson("one-visit-less").body[0].value.source


def test_nothing_is_half_loaded_when_an_address_is_taken(library: Path) -> None:
    catalogue = CataloguePage.objects.child_of(plant()).get()
    theirs = CoursePage(title="Theirs", slug=COURSE, summary="S", audience="A", outcomes="O")
    catalogue.add_child(instance=theirs)
    before = counts()

    with pytest.raises(LibraryErrors) as refused:
        load_library(library)

    [fault] = refused.value.faults
    assert fault.path == library / COURSE / "course.md"
    assert COURSE in fault.reason
    assert counts() == before


def test_nothing_is_half_loaded_when_a_page_refuses_what_a_file_says(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_library(library)
    before = counts()
    replace(library, FIRST, "three times", "four times")
    monkeypatch.setattr(LessonPage, "clean", refuse)

    with pytest.raises(LibraryErrors) as refused:
        load_library(library)

    assert [str(fault) for fault in refused.value.faults] == [f"{library / FIRST}:1: Not today."]
    assert counts() == before


def test_loading_one_course_leaves_the_others_alone(library: Path) -> None:
    load_library(library)
    assert load_library(library / COURSE) == same(7)
    assert toolkit_outline(ToolkitPage.objects.get()).units[0].lessons


def test_progress_is_told_file_by_file(library: Path) -> None:
    told: list[str] = []
    load_library(library, progress=told.append)
    assert len(told) == 12
    assert str(library / FIRST) in told


def test_a_course_in_another_language_has_its_locale(library: Path) -> None:
    replace(library, f"{COURSE}/course.md", "code: S1", "code: S1\nlanguage: fr")
    load_library(library)
    assert CoursePage.objects.get().locale == Locale.objects.get(language_code="fr")
    report = load_library(library)
    assert not (report.created or report.updated or report.withdrawn)


def test_the_outline_of_a_loaded_course_is_complete(library: Path) -> None:
    load_library(library)
    found = outline(CoursePage.objects.get())
    assert [len(unit.lessons) for unit in found.units] == [2, 1]
    assert found.assessment is not None
    assert found.assessment.draw == 2


def test_the_site_gets_a_home_and_a_catalogue_once(library: Path) -> None:
    home = plant()
    assert plant() == home
    assert Site.objects.get(is_default_site=True).root_page.pk == home.pk
    assert CataloguePage.objects.child_of(home).count() == 1
    assert [page.pk for page in Page.get_first_root_node().get_children()] == [home.pk]


def test_a_site_that_is_missing_is_made() -> None:
    Site.objects.all().delete()
    home = plant()
    assert Site.objects.get(is_default_site=True).root_page.pk == home.pk


def test_a_first_page_that_is_in_use_stays() -> None:
    welcome = Site.objects.get(is_default_site=True).root_page
    welcome.add_child(instance=Page(title="Ours", slug="ours"))
    home = plant()
    assert Page.objects.filter(pk=welcome.pk).exists()
    assert Site.objects.get(is_default_site=True).root_page.pk == home.pk


def test_a_source_is_known_by_its_path(library: Path) -> None:
    load_library(library)
    source = LibrarySource.objects.get(page=lesson("one-visit-less"))
    assert str(source) == str(library / FIRST)


def translated(library: Path) -> Path:
    """Have the small course beside itself, translated into Arabic as far as this test needs."""
    twin = library / f"{COURSE}.ar"
    shutil.copytree(library / COURSE, twin)
    opening = twin / "course.md"
    opening.write_text(
        opening.read_text()
        .replace("title: A small course", "title: دورة صغيرة")
        .replace("kind: course\n", "kind: course\nlanguage: ar\n")
    )
    return twin


def test_a_translation_has_the_address_and_the_activities_of_what_it_translates(
    library: Path,
) -> None:
    translated(library)
    load_library(library)
    english, arabic = CoursePage.objects.order_by("-locale__language_code")
    assert (english.locale.language_code, arabic.locale.language_code) == ("en", "ar")
    assert (english.slug, english.translation_key) == (arabic.slug, arabic.translation_key)
    assert english.get_parent().pk != arabic.get_parent().pk
    assert [q.id for part in outline(english).units for q in questions_of(part)] == [
        q.id for part in outline(arabic).units for q in questions_of(part)
    ]


def questions_of(unit: OutlineUnit) -> list[OutlineQuestion]:
    parts = [part for lesson in unit.lessons for part in lesson.parts]
    return [part for part in parts if isinstance(part, OutlineQuestion)]


def test_loading_a_translation_again_changes_neither_language(library: Path) -> None:
    translated(library)
    load_library(library)
    again = load_library(library)
    assert (again.created, again.updated, again.withdrawn) == ([], [], [])


def test_a_lesson_gone_in_one_language_stays_in_the_other(library: Path) -> None:
    put(library, f"{COURSE}/02-at-work/02-between.md", NEW)
    twin = translated(library)
    load_library(library)
    (twin / "02-at-work" / "02-between.md").unlink()
    report = load_library(library)
    assert len(report.withdrawn) == 1
    lessons = LessonPage.objects.filter(slug="between")
    assert {page.locale.language_code: page.live for page in lessons} == {"en": True, "ar": False}


def test_a_folder_that_says_another_language_than_its_course_is_refused(library: Path) -> None:
    shutil.copytree(library / COURSE, library / f"{COURSE}.fr")
    with pytest.raises(LibraryErrors, match="language: fr"):
        load_library(library)
