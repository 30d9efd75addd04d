"""Which unit of a toolkit a name means."""

from typing import Any

import pytest
from wagtail.models import Locale, Page, PageViewRestriction

from courses.units import Units, names_of
from tests.factories.toolkits import make_case, make_chapter, make_guide, make_toolkit
from toolkits.models import ChapterPage, GuidePage, ToolkitPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def chapter() -> ChapterPage:
    return make_chapter(make_toolkit())


@pytest.fixture
def guide(chapter: ChapterPage) -> GuidePage:
    return make_guide(chapter)


def test_a_unit_is_known_by_its_toolkit_and_its_own_address(guide: GuidePage) -> None:
    assert Units("en").find("small-toolkit/a-guide") == guide
    for unknown in ("small-toolkit/a-gide", "nowhere/a-guide", "a-guide", "", "small-toolkit/"):
        assert Units("en").find(unknown) is None


def test_a_toolkit_may_be_a_draft_as_it_is_right_after_loading(guide: GuidePage) -> None:
    ToolkitPage.objects.update(live=False)
    assert Units("en").find("small-toolkit/a-guide") == guide


@pytest.mark.parametrize("hidden", ["unit", "chapter"])
@pytest.mark.parametrize("is_private", [True, False])
def test_a_unit_is_live_and_for_all_and_its_chapter_too(
    guide: GuidePage, hidden: str, is_private: bool
) -> None:
    page = Page.objects.get(pk=guide.pk if hidden == "unit" else guide.get_parent().pk)
    if is_private:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    else:
        Page.objects.filter(pk=page.pk).update(live=False)
    assert Units("en").find("small-toolkit/a-guide") is None
    assert Units("en").names() == []


def test_a_name_means_the_unit_of_its_language(guide: GuidePage) -> None:
    french, _made = Locale.objects.get_or_create(language_code="fr")
    assert Units("fr").find("small-toolkit/a-guide") is None
    ToolkitPage.objects.update(locale=french)
    assert Units("fr").find("small-toolkit/a-guide") == guide


def test_what_was_found_is_known(guide: GuidePage, django_assert_num_queries: Any) -> None:
    units = Units("en")
    units.find("small-toolkit/a-guide")
    with django_assert_num_queries(0):
        assert units.find("small-toolkit/a-guide") == guide
        assert units.find("small-toolkit/other") is None


def test_all_names_stand_in_reading_order(chapter: ChapterPage, guide: GuidePage) -> None:
    make_case(make_chapter(make_toolkit("Another toolkit")))
    make_guide(chapter, "Last")
    names = ["small-toolkit/a-guide", "small-toolkit/last", "another-toolkit/a-case"]
    assert Units("en").names() == names


def test_units_are_named_in_one_query(
    chapter: ChapterPage, guide: GuidePage, django_assert_num_queries: Any
) -> None:
    case = make_case(make_chapter(make_toolkit("Another toolkit")))
    with django_assert_num_queries(1):
        named = names_of([guide, case])
    assert named == {guide.pk: "small-toolkit/a-guide", case.pk: "another-toolkit/a-case"}
    with django_assert_num_queries(0):
        assert names_of([]) == {}
