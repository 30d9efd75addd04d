"""Statements for tests: one learner, one course, and Hypothesis strategies for histories."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from learning.xapi import statements
from learning.xapi.statements import Checked, Common, check

# A busy machine is no failure.
unhurried = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEARNER = uuid.UUID("11111111-0000-4000-8000-000000000001")
STICK = uuid.UUID("11111111-0000-4000-8000-000000000002")
ORIGIN = uuid.UUID("11111111-0000-4000-8000-000000000003")
COURSE = uuid.UUID("22222222-0000-4000-8000-000000000000")
LESSON = uuid.UUID("22222222-0000-4000-8000-000000000001")
QUESTION = uuid.UUID("22222222-0000-4000-8000-000000000002")
REFLECTION = uuid.UUID("22222222-0000-4000-8000-000000000003")
ASSESSMENT = uuid.UUID("22222222-0000-4000-8000-000000000004")
ATTEMPT = uuid.UUID("33333333-0000-4000-8000-000000000001")
EDITION = "ab" * 32
VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "statements.json").read_text(encoding="utf-8")
)


def common(seq: int = 0, *, actor: uuid.UUID = LEARNER, minutes: int | None = None) -> Common:
    """What every statement says; by default one minute passes with each count."""
    return {
        "actor": actor,
        "actor_home": "https://atoll.invalid/learners",
        "course": COURSE,
        "edition": EDITION,
        "origin": ORIGIN,
        "seq": seq,
        "timestamp": NOON + timedelta(minutes=seq if minutes is None else minutes),
    }


def answer(
    seq: int = 0, *, correct: bool | None = True, response: str = "a", **more: Any
) -> dict[str, Any]:
    return statements.answered(
        question=more.pop("question", QUESTION),
        lesson=LESSON,
        response=response,
        correct=correct,
        attempt=more.pop("attempt", None),
        interaction=more.pop("interaction", None),
        **common(seq, **more),
    )


def score(
    raw: int, maximum: int, seq: int = 0, *, attempt: uuid.UUID = ATTEMPT, **more: Any
) -> dict[str, Any]:
    return statements.scored(
        assessment=ASSESSMENT,
        attempt=attempt,
        raw=raw,
        maximum=maximum,
        pass_percent=60,
        **common(seq, **more),
    )


def void(target: Checked, seq: int = 900, **more: Any) -> dict[str, Any]:
    return statements.voided(statement=target.id, **common(seq, **more))


def answers(count: int, **more: Any) -> list[Checked]:
    return [check(answer(seq, **more)) for seq in range(count)]


@st.composite
def histories(draw: st.DrawFn, *, most: int = 8) -> list[Checked]:
    """Draw distinct statements of one learner in a few activities, with clocks that go wrong."""
    actor = st.sampled_from([LEARNER, STICK])
    seq, minutes = st.integers(0, 5), st.integers(0, 3)
    shared = st.builds(lambda s, a, m: common(s, actor=a, minutes=m), seq, actor, minutes)
    drawn = draw(
        st.lists(
            st.one_of(
                st.builds(lambda c: statements.registered(**c), shared),
                st.builds(lambda c: statements.completed(**c), shared),
                st.builds(
                    lambda c, q, r, k, a: statements.answered(
                        question=q, lesson=LESSON, response=r, correct=k, attempt=a, **c
                    ),
                    shared,
                    st.sampled_from([QUESTION, REFLECTION]),
                    st.sampled_from(["", "a", "نعم"]),
                    st.sampled_from([True, False, None]),
                    st.sampled_from([None, None, ATTEMPT]),
                ),
                st.builds(
                    lambda c, raw, maximum, attempt: statements.scored(
                        assessment=ASSESSMENT,
                        attempt=uuid.UUID(int=attempt),
                        raw=min(raw, maximum),
                        maximum=maximum,
                        pass_percent=60,
                        **c,
                    ),
                    shared,
                    st.integers(0, 4),
                    st.integers(1, 4),
                    st.integers(1, 3),
                ),
            ),
            max_size=most,
        )
    )
    checked = list({each.id: each for each in map(check, drawn)}.values())
    taken_back = draw(st.lists(st.sampled_from(checked), max_size=2)) if checked else []
    return checked + [check(void(each)) for each in {each.id: each for each in taken_back}.values()]
