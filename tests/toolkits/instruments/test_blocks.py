from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from wagtail.blocks import StructBlockValidationError

from tests.toolkits.instruments.samples import ASSESSMENT, CALCULATOR, CANVAS
from toolkits.instruments.blocks import ToolBlock, definition_of, to_stream, told_in_place
from toolkits.instruments.definition import Definition
from toolkits.instruments.errors import Fault
from toolkits.models import InstrumentPage

NAMESPACE = UUID("11111111-2222-3333-4444-555555555555")


def value_of(definition: Definition) -> Any:
    return ToolBlock().to_python(to_stream(definition, NAMESPACE))


@pytest.mark.parametrize("definition", [ASSESSMENT, CALCULATOR, CANVAS])
def test_a_definition_comes_back_from_its_stream(definition: Definition) -> None:
    assert definition_of(value_of(definition)) == definition


@pytest.mark.parametrize("definition", [ASSESSMENT, CALCULATOR, CANVAS])
def test_what_the_editor_saves_is_the_same_definition(definition: Definition) -> None:
    block = ToolBlock()
    saved = block.get_prep_value(block.clean(value_of(definition)))

    assert definition_of(block.to_python(saved)) == definition


def test_the_same_definition_gives_the_same_stream() -> None:
    assert to_stream(CANVAS, NAMESPACE) == to_stream(CANVAS, NAMESPACE)
    ids = [block["id"] for block in to_stream(CANVAS, UUID(int=1))]
    assert ids != [block["id"] for block in to_stream(CANVAS, UUID(int=2))]


@pytest.mark.django_db
def test_a_page_without_a_tool_has_no_definition() -> None:
    assert InstrumentPage(title="Paper only").definition is None


@pytest.mark.django_db
def test_a_page_gives_the_definition_of_its_tool() -> None:
    page = InstrumentPage(title="Check", tool=value_of(ASSESSMENT))

    assert page.definition == ASSESSMENT


def test_a_draft_that_is_not_complete_has_no_definition() -> None:
    value = value_of(ASSESSMENT)
    value[0].value["dimensions"][0]["weight"] = 1

    assert definition_of(value) is None


def test_weights_that_do_not_sum_are_told_at_the_groups() -> None:
    value = value_of(ASSESSMENT)
    value[0].value["dimensions"][0]["weight"] = 1

    with pytest.raises(StructBlockValidationError) as caught:
        value[0].block.clean(value[0].value)

    assert "must add up to 100" in str(caught.value.block_errors["dimensions"].messages)


def test_a_fault_is_told_where_it_stands() -> None:
    value = value_of(ASSESSMENT)
    question = value[0].value["dimensions"][1]["questions"][0]
    question["code"] = "Not A Slug"
    value[0].value["levels"][0]["from_percent"] = 5

    with pytest.raises(StructBlockValidationError) as caught:
        value[0].block.clean(value[0].value)

    errors = caught.value.block_errors
    dimension = errors["dimensions"].block_errors[1]
    told = dimension.block_errors["questions"].block_errors[0].block_errors["code"]
    assert told.messages == ["A code is lower-case letters and digits, with hyphens between them."]
    assert errors["levels"].block_errors[0].block_errors["from_percent"].messages


def test_faults_of_a_list_and_of_its_items_are_both_told() -> None:
    error = told_in_place([Fault("levels", "Of all."), Fault("levels[1].title", "Of one.")])

    levels = error.block_errors["levels"]
    assert [str(each.message) for each in levels.non_block_errors.as_data()] == ["Of all."]
    assert levels.block_errors[1].block_errors["title"].messages == ["Of one."]
    assert error.as_json_data()


def test_a_fault_of_the_whole_is_told_of_the_whole() -> None:
    error = told_in_place([Fault("", "All wrong.")])

    assert error.as_json_data() == {"messages": ["All wrong."]}


def test_a_number_of_the_editor_stays_exact() -> None:
    value = value_of(CALCULATOR)
    value[0].value["levels"][1]["from_value"] = Decimal("0.1")

    definition = definition_of(value)

    assert definition is not None
    assert definition.levels[1].from_value == Decimal("0.1")
