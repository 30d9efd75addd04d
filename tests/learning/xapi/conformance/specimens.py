"""A statement with everything in it, and ways to spoil one part of it."""

import json
from collections.abc import Sequence
from typing import Any

from learning.xapi.conformance.validating import faults

V1, V2 = "1.0.3", "2.0.0"
VERSIONS = (V1, V2)
GONE = object()  # as a value: take the part away
Path = tuple[str | int, ...]

UUID = "39e24cc4-69af-4b01-a824-1fdc6ea8a3af"
MAP = {"en": "words", "fr-CA": "des mots", "zh-Hant": "詞"}
AGENT: dict[str, Any] = {"objectType": "Agent", "mbox": "mailto:sina@example.org"}
OTHER: dict[str, Any] = {"account": {"homePage": "https://id.example.org", "name": "s-17"}}
GROUP: dict[str, Any] = {"objectType": "Group", "name": "Team", "member": [AGENT, OTHER]}
IDENTIFIED: dict[str, Any] = {"objectType": "Group", "openid": "https://id.example.org/team"}
ACTIVITY: dict[str, Any] = {
    "objectType": "Activity",
    "id": "https://example.org/activities/1",
    "definition": {
        "name": MAP,
        "description": MAP,
        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        "moreInfo": "https://example.org/about",
        "interactionType": "choice",
        "correctResponsesPattern": ["a[,]b"],
        "choices": [{"id": "a", "description": MAP}, {"id": "b"}],
        "extensions": {"https://example.org/x": None, "urn:y": {}, "tag:z": ""},
    },
}
ATTACHMENT: dict[str, Any] = {
    "usageType": "https://example.org/usage",
    "display": MAP,
    "description": MAP,
    "contentType": "text/plain; charset=ascii",
    "length": 27,
    "sha2": "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a",
    "fileUrl": "https://example.org/file.txt",
}
REFERENCE = {"objectType": "StatementRef", "id": UUID}
CONTEXT: dict[str, Any] = {
    "registration": UUID.upper(),
    "instructor": OTHER,
    "team": GROUP,
    "contextActivities": {
        "parent": [ACTIVITY],
        "grouping": {"id": "urn:uuid:" + UUID},
        "category": [{"id": "https://example.org/b"}, {"id": "https://example.org/a"}],
        "other": [],
    },
    "revision": "3",
    "platform": "Atoll",
    "language": "sr-Latn-RS",
    "statement": REFERENCE,
    "extensions": {},
}
RESULT: dict[str, Any] = {
    "score": {"scaled": -0.5, "raw": 3, "min": 0, "max": 10.5},
    "success": False,
    "completion": True,
    "response": "",
    "duration": "PT1H0M0.1S",
    "extensions": {"https://example.org/x": [1, None]},
}
STATEMENT: dict[str, Any] = {
    "id": UUID,
    "actor": AGENT,
    "verb": {"id": "http://adlnet.gov/expapi/verbs/attempted", "display": MAP},
    "object": ACTIVITY,
    "result": RESULT,
    "context": CONTEXT,
    "timestamp": "2026-11-22T12:00:00.123456Z",
    "stored": "2026-11-22T12:00:01+05:30",
    "authority": {"objectType": "Group", "member": [OTHER, AGENT]},
    "version": "1.0.0",
    "attachments": [ATTACHMENT],
}
ALONE = frozenset({"id", "stored", "authority", "version"})  # not in a sub-statement
CONTEXT_AGENT: dict[str, Any] = {
    "objectType": "contextAgent",
    "agent": AGENT,
    "relevantTypes": ["https://example.org/role"],
}
CONTEXT_GROUP: dict[str, Any] = {"objectType": "contextGroup", "group": GROUP}
RELATED: dict[str, Any] = {"contextAgents": [CONTEXT_AGENT], "contextGroups": [CONTEXT_GROUP]}


def spoilt(whole: dict[str, Any], path: Sequence[str | int], value: object) -> dict[str, Any]:
    """Give a copy with another value at `path`, or with none where it is GONE."""
    result = json.loads(json.dumps(whole))  # unlike a deep copy, with nothing shared inside
    place: Any = result
    for step in path[:-1]:
        place = place[step]
    if value is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return result


def within(statement: dict[str, Any]) -> dict[str, Any]:
    """Give a statement whose object is a sub-statement that says what `statement` says."""
    inner = {name: found for name, found in statement.items() if name not in ALONE}
    return {
        "actor": AGENT,
        "verb": {"id": "https://example.org/verbs/planned"},
        "object": {"objectType": "SubStatement", **inner},
    }


def written(path: Sequence[str | int]) -> str:
    """Give a path as faults write it."""
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(steps).removeprefix(".")


def found(statement: object, version: str) -> list[tuple[str, str]]:
    """Give the clause and the place of each broken rule."""
    return [(each.clause, each.path) for each in faults(statement, version=version)]
