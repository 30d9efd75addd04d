"""Limits of a test: how many attempts, how long between them. Pure; `limits.js` does the same.

Times come from statements, so they are what clocks said. Where a clock was set back and the last
attempt lies ahead, nobody waits for it: a limit may fail, but it must not shut people out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from learning.bundles.manifest import Assessment
from learning.xapi.folding import ActivityProgress


@dataclass(frozen=True)
class Leave:
    """Whether another attempt may begin. `left`: attempts, or None without a limit.

    `opens_at`: when the waiting is over; None if there is nothing to wait for.
    """

    used: int
    left: int | None
    opens_at: datetime | None

    @property
    def is_given(self) -> bool:
        return self.left != 0 and self.opens_at is None


def leave(
    test: Assessment, state: ActivityProgress | None, now: datetime, *, is_pretest: bool = False
) -> Leave:
    """Give what `state`, a learner's own with `test`, leaves them. A pretest is taken once."""
    used = state.attempts if state else 0
    most = 1 if is_pretest else test.attempts
    left = max(most - used, 0) if most else None
    if state is None or not used or left == 0:
        return Leave(used, left, None)
    opens_at = state.last_at + timedelta(hours=test.wait_hours)
    is_waiting = state.last_at <= now < opens_at
    return Leave(used, left, opens_at if is_waiting else None)
