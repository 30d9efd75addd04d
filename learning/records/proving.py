"""What records prove: more than pages need, so it is folded when it is asked for."""

import uuid

from learning.records.evidence import TRUSTED
from learning.records.models import Statement
from learning.records.projecting import actors_of, checked_rows, fold_of
from learning.xapi.folding import ActivityProgress
from learning.xapi.verbs import Verb


def trusted_progress_of(
    learner_id: uuid.UUID, course: uuid.UUID
) -> dict[uuid.UUID, ActivityProgress]:
    """Give activity → progress of one learner in a course, of what was not self-reported."""
    folded = fold_of([learner_id], evidence=TRUSTED)[learner_id]
    return {activity: state for activity, state in folded.items() if state.course == course}


def editions_completed(learner_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """Give course → id of the edition in which one learner first completed it.

    A completion that was taken back is among them: whether it stands, the progress says.
    """
    own = Statement.objects.filter(actor__in=actors_of([learner_id]), verb=Verb.COMPLETED)
    latest_first = checked_rows(own.order_by("-timestamp", "-id"))
    return {statement.course: statement.edition for statement in latest_first}
