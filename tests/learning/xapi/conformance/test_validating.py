"""Every rule on statements: each row cites its clause, and is tried in sub-statements too."""

import copy
import itertools
import json
from typing import Any

import pytest
from hypothesis import given

from learning.xapi import statements
from learning.xapi.conformance.activities import INTERACTION_TYPES
from learning.xapi.conformance.errors import StatementFault, UnknownVersion
from learning.xapi.conformance.validating import faults, validate
from learning.xapi.ids import statement_id
from learning.xapi.statements import Checked
from tests.learning.xapi.conformance.specimens import (
    ACTIVITY,
    AGENT,
    ALONE,
    ATTACHMENT,
    GONE,
    GROUP,
    IDENTIFIED,
    REFERENCE,
    STATEMENT,
    UUID,
    V1,
    V2,
    VERSIONS,
    Path,
    found,
    spoilt,
    within,
    written,
)
from tests.learning.xapi.conformance.wrong_values import (
    DEFINITION,
    Values,
    rows,
)
from tests.learning.xapi.samples import common, histories, unhurried


def named(clause: str, path: str, said: list[tuple[str, str]]) -> bool:
    """Tell whether the part is refused; a broken rule may show at a part of it."""
    return any(each[0] == clause and each[1].startswith(path) for each in said)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("wrap", [dict, within], ids=["statement", "sub-statement"])
def test_a_statement_with_everything_in_it_is_valid(wrap: Any, version: str) -> None:
    assert found(wrap(STATEMENT), version) == []


@pytest.mark.parametrize(("clause", "path", "values"), rows())
def test_a_broken_rule_is_named_by_its_clause_and_its_place(
    clause: str, path: Path, values: Values
) -> None:
    for value, version in itertools.product(values, VERSIONS):
        said = found(spoilt(STATEMENT, path, value), version)
        where = (clause, written(path[:-1]))
        assert named(clause, written(path), said) or where in said, (value, version)


@pytest.mark.parametrize(
    ("clause", "path", "values"), [row for row in rows() if row.values[1][0] not in ALONE]
)
def test_a_rule_holds_in_a_sub_statement_too(clause: str, path: Path, values: Values) -> None:
    for value, version in itertools.product(values, VERSIONS):
        said = found(within(spoilt(STATEMENT, path, value)), version)
        assert said, (clause, value, version)
        assert all(where.startswith("object") for _, where in said), (value, version)


