"""A target through everything: told once, in order, whatever fails on the way."""

import hashlib
import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from learning.lrs.forwarding import delivering, running
from learning.lrs.forwarding.errors import NoSecret, SentElsewhere, Unreachable, Unwelcome
from learning.lrs.forwarding.models import Target, What
from learning.lrs.forwarding.running import Tally, forward, is_left_alone, waiting
from learning.lrs.multipart import read
from learning.lrs.receiving import receive
from learning.records.evidence import Evidence
from learning.records.models import Statement
from learning.records.recording import record
from learning.xapi.conformance.validating import faults
from learning.xapi.conformance.versions import Version
from learning.xapi.statements import check
from tests.learning.lrs.documents.asking import ACTIVITY, AGENT, made
from tests.learning.lrs.forwarding.other_store import OtherStore
from tests.learning.xapi.samples import answer

DID = {"id": "http://adlnet.gov/expapi/verbs/experienced"}


def recorded(*seqs: int) -> list[str]:
    """Record answers and give their ids in the order in which they were stored."""
    checked = [check(answer(seq)) for seq in seqs]
    found = []
    for each in checked:
        record([each], evidence=Evidence.OBSERVED, authority="test")
        found.append(str(each.id))
    return found


def stored_at(identifier: str, minutes_ago: float) -> None:
    moment = timezone.now() - timedelta(minutes=minutes_ago)
    Statement.objects.filter(pk=identifier).update(stored=moment)


def test_what_happened_is_told_once_and_in_order(target: Target, store: OtherStore) -> None:
    ids = recorded(*range(5))
    assert waiting(target) == 5
    assert forward(target) == Tally(taken=5)
    assert list(store.kept) == ids
    assert waiting(target) == 0
    assert forward(target) == Tally()
    assert store.batches == [5]


def test_a_statement_is_told_whole_and_by_the_specification(
    target: Target, store: OtherStore
) -> None:
    recorded(1)
    forward(target)
    [told] = store.kept.values()
    assert list(faults(told, version=Version.V1)) == []
    assert told["version"] == "1.0.3"
    assert not {"stored", "authority"} & told.keys()
    assert check({name: part for name, part in told.items() if name != "version"})


