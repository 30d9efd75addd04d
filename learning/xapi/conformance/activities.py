"""Activities, their definitions and the parts of interactions (Data 2.4.4.1).

A list that the interaction type does not support is judged and let in: the specification names
what is supported, and forbids nothing.
"""

from collections.abc import Iterator

from learning.xapi.conformance.errors import StatementFault
from learning.xapi.conformance.tables import (
    EXTENSIONS,
    IRI,
    LANGUAGE_MAP,
    STRING,
    Check,
    Member,
    Place,
    Shape,
    array,
    constant,
    value,
)

INTERACTION_TYPES = frozenset(
    {
        "true-false",
        "choice",
        "fill-in",
        "long-fill-in",
        "matching",
        "performance",
        "sequencing",
        "likert",
        "numeric",
        "other",
    }
)
COMPONENT_LISTS = ("choices", "scale", "source", "target", "steps")
OF_INTERACTIONS = ("correctResponsesPattern", *COMPONENT_LISTS)


def _is_name(found: object) -> bool:
    return isinstance(found, str) and found != ""


COMPONENT = Shape(
    {
        "id": Member(value(_is_name, "must be a string of at least 1 character."), "Data 2.4.4.1",
                     required=True),
        "description": Member(LANGUAGE_MAP, "Data 2.4.4.1"),
    }
)  # fmt: skip


def _components(found: object, place: Place) -> Iterator[StatementFault]:
    yield from array(COMPONENT)(found, place)
    if isinstance(found, list):
        names = [str(each.get("id")) for each in found if isinstance(each, dict)]
        if len(set(names)) != len(names):
            yield place.fault("must not hold the same id twice.")


def _interaction_is_named(found: object, place: Place) -> Iterator[StatementFault]:
    if not isinstance(found, dict) or "interactionType" in found:
        return
    if any(name in found for name in OF_INTERACTIONS):
        yield place.fault("needs interactionType, as it has parts of an interaction.")


DEFINITION = Shape(
    {
        "name": Member(LANGUAGE_MAP, "Data 2.4.4.1"),
        "description": Member(LANGUAGE_MAP, "Data 2.4.4.1"),
        "type": Member(IRI, "Data 2.4.4.1"),
        "moreInfo": Member(IRI, "Data 2.4.4.1"),
        "extensions": Member(EXTENSIONS, "Data 4.1"),
        "interactionType": Member(
            value(
                lambda found: isinstance(found, str) and found in INTERACTION_TYPES,
                f"must be one of {', '.join(sorted(INTERACTION_TYPES))}.",
            ),
            "Data 2.4.4.1",
        ),
        "correctResponsesPattern": Member(array(STRING), "Data 2.4.4.1"),
        **{name: Member(_components, "Data 2.4.4.1") for name in COMPONENT_LISTS},
    },
    between=(_interaction_is_named,),
)
ACTIVITY: Check = Shape(
    {
        "objectType": Member(constant("Activity"), "Data 2.4.4.1"),
        "id": Member(IRI, "Data 2.4.4.1", required=True),
        "definition": Member(DEFINITION, "Data 2.4.4.1"),
    }
)
