from learning.xapi.conformance.merging import activity, person
from tests.learning.xapi.conformance.specimens import ACTIVITY, AGENT, OTHER, V2, found

IRI = "https://example.org/activities/1"


def test_an_activity_nobody_spoke_of_has_its_id() -> None:
    """Communication 2.5"""
    assert activity(IRI) == {"objectType": "Activity", "id": IRI}
    assert activity(IRI, [{}]) == activity(IRI)


def test_texts_and_extensions_are_added_and_the_latest_of_all_else_stands() -> None:
    """Communication 2.5"""
    first = {"name": {"en": "One", "fr": "Un"}, "type": "urn:a", "extensions": {"urn:x": 1}}
    second = {"name": {"en": "First"}, "type": "urn:b", "extensions": {"urn:y": None}}
    assert activity(IRI, [first, second])["definition"] == {
        "name": {"en": "First", "fr": "Un"},
        "type": "urn:b",
        "extensions": {"urn:x": 1, "urn:y": None},
    }


def test_a_merged_activity_is_valid() -> None:
    merged = activity(IRI, [ACTIVITY["definition"], {"interactionType": "sequencing"}])
    statement = {"actor": AGENT, "verb": {"id": "urn:verb"}, "object": merged}
    assert found(statement, V2) == []


def test_merging_changes_no_definition() -> None:
    first = {"name": {"en": "One"}}
    activity(IRI, [first, {"name": {"fr": "Un"}}])
    assert first == {"name": {"en": "One"}}


def test_a_person_has_all_names_and_identifiers_of_its_agents() -> None:
    """Communication 2.4"""
    agents = [{**AGENT, "name": "Sina"}, {**OTHER, "name": "Sina T."}, {**AGENT, "name": "Sina"}]
    assert person(agents) == {
        "objectType": "Person",
        "name": ["Sina", "Sina T."],
        "mbox": [AGENT["mbox"]],
        "account": [OTHER["account"]],
    }
    assert person([]) == {"objectType": "Person"}
