"""Limits of a test: the same rule here and in the USB player."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from learning.bundles.manifest import Assessment
from learning.player.limits import leave
from learning.xapi.folding import ActivityProgress
from tests.learning.player.test_kinds import VECTORS, named

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEST = Assessment(
    activity=str(UUID(int=1)),
    slug="test",
    title="Test",
    minutes=10,
    pass_percent=70,
    draw=2,
    path="assessment.html",
    questions=(),
)


def behind(used: int, last_at: datetime) -> ActivityProgress:
    return ActivityProgress(
        activity=UUID(int=1),
        course=UUID(int=2),
        answers=0,
        succeeded=False,
        first_success=None,
        last_response="",
        last_correct=None,
        last_at=last_at,
        attempts=used,
        best_raw=0,
        best_maximum=2,
        last_raw=0,
        last_maximum=2,
        passed=False,
        registered=False,
        completed_at=None,
    )


@pytest.mark.parametrize("case", named(VECTORS["limits"]))
def test_leave_is_given_as_the_vectors_say(case: dict[str, Any]) -> None:
    test = replace(TEST, attempts=case["attempts"], wait_hours=case["wait_hours"])
    last_at = NOW - timedelta(minutes=case["minutes_ago"] or 0)
    state = behind(case["used"], last_at) if case["used"] else None

    found = leave(test, state, NOW, is_pretest=case["once"])

    waits = (found.opens_at - NOW) / timedelta(minutes=1) if found.opens_at else 0
    assert (found.left, waits) == (case["left"], case["waits"])
    assert found.is_given is (case["left"] != 0 and not case["waits"])
