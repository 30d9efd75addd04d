"""What 2.0 brought into the context."""

from typing import Any

import pytest

from tests.learning.xapi.conformance.specimens import (
    AGENT,
    CONTEXT_AGENT,
    CONTEXT_GROUP,
    GROUP,
    RELATED,
    STATEMENT,
    V1,
    V2,
    found,
    within,
)


@pytest.mark.parametrize("wrap", [dict, within], ids=["statement", "sub-statement"])
def test_context_agents_and_groups_came_with_2_0(wrap: Any) -> None:
    """IEEE 9274.1.1 §4.2.2"""
    statement = wrap({**STATEMENT, "context": {**STATEMENT["context"], **RELATED}})
    assert found(statement, V2) == []
    assert len(found(statement, V1)) == 2


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("contextAgents", {**CONTEXT_AGENT, "objectType": "Should fail"}),
        ("contextAgents", {"agent": AGENT}),
        ("contextAgents", {**CONTEXT_AGENT, "agent": {"key": "Should fail"}}),
        ("contextAgents", {**CONTEXT_AGENT, "agent": GROUP}),
        ("contextAgents", {"objectType": "contextAgent"}),
        ("contextAgents", {**CONTEXT_AGENT, "relevantTypes": []}),
        ("contextAgents", {**CONTEXT_AGENT, "relevantTypes": ["abc"]}),
        ("contextAgents", {**CONTEXT_AGENT, "relevantTypes": "https://x.org"}),
        ("contextAgents", {**CONTEXT_AGENT, "group": GROUP}),
        ("contextGroups", {**CONTEXT_GROUP, "objectType": "contextAgent"}),
        ("contextGroups", {**CONTEXT_GROUP, "group": {"key": "Should fail"}}),
        ("contextGroups", {**CONTEXT_GROUP, "group": AGENT}),
        ("contextGroups", {**CONTEXT_GROUP, "relevantTypes": []}),
        ("contextGroups", {**CONTEXT_GROUP, "relevantTypes": ["abc"]}),
        ("contextGroups", {**CONTEXT_GROUP, "member": [AGENT]}),
        ("contextGroups", "x"),
    ],
)
@pytest.mark.parametrize("wrap", [dict, within], ids=["statement", "sub-statement"])
def test_a_faulty_context_agent_or_group_is_refused(wrap: Any, name: str, item: object) -> None:
    """IEEE 9274.1.1 §4.2.2"""
    statement = wrap({**STATEMENT, "context": {name: [item]}})
    assert all(name in where for _, where in found(statement, V2))
    assert found(statement, V2)


def test_context_agents_stand_in_an_array() -> None:
    """IEEE 9274.1.1 §4.2.2"""
    assert found({**STATEMENT, "context": {"contextAgents": CONTEXT_AGENT}}, V2)