def test_a_batch_is_never_larger_than_fifty(
    target: Target, store: OtherStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert running.BATCH == 50
    monkeypatch.setattr(running, "BATCH", 2)
    recorded(*range(5))
    heard: list[int] = []
    forward(target, on_settled=heard.append)
    assert store.batches == heard == [2, 2, 1]


def test_a_store_that_goes_down_in_the_middle_is_told_the_rest_later(
    target: Target, store: OtherStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 2)
    ids = recorded(*range(5))
    store.failing = [503]
    with pytest.raises(Unreachable):
        forward(target)
    assert store.kept == {}
    store.wrong = {ids[3]: 503}
    with pytest.raises(Unreachable):
        forward(target)
    assert list(store.kept) == ids[:2]
    target.refresh_from_db()
    assert (target.failures, waiting(target)) == (1, 3)
    assert "What waits is safe" in target.last_failure
    store.wrong = {}
    assert forward(target) == Tally(taken=3)
    assert list(store.kept) == ids
    target.refresh_from_db()
    assert (target.failures, target.rounds_left, target.last_failure) == (0, 0, "")


def test_who_is_stopped_before_it_is_noted_tells_it_again_and_it_is_there_once(
    target: Target, store: OtherStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = recorded(*range(3))

    def interrupted(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(running, "_settle", interrupted)
        with pytest.raises(KeyboardInterrupt):
            forward(target)
    assert forward(target) == Tally(taken=3)
    assert store.batches == [3, 3]
    assert list(store.kept) == ids


def test_what_is_there_with_other_words_stays_as_it_is_there(
    target: Target, store: OtherStore
) -> None:
    """Communication 2.1.1: 409 Conflict."""
    ids = recorded(*range(3))
    store.kept = {ids[1]: {"id": ids[1], "told": "by another way"}}
    assert forward(target) == Tally(taken=2, already=1)
    assert forward(target) == Tally()


@pytest.mark.parametrize("status", [400, 413])
def test_what_is_never_taken_is_set_aside_and_holds_nobody_up(
    target: Target, store: OtherStore, status: int
) -> None:
    ids = recorded(*range(5))
    store.wrong = {ids[2]: status}
    assert forward(target) == Tally(taken=4, set_aside=1)
    [aside] = target.set_aside.all()
    assert (str(aside.statement), aside.status, aside.reason) == (ids[2], status, "wrong")
    assert forward(target) == Tally()
    assert waiting(target) == 0


def test_a_statement_that_breaks_the_other_store_each_time_is_set_aside_in_the_end(
    target: Target, store: OtherStore
) -> None:
    ids = recorded(*range(4))
    store.wrong = {ids[1]: 500}
    for _ in range(running.PATIENCE):
        with pytest.raises(Unreachable):
            forward(target)
    assert store.kept == {}
    assert forward(target) == Tally(taken=3, set_aside=1)
    assert target.set_aside.get().status == delivering.TROUBLE


def test_a_transaction_that_ended_late_is_told_too(target: Target, store: OtherStore) -> None:
    first, last = recorded(1, 2)
    forward(target)
    late, later = recorded(3, 4)
    stored_at(late, minutes_ago=1)
    stored_at(later, minutes_ago=running.OVERLAP.total_seconds() / 60 - 0.5)
    assert waiting(target) == 2
    assert forward(target) == Tally(taken=2)
    assert set(store.kept) == {first, last, late, later}


def test_what_is_stored_after_a_clock_was_set_back_is_told_too(
    target: Target, store: OtherStore
) -> None:
    with time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC), tick=False) as clock:
        recorded(1)
        forward(target)
        clock.move_to(datetime(2026, 11, 22, tzinfo=UTC))
        recorded(2)
        assert forward(target) == Tally(taken=1)
    assert len(store.kept) == 2


def test_what_is_remembered_does_not_grow_without_end(target: Target) -> None:
    old, *rest = recorded(*range(3))
    stored_at(old, minutes_ago=60)
    forward(target)
    assert target.settled.count() == len(rest)


def test_where_it_stands_never_goes_back(target: Target) -> None:
    recorded(1)
    slow = Target.objects.get(pk=target.pk)
    recorded(2)
    forward(target)
    reached = Target.objects.get(pk=target.pk).reached
    running._reach(slow, timezone.now() - timedelta(days=1))
    assert Target.objects.get(pk=target.pk).reached == reached


def test_after_failures_it_is_left_alone_for_longer_and_longer(
    target: Target, store: OtherStore
) -> None:
    """Rounds are counted, not minutes: clocks are wrong."""
    recorded(1)
    store.failing = [503] * 9
    left = []
    for _ in range(9):
        with pytest.raises(Unreachable):
            forward(target)
        left.append(target.rounds_left)
    assert left == [1, 2, 4, 8, 16, 32, 64, 64, 64]
    target.rounds_left = 2
    assert [is_left_alone(target) for _ in range(3)] == [True, True, False]
    assert forward(target) == Tally(taken=1)
    assert not is_left_alone(target)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_store_that_does_not_know_us_loses_nothing(
    target: Target, store: OtherStore, status: int
) -> None:
    recorded(1)
    store.failing = [status]
    with pytest.raises(Unwelcome, match=str(status)):
        forward(target)
    assert waiting(target) == 1
    assert not target.set_aside.exists()


def test_a_store_that_has_moved_is_not_followed(target: Target, store: OtherStore) -> None:
    recorded(1)
    store.redirect = "http://127.0.0.1:9"
    with pytest.raises(SentElsewhere, match="not followed"):
        forward(target)
    assert waiting(target) == 1


def test_without_its_secret_nothing_is_sent(
    target: Target, store: OtherStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TOLD_SECRET")
    recorded(1)
    with pytest.raises(NoSecret):
        forward(target)
    assert store.headers == []
    assert target.failures == 1


def test_the_database_does_not_hold_the_secret(target: Target) -> None:
    recorded(1)
    forward(target)
    values = json.dumps(list(Target.objects.values()), default=str)
    assert "a secret of tests" not in values


def test_what_other_programs_reported_is_told_where_that_is_wanted(
    target: Target, store: OtherStore
) -> None:
    client = made()
    statement = {"id": str(uuid.uuid4()), "actor": AGENT, "verb": DID, "object": {"id": ACTIVITY}}
    own = recorded(1)
    receive([statement], {}, by=client, version=Version.V1)
    assert forward(target) == Tally(taken=1)
    target.what = What.ALL
    assert waiting(target) == 1
    assert forward(target) == Tally(taken=1)
    assert list(store.kept) == [*own, statement["id"]]
    told = store.kept[str(statement["id"])]
    assert list(faults(told, version=Version.V1)) == []
    assert not {"stored", "authority"} & told.keys()


def test_attachments_go_along(target: Target, store: OtherStore) -> None:
    """Communication 1.5.2."""
    content = b"\x89PNG\r\n"
    sha2 = hashlib.sha256(content).hexdigest()
    file = {
        "usageType": "https://a.example/picture",
        "display": {"en": "Picture"},
        "contentType": "image/png",
        "length": len(content),
        "sha2": sha2,
    }
    said = {"actor": AGENT, "verb": DID, "object": {"id": ACTIVITY}, "attachments": [file]}
    receive([said], {sha2: content}, by=made(), version=Version.V1)
    target.what = What.ALL
    assert forward(target) == Tally(taken=1)
    _, sent = read(store.headers[0]["Content-Type"], store.bodies[0])
    assert sent.content == content


def test_statements_of_two_versions_are_sent_apart(target: Target, store: OtherStore) -> None:
    """IEEE 9274.1.1: what 2.0 brought is refused by 1.0.3."""
    client = made()
    said = {"actor": AGENT, "verb": DID, "object": {"id": ACTIVITY}}
    related = {"contextAgents": [{"objectType": "contextAgent", "agent": AGENT}]}
    receive([dict(said)], {}, by=client, version=Version.V1)
    receive([{**said, "context": related}], {}, by=client, version=Version.V2)
    target.what = What.ALL
    assert forward(target) == Tally(taken=2)
    assert [each["X-Experience-API-Version"] for each in store.headers] == ["1.0.3", "2.0.0"]


def test_large_attachments_are_not_read_all_at_once(
    target: Target, store: OtherStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learning.lrs.forwarding.waiting.MOST_BYTES", 100)
    file = {
        "usageType": "https://a.example/film",
        "display": {"en": "Film"},
        "contentType": "video/mp4",
        "length": 60,
        "sha2": "ab" * 32,
        "fileUrl": "https://a.example/film",
    }
    said = {"actor": AGENT, "verb": DID, "object": {"id": ACTIVITY}, "attachments": [file]}
    receive([dict(said) for _ in range(3)], {}, by=made(), version=Version.V1)
    target.what = What.ALL
    assert forward(target) == Tally(taken=3)
    assert store.batches == [1, 1, 1]
