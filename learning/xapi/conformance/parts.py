"""Who and what a statement speaks of, wherever it does: to look through it, or to write it anew.

For statements that passed `validating.validate`. Nothing given is changed; what is not written
anew is shared with the statement it came from.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from learning.xapi.conformance.agents import IDENTIFIERS

Part = dict[str, Any]
Change = Callable[[Part], Part]

ACTORS = ("Agent", "Group")


@dataclass(frozen=True)
class Changes:
    """What becomes of each Agent or Group, each verb and each Activity.

    Members of a Group are left to `actor`.
    """

    actor: Change
    verb: Change
    activity: Change


def rewritten(statement: Part, changes: Changes) -> Part:
    """Give the statement with each part changed, and each contextActivity in an array."""
    ways: Mapping[str, Change] = {
        "actor": changes.actor,
        "authority": changes.actor,
        "verb": changes.verb,
        "object": lambda what: _object(what, changes),
        "context": lambda context: _context(context, changes),
    }
    return {name: ways[name](found) if name in ways else found for name, found in statement.items()}


def actors(statement: Part, *, related: bool = False) -> Iterator[Part]:
    """Give the actor, and the object where it is one; if `related` also all others.

    Members of groups are among them. The others: authority, instructor, team, contextAgents,
    contextGroups, and those of a sub-statement (Communication 2.1.3, agent and related_agents).
    """
    found: list[Part] = []
    if related:
        rewritten(statement, Changes(actor=_into(found), verb=_same, activity=_same))
    else:
        found = [each for each in (statement["actor"], statement["object"]) if _is_actor(each)]
    for actor in found:
        yield actor
        yield from actor.get("member", [])


def activities(statement: Part, *, related: bool = False) -> Iterator[Part]:
    """Give the object where it is an Activity; if `related` also those of context and inside.

    (Communication 2.1.3, activity and related_activities.)
    """
    found: list[Part] = []
    changes = Changes(actor=_same, verb=_same, activity=_into(found))
    rewritten(statement if related else {"object": statement["object"]}, changes)
    is_inside = statement["object"].get("objectType") == "SubStatement"
    yield from () if is_inside and not related else found


def as_list(found: object) -> list[Any]:
    """Give what stands alone as a list of one (Data 2.4.6.2)."""
    return found if isinstance(found, list) else [found]


def _object(what: Part, changes: Changes) -> Part:
    kind = what.get("objectType", "Activity")
    if kind == "SubStatement":
        return rewritten(what, changes)
    if kind in ACTORS:
        return changes.actor(what)
    return changes.activity(what) if kind == "Activity" else what


def _context(context: Part, changes: Changes) -> Part:
    ways: Mapping[str, Callable[[Any], Any]] = {
        "instructor": changes.actor,
        "team": changes.actor,
        "contextActivities": lambda kinds: {
            kind: [changes.activity(each) for each in as_list(found)]
            for kind, found in kinds.items()
        },
        "contextAgents": lambda found: [
            {**each, "agent": changes.actor(each["agent"])} for each in found
        ],
        "contextGroups": lambda found: [
            {**each, "group": changes.actor(each["group"])} for each in found
        ],
    }
    return {name: ways[name](found) if name in ways else found for name, found in context.items()}


def _is_actor(part: Part) -> bool:
    return part.get("objectType") in ACTORS or any(name in part for name in IDENTIFIERS)


def _same(part: Part) -> Part:
    return part


def _into(found: list[Part]) -> Change:
    def keep(part: Part) -> Part:
        found.append(part)
        return part

    return keep
