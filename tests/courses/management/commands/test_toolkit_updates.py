from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from courses.models import LessonPage
from courses.updating import Update, pending
from tests.factories.courses import make_course, make_unit
from tests.factories.references import make_referring, make_two_sections, reference, rewrite
from tests.factories.toolkits import make_chapter, make_toolkit
from toolkits.models import GuidePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide() -> GuidePage:
    guide = make_two_sections(make_chapter(make_toolkit()))
    own = reference(guide)
    own["value"]["text"] = [{"type": "text", "value": "<p>Ours.</p>", "id": "x"}]
    make_referring(make_unit(make_course("First")), reference(guide), title="Plain")
    make_referring(make_unit(make_course("Second")), own, title="Own")
    return guide


def run(*arguments: str) -> list[str]:
    said = StringIO()
    call_command("toolkit_updates", *arguments, stdout=said)
    return said.getvalue().splitlines()


def text_of(title: str) -> str:
    return str(list(LessonPage.objects.get(title=title).body.raw_data))


def test_without_updates_it_says_so(guide: GuidePage) -> None:
    assert run() == ["No updates wait."]


def test_it_lists_each_update_in_a_line_and_decides_nothing(guide: GuidePage) -> None:
    rewrite(guide, "once", "twice")

    assert run() == [
        "Course  Lesson  Toolkit unit  Standing",
        "first   Plain   Ask once      waits",
        "second  Own     Ask once      waits, own wording",
    ]
    assert len(pending()) == 2


def test_accepting_leaves_wording_of_ones_own(guide: GuidePage) -> None:
    rewrite(guide, "once", "twice")

    standing = [line.split("Ask once")[1].strip() for line in run("--accept")[1:]]

    assert standing == ["accepted", "waits, own wording"]
    assert "twice" in text_of("Plain")
    assert "Ours." in text_of("Own")


def test_keeping_is_for_one_course_if_it_is_named(guide: GuidePage) -> None:
    rewrite(guide, "once", "twice")

    assert run("--course", "second", "--keep")[1:] == ["second  Own     Ask once      kept"]
    assert [update.course.slug for update in pending()] == ["first"]


def test_what_toolkits_no_longer_have_is_told(guide: GuidePage) -> None:
    make_referring(make_unit(make_course("Third")), reference(guide, ["How"]), title="Part")
    rewrite(guide, "<h2>How</h2>", "<h2>In which way</h2>")
    assert run("--accept")[-1].endswith("no longer has: How")

    GuidePage.objects.get(pk=guide.pk).unpublish()
    assert all(line.endswith("the toolkit no longer has it") for line in run()[1:])


def test_a_lesson_that_changed_meanwhile_is_told_and_the_others_go_on(
    guide: GuidePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrite(guide, "once", "twice")
    waiting = pending()
    LessonPage.objects.filter(title="Plain").update(body="[]")

    def before(_course: object) -> list[Update]:
        return waiting

    monkeypatch.setattr("courses.management.commands.toolkit_updates.pending", before)
    first, second = run("--keep")[1:]
    assert "Nothing was changed by it." in first
    assert second.endswith("kept")


def test_an_unknown_course_is_told_with_those_there_are(guide: GuidePage) -> None:
    with pytest.raises(CommandError, match=r"no course “third”\. There are: first, second\."):
        run("--course", "third")
