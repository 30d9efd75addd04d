"""Taking statements back, and statements about statements (Data 2.3.2; Communication 2.1.4)."""

import itertools
import json

import pytest

from learning.lrs import referring
from learning.lrs.models import LrsStatement
from tests.learning.lrs.documents.asking import Program, made
from tests.learning.lrs.samples import (
    ACTIVITY,
    AGENT,
    OTHER,
    VERB,
    VOIDED,
    about,
    get,
    ids,
    name,
    one,
    post,
    statement,
    stored,
    void,
)


def test_a_statement_that_was_taken_back_is_found_only_as_such(either: Program) -> None:
    """Data 2.3.2; Communication 2.1.4"""
    said = statement()
    back = void(said["id"])
    stored(either, said, back)
    assert get(either, statementId=said["id"]).status_code == 404
    answer = get(either, voidedStatementId=said["id"])
    assert answer.status_code == 200
    assert ids(get(either)) == [back["id"]]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_it_does_not_matter_which_comes_first(either: Program, order: tuple[int, ...]) -> None:
    """Data 2.3.2: the statement may come after its void; 2.1.4: what is about it is still found"""
    said = statement()
    three = [said, void(said["id"]), about(said["id"])]
    sent = [three[number] for number in order]
    stored(either, *sent)
    assert get(either, statementId=said["id"]).status_code == 404
    told = [each["id"] for each in reversed(sent) if each is not said]
    assert ids(get(either, verb=VERB)) == told
    assert ids(get(either, agent=AGENT, activity=ACTIVITY)) == told


def test_all_may_come_in_one_request(either: Program) -> None:
    said = statement()
    assert post(either, [void(said["id"]), said, about(said["id"])]).status_code == 200
    assert get(either, voidedStatementId=said["id"]).status_code == 200
    assert len(ids(get(either, verb=VERB))) == 2


def test_a_void_of_a_void_is_refused(either: Program) -> None:
    """Data 2.3.2: a voiding statement cannot be voided"""
    said = statement()
    back = void(said["id"])
    stored(either, said, back)
    assert post(either, [statement(), void(back["id"])]).status_code == 400
    assert one(either, back["id"])["id"] == back["id"]
    assert get(either, voidedStatementId=said["id"]).status_code == 200
    assert LrsStatement.objects.count() == 2


def test_a_void_of_a_void_that_comes_before_it_does_nothing(either: Program) -> None:
    """Data 2.3.2"""
    said = statement()
    back = void(said["id"])
    stored(either, void(back["id"]), back, said)
    assert one(either, back["id"])["id"] == back["id"]
    assert get(either, statementId=said["id"]).status_code == 404


def test_a_second_void_changes_nothing(either: Program) -> None:
    """Data 2.3.2"""
    said = statement()
    stored(either, said, void(said["id"]), void(said["id"]))
    assert get(either, voidedStatementId=said["id"]).status_code == 200


def test_a_void_of_what_never_comes_is_a_statement_like_others(either: Program) -> None:
    """Data 2.3.2"""
    [identifier] = stored(either, void(name()))
    assert ids(get(either, verb=VOIDED)) == [identifier]


@pytest.mark.parametrize(
    "wrong", [{"id": ACTIVITY}, {"objectType": "Agent", **OTHER}, {"objectType": "StatementRef"}]
)
def test_a_void_names_a_statement(either: Program, wrong: dict[str, object]) -> None:
    """Data 2.3.2: its object is a StatementRef"""
    assert post(either, statement(verb={"id": VOIDED}, object=wrong)).status_code == 400


def test_nobody_takes_back_what_another_brought(writer: Program, program: Program) -> None:
    """Data 2.3.2: 403"""
    other = Program(made("another writer", "statements/write"))
    [identifier] = stored(writer, statement())
    assert post(other, void(identifier)).status_code == 403
    assert LrsStatement.objects.count() == 1
    stored(writer, void(identifier))
    assert get(writer, voidedStatementId=identifier).status_code == 200


def test_a_void_by_another_that_comes_first_does_nothing(writer: Program) -> None:
    other = Program(made("another writer", "statements/write"))
    said = statement()
    stored(other, void(said["id"]))
    stored(writer, said)
    assert get(writer, statementId=said["id"]).status_code == 200


def test_who_may_do_everything_takes_back_what_any_brought(
    writer: Program, program: Program
) -> None:
    said = statement()
    stored(program, void(said["id"]))
    stored(writer, said)
    assert get(writer, voidedStatementId=said["id"]).status_code == 200


def test_a_void_that_is_voided_with_its_statement_in_one_request_is_refused(
    either: Program,
) -> None:
    said = statement()
    back = void(said["id"])
    assert post(either, [said, back, void(back["id"])]).status_code == 400
    assert LrsStatement.objects.count() == 0


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_what_is_about_is_found_through_any_number(either: Program, order: tuple[int, ...]) -> None:
    """Communication 2.1.3: this rule applies recursively"""
    said = statement(context={"registration": name()})
    first = about(said["id"])
    chain = [said, first, about(first["id"])]
    sent = [chain[number] for number in order]
    stored(either, *sent)
    told = [each["id"] for each in reversed(sent)]
    assert ids(get(either, registration=said["context"]["registration"])) == told
    assert ids(get(either, activity=ACTIVITY)) == told


def test_two_statements_may_be_about_each_other(either: Program) -> None:
    first, second = about(name(), verb="urn:first"), about(name(), verb="urn:second")
    first["object"]["id"], second["object"]["id"] = second["id"], first["id"]
    stored(either, first, second)
    assert ids(get(either, verb="urn:first")) == [second["id"], first["id"]]
    assert ids(get(either, verb="urn:second")) == [second["id"], first["id"]]


def test_a_reference_in_a_context_says_nothing_of_its_target(either: Program) -> None:
    """Communication 2.1.3: only of the Object"""
    said = statement(verb={"id": "urn:target"})
    reference = {"objectType": "StatementRef", "id": said["id"]}
    stored(either, said, statement(context={"statement": reference}))
    assert ids(get(either, verb="urn:target")) == [said["id"]]


def test_a_time_is_asked_of_the_statement_itself(either: Program) -> None:
    """Communication 2.1.3: since, until and limit are not asked of a target"""
    said = statement()
    first, second = stored(either, said, about(said["id"]))
    at = LrsStatement.objects.get(pk=first).stored.isoformat()
    assert ids(get(either, verb=VERB, since=at)) == [second]
    assert ids(get(either, verb=VERB, until=at)) == [first]


@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)])
@pytest.mark.parametrize("together", [True, False])
def test_what_is_passed_on_in_one_request_has_bounds(
    either: Program, monkeypatch: pytest.MonkeyPatch, order: slice, together: bool
) -> None:
    """Many small statements about a great one would each be found by all that it says."""
    monkeypatch.setattr(referring, "MOST_PASSED_ON", 60)
    crowd = [{"mbox": f"mailto:s{number}@example.org"} for number in range(20)]
    great = statement(actor={"objectType": "Group", "member": crowd})
    sent = [great, *(about(great["id"]) for _ in range(5))][order]
    assert all(post(either, each).status_code == 200 for each in ([sent] if together else sent))
    asked = {"agent": json.dumps(crowd[0])}
    found = set(ids(get(either, **asked)))
    assert great["id"] in found
    assert 1 < len(found) < 6 if together or order.step else len(found) == 6
    assert len(ids(get(either))) == 6
