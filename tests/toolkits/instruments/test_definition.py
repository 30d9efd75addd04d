from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.toolkits.instruments.samples import ASSESSMENT, CALCULATOR, CANVAS
from tests.toolkits.instruments.strategies import assessments
from toolkits.instruments.definition import Assessment, Definition, read, to_entry, units
from toolkits.instruments.errors import DefinitionErrors

SAMPLES = {"assessment": ASSESSMENT, "calculator": CALCULATOR, "canvas": CANVAS}


def faults(entry: Any) -> dict[str, str]:
    with pytest.raises(DefinitionErrors) as refused:
        read(entry)
    return {fault.path: fault.told() for fault in refused.value.faults}


def changed(kind: str, path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """Give the entry of a sample with `value` at `path`."""
    entry = deepcopy(to_entry(SAMPLES[kind]))
    place: Any = entry
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return entry


@pytest.mark.parametrize("definition", SAMPLES.values(), ids=SAMPLES)
def test_a_definition_comes_back_from_its_entry(definition: Definition) -> None:
    assert read(to_entry(definition)) == definition


@given(assessments())
def test_any_assessment_comes_back_from_its_entry(assessment: Assessment) -> None:
    assert read(to_entry(assessment)) == assessment


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
        lambda below: (
            st.lists(below, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["kind", "dimensions", "questions", "inputs", "sections", "fields"]
                ),
                below | st.sampled_from(list(SAMPLES)),
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_what_is_no_definition_is_refused_and_never_breaks(entry: Any) -> None:
    with pytest.raises(DefinitionErrors):
        read(entry)


def test_an_entry_is_plain_json_with_numbers_as_text() -> None:
    entry = to_entry(CALCULATOR)

    assert entry["kind"] == "calculator"
    assert entry["levels"][1] == {
        "title": "Middle",
        "from_value": "0.25",
        "advice": "",
        "above": False,
    }
    assert entry["inputs"][1]["minimum"] == "0"
    assert entry["inputs"][0]["minimum"] is None


def test_what_is_left_out_takes_its_default() -> None:
    entry = {
        "kind": "assessment",
        "label": "ours",
        "dimensions": [
            {
                "code": "a",
                "title": "A",
                "weight": 100,
                "questions": [{"code": "b", "text": "Is it?"}],
            }
        ],
        "levels": [{"title": "Any", "from_percent": 0}],
    }

    found = read(entry)

    assert isinstance(found, Assessment)
    assert (found.assessors, found.chart, found.questions[0].weight) == (2, "radar", 1)


def test_numbers_may_be_written_as_numbers_and_stay_exact() -> None:
    found = read(changed("calculator", ("levels", 1, "from_value"), 0.1))

    assert found.levels[1].from_value == Decimal("0.1")


def test_white_space_is_made_single() -> None:
    found = read(changed("canvas", ("note",), "  Keep it\n on the wall. "))

    assert found.note == "Keep it on the wall."


@pytest.mark.parametrize(
    ("kind", "path", "value", "where", "why"),
    [
        ("assessment", ("kind",), "quiz", "kind", "assessment, calculator, canvas"),
        ("assessment", ("label",), "", "label", "filled in"),
        ("assessment", ("label",), "x" * 301, "label", "limit is 300"),
        ("assessment", ("assessors",), 3, "assessors", "from 1 to 2"),
        ("assessment", ("chart",), "pie", "chart", "radar, bars"),
        ("assessment", ("scale",), 5, "scale", "Nothing here is called “scale”"),
        ("assessment", ("dimensions",), [], "dimensions", "at least 1"),
        ("assessment", ("dimensions",), "all", "dimensions", "list"),
        ("assessment", ("dimensions", 1), "all", "dimensions[1]", "group"),
        ("assessment", ("dimensions", 1, "weight"), 30, "dimensions", "add up to 90"),
        ("assessment", ("dimensions", 1, "weight"), "x", "dimensions[1].weight", "1 to 100"),
        ("assessment", ("dimensions", 1, "weight"), True, "dimensions[1].weight", "1 to 100"),
        ("assessment", ("dimensions", 1, "weight"), 40.5, "dimensions[1].weight", "1 to 100"),
        ("assessment", ("dimensions", 1, "code"), "law", "dimensions[1].code", "dimensions[0]"),
        ("assessment", ("dimensions", 1, "code"), "Law", "dimensions[1].code", "lower-case"),
        ("assessment", ("dimensions", 0, "title"), True, "dimensions[0].title", "quotes"),
        ("assessment", ("levels", 0, "from_percent"), 1, "levels[0].from_percent", "from 0"),
        ("assessment", ("levels", 2, "from_percent"), 50, "levels", "higher"),
        ("assessment", ("levels", 2, "from_percent"), 101, "levels[2].from_percent", "100"),
        ("calculator", ("formula",), "sum", "formula", "no formula “sum”"),
        ("calculator", ("measure",), "osi", "measure", "“osi”"),
        ("calculator", ("inputs", 1, "type"), "text", "inputs", "number field “osi”"),
        ("calculator", ("inputs", 4, "code"), "epi", "inputs[4].code", "reads no number “epi”"),
        ("calculator", ("inputs", 1, "minimum"), 2, "inputs[1].minimum", "above the maximum"),
        ("calculator", ("inputs", 1, "minimum"), "none", "inputs[1].minimum", "number"),
        ("calculator", ("inputs", 1, "minimum"), "NaN", "inputs[1].minimum", "number"),
        ("calculator", ("inputs", 1, "minimum"), "1e99", "inputs[1].minimum", "number"),
        ("calculator", ("inputs", 1, "default"), "2", "inputs[1].default", "cannot have"),
        ("calculator", ("inputs", 1, "required"), "yes", "inputs[1].required", "true or false"),
        ("calculator", ("inputs", 1, "decimals"), 7, "inputs[1].decimals", "from 0 to 6"),
        ("calculator", ("levels", 1, "from_value"), "", "levels[1].from_value", "filled in"),
        ("calculator", ("levels", 1, "from_value"), 0, "levels", "higher"),
        ("canvas", ("sections", 1, "rows"), 61, "sections[1].rows", "from 0 to 60"),
        ("canvas", ("sections", 0, "fields"), [], "sections[0].fields", "at least 1"),
    ],
)
def test_a_fault_is_told_with_its_place(
    kind: str, path: tuple[str | int, ...], value: object, where: str, why: str
) -> None:
    found = faults(changed(kind, path, value))

    assert why in found[where]


@pytest.mark.parametrize(
    ("place", "name", "value", "why"),
    [
        (0, "unit", "kg", "Only a field of type number"),
        (0, "minimum", 1, "Only a field of type number"),
        (0, "options", ["a", "b"], "no other field has any"),
        (2, "default", "soon", "cannot have this value"),
        (2, "default", "2027-02-29", "cannot have this value"),
        (3, "default", "x", "cannot have this value"),
        (3, "options", ["a", "a"], "different"),
        (3, "options", ["a"], "at least two"),
    ],
)
def test_a_field_has_what_its_type_takes(place: int, name: str, value: object, why: str) -> None:
    found = faults(changed("canvas", ("sections", 0, "fields", place, name), value))

    assert why in found[f"sections[0].fields[{place}].{name}"]


def test_an_option_that_is_no_text_is_told_with_its_place() -> None:
    found = faults(changed("canvas", ("sections", 0, "fields", 3, "options"), ["a", True]))

    assert "quotes" in found["sections[0].fields[3].options[1]"]


def test_a_unit_is_named_by_two_addresses() -> None:
    path = ("dimensions", 0, "questions", 0, "unit")
    found = faults(changed("assessment", path, "guide-four-laws"))

    assert "toolkit/unit" in found["dimensions[0].questions[0].unit"]


def test_every_fault_is_told_at_once() -> None:
    found = faults({"kind": "assessment", "dimensions": [{"weight": 0}, 3], "colour": "red"})

    assert set(found) == {
        "label",
        "colour",
        "levels",
        "dimensions[0].code",
        "dimensions[0].title",
        "dimensions[0].weight",
        "dimensions[0].questions",
        "dimensions[1]",
    }


def test_a_fault_speaks_the_language_of_its_reader() -> None:
    with pytest.raises(DefinitionErrors) as refused:
        read({"kind": "canvas", "sections": []})

    french = {"There must be at least %(least)d here.": "Il en faut au moins %(least)d."}
    assert refused.value.faults[0].told(french.__getitem__) == "Il en faut au moins 1."
    assert str(refused.value) == "sections: There must be at least 1 here."


def test_the_units_an_assessment_sends_to_are_given_once() -> None:
    assert units(ASSESSMENT) == ("national-toolkit/guide-a-strategy-people-can-follow",)
    assert units(CANVAS) == ()