@pytest.mark.parametrize(
    ("clause", "path", "value"),
    [
        # A UUID, an IRI and a time may be written in more than one way.
        ("Data 2.4.1", ("id",), UUID.upper()),
        ("Data 2.4.4.1", ("object", "id"), "https://example.org/?q=%20#ü"),
        ("Data 2.4.4.1", ("object", "id"), "act:a"),
        ("Data 2.4.4", ("object", "objectType"), GONE),
        ("Data 2.4.4", ("object",), AGENT),
        ("Data 2.4.4", ("object",), GROUP),
        ("Data 2.4.4", ("object",), IDENTIFIED),
        ("Data 2.4.4", ("object",), REFERENCE),
        ("Data 2.4.3", ("verb", "display"), GONE),
        ("Data 2.4.4.1", DEFINITION, {}),
        ("Data 4.1", (*DEFINITION, "extensions"), {}),
        *(
            ("Data 2.4.4.1", (*DEFINITION, "interactionType"), kind)
            for kind in sorted(INTERACTION_TYPES)
        ),
        ("Data 2.4.5", ("result",), {}),
        ("Data 2.4.5.1", ("result", "score"), {"raw": -7.25}),
        ("Data 2.4.5.1", ("result", "score"), {"scaled": 1.0}),
        ("Data 2.4.5.1", ("result", "score"), {"scaled": -1, "raw": 5, "min": 5, "max": 6}),
        *(
            ("Data 4.6", ("result", "duration"), text)
            for text in (
                "PT4H35M59.14S",
                "PT16559.14S",
                "P3Y1M29DT4H35M59.14S",
                "P3Y",
                "P4W",
                "PT0S",
            )
        ),
        ("Data 2.4.6", ("context", "instructor"), GROUP),
        ("Data 2.4.6", ("context", "team"), IDENTIFIED),
        *(
            ("Data 2.4.6", ("context", "language"), tag)
            for tag in ("cmn", "de-DE", "zh-Hans-CN", "tlh", "x-ours", "i-klingon", "de-CH-1901")
        ),
        ("Data 2.4.7", ("timestamp",), "2026-11-22T12:00:00+14:00"),
        ("Data 2.4.7", ("timestamp",), GONE),
        ("Data 2.4.9", ("authority",), AGENT),
        ("Data 2.4.10", ("version",), "1.0"),
        ("Data 2.4.10", ("version",), "1.0.9"),
        ("Data 2.4.11", ("attachments",), []),
        ("Data 2.4.11", ("attachments", 0, "fileUrl"), GONE),
    ],
)
def test_what_a_clause_allows_is_let_in(clause: str, path: Path, value: object) -> None:
    for version in VERSIONS:
        statement = spoilt(STATEMENT, path, value)
        if path == ("object",):
            statement["context"] = {}  # revision and platform are for Activities
        assert found(statement, version) == []


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("clause", "what"),
    [
        ("Data 2.4.4", {**ACTIVITY, "objectType": "activity"}),
        ("Data 2.4.4", {**AGENT, "objectType": "notAgent"}),
        ("Data 2.4.4", {**AGENT, "objectType": 5}),
        ("Data 2.4.4", {**AGENT, "objectType": []}),
        ("Data 2.4.4.1", {"mbox": "mailto:a@b.org"}),
        ("Data 2.4.4.1", "x"),
        ("Data 2.4.2.1", {"objectType": "Agent"}),
        ("Data 2.4.2.2", {"objectType": "Group"}),
        ("Data 2.4.4.3", {"objectType": "StatementRef"}),
        ("Data 2.4.4.3", {**REFERENCE, "id": "x"}),
        ("Data 2.4.4.3", {**REFERENCE, "definition": {}}),
        ("Data 2.4.4.3", {"objectType": "SubStatement"}),
    ],
)
def test_an_object_is_of_a_kind_there_is(clause: str, what: object, version: str) -> None:
    statement = {"actor": AGENT, "verb": {"id": "urn:verb"}, "object": what}
    assert found(statement, version)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", sorted(ALONE))
def test_a_sub_statement_has_nothing_that_stores_set(name: str, version: str) -> None:
    """Data 2.4.4.3"""
    statement = within(STATEMENT)
    statement["object"][name] = STATEMENT[name]
    assert [where for _, where in found(statement, version)] == [f"object.{name}"]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_sub_statement_holds_no_other(version: str) -> None:
    """Data 2.4.4.3"""
    assert found(within(within(STATEMENT)), version) == [("Data 2.4.4", "object.object.objectType")]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", ["revision", "platform"])
@pytest.mark.parametrize("what", [AGENT, GROUP, REFERENCE], ids=lambda each: each["objectType"])
@pytest.mark.parametrize("wrap", [dict, within], ids=["statement", "sub-statement"])
def test_revision_and_platform_are_for_activities(
    wrap: Any, what: dict[str, Any], name: str, version: str
) -> None:
    """Data 2.4.6"""
    statement = {
        "actor": AGENT,
        "verb": {"id": "urn:verb"},
        "object": what,
        "context": {name: "3"},
    }
    assert [clause for clause, _ in found(wrap(statement), version)] == ["Data 2.4.6"]


@pytest.mark.parametrize("version", VERSIONS)
def test_parts_of_an_interaction_need_its_type(version: str) -> None:
    """Data 2.4.4.1"""
    statement = spoilt(STATEMENT, (*DEFINITION, "interactionType"), GONE)
    assert found(statement, version) == [("Data 2.4.4.1", "object.definition")]


@pytest.mark.parametrize("version", VERSIONS)
def test_components_have_different_ids(version: str) -> None:
    """Data 2.4.4.1"""
    statement = spoilt(STATEMENT, (*DEFINITION, "choices"), [{"id": "a"}, {"id": "a"}])
    assert found(statement, version) == [("Data 2.4.4.1", "object.definition.choices")]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "score",
    [
        {"raw": 11, "max": 10},
        {"raw": 1, "min": 2},
        {"min": 3, "max": 3},
        {"min": 4, "max": 3, "raw": 3.5},
    ],
)
def test_a_score_lies_in_its_bounds(score: dict[str, float], version: str) -> None:
    """Data 2.4.5.1"""
    said = found(spoilt(STATEMENT, ("result", "score"), score), version)
    assert set(said) == {("Data 2.4.5.1", "result.score")}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_void_names_a_statement(version: str) -> None:
    """Data 2.3.2"""
    voiding = {
        "actor": AGENT,
        "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"},
        "object": REFERENCE,
    }
    assert found(voiding, version) == []
    assert found({**voiding, "object": ACTIVITY}, version) == [("Data 2.3.2", "object")]
    assert found({**voiding, "object": within(STATEMENT)["object"]}, version) != []


