"""What a lesson's reference to a toolkit unit does when its author saves it."""

from typing import Any

import pytest
from wagtail.blocks import StructBlockValidationError, StructValue

from courses.blocks import LessonBlock, UnitReferenceBlock
from tests.factories.references import make_two_sections, reference, rewrite
from tests.factories.toolkits import make_chapter, make_toolkit
from toolkits.models import GuidePage
from toolkits.sections import digest

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


def test_an_empty_text_takes_the_wording_of_the_unit(guide: GuidePage) -> None:
    value = cleaned(unit=guide.pk, declined="x")
    assert "Ask a person once." in text_of(value)
    assert "Keep one register." in text_of(value)
    assert value["accepted"] == digest(value["text"].get_prep_value())
    assert value["declined"] == ""


def test_only_the_chosen_sections_are_taken(guide: GuidePage) -> None:
    value = cleaned(unit=guide.pk, sections=["How"])
    assert "Ask a person once." not in text_of(value)
    assert "Keep one register." in text_of(value)


def test_wording_of_ones_own_stays_with_the_digest_it_came_from(guide: GuidePage) -> None:
    own = [{"type": "text", "value": "<p>Ours.</p>", "id": "x"}]
    value = cleaned(unit=guide.pk, text=own, accepted="before", declined="no")
    assert text_of(value).count("Ours.") == 1
    assert (value["accepted"], value["declined"]) == ("before", "no")


def test_text_that_an_editor_wrote_in_its_own_html_is_no_wording_of_ones_own(
    guide: GuidePage,
) -> None:
    rewrite(guide, "Keep one register.", "Keep <strong>one</strong> register.")
    block = reference(GuidePage.objects.get(pk=guide.pk))["value"]
    written = [{**part, "value": part["value"].replace("strong", "b")} for part in block["text"]]

    value = cleaned(**{**block, "text": written})

    assert value["accepted"] == block["accepted"] == digest(value["text"].get_prep_value())


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


def test_a_reference_to_nothing_that_says_nothing_is_refused() -> None:
    with pytest.raises(StructBlockValidationError) as refused:
        cleaned(unit=None)
    assert refused.value.block_errors["unit"].messages == ["Choose the unit of a toolkit."]


def test_a_reference_is_shown_with_its_unit_and_one_heading_lower(guide: GuidePage) -> None:
    block = UnitReferenceBlock()
    shown = block.render(block.to_python(reference(guide)["value"]))
    assert "From the toolkit: Ask once" in shown
    assert "<h3>What</h3>" in shown
    assert "A law, 2024" in shown


def test_a_reference_whose_unit_was_deleted_is_shown_without_it(guide: GuidePage) -> None:
    raw = reference(guide)["value"]
    guide.delete()
    block = UnitReferenceBlock()
    shown = block.render(block.to_python(raw))
    assert "From the toolkit" not in shown
    assert "Ask a person once." in shown
