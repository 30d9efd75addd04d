"""Gathering what tells who needs the trainer now."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils import timezone

from learning.bundles.manifest import Manifest
from learning.cohorts.attendance.marks import Register, State, register_of
from learning.cohorts.models import Cohort
from learning.cohorts.needing import Absence, Class, Several, needs_of, together, unheard_of
from learning.cohorts.roster import Row
from learning.records.facts import last_heard


def needs_in(
    cohort: Cohort, rows: Sequence[Row], manifest: Manifest | None, *, closed: Collection[int]
) -> list[Several]:
    """Give who of these members needs something now, those with the same need together.

    One query.
    """
    known = Class(
        starts=cohort.starts,
        ends=cohort.ends,
        today=timezone.localdate(),
        manifest=manifest,
        closed=closed,
        absences=absences_in(register_of(cohort), [row.learner for row in rows]),
    )
    return together(needs_of(rows, known))


def silent_stations(cohort: Cohort) -> dict[str, int]:
    """Give station → days, of other stations of which nothing came for long. One query.

    A cohort that is over asks for nothing. A station is named by the first letters of its id.
    """
    if timezone.localdate() > cohort.ends:
        return {}
    heard = {str(origin)[:8]: last for origin, last in last_heard(cohort.pk).items()}
    return unheard_of(heard, timezone.now())


def absences_in(register: Register, learners: Sequence[UUID]) -> dict[UUID, Absence]:
    """Give who was absent, without excuse, up to the last half day that counts."""
    newest_first = [each for each in reversed(register.half_days) if each.id in register.counted]
    found = {}
    for learner in learners:
        missed = 0
        for half_day in newest_first:
            mark = register.mark(learner, half_day.id)
            if mark is None or mark.state != State.ABSENT:
                break
            missed += 1
        if missed:
            found[learner] = Absence(missed, str(newest_first[0]))
    return found
