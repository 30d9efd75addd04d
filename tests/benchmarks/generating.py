"""Statements by the million: each one true to its id, made by filling in one that was checked."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.db import transaction

from learning.records.inserting import columns_of, insert
from learning.records.models import Statement
from learning.xapi.ids import id_of_content
from learning.xapi.statements import answered, check, written
from learning.xapi.verbs import Verb

QUESTIONS = 40  # that each learner answers
TIMES = 5  # that they answer each
PLACES = 10_000  # statements put in at a time
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
COURSE, ORIGIN = uuid.uuid5(uuid.NAMESPACE_OID, "course"), uuid.uuid5(uuid.NAMESPACE_OID, "origin")
ACTIVITIES = [uuid.uuid5(uuid.NAMESPACE_OID, f"question {n}") for n in range(QUESTIONS)]
ACTOR, ACTIVITY = uuid.UUID(int=2**127 + 1), uuid.UUID(int=2**127 + 2)
SEQ, MOMENT = 1_111_111_111, datetime(1999, 9, 9, tzinfo=UTC)


def fill(count: int, *, first: int = 0) -> None:
    """Store so many statements of as many learners as it takes; progress is left to be folded."""
    made = rows(count, first)
    while part := list(islice(made, PLACES)):
        with transaction.atomic():
            insert(Statement, part)


def rows(count: int, first: int) -> Iterator[tuple[object, ...]]:
    """Give rows of the table; learner after learner, in the order of time."""
    names = [field.attname for field in columns_of(Statement)]
    template = _template()
    for number in range(first, first + count):
        row = _row(number, template)
        yield tuple(row[name] for name in names)


def _template() -> str:
    made = answered(
        actor=ACTOR,
        actor_home="https://atoll.invalid/learners",
        course=COURSE,
        edition="0" * 64,
        origin=ORIGIN,
        seq=SEQ,
        timestamp=MOMENT,
        question=ACTIVITY,
        lesson=COURSE,
        response="1",
        correct=True,
    )
    return check(made).content.decode()


def _row(number: int, template: str) -> dict[str, object]:
    learner, turn = divmod(number, QUESTIONS * TIMES)
    actor, activity = uuid.UUID(int=(7 << 120) + learner), ACTIVITIES[turn % QUESTIONS]
    moment = BEGIN + timedelta(seconds=number % 25_000_000)
    content = template.replace(str(ACTOR), str(actor)).replace(str(ACTIVITY), str(activity))
    content = content.replace(str(SEQ), str(number)).replace(written(MOMENT), written(moment))
    return {
        "id": id_of_content(content.encode()),
        "content": content,
        "actor": actor,
        "verb": Verb.ANSWERED.value,
        "activity": activity,
        "voids": None,
        "course": COURSE,
        "attempt": None,
        "origin": ORIGIN,
        "seq": number,
        "timestamp": moment,
        "stored": moment,
        "evidence": "observed",
        "authority": "bench",
    }
