from learning.xapi.conformance.parts import activities, actors
from tests.learning.xapi.conformance.specimens import (
    ACTIVITY,
    AGENT,
    CONTEXT,
    GROUP,
    OTHER,
    RELATED,
    STATEMENT,
    within,
)

WHOLE = {**STATEMENT, "context": {**CONTEXT, **RELATED}}


def test_the_actor_is_who_did_it() -> None:
    assert list(actors(WHOLE)) == [AGENT]


def test_an_agent_that_something_was_done_to_is_one_too() -> None:
    assert list(actors({**STATEMENT, "object": OTHER | {"objectType": "Agent"}})) == [
        AGENT,
        OTHER | {"objectType": "Agent"},
    ]


def test_members_of_a_group_are_found_with_it() -> None:
    """Communication 2.1.3, agent"""
    assert list(actors({**STATEMENT, "actor": GROUP})) == [GROUP, AGENT, OTHER]


def test_related_agents_are_all_that_are_named() -> None:
    """Communication 2.1.3: actor, authority, instructor, team, contextAgents, contextGroups"""
    found = list(actors(WHOLE, related=True))
    assert len(found) == 1 + 3 + 1 + 3 + 1 + 3  # a group counts with its two members
    assert len(list(actors(within(WHOLE), related=True))) == len(found) - 3 + 1


def test_an_activity_is_the_object() -> None:
    assert list(activities(WHOLE)) == [ACTIVITY]
    assert list(activities(within(WHOLE))) == []


def test_related_activities_are_those_of_the_context_too() -> None:
    """Communication 2.1.3"""
    assert len(list(activities(WHOLE, related=True))) == 5
    assert len(list(activities(within(WHOLE), related=True))) == 5
