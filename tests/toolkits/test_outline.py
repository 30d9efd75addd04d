import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page, PageViewRestriction

from tests.factories.toolkits import below, make_case, make_chapter, make_guide, make_toolkit
from toolkits.models import InstrumentPage, ToolkitPage
from toolkits.outline import Outline, live_below, outline

pytestmark = pytest.mark.django_db


@pytest.fixture
def toolkit() -> ToolkitPage:
    return make_toolkit()


def titles(found: Outline) -> dict[str, list[str]]:
    return {unit.title: [lesson.title for lesson in unit.lessons] for unit in found.units}


def private(page: Page, kind: str = PageViewRestriction.LOGIN) -> PageViewRestriction:
    return PageViewRestriction.objects.create(
        page=Page.objects.get(pk=page.pk), restriction_type=kind, password="a long password"
    )


def test_an_outline_says_what_the_toolkit_says(toolkit: ToolkitPage) -> None:
    toolkit.sources = "A survey\nA talk"
    make_chapter(toolkit, outcome="Read your line")

    found = outline(toolkit)

    assert (found.kind, found.slug, found.language) == ("toolkit", "small-toolkit", "en")
    assert found.activity == toolkit.translation_key
    assert found.outcomes == ("Read your line",)
    assert found.sdg_targets == ("16.6", "9.c")
    assert found.sources == ("A survey", "A talk")
    assert found.licence == "CC BY 4.0"
    assert (found.code, found.audience, found.assessment) == ("", "", None)


def test_a_toolkit_with_nothing_below_it_is_an_empty_outline(toolkit: ToolkitPage) -> None:
    assert outline(toolkit).units == ()


def test_chapters_and_units_stand_in_reading_order(toolkit: ToolkitPage) -> None:
    late = make_chapter(toolkit, "Later", code="N2")
    early = make_chapter(toolkit, "Earlier", code="N1")
    make_guide(early, "First")
    second = make_case(early, "Second")
    below(early, InstrumentPage(title="Third", summary="A sheet"))
    make_guide(late, "Other")
    Page.objects.get(pk=early.pk).move(Page.objects.get(pk=late.pk), pos="left")
    Page.objects.get(pk=second.pk).move(Page.objects.get(pk=early.pk), pos="last-child")

    assert titles(outline(toolkit)) == {
        "N1 · Earlier": ["First", "Third", "Second"],
        "N2 · Later": ["Other"],
    }


def test_each_unit_says_what_kind_it_is(toolkit: ToolkitPage) -> None:
    chapter = make_chapter(toolkit)
    make_guide(chapter)
    make_case(chapter)
    below(chapter, InstrumentPage(title="A sheet", summary="A sheet", minutes=20))

    [unit] = outline(toolkit).units

    assert [lesson.kind for lesson in unit.lessons] == ["guide", "case", "instrument"]
    assert unit.lessons[2].minutes == 20


def test_drafts_are_left_out(toolkit: ToolkitPage) -> None:
    chapter = make_chapter(toolkit)
    make_guide(chapter, "Live")
    make_guide(chapter, "Draft", live=False)
    assert titles(outline(toolkit)) == {"N1 · Start here": ["Live"]}


def test_pages_under_a_draft_are_left_out(toolkit: ToolkitPage) -> None:
    hidden = make_chapter(toolkit, "Hidden", live=False)
    make_guide(hidden, "Live below a draft")

    assert outline(toolkit).units == ()
    assert live_below(toolkit) == []


@pytest.mark.parametrize("kind", [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD])
def test_pages_that_only_some_may_see_are_left_out(toolkit: ToolkitPage, kind: str) -> None:
    chapter = make_chapter(toolkit)
    make_guide(chapter, "For all")
    private(make_guide(chapter, "For some"), kind)
    assert titles(outline(toolkit)) == {"N1 · Start here": ["For all"]}


def test_pages_under_a_private_page_are_left_out(toolkit: ToolkitPage) -> None:
    chapter = make_chapter(toolkit)
    make_guide(chapter)
    restriction = private(chapter, PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.create(name="Reviewers"))
    assert outline(toolkit).units == ()


def test_a_private_toolkit_has_nothing_that_others_may_read(toolkit: ToolkitPage) -> None:
    make_guide(make_chapter(toolkit))
    private(toolkit)
    assert outline(toolkit).units == ()


def test_pages_of_another_toolkit_are_left_out(toolkit: ToolkitPage) -> None:
    make_guide(make_chapter(make_toolkit("Other toolkit")))
    assert live_below(toolkit) == []


def test_a_draft_change_to_a_live_page_is_not_seen(toolkit: ToolkitPage) -> None:
    guide = make_guide(make_chapter(toolkit), "As published")
    guide.title = "As drafted"
    guide.save_revision()
    assert titles(outline(toolkit)) == {"N1 · Start here": ["As published"]}


def test_a_case_says_where_when_and_what_to_be_careful_about(toolkit: ToolkitPage) -> None:
    make_case(make_chapter(toolkit), caveat="The office's own figures.", minutes=3)

    [case] = outline(toolkit).units[0].lessons

    assert case.details == {
        "Country": "FJI",
        "Facts of": "June 2024",
        "Be careful": "The office's own figures.",
    }
    assert (case.sources, case.minutes) == (("An office",), 3)


def test_a_case_with_no_caveat_does_not_ask_for_care(toolkit: ToolkitPage) -> None:
    make_case(make_chapter(toolkit))
    assert "Be careful" not in outline(toolkit).units[0].lessons[0].details


def test_a_guide_has_no_case_details(toolkit: ToolkitPage) -> None:
    make_guide(make_chapter(toolkit))
    assert outline(toolkit).units[0].lessons[0].details == {}
