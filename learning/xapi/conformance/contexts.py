"""The context of a statement (Data 2.4.6); 2.0 has further agents and groups in it."""

from collections.abc import Iterator

from learning.xapi.conformance.activities import ACTIVITY
from learning.xapi.conformance.agents import ACTOR, AGENT, GROUP
from learning.xapi.conformance.errors import StatementFault
from learning.xapi.conformance.tables import (
    EXTENSIONS,
    IRI,
    LANGUAGE,
    STRING,
    UUID,
    Check,
    Member,
    Place,
    Shape,
    array,
    constant,
)
from learning.xapi.conformance.versions import Version

RELATIONS = ("parent", "grouping", "category", "other")
IN_2_0 = "IEEE 9274.1.1 §4.2.2, {}"

STATEMENT_REF = Shape(
    {
        "objectType": Member(constant("StatementRef"), "Data 2.4.4.3", required=True),
        "id": Member(UUID, "Data 2.4.4.3", required=True),
    }
)


def _one_or_several(found: object, place: Place) -> Iterator[StatementFault]:
    """Judge an array of Activities, or one that stands alone as before 1.0 (Data 2.4.6.2)."""
    check = ACTIVITY if isinstance(found, dict) else array(ACTIVITY)
    yield from check(found, place)


def _not_empty(found: object, place: Place) -> Iterator[StatementFault]:
    if found == {}:
        yield place.fault("must not be empty.")


def _related(name: str, who: Check) -> Check:
    """Make the check of a contextAgent or contextGroup: the one that is meant, and as what."""
    clause = IN_2_0.format(f"context{name.capitalize()}s")
    return Shape(
        {
            "objectType": Member(constant(f"context{name.capitalize()}"), clause, required=True),
            name: Member(who, clause, required=True),
            "relevantTypes": Member(array(IRI, least=1), clause),
        }
    )


CONTEXT_ACTIVITIES = Shape(
    {name: Member(_one_or_several, "Data 2.4.6.2") for name in RELATIONS}, between=(_not_empty,)
)
CONTEXT = Shape(
    {
        "registration": Member(UUID, "Data 2.4.6.1"),
        "instructor": Member(ACTOR, "Data 2.4.6"),
        "team": Member(GROUP, "Data 2.4.6"),
        "contextActivities": Member(CONTEXT_ACTIVITIES, "Data 2.4.6.2"),
        "contextAgents": Member(
            array(_related("agent", AGENT)), IN_2_0.format("contextAgents"), since=Version.V2
        ),
        "contextGroups": Member(
            array(_related("group", GROUP)), IN_2_0.format("contextGroups"), since=Version.V2
        ),
        "revision": Member(STRING, "Data 2.4.6"),
        "platform": Member(STRING, "Data 2.4.6"),
        "language": Member(LANGUAGE, "Data 2.4.6"),
        "statement": Member(STATEMENT_REF, "Data 2.4.4.3"),
        "extensions": Member(EXTENSIONS, "Data 4.1"),
    }
)
