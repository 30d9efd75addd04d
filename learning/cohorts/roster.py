"""How the members of a cohort get on: one row each, whatever the number of members."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from learning.bundles.manifest import Manifest
from learning.cohorts.models import Cohort, Membership
from learning.player.progress import CourseProgress, course_progress
from learning.records.reading import progress_of_many
from learning.xapi.folding import ActivityProgress


@dataclass(frozen=True)
class Row:
    """A member and the progress in the cohort's course; none while no edition says what counts.

    member: the membership. states: the fold by activity, of that course.
    """

    member: int
    learner: UUID
    name: str
    learner_code: str
    progress: CourseProgress | None
    states: Mapping[UUID, ActivityProgress]


def roster(cohort: Cohort, manifest: Manifest | None) -> list[Row]:
    """Give a row for every member, by name."""
    members = list(cohort.memberships.present().select_related("learner"))
    states = progress_of_many([member.learner_id for member in members], cohort.course)
    return [_row(member, manifest, states.get(member.learner_id, {})) for member in members]


def _row(
    member: Membership, manifest: Manifest | None, states: Mapping[UUID, ActivityProgress]
) -> Row:
    return Row(
        member=member.pk,
        learner=member.learner_id,
        name=member.learner.name,
        learner_code=member.learner.learner_code,
        progress=course_progress(manifest, states) if manifest else None,
        states=states,
    )
