"""An edition must not change by itself: what a toolkit says anew waits for each author."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from courses.errors import NothingToAccept, OutOfDate
from courses.models import CoursePage, LessonPage
from courses.updating import Update, accept, keep_mine, pending, where_used
from tests.factories.authors import make_editor
from tests.factories.courses import make_course, make_unit
from tests.factories.references import (
    make_referring,
    make_two_sections,
    reference,
    reference_of_before,
    rewrite,
)
from tests.factories.toolkits import make_chapter, make_toolkit
from toolkits.models import GuidePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide() -> GuidePage:
    return make_two_sections(make_chapter(make_toolkit()))


def lesson_of(title: str, *blocks: dict[str, Any], **fields: Any) -> LessonPage:
    """Give the one lesson of a course called `title`."""
    return make_referring(make_unit(make_course(title)), *blocks, **fields)


def text_of(lesson: LessonPage) -> str:
    """Give what the live lesson shows."""
    return str(list(LessonPage.objects.get(pk=lesson.pk).body.raw_data))


def draft_of(lesson: LessonPage) -> LessonPage:
    return LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()


def only() -> Update:
    [update] = pending()
    return update


def edit_draft(lesson: LessonPage, **fields: Any) -> None:
    """Save an unpublished draft of `lesson` with other `fields`."""
    page = draft_of(lesson)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision()


def retell(guide: GuidePage, **fields: str) -> None:
    """Change the title or the sources of `guide`, and publish it."""
    page = GuidePage.objects.get(pk=guide.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def edit_wording(lesson: LessonPage, old: str, new: str) -> None:
    """Change the wording of the live lesson, as its author."""
    page = LessonPage.objects.get(pk=lesson.pk)
    page.body = json.dumps([dict(block) for block in page.body.raw_data]).replace(old, new)
    page.save_revision().publish()


def test_editing_one_guide_flags_exactly_the_courses_that_use_it_and_accepting_updates_them(
    guide: GuidePage,
) -> None:
    other = make_two_sections(guide.get_parent(), "Another guide")
    whole = lesson_of("Whole", reference(guide))
    part = lesson_of("Part", reference(guide, ["What"]))
    lesson_of("Third", reference(other))
    lesson_of("Other section", reference(guide, ["How"]))
    assert pending() == []

    rewrite(guide, "Ask a person once.", "Ask a person only once.")

    flagged = pending()
    assert [update.course.title for update in flagged] == ["Whole", "Part"]
    assert [update.unit_title for update in flagged] == ["Ask once", "Ask once"]
    assert not any(update.is_local or update.missing_sections for update in flagged)
    assert "only once" not in text_of(whole) + text_of(part)

    assert [accept(update, None) for update in flagged] == [True, True]

    assert pending() == []
    assert "only once" in text_of(whole)
    assert "only once" in text_of(part)
    assert "Keep one register" not in text_of(part)


def test_what_is_pending_can_be_asked_of_one_course_or_of_some_lessons(guide: GuidePage) -> None:
    first, _second = lesson_of("First", reference(guide)), lesson_of("Second", reference(guide))
    rewrite(guide, "once", "one time")

    course = CoursePage.objects.get(title="Second")
    assert [update.course for update in pending(course)] == [course]
    some = LessonPage.objects.filter(pk=first.pk)
    assert [update.lesson for update in pending(some)] == [first]


def test_wording_of_ones_own_is_told_and_replaced_only_when_it_is_accepted(
    guide: GuidePage,
) -> None:
    lesson = lesson_of("Own", reference(guide))
    edit_wording(lesson, "Ask a person once.", "Ask each islander once.")
    assert pending() == []
    rewrite(guide, "Keep one register.", "Keep one good register.")

    update = only()
    assert update.is_local
    assert "islander" in str(update.mine)
    assert "islander" in text_of(lesson)

    accept(update)
    assert "islander" not in text_of(lesson)
    assert "good register" in text_of(lesson)


def test_keeping_ones_own_lasts_until_the_unit_changes_again(guide: GuidePage) -> None:
    lesson = lesson_of("Own", reference(guide))
    rewrite(guide, "once", "twice")
    keep_mine(only())
    assert pending() == []
    assert "twice" not in text_of(lesson)

    rewrite(guide, "twice", "thrice")
    assert "thrice" in str(only().theirs)
    rewrite(guide, "thrice", "once")
    assert pending() == []  # it says again what the lesson took over


def test_a_draft_of_a_guide_flags_nothing(guide: GuidePage) -> None:
    lesson_of("Course", reference(guide))
    guide.body = '[{"type": "text", "value": "<p>Not yet.</p>"}]'
    guide.save_revision()
    assert pending() == []


def test_a_guide_that_an_editor_only_wrote_in_its_own_html_flags_nothing(guide: GuidePage) -> None:
    rewrite(guide, "<p>Keep one register.</p>", "\\n<p>Keep <strong>one</strong> register.</p>")
    lesson = lesson_of("Course", reference(GuidePage.objects.get(pk=guide.pk)))
    rewrite(
        guide, "\\n<p>Keep <strong>one</strong> register.</p>", "<p>Keep <b>one</b> register.</p>"
    )
    assert pending() == []
    assert "strong" in text_of(lesson)


def test_a_changed_source_is_an_update_and_is_taken_over_with_the_wording(
    guide: GuidePage,
) -> None:
    lesson = lesson_of("Course", reference(guide))
    retell(guide, title="Ask less", sources="A survey, 2026\nA law, 2024")

    update = only()
    assert not update.is_local
    assert update.my_sources == ("A law, 2024",)
    assert update.their_sources == ("A survey, 2026", "A law, 2024")
    accept(update)

    [block] = LessonPage.objects.get(pk=lesson.pk).body.raw_data
    assert block["value"]["title"] == "Ask less"
    assert block["value"]["sources"] == "A survey, 2026\nA law, 2024"
    assert pending() == []


def test_keeping_ones_own_keeps_its_sources(guide: GuidePage) -> None:
    lesson = lesson_of("Course", reference(guide))
    retell(guide, sources="A survey, 2026")
    keep_mine(only())
    assert pending() == []
    assert "A law, 2024" in text_of(lesson)
    assert "A survey, 2026" not in text_of(lesson)


def test_another_title_alone_is_no_update(guide: GuidePage) -> None:
    lesson_of("Course", reference(guide))
    retell(guide, title="Ask less")
    assert pending() == []


def test_a_block_of_before_sources_were_kept_needs_nothing_until_the_wording_changes(
    guide: GuidePage,
) -> None:
    lesson = lesson_of("Course", reference_of_before(guide))
    retell(guide, sources="A survey, 2026")
    assert pending() == []  # it shows the sources of the unit
    rewrite(guide, "once", "twice")
    update = only()
    assert not update.is_local
    assert update.my_sources == update.their_sources

    accept(update)

    assert "A survey, 2026" in text_of(lesson)
    assert pending() == []


def test_what_was_declined_before_sources_were_kept_stays_declined(guide: GuidePage) -> None:
    block = reference_of_before(guide)
    block["value"] |= {"declined": block["value"]["accepted"], "accepted": ""}
    block["value"]["text"] = [{"type": "text", "value": "<p>Ours.</p>", "id": "x"}]
    lesson_of("Course", block)
    assert pending() == []
    rewrite(guide, "once", "twice")
    assert only().is_local


@pytest.mark.parametrize("make", [reference, reference_of_before])
def test_text_in_an_editors_html_is_no_wording_of_ones_own_when_the_unit_changes(
    guide: GuidePage, make: Callable[[GuidePage], dict[str, Any]]
) -> None:
    rewrite(guide, "Keep one register.", "Keep <strong>one</strong> register.")
    lesson = lesson_of("Course", make(GuidePage.objects.get(pk=guide.pk)))
    page = LessonPage.objects.get(pk=lesson.pk)
    page.body = page.body.stream_block.clean(page.body)  # the author saves, and changes nothing
    page.save()
    edit_wording(lesson, "strong>", "b>")
    rewrite(guide, "once", "twice")

    assert not only().is_local


def test_a_draft_in_an_editors_html_says_the_same_as_the_live_lesson(guide: GuidePage) -> None:
    rewrite(guide, "Keep one register.", "Keep <strong>one</strong> register.")
    lesson = lesson_of("Course", reference(GuidePage.objects.get(pk=guide.pk)))
    body = json.dumps([dict(block) for block in lesson.body.raw_data])
    edit_draft(lesson, body=body.replace("strong>", "b>"))
    rewrite(guide, "once", "twice")

    assert accept(only()) is True
    assert "twice" in text_of(lesson)


def test_a_newer_draft_keeps_what_it_changed_and_both_take_the_wording_over(
    guide: GuidePage,
) -> None:
    lesson = lesson_of("Course", reference(guide))
    edit_draft(lesson, title="A better title", minutes=9)
    rewrite(guide, "once", "twice")

    assert accept(only()) is True

    live, draft = LessonPage.objects.get(pk=lesson.pk), draft_of(lesson)
    assert live.has_unpublished_changes
    assert (live.title, live.minutes, live.draft_title) == ("A lesson", 5, "A better title")
    assert (draft.title, draft.minutes) == ("A better title", 9)
    assert "twice" in text_of(lesson)
    assert "twice" in str(list(draft.body.raw_data))
    assert pending() == []


def test_a_live_lesson_that_says_something_else_than_its_draft_waits_for_its_author(
    guide: GuidePage,
) -> None:
    lesson = lesson_of("Course", reference(guide))
    body = json.dumps([dict(block) for block in lesson.body.raw_data])
    edit_draft(lesson, body=body.replace("once", "one time"))
    rewrite(guide, "register", "list")

    assert accept(only()) is False

    assert "list" not in text_of(lesson)
    assert "list" in str(list(draft_of(lesson).body.raw_data))
    assert pending() == []


def test_a_draft_that_dropped_the_unit_has_no_update(guide: GuidePage) -> None:
    lesson = lesson_of("Course", reference(guide))
    edit_draft(lesson, body="[]")
    rewrite(guide, "once", "twice")
    assert pending() == []


def test_a_lesson_that_was_never_live_stays_a_draft(guide: GuidePage) -> None:
    lesson = lesson_of("Course", reference(guide), live=False)
    rewrite(guide, "once", "twice")

    assert accept(only()) is False

    assert not LessonPage.objects.get(pk=lesson.pk).live
    assert "twice" in str(list(draft_of(lesson).body.raw_data))
    assert pending() == []


def test_a_lesson_that_was_withdrawn_is_left_in_peace(guide: GuidePage) -> None:
    lesson = lesson_of("Course", reference(guide))
    lesson.save_revision().publish()
    LessonPage.objects.get(pk=lesson.pk).unpublish()
    rewrite(guide, "once", "twice")
    assert pending() == []


def test_who_may_not_publish_changes_a_draft(guide: GuidePage) -> None:
    lesson = lesson_of("Course", reference(guide))
    rewrite(guide, "once", "twice")
    editor = make_editor(lesson.get_parent())

    assert accept(only(), editor) is False

    assert "twice" not in text_of(lesson)
    assert draft_of(lesson).latest_revision.user == editor
    assert pending() == []


def test_a_lesson_with_a_date_to_wait_for_keeps_its_date(guide: GuidePage) -> None:
    lesson = lesson_of("Course", reference(guide))
    page = draft_of(lesson)
    page.go_live_at = datetime(2999, 1, 1, tzinfo=UTC)
    page.save_revision().publish()
    assert LessonPage.objects.get(pk=lesson.pk).approved_schedule
    rewrite(guide, "once", "twice")

    assert accept(only()) is False
    assert LessonPage.objects.get(pk=lesson.pk).approved_schedule


def test_a_section_that_vanished_is_told_and_the_wording_stays(guide: GuidePage) -> None:
    lesson = lesson_of("Course", reference(guide, ["What", "How"]))
    rewrite(guide, "<h2>How</h2>", "<h2>In which way</h2>")

    update = only()
    assert update.missing_sections == ("How",)
    assert not update.can_accept
    with pytest.raises(NothingToAccept, match="Your wording stays"):
        accept(update)
    assert "<h2>How</h2>" in text_of(lesson)

    keep_mine(update)
    assert pending() == []
    rewrite(guide, "Keep one", "Keep a")
    assert pending() == []  # what changed is not in a section that it takes over
    rewrite(guide, "Ask a person", "Ask a person kindly")
    assert only().missing_sections == ("How",)


@pytest.mark.parametrize("deed", ["unpublish", "delete"])
def test_a_unit_that_the_toolkit_no_longer_has_is_told_once_and_the_wording_stays(
    guide: GuidePage, deed: str
) -> None:
    lesson = lesson_of("Course", reference(guide))
    getattr(GuidePage.objects.get(pk=guide.pk), deed)()

    update = only()
    assert (update.unit, update.theirs, update.can_accept) == (None, [], False)
    assert update.unit_title == {"unpublish": "Ask once"}.get(deed, "a unit that was deleted")
    with pytest.raises(NothingToAccept):
        accept(update)

    keep_mine(update)
    assert pending() == []
    assert "Ask a person once." in text_of(lesson)


def test_a_unit_that_only_some_may_see_offers_nothing(guide: GuidePage) -> None:
    lesson_of("Course", reference(guide))
    rewrite(guide, "once", "in secret")
    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=guide.pk), restriction_type=PageViewRestriction.LOGIN
    )

    update = only()

    assert (update.unit, update.theirs, update.their_sources) == (None, [], ())
    with pytest.raises(NothingToAccept):
        accept(update)


def test_a_unit_that_comes_back_as_it_was_needs_nothing(guide: GuidePage) -> None:
    lesson_of("Course", reference(guide))
    GuidePage.objects.get(pk=guide.pk).unpublish()
    keep_mine(only())
    GuidePage.objects.get(pk=guide.pk).save_revision().publish()
    assert pending() == []


def test_an_update_of_a_lesson_that_changed_meanwhile_is_refused(guide: GuidePage) -> None:
    lesson = lesson_of("Course", reference(guide))
    rewrite(guide, "once", "twice")
    update = only()
    edit_wording(lesson, "once", "one time")

    for deed in (accept, keep_mine):
        with pytest.raises(OutOfDate, match="Nothing was changed"):
            deed(update)
    assert "one time" in text_of(lesson)


def test_two_units_in_one_lesson_are_two_updates(guide: GuidePage) -> None:
    other = make_two_sections(guide.get_parent(), "Another guide")
    lesson = lesson_of("Course", reference(guide), reference(other))
    rewrite(guide, "once", "twice")
    rewrite(other, "register", "list")

    first, second = pending()
    accept(first)
    accept(second)

    assert "twice" in text_of(lesson)
    assert "list" in text_of(lesson)
    assert pending() == []


def test_chosen_sections_are_read_as_the_editor_writes_them(guide: GuidePage) -> None:
    block = reference(guide, ["How"])
    block["value"]["sections"] = [{"type": "item", "value": "How", "id": "x"}]
    lesson_of("Course", block)
    rewrite(guide, "once", "twice")
    assert pending() == []


def test_where_used_names_courses_and_lessons_in_reading_order(guide: GuidePage) -> None:
    first, second = lesson_of("First", reference(guide)), lesson_of("Second", reference(guide))
    lesson_of("Links only", {"type": "text", "value": f'<a linktype="page" id="{guide.pk}">it</a>'})

    used = where_used(guide)

    assert [(course.title, lesson) for course, lesson in used] == [
        ("First", first),
        ("Second", second),
    ]
    assert where_used(make_two_sections(guide.get_parent(), "Unused")) == []


def test_however_many_lessons_there_are_at_most_ten_queries_are_asked(guide: GuidePage) -> None:
    model = lesson_of("Course", reference(guide))
    edit_draft(model, minutes=9)
    unit = model.get_parent()
    block = reference(guide)
    for place in range(20):
        make_referring(unit, block, title=f"Lesson {place}")
    rewrite(guide, "once", "twice")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(pending()) == 21
    few = len(asked)
    assert few <= 10
    with CaptureQueriesContext(connection) as asked_of_one:
        assert len(pending(LessonPage.objects.filter(pk=model.pk))) == 1
    assert len(asked_of_one) == few


def test_a_digest_names_the_update(guide: GuidePage) -> None:
    lesson = lesson_of("Course", reference(guide))
    rewrite(guide, "once", "twice")
    update = only()
    now = reference(GuidePage.objects.get(pk=guide.pk))["value"]
    assert update.standing == now["accepted"]
    assert update.key == f"{lesson.pk}/{update.block_id}/{update.standing}"
