from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tests.factories.toolkits import make_case, make_chapter, make_toolkit
from toolkits.models import (
    CasePage,
    ChapterPage,
    GuidePage,
    InstrumentPage,
    ToolkitPage,
    check_sdg_targets,
    lines,
    split_list,
)


@pytest.mark.parametrize("targets", ["", "16.6", "16.6, 9.c", "16.6 17.18", "16.b,\n1.4"])
def test_targets_of_the_goals_are_taken_with_commas_or_spaces(targets: str) -> None:
    check_sdg_targets(targets)


@pytest.mark.parametrize("targets", ["16", "sixteen", "16.6.1", "16.6; 9.c", "160.6", "9.C", ".6"])
def test_what_is_no_target_is_refused_with_an_example(targets: str) -> None:
    with pytest.raises(ValidationError, match=r"Write a target as 16\.6 or 9\.c\."):
        check_sdg_targets(targets)


def test_targets_come_apart_in_the_order_they_were_written() -> None:
    assert split_list(" 16.6,9.c  17.8 ") == ("16.6", "9.c", "17.8")


def test_lines_are_trimmed_and_empty_ones_left_out() -> None:
    assert lines("  A survey \n\n \r\nA talk\n") == ("A survey", "A talk")


@pytest.mark.django_db
def test_a_toolkit_gives_its_targets_and_sources_one_by_one() -> None:
    toolkit = ToolkitPage(sdg_targets="16.6, 9.c", sources="A survey\nA talk\n")
    assert toolkit.targets == ("16.6", "9.c")
    assert toolkit.source_lines == ("A survey", "A talk")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"country": "Fiji"}, "country"),
        ({"country": "fji"}, "country"),
        ({"facts_date": ""}, "facts_date"),
        ({"sources": ""}, "sources"),
        ({"sources": " \n "}, "sources"),
        ({"summary": ""}, "summary"),
        ({"minutes": 0}, "minutes"),
        ({"sdg_targets": "16"}, "sdg_targets"),
    ],
)
def test_a_case_without_what_makes_it_credible_is_refused(
    fields: dict[str, Any], wrong: str
) -> None:
    chapter = make_chapter(make_toolkit())
    with pytest.raises(ValidationError) as refused:
        make_case(chapter, **fields)
    assert set(refused.value.message_dict) == {wrong}


@pytest.mark.django_db
def test_a_toolkit_is_national_or_local() -> None:
    with pytest.raises(ValidationError) as refused:
        make_toolkit(level="regional")
    assert set(refused.value.message_dict) == {"level"}


def test_chapters_stand_in_toolkits_and_units_in_chapters() -> None:
    assert ToolkitPage.allowed_subpage_models() == [ChapterPage]
    assert ChapterPage.allowed_subpage_models() == [GuidePage, CasePage, InstrumentPage]
    assert ChapterPage.allowed_parent_page_models() == [ToolkitPage]
    for unit in (GuidePage, CasePage, InstrumentPage):
        assert unit.allowed_parent_page_models() == [ChapterPage]
        assert unit.allowed_subpage_models() == []
