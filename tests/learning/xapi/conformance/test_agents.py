"""Agents and Groups (Data 2.4.2), tried wherever they may stand."""

import itertools
from typing import Any

import pytest

from tests.learning.xapi.conformance.specimens import (
    AGENT,
    GROUP,
    IDENTIFIED,
    OTHER,
    STATEMENT,
    VERSIONS,
    Path,
    found,
    spoilt,
    written,
)
from tests.learning.xapi.conformance.wrong_values import (
    NO_IRI,
    NO_STRING,
    Values,
)

NO_MAILBOX: Values = (
    1,
    {},
    "",
    "sina@example.org",
    "mailto:should.fail.com",
    "http://a@b.org",
)
AGENT_PLACES: list[Path] = [
    ("actor",),
    ("authority",),
    ("context", "instructor"),
    ("context", "team", "member", 0),
]
BAD_AGENTS: list[tuple[str, dict[str, Any]]] = [
    ("Data 2.4.2.1", {}),
    ("Data 2.4.2.1", {"key": "should fail"}),
    ("Data 2.4.2.1", {"name": "nobody"}),
    ("Data 2.4.2.1", {**AGENT, **OTHER}),
    ("Data 2.4.2.1", {**AGENT, "openid": "https://id.example.org/1"}),
    ("Data 2.4.2.1", {**AGENT, "mbox_sha1sum": "cd9b00a5611f94eaa7b1661edab976068e364975"}),
    ("Data 2.4.2.1", {**AGENT, "objectType": "agent"}),
    ("Data 2.4.2.1", {**AGENT, "objectType": 123}),
    ("Data 2.4.2.1", {**AGENT, "objectType": "Activity"}),
    ("Data 2.4.2.1", {**AGENT, "name": 123}),
    ("Data 2.2", {**AGENT, "name": None}),
    *(("Data 2.4.2.3", {"mbox": text}) for text in NO_MAILBOX),
    *(("Data 2.4.2.3", {"mbox_sha1sum": text}) for text in (1, "", "ab", "z" * 40, "a" * 41)),
    *(("Data 2.4.2.3", {"openid": text}) for text in NO_IRI),
    ("Data 2.4.2.4", {"account": "x"}),
    ("Data 2.4.2.4", {"account": {"name": "x"}}),
    ("Data 2.4.2.4", {"account": {"homePage": "https://id.example.org"}}),
    *(("Data 2.4.2.4", {"account": {"homePage": text, "name": "x"}}) for text in NO_IRI),
    *(
        ("Data 2.4.2.4", {"account": {"homePage": "https://x.org", "name": name}})
        for name in NO_STRING
    ),
    ("Data 2.4.2.4", {"account": {**OTHER["account"], "extra": 1}}),
]
BAD_GROUPS: list[tuple[str, dict[str, Any]]] = [
    ("Data 2.4.2.2", {"objectType": "Group"}),
    ("Data 2.4.2.2", {"objectType": "Group", "member": []}),
    ("Data 2.4.2.2", {"objectType": "Group", "member": AGENT}),
    ("Data 2.4.2.2", {"objectType": "Group", "member": ["x"]}),
    ("Data 2.4.2.1", {"objectType": "Group", "member": [{"name": "nobody"}]}),
    ("Data 2.4.2.1", {"objectType": "Group", "member": [IDENTIFIED]}),
    ("Data 2.4.2.2", {**IDENTIFIED, "mbox": "mailto:team@example.org"}),
    ("Data 2.4.2.2", {**IDENTIFIED, "members": []}),
    ("Data 2.4.2.3", {"objectType": "Group", "mbox": "mailto:should.fail.com"}),
]


@pytest.mark.parametrize(("clause", "agent"), BAD_AGENTS)
def test_a_faulty_agent_is_refused_wherever_it_stands(clause: str, agent: dict[str, Any]) -> None:
    for path, version in itertools.product(AGENT_PLACES, VERSIONS):
        said = found(spoilt(STATEMENT, path, agent), version)
        assert any(each[1].startswith(written(path)) for each in said), (clause, path, version)


@pytest.mark.parametrize(("clause", "agent"), BAD_AGENTS)
def test_a_faulty_agent_is_named_by_its_clause(clause: str, agent: dict[str, Any]) -> None:
    for version in VERSIONS:
        said = found(spoilt(STATEMENT, ("context", "instructor"), agent), version)
        assert clause in {each[0] for each in said} or "Data 2.4.6" in {each[0] for each in said}


@pytest.mark.parametrize("path", [("actor",), ("context", "instructor"), ("context", "team")])
@pytest.mark.parametrize(("clause", "group"), BAD_GROUPS)
def test_a_faulty_group_is_refused_wherever_it_stands(
    clause: str, group: dict[str, Any], path: Path
) -> None:
    for version in VERSIONS:
        said = found(spoilt(STATEMENT, path, group), version)
        assert any(each[1].startswith(written(path)) for each in said)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("agent", [AGENT, OTHER, GROUP, IDENTIFIED, {**IDENTIFIED, "member": []}])
@pytest.mark.parametrize("path", [("actor",), ("context", "instructor")], ids=written)
def test_agents_and_groups_may_act_and_instruct(
    agent: dict[str, Any], path: Path, version: str
) -> None:
    """Data 2.4.2, 2.4.6"""
    assert found(spoilt(STATEMENT, path, agent), version) == []
