"""Whatever is sent, it is judged, never stumbled over; and what passes can be worked with."""

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from learning.xapi.conformance.equality import same
from learning.xapi.conformance.formats import canonical, ids
from learning.xapi.conformance.merging import activity, person
from learning.xapi.conformance.parts import activities, actors
from tests.learning.xapi.conformance.specimens import (
    ACTIVITY,
    AGENT,
    CONTEXT,
    GONE,
    GROUP,
    IDENTIFIED,
    REFERENCE,
    RELATED,
    STATEMENT,
    V2,
    VERSIONS,
    Path,
    found,
    spoilt,
    within,
)
from tests.learning.xapi.samples import unhurried

WHOLE: dict[str, Any] = {**STATEMENT, "context": {**CONTEXT, **RELATED}, "version": "2.0.0"}
NAMES = st.sampled_from(["objectType", "id", "member", "object", "definition", "mbox", "context"])


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    inner: Any = value.items() if isinstance(value, dict) else ()
    for name, part in enumerate(value) if isinstance(value, list) else inner:
        yield (*path, name)
        yield from paths(part, (*path, name))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
likely = st.sampled_from(
    [GONE, ACTIVITY, AGENT, GROUP, IDENTIFIED, REFERENCE, within(STATEMENT)["object"], {}, [], ""]
)
places = st.sampled_from(list(paths(WHOLE)))


@given(json_values)
@unhurried
def test_any_json_is_judged(value: object) -> None:
    for version in VERSIONS:
        assert found(value, version)


@given(places, json_values | likely, st.booleans())
@unhurried
def test_any_part_may_be_anything(path: Path, value: object, is_inside: bool) -> None:
    statement = spoilt(WHOLE, path, value)
    if is_inside:
        statement = within(statement)
    if found(statement, V2):
        return
    assert same(statement, statement)
    assert found(ids(statement), V2) == []
    assert found(canonical(statement, languages=["fr"]), V2) == []
    assert list(actors(statement, related=True))
    assert person(actors(statement))["objectType"] == "Person"
    for each in activities(statement, related=True):
        merged = activity(each["id"], [each.get("definition", {})])
        assert found({"actor": AGENT, "verb": {"id": "urn:v"}, "object": merged}, V2) == []


@given(places, places, likely, likely)
@unhurried
def test_sameness_goes_both_ways(
    first_path: Path, second_path: Path, first_value: object, second_value: object
) -> None:
    first, second = spoilt(WHOLE, first_path, first_value), spoilt(WHOLE, second_path, second_value)
    if found(first, V2) or found(second, V2):
        return
    assert same(first, second) is same(second, first)