@pytest.mark.parametrize("version", VERSIONS)
def test_a_signature_is_of_its_type(version: str) -> None:
    """Data 2.6"""
    signature = {**ATTACHMENT, "usageType": "http://adlnet.gov/expapi/attachments/signature"}
    assert ("Data 2.6", "attachments[0]") in found(
        {**STATEMENT, "attachments": [signature]}, version
    )
    signature["contentType"] = "application/octet-stream"
    assert found({**STATEMENT, "attachments": [signature]}, version) == []


@pytest.mark.parametrize(
    ("version", "text", "is_valid"),
    [
        (V1, "20080915T155300Z", True),  # Data 4.5: ISO 8601, its basic form too
        (V1, "2008-09-15T15:53", True),
        (V1, "2008-09-15T15:53:00,5+05", True),
        (V2, "20080915T155300Z", False),  # IEEE 9274.1.1 §4.2.7: RFC 3339
        (V2, "2008-09-15T15:53:00", False),
        (V2, "2008-09-15 15:53:00.601+00:00", True),
        (V2, "2008-09-15t15:53:00z", True),
        (V2, "2016-12-31T23:59:60Z", True),
    ],
)
def test_times_are_written_as_the_version_says(version: str, text: str, is_valid: bool) -> None:
    assert (found({**STATEMENT, "timestamp": text}, version) == []) is is_valid


@pytest.mark.parametrize(
    ("version", "of", "is_valid"),
    [(V1, "2.0.0", False), (V2, "2.0.0", True), (V2, "2.0", True), (V2, "2.1.0", False)],
)
def test_a_statement_of_2_0_is_not_sent_as_1_0(version: str, of: str, is_valid: bool) -> None:
    """Data 2.4.10; IEEE 9274.1.1 §4.2.4.3"""
    assert (found({**STATEMENT, "version": of}, version) == []) is is_valid


@pytest.mark.parametrize("version", ["", "1", "0.9", "1.1.0", "2.1", "3.0.0", "1.0.3\n", "x" * 500])
def test_another_version_is_not_spoken(version: str) -> None:
    """Communication 3.3"""
    with pytest.raises(UnknownVersion) as raised:
        validate(STATEMENT, version=version)
    assert len(str(raised.value)) < 100


@pytest.mark.parametrize("statement", [None, [], "x", 5, True, [STATEMENT]])
def test_a_statement_is_an_object(statement: object) -> None:
    """Data 2.2"""
    with pytest.raises(StatementFault) as raised:
        validate(statement, version=V1)
    assert str(raised.value) == "The statement must be an object. (Data 2.2)"


def test_the_first_fault_is_raised_with_its_clause_place_and_sentence() -> None:
    with pytest.raises(StatementFault) as raised:
        validate(spoilt(STATEMENT, ("result", "score", "raw"), "5"), version=V2)
    assert (raised.value.clause, raised.value.path) == ("Data 2.4.5.1", "result.score.raw")
    assert raised.value.sentence == "must be a number."


def test_a_name_that_somebody_chose_is_cut_in_the_path() -> None:
    [fault] = faults({**STATEMENT, "x y" * 1000: 1}, version=V1)
    assert len(str(fault)) < 200


def test_validating_changes_nothing() -> None:
    before = copy.deepcopy(STATEMENT)
    validate(STATEMENT, version=V1)
    assert before == STATEMENT


@given(histories())
@unhurried
def test_whatever_we_write_is_valid(history: list[Checked]) -> None:
    for checked in history:
        for version in VERSIONS:
            said = json.loads(checked.content)
            assert found({**said, "id": str(checked.id)}, version) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_a_registration_of_ours_is_valid(version: str) -> None:
    statement = statements.registered(**common())
    assert found({**statement, "id": str(statement_id(statement))}, version) == []
