"""Saying what a cohort is, who teaches it and who is in it, so that other servers can hear it.

The rows of `models` are what these facts say. Whoever changes a row says so here, in the same
transaction; `applying` makes rows of what other servers said.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from learning.cohorts.models import Cohort, Membership
from learning.records.attesting import Saying, say
from learning.xapi.attestations import Kind, Register


def register(
    cohort: Cohort | UUID,
    kind: Kind,
    thing: UUID | None = None,
    *,
    part: str = "",
    learner: UUID | None = None,
) -> Register:
    """Give a register of a cohort; without a `thing` it is about the cohort itself."""
    key = cohort if isinstance(cohort, UUID) else cohort.pk
    return Register(key, kind.value, thing or key, part, learner)


def tell_cohort(cohort: Cohort, *, author: UUID) -> None:
    """Say what the cohort's row says."""
    say([Saying(register(cohort, Kind.COHORT), cohort_value(cohort))], author=author)


def tell_trainers(cohort: Cohort, *, author: UUID) -> None:
    """Say who teaches the cohort, and who does no longer."""
    now = set(cohort.trainers.values_list("pk", flat=True))
    sayings = [Saying(register(cohort, Kind.TRAINER, each), {"teaches": True}) for each in now]
    say(sayings, author=author)


def tell_members(members: Iterable[Membership], *, author: UUID) -> None:
    """Say who is in a cohort: joined, or left."""
    sayings = [
        Saying(
            register(each.cohort_id, Kind.MEMBER, learner=each.learner_id),
            {"state": "left" if each.left else "in"},
        )
        for each in members
    ]
    say(sayings, author=author)


def cohort_value(cohort: Cohort) -> dict[str, Any]:
    """Give a cohort's row as a value: dates as ISO 8601, empty things left out."""
    value = {
        "name": cohort.name,
        "code": cohort.code,
        "course": str(cohort.course),
        "starts": cohort.starts.isoformat(),
        "ends": cohort.ends.isoformat(),
        "parent": str(cohort.parent or ""),
        "led_by": str(cohort.led_by or ""),
    }
    return {name: each for name, each in value.items() if each}
