"""Of whom and what a statement speaks, as the filters ask (Communication 2.1.3)."""

from collections.abc import Iterator
from uuid import UUID

from learning.lrs.models import Kind
from learning.lrs.naming import key_of_agent, key_of_iri
from learning.xapi.conformance import parts
from learning.xapi.conformance.parts import Part

Mentions = frozenset[tuple[Kind, UUID]]


def mentions_of(statement: Part) -> Mentions:
    """Give all that a valid statement, with its authority, can be found by."""
    return frozenset(_mentions(statement))


def _mentions(statement: Part) -> Iterator[tuple[Kind, UUID]]:
    yield Kind.VERB, key_of_iri(statement["verb"]["id"])
    if registration := statement.get("context", {}).get("registration"):
        yield Kind.REGISTRATION, UUID(registration)
    for kind, related in ((Kind.AGENT, False), (Kind.RELATED_AGENT, True)):
        for agent in parts.actors(statement, related=related):
            if key := key_of_agent(agent):
                yield kind, key
    for kind, related in ((Kind.ACTIVITY, False), (Kind.RELATED_ACTIVITY, True)):
        for activity in parts.activities(statement, related=related):
            yield kind, key_of_iri(activity["id"])
