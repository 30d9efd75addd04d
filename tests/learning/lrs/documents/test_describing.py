"""Each case cites its clause: xAPI-Communication of 1.0.3."""

import json
import uuid
from typing import Any

import pytest

from learning.lrs.documents import knowledge
from learning.lrs.documents.models import KnownActivity
from learning.lrs.models import Client
from learning.lrs.receiving import receive
from learning.xapi.conformance.versions import Version
from tests.learning.lrs.documents.asking import ACTIVITY, AGENT, Program, made

DID = {"id": "http://adlnet.gov/expapi/verbs/experienced"}
VOIDED = {"id": "http://adlnet.gov/expapi/verbs/voided"}


def told(by: Client, definition: dict[str, Any] | None = None, **parts: Any) -> str:
    """Receive a statement about the activity and give its id."""
    what: dict[str, Any] = {"id": ACTIVITY}
    if definition:
        what["definition"] = definition
    statement = {"actor": AGENT, "verb": DID, "object": what, **parts}
    statement.setdefault("id", str(uuid.uuid4()))
    receive([statement], {}, by=by, version=Version.V1)
    return str(statement["id"])


def activity(program: Program, activity_id: str = ACTIVITY) -> dict[str, Any]:
    answer = program.ask("GET", "activities", {"activityId": activity_id})
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


def person(program: Program, agent: dict[str, Any] = AGENT) -> dict[str, Any]:
    answer = program.ask("GET", "agents", {"agent": agent})
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_an_activity_is_told_with_all_that_was_said_of_it(program: Program) -> None:
    """Communication 2.5.s1: the complete Activity object, in all languages."""
    told(program.client, {"name": {"en": "Roles"}, "type": "https://a.example/types/lesson"})
    told(program.client, {"name": {"fr": "Les rôles"}, "moreInfo": "https://a.example/more"})
    assert activity(program) == {
        "objectType": "Activity",
        "id": ACTIVITY,
        "definition": {
            "name": {"en": "Roles", "fr": "Les rôles"},
            "type": "https://a.example/types/lesson",
            "moreInfo": "https://a.example/more",
        },
    }


def test_what_was_said_in_passing_counts_too(program: Program) -> None:
    course = {"id": ACTIVITY, "definition": {"name": {"en": "Course"}}}
    context = {"contextActivities": {"grouping": [course]}}
    told(program.client, object={"id": f"{ACTIVITY}/1"}, context=context)
    assert activity(program)["definition"] == {"name": {"en": "Course"}}


def test_an_activity_nobody_spoke_of_is_an_activity_too(program: Program) -> None:
    """Communication 2.5: with its id alone."""
    assert activity(program) == {"objectType": "Activity", "id": ACTIVITY}


def test_what_was_taken_back_is_not_told(program: Program) -> None:
    said = told(program.client, {"name": {"en": "Wrong"}})
    told(program.client, verb=VOIDED, object={"objectType": "StatementRef", "id": said})
    assert "definition" not in activity(program)


def test_of_an_activity_much_spoken_of_only_what_is_new_is_read(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knowledge, "WORTH_KEEPING", 2)
    for number in range(3):
        told(program.client, {"name": {f"x-{number}": "n"}})
    first = activity(program)
    kept = KnownActivity.objects.get()
    assert kept.definition == first["definition"]
    told(program.client, {"name": {"en": "New"}})
    assert activity(program)["definition"]["name"] == {**kept.definition["name"], "en": "New"}
    KnownActivity.objects.all().delete()
    assert activity(program)["definition"]["name"] == {**kept.definition["name"], "en": "New"}


@pytest.mark.parametrize("parameters", [{}, {"activityId": "true"}, {"activityid": ACTIVITY}])
def test_an_activity_must_be_named(program: Program, parameters: dict[str, str]) -> None:
    """Communication 2.5.s1.table1.row1: 400."""
    assert program.ask("GET", "activities", parameters).status_code == 400


def test_a_person_has_each_name_once_in_an_array(program: Program) -> None:
    """Communication 2.4.s5."""
    for name in ("Sina", "Sina Tuʻi", "Sina"):
        told(program.client, actor={**AGENT, "name": name})
    assert person(program) == {
        "objectType": "Person",
        "account": [AGENT["account"]],
        "name": ["Sina", "Sina Tuʻi"],
    }


def test_a_person_nobody_spoke_of_is_told_as_asked(program: Program) -> None:
    """Communication 2.4.s2: only the information of the request."""
    asked = {"mbox": "mailto:a@example.com", "name": "A"}
    assert person(program, asked) == {
        "objectType": "Person",
        "mbox": ["mailto:a@example.com"],
        "name": ["A"],
    }


@pytest.mark.parametrize(
    ("scopes", "is_told"),
    [
        ("statements/read", True),
        ("all/read", True),
        ("statements/read/mine", False),
        ("profile", False),
    ],
)
def test_a_client_learns_names_only_from_statements_it_may_read(
    program: Program, scopes: str, is_told: bool
) -> None:
    """Communication 4.2."""
    told(program.client, actor={**AGENT, "name": "Sina"})
    other = Program(made("another", scopes))
    assert ("name" in person(other)) is is_told


def test_a_client_that_only_writes_is_told_of_nobody(db: None) -> None:
    writer = Program(made("writer", "statements/write"))
    assert writer.ask("GET", "agents", {"agent": AGENT}).status_code == 403
    assert writer.ask("GET", "activities", {"activityId": ACTIVITY}).status_code == 403


@pytest.mark.parametrize(
    "agent",
    [None, "true", {"objectType": "Agent"}, {"objectType": "Group", "mbox": "mailto:a@b.example"}],
)
def test_an_agent_must_be_one(program: Program, agent: object) -> None:
    """Communication 2.4.s2.table1.row1 (XAPI-00243, -00249): 400."""
    asked = {} if agent is None else {"agent": agent}
    assert program.ask("GET", "agents", asked).status_code == 400


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("", ["1.0.3", "2.0.0"]),
        ("0.9", ["1.0.3", "2.0.0"]),
        ("2.0.0", ["1.0.3", "2.0.0"]),
        ("1.0.3", ["1.0.3"]),  # 1.0.3 lists the versions that may be named; 2.0.0 is none of them
        ("1.0", ["1.0.3"]),
    ],
)
def test_anybody_may_ask_which_versions_are_spoken(
    program: Program, version: str, told: list[str]
) -> None:
    """Communication 2.8: no name, no version; an array of versions."""
    answer = program.ask("GET", "about", Authorization="", X_Experience_API_Version=version)
    assert answer.status_code == 200
    found = json.loads(answer.content)
    assert found["version"] == told
    assert all(name.startswith("https://") for name in found["extensions"])


@pytest.mark.parametrize("resource", ["about", "agents", "activities"])
def test_what_is_only_read_cannot_be_written(program: Program, resource: str) -> None:
    """Communication 2: 405 Method Not Allowed."""
    assert program.ask("PUT", resource, {}, b"{}").status_code == 405
