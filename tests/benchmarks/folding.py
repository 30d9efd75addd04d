"""Checking, recording and folding statements, beside merely parsing the same JSON."""

import json
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from learning.records.evidence import Evidence
from learning.records.recording import record
from learning.xapi.folding import fold
from learning.xapi.ids import statement_id
from learning.xapi.statements import Checked, answered, check
from tests.benchmarks.measuring import Row, seconds, typical_pair

STATEMENTS = 5_000
QUESTIONS = 40
BATCH = 20  # as many as one learner sends at a time
TIMES = 5


def rows() -> Iterator[Row]:
    written = made()
    lines = [json.dumps(statement) for statement in written]
    checked = [check(statement) for statement in written]
    fold_took, parsing = typical_pair(lambda: fold_each(checked), lambda: parse(lines), times=TIMES)
    yield row("folding", fold_took, parsing)
    check_took, parsing = typical_pair(
        lambda: [check(statement) for statement in written], lambda: parse(lines), times=TIMES
    )
    yield row("checking and computing ids", check_took, parsing)
    yield row("recording, 20 at a time", seconds(lambda: record_all(checked)), parsing)


def row(what: str, took: float, parsing: float) -> Row:
    measured = f"{STATEMENTS / took:.0f} statements/s"
    return Row(what, measured, f"parsing JSON, {STATEMENTS / parsing:.0f}/s", took / parsing)


def made(*, actor: uuid.UUID | None = None) -> list[dict[str, object]]:
    """Make the statements of one class: every learner answers every question once.

    actor: all of them are this one's.
    """
    course, lesson, origin = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    questions = [uuid.uuid4() for _ in range(QUESTIONS)]
    learners = [actor or uuid.uuid4() for _ in range(STATEMENTS // QUESTIONS)]
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    statements = []
    for seq in range(STATEMENTS):
        statement = answered(
            actor=learners[seq // QUESTIONS],
            actor_home="https://atoll.invalid/learners",
            course=course,
            edition="0" * 64,
            origin=origin,
            seq=seq,
            timestamp=begin + timedelta(seconds=seq),
            question=questions[seq % QUESTIONS],
            lesson=lesson,
            response="1",
            correct=bool(seq % 3),
        )
        statements.append({**statement, "id": str(statement_id(statement))})
    return statements


def parse(lines: Sequence[str]) -> None:
    for line in lines:
        json.loads(line)


def fold_each(checked: Sequence[Checked]) -> None:
    """Fold learner by learner, as records do."""
    for start in range(0, len(checked), QUESTIONS):
        fold(checked[start : start + QUESTIONS])


def record_all(checked: Sequence[Checked]) -> None:
    for start in range(0, len(checked), BATCH):
        record(checked[start : start + BATCH], evidence=Evidence.OBSERVED, authority="bench")
