"""What a lesson's reference to a toolkit unit does when its author saves it."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.blocks import StructBlockValidationError, StructValue
from wagtail.models import Page, PageViewRestriction

from courses.blocks import LessonBlock, UnitReferenceBlock
from tests.factories.references import (
    make_two_sections,
    reference,
    reference_of_before,
    rewrite,
)
from tests.factories.toolkits import make_chapter, make_toolkit
from toolkits.models import GuidePage

pytestmark = pytest.mark.django_db
EMPTY = {"sections": [], "text": [], "accepted": "", "declined": ""}


@pytest.fixture
def guide() -> GuidePage:
    return make_two_sections(make_chapter(make_toolkit()))


def cleaned(**value: Any) -> StructValue:
    # In a stream, as a lesson has it: the page is looked up with the others of its kind.
    [child] = LessonBlock().to_python([{"type": "unit", "value": EMPTY | value, "id": "1"}])
    return child.block.clean(child.value)


def text_of(value: StructValue) -> str:
    return str(value["text"].get_prep_value())


def own(wording: str = "Ours.") -> list[dict[str, str]]:
    return [{"type": "text", "value": f"<p>{wording}</p>", "id": "x"}]


def shown(raw: dict[str, Any]) -> str:
    block = UnitReferenceBlock()
    return str(block.render(block.to_python(raw)))


def retell(guide: GuidePage, **fields: str) -> None:
    GuidePage.objects.filter(pk=guide.pk).update(**fields)


def test_an_empty_text_takes_the_wording_of_the_unit(guide: GuidePage) -> None:
    value = cleaned(unit=guide.pk, declined="x")
    assert "Ask a person once." in text_of(value)
    assert "Keep one register." in text_of(value)
    assert value["accepted"] == reference(guide)["value"]["accepted"]
    assert value["declined"] == ""


def test_title_and_sources_are_taken_over_with_the_wording(guide: GuidePage) -> None:
    value = cleaned(unit=guide.pk)
    assert (value["title"], value["sources"]) == ("Ask once", "A law, 2024")


def test_what_was_taken_over_stays_when_the_author_saves_after_the_unit_has_changed(
    guide: GuidePage,
) -> None:
    block = reference(guide)["value"]
    retell(guide, title="Ask less", sources="A survey, 2026")

    value = cleaned(**block)

    assert (value["title"], value["sources"]) == ("Ask once", "A law, 2024")
    assert value["accepted"] == block["accepted"]


def test_a_text_that_was_emptied_is_taken_over_anew_with_its_sources(guide: GuidePage) -> None:
    block = reference(guide)["value"]
    retell(guide, title="Ask less", sources="A survey, 2026")
    value = cleaned(**{**block, "text": []})
    assert (value["title"], value["sources"]) == ("Ask less", "A survey, 2026")


def test_a_block_of_before_titles_were_kept_gets_them_when_it_is_saved(guide: GuidePage) -> None:
    before = reference_of_before(guide)["value"]
    now = reference(guide)["value"]

    value = cleaned(**before)
    assert [value[name] for name in ("title", "sources", "accepted")] == [
        now[name] for name in ("title", "sources", "accepted")
    ]
    value = cleaned(**{**before, "text": own()})
    assert (value["title"], value["accepted"]) == ("Ask once", now["accepted"])
    assert text_of(value).count("Ours.") == 1


def test_only_the_chosen_sections_are_taken(guide: GuidePage) -> None:
    value = cleaned(unit=guide.pk, sections=["How"])
    assert "Ask a person once." not in text_of(value)
    assert "Keep one register." in text_of(value)


def test_wording_of_ones_own_stays_with_the_digest_it_came_from(guide: GuidePage) -> None:
    value = cleaned(unit=guide.pk, text=own(), accepted="before", declined="no")
    assert text_of(value).count("Ours.") == 1
    assert (value["accepted"], value["declined"]) == ("before", "no")


def test_wording_of_ones_own_at_the_first_asking_is_no_update(guide: GuidePage) -> None:
    value = cleaned(unit=guide.pk, text=own())
    assert text_of(value).count("Ours.") == 1
    assert value["accepted"] == ""
    assert value["declined"] == reference(guide)["value"]["accepted"]
    assert (value["title"], value["sources"]) == ("Ask once", "A law, 2024")


def test_text_that_an_editor_wrote_in_its_own_html_is_no_wording_of_ones_own(
    guide: GuidePage,
) -> None:
    rewrite(guide, "Keep one register.", "Keep <strong>one</strong> register.")
    block = reference(GuidePage.objects.get(pk=guide.pk))["value"]
    written = [{**part, "value": part["value"].replace("strong", "b")} for part in block["text"]]

    value = cleaned(**{**block, "text": written})

    assert value["accepted"] == block["accepted"]


def test_a_section_that_is_not_there_is_refused_where_it_was_written(guide: GuidePage) -> None:
    with pytest.raises(StructBlockValidationError) as refused:
        cleaned(unit=guide.pk, sections=["When"])
    [message] = refused.value.block_errors["sections"].messages
    assert message == "The unit has no section “When”."


def test_a_section_that_vanished_later_lets_the_author_save(guide: GuidePage) -> None:
    block = reference(guide, ["How"])["value"]
    rewrite(guide, "<h2>How</h2>", "<h2>In which way</h2>")
    value = cleaned(**block)
    assert text_of(value).count("Keep one register.") == 1
    assert value["accepted"] == block["accepted"]


def test_a_unit_that_was_deleted_lets_the_author_save(guide: GuidePage) -> None:
    block = reference(guide)["value"]
    guide.delete()
    value = cleaned(**block)
    assert value["unit"] is None
    assert text_of(value).count("Ask a person once.") == 1


def unpublished(guide: GuidePage) -> None:
    guide.unpublish()


def private(guide: GuidePage) -> None:
    page = Page.objects.get(pk=guide.get_parent().pk)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


@pytest.mark.parametrize("hide", [unpublished, private])
@pytest.mark.parametrize("text", [[], own()])
def test_a_unit_that_is_not_published_is_refused_when_it_is_chosen(
    guide: GuidePage, hide: Callable[[GuidePage], None], text: list[dict[str, str]]
) -> None:
    hide(guide)
    with pytest.raises(StructBlockValidationError) as refused:
        cleaned(unit=guide.pk, text=text)
    assert refused.value.block_errors["unit"].messages == ["Choose a unit that is published."]


@pytest.mark.parametrize("hide", [unpublished, private])
def test_a_unit_that_was_hidden_later_lets_the_author_save_and_says_nothing_new(
    guide: GuidePage, hide: Callable[[GuidePage], None]
) -> None:
    block = reference(guide)["value"]
    hide(guide)
    retell(guide, title="Ask less", sources="A survey, 2026")
    value = cleaned(**block)
    assert text_of(value).count("Ask a person once.") == 1
    assert (value["title"], value["sources"]) == ("Ask once", "A law, 2024")


def test_a_reference_to_nothing_that_says_nothing_is_refused() -> None:
    with pytest.raises(StructBlockValidationError) as refused:
        cleaned(unit=None)
    assert refused.value.block_errors["unit"].messages == ["Choose the unit of a toolkit."]


def test_a_reference_is_shown_with_its_unit_and_one_heading_lower(guide: GuidePage) -> None:
    html = shown(reference(guide)["value"])
    assert "From the toolkit: Ask once" in html
    assert "<h3>What</h3>" in html
    assert "A law, 2024" in html


def test_a_reference_is_shown_with_the_title_and_sources_of_its_wording(guide: GuidePage) -> None:
    raw = reference(guide)["value"]
    retell(guide, title="Ask less", sources="A survey, 2026")
    html = shown(raw)
    assert "Ask once" in html
    assert "A law, 2024" in html
    assert "Ask less" not in html
    assert "A survey, 2026" not in html


def test_a_reference_whose_unit_was_deleted_keeps_its_sources(guide: GuidePage) -> None:
    raw = reference(guide)["value"]
    guide.delete()
    html = shown(raw)
    assert "From the toolkit: Ask once" in html
    assert "Ask a person once." in html
    assert "A law, 2024" in html


def test_a_block_of_before_sources_were_kept_shows_those_of_the_unit(guide: GuidePage) -> None:
    raw = reference_of_before(guide)["value"]
    html = shown(raw)
    assert "From the toolkit: Ask once" in html
    assert "A law, 2024" in html
    guide.delete()
    html = shown(raw)
    assert "From the toolkit" not in html
    assert "Ask a person once." in html


def test_a_pinned_reference_asks_nothing_of_the_unit(
    guide: GuidePage, django_assert_num_queries: Any
) -> None:
    block = UnitReferenceBlock()
    value = block.to_python(reference(guide)["value"])
    with django_assert_num_queries(0):
        block.render(value)
