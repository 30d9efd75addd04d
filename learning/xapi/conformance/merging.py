"""What a store knows of an activity or of a person, from all statements (Communication 2.4, 2.5).

Texts and extensions are added, later ones over earlier; of all else the latest stands.
"""

from collections.abc import Iterable, Mapping

from learning.xapi.conformance.agents import IDENTIFIERS
from learning.xapi.conformance.parts import Part

ADDED_TO = ("name", "description", "extensions")
OF_PERSONS = ("name", *IDENTIFIERS)


def activity(identifier: str, definitions: Iterable[Mapping[str, object]] = ()) -> Part:
    """Give the full Activity object, from what statements said of it, the oldest first.

    One that no statement spoke of is an Activity too, with its id alone (Communication 2.5).
    """
    found: Part = {"objectType": "Activity", "id": identifier}
    merged: Part = {}
    for each in definitions:
        merged = with_definition(merged, each)
    return {**found, "definition": merged} if merged else found


def with_definition(known: Mapping[str, object], said: Mapping[str, object]) -> Part:
    """Give a definition that is known, with what another statement said."""
    merged = {**known, **said}
    for name in ADDED_TO:
        before, after = known.get(name), said.get(name)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            merged[name] = {**before, **after}
    return merged


def person(agents: Iterable[Part]) -> Part:
    """Give the Person object of Agents that are one person, each value once."""
    found: Part = {"objectType": "Person"}
    for agent in agents:
        for name in OF_PERSONS:
            if name in agent and agent[name] not in found.setdefault(name, []):
                found[name].append(agent[name])
    return found
