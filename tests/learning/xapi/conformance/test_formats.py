import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.xapi.conformance import formats
from learning.xapi.conformance.formats import canonical, ids
from learning.xapi.statements import Checked
from tests.learning.xapi.conformance.specimens import (
    ACTIVITY,
    AGENT,
    CONTEXT,
    GROUP,
    IDENTIFIED,
    OTHER,
    REFERENCE,
    RELATED,
    STATEMENT,
    V2,
    VERSIONS,
    found,
    within,
)
from tests.learning.xapi.samples import histories, unhurried

WHOLE: dict[str, Any] = {**STATEMENT, "context": {**CONTEXT, **RELATED}}


@pytest.mark.parametrize("statement", [WHOLE, within(WHOLE)], ids=["statement", "sub-statement"])
def test_every_format_of_a_valid_statement_is_valid(statement: dict[str, Any]) -> None:
    assert found(ids(statement), V2) == []
    for languages in ((), ("fr",), ("zh-Hant-TW", "en")):
        assert found(canonical(statement, languages=languages), V2) == []


@given(histories(), st.lists(st.sampled_from(["en", "fr", "ar"])))
@unhurried
def test_every_format_of_ours_is_valid(history: list[Checked], languages: list[str]) -> None:
    for checked in history:
        said = json.loads(checked.content)
        for version in VERSIONS:
            assert found(ids(said), version) == []
            assert found(canonical(said, languages=languages), version) == []


def test_ids_leave_what_identifies() -> None:
    """Communication 2.1.3, format"""
    short = ids({**WHOLE, "actor": {**GROUP, "member": [{**AGENT, "name": "Sina"}, OTHER]}})
    assert short["actor"] == {"objectType": "Group", "member": [AGENT, OTHER]}
    assert short["verb"] == {"id": STATEMENT["verb"]["id"]}
    assert short["object"] == {"id": ACTIVITY["id"]}
    assert short["context"]["contextActivities"]["parent"] == [short["object"]]
    assert short["result"] == STATEMENT["result"]


def test_ids_leave_out_members_of_a_group_that_is_identified() -> None:
    """Communication 2.1.3, format"""
    short = ids({**STATEMENT, "actor": {**IDENTIFIED, "name": "Team", "member": [AGENT]}})
    assert short["actor"] == IDENTIFIED


def test_ids_do_not_touch_a_reference() -> None:
    assert ids({**STATEMENT, "object": REFERENCE})["object"] == REFERENCE


def test_canonical_texts_are_in_one_language() -> None:
    """Communication 2.1.3, format"""
    said = canonical(STATEMENT, languages=("fr",))
    definition = said["object"]["definition"]
    assert said["verb"]["display"] == {"fr-CA": "des mots"}
    assert definition["name"] == definition["description"] == {"fr-CA": "des mots"}
    assert definition["choices"] == [{"id": "a", "description": {"fr-CA": "des mots"}}, {"id": "b"}]
    assert definition["extensions"] == ACTIVITY["definition"]["extensions"]


def test_canonical_words_are_those_of_the_store() -> None:
    said = canonical(
        STATEMENT,
        languages=("de", "en"),
        definition={ACTIVITY["id"]: {"name": {"en": "Kept", "de": "Behalten"}}}.get,
        display={STATEMENT["verb"]["id"]: {"en": "tried"}}.get,
    )
    assert said["object"]["definition"] == {"name": {"de": "Behalten"}}
    assert said["verb"]["display"] == {"en": "tried"}


def test_what_nothing_is_known_of_stays_bare() -> None:
    bare = {"actor": AGENT, "verb": {"id": "urn:verb"}, "object": {"id": "urn:activity"}}
    assert canonical(bare, languages=("en",)) == bare


def test_a_statement_is_not_changed_by_being_cut() -> None:
    before = json.dumps(WHOLE)
    ids(WHOLE)
    canonical(WHOLE, languages=("fr",))
    assert json.dumps(WHOLE) == before


def test_the_formats_have_the_names_of_the_specification() -> None:
    assert [each.value for each in formats.Format] == ["ids", "exact", "canonical"]
