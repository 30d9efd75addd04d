import random
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.xapi.attestations import (
    Attested,
    Kind,
    Register,
    attest,
    check_attestation,
    fold_attestations,
    is_attestation,
    statement_of,
)
from learning.xapi.conformance.validating import validate
from learning.xapi.errors import AlteredStatement, MalformedStatement
from learning.xapi.extensions import KIND, PART, REPLACES, VALUE
from tests.learning.xapi.samples import unhurried

COHORT = uuid.UUID("0c000000-0000-4000-8000-000000000001")
SHEET = uuid.UUID("5e000000-0000-4000-8000-000000000001")
PERSON = uuid.UUID("1e000000-0000-4000-8000-000000000001")
TRAINERS = [uuid.UUID(f"7a000000-0000-4000-8000-00000000000{place}") for place in (1, 2)]
STATIONS = [uuid.UUID(f"0a000000-0000-4000-8000-00000000000{place}") for place in (1, 2)]
HOME = "https://atoll.invalid/learners"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ATTENDANCE = Register(COHORT, Kind.ATTENDANCE, SHEET, learner=PERSON)
PRESENT, ABSENT = {"state": "present"}, {"state": "absent"}


def raw(value: dict[str, Any] | None = PRESENT, **changes: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "register": ATTENDANCE,
        "author": TRAINERS[0],
        "home": HOME,
        "origin": STATIONS[0],
        "seq": 1,
        "timestamp": NOON,
    }
    said.update(changes)
    return attest(said.pop("register"), value, **said)


def said(value: dict[str, Any] | None = PRESENT, **changes: Any) -> Attested:
    return check_attestation(raw(value, **changes))


def test_it_is_read_as_it_was_said() -> None:
    first = said()
    second = said(ABSENT, seq=2, replaces=[first.id])
    assert second.register == ATTENDANCE
    assert (second.value, second.author, second.seq) == (ABSENT, TRAINERS[0], 2)
    assert second.replaces == (first.id,)
    assert check_attestation(statement_of(second)) == second


def test_of_a_learner_the_learner_is_the_actor_and_the_author_instructs() -> None:
    statement = raw()
    assert statement["actor"]["account"]["name"] == str(PERSON)
    assert statement["context"]["instructor"]["account"]["name"] == str(TRAINERS[0])
    about_the_cohort = raw(register=Register(COHORT, Kind.SESSION, SHEET))
    assert about_the_cohort["actor"]["account"]["name"] == str(TRAINERS[0])
    assert "instructor" not in about_the_cohort["context"]


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_a_statement_of_the_standard(kind: Kind, version: str) -> None:
    register = Register(COHORT, kind, SHEET, part="am", learner=PERSON)
    made = said(register=register, replaces=[SHEET])
    validate(statement_of(made), version=version)


def test_what_is_changed_on_the_way_is_known_by_its_id() -> None:
    forged = statement_of(said())
    forged["result"] = {"extensions": {VALUE: ABSENT}}
    with pytest.raises(AlteredStatement):
        check_attestation(forged)


@pytest.mark.parametrize(
    "change",
    [
        {"actor": {"objectType": "Agent", "mbox": "mailto:somebody@example.org"}},
        {"verb": {"id": "http://adlnet.gov/expapi/verbs/passed"}},
        {"object": {"objectType": "Activity", "id": "https://example.org/1"}},
        {"result": {"extensions": {VALUE: ["a list"]}}},
        {"result": {"extensions": {VALUE: {"text": "nul \x00"}}}},
        {"result": {"extensions": {VALUE: {"share": 0.5}}}},
        {"result": {"extensions": {VALUE: {"text": "x" * 17_000}}}},
        {"timestamp": "2026-11-22T12:00:00"},
        {"attachments": []},
    ],
    ids=lambda change: f"{next(iter(change))} {len(str(change))}",
)
def test_what_is_not_whole_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(MalformedStatement):
        check_attestation({**raw(), **change})


@pytest.mark.parametrize(
    ("name", "value"),
    [(KIND, 7), (KIND, "k" * 41), (PART, "p" * 81), (REPLACES, "one"), (REPLACES, ["not an id"])],
)
def test_an_extension_that_is_not_what_it_should_be_is_refused(name: str, value: object) -> None:
    statement = raw()
    statement["context"]["extensions"][name] = value
    with pytest.raises(MalformedStatement):
        check_attestation(statement)


def test_a_kind_of_a_newer_version_is_taken() -> None:
    statement = raw()
    statement["context"]["extensions"][KIND] = "holograms"
    statement["verb"]["id"] = "https://example.org/verbs/beamed"
    assert check_attestation(statement).register.kind == "holograms"


def test_a_statement_of_learning_is_none() -> None:
    assert is_attestation(raw())
    assert not is_attestation({"verb": {"id": "x"}, "context": {"extensions": {}}})
    assert not is_attestation("text")


def standing(told: Sequence[Attested]) -> Any:
    return fold_attestations(told)[ATTENDANCE]


def test_what_is_said_again_replaces_what_its_author_saw_whatever_the_clocks_say() -> None:
    first = said(timestamp=NOON + timedelta(days=900))
    second = said(ABSENT, author=TRAINERS[1], origin=STATIONS[1], replaces=[first.id])
    stands = standing([second, first])
    assert stands.counts == second
    assert not stands.is_contested


def test_two_who_did_not_see_each_other_both_stand() -> None:
    one = said()
    other = said(ABSENT, origin=STATIONS[1], timestamp=NOON + timedelta(minutes=1))
    stands = standing([other, one])
    assert stands.is_contested
    assert stands.said == (one, other)
    settled = said(PRESENT, seq=2, replaces=[one.id, other.id])
    assert standing([one, other, settled]).counts == settled


def test_two_who_agree_do_not_contest() -> None:
    stands = standing([said(), said(origin=STATIONS[1])])
    assert len(stands.said) == 2
    assert not stands.is_contested


def test_what_replaces_something_that_never_came_stands() -> None:
    assert standing([said(replaces=[SHEET])]).counts.value == PRESENT


@st.composite
def histories(draw: st.DrawFn) -> list[Attested]:
    """What two stations said of one register, each seeing its own and sometimes the other's."""
    told: list[Attested] = []
    for seq in range(draw(st.integers(1, 8))):
        station = draw(st.sampled_from(STATIONS))
        seen = [each for each in told if each.origin == station or draw(st.booleans())]
        told.append(
            said(
                draw(st.sampled_from([PRESENT, ABSENT, None])),
                origin=station,
                seq=seq,
                timestamp=NOON + timedelta(minutes=draw(st.integers(-3, 3))),
                replaces=[each.id for each in seen],
            )
        )
    return told


@unhurried
@given(histories(), st.randoms(use_true_random=False))
def test_order_repetition_and_splitting_make_no_difference(
    told: list[Attested], chance: random.Random
) -> None:
    disturbed = told + chance.choices(told, k=3)
    chance.shuffle(disturbed)
    assert fold_attestations(disturbed) == fold_attestations(told)


@unhurried
@given(histories())
def test_the_last_thing_said_by_somebody_who_saw_all_counts_alone(told: list[Attested]) -> None:
    last = said({"state": "excused"}, seq=99, replaces=[each.id for each in told])
    assert standing([*told, last]).said == (last,)
