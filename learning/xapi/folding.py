"""Progress: a pure fold over the set of statements of one learner.

Every rule is a union, a minimum, a maximum or a count over distinct statements, so order,
repetition and the way the statements were split into files can make no difference. The USB player
folds by the same rules; `tests/vectors/statements.json` holds both to them.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from learning.xapi.statements import Checked
from learning.xapi.verbs import SCORED, Verb


@dataclass(frozen=True)
class ActivityProgress:
    """How one learner stands with one activity. Times are aware UTC; scores are points.

    course: the one named by the latest statement.
    answers: distinct answers, right or wrong.
    succeeded, first_success: answered rightly, reflection written, or assessment passed.
    last_…: of the latest by (timestamp, id). Answers within an attempt say it only where there are
    none outside: a recap asks again what a lesson asked, and moves nothing there.
    attempts: distinct attempts with a score.
    best_…: the greatest share of the maximum; of equal ones, the statement with the smaller id.
    """

    activity: uuid.UUID
    course: uuid.UUID
    answers: int
    succeeded: bool
    first_success: datetime | None
    last_response: str
    last_correct: bool | None
    last_at: datetime
    attempts: int
    best_raw: int | None
    best_maximum: int | None
    last_raw: int | None
    last_maximum: int | None
    passed: bool
    registered: bool
    completed_at: datetime | None


def fold(statements: Iterable[Checked]) -> dict[uuid.UUID, ActivityProgress]:
    """Give the progress in each activity from statements of one learner, and voids of anyone.

    A void works whether it arrives before or after what it takes back; it cannot itself be voided.
    """
    distinct = {statement.id: statement for statement in statements}
    taken_back = {each.activity for each in distinct.values() if each.verb == Verb.VOIDED}
    standing: dict[uuid.UUID, list[Checked]] = defaultdict(list)
    for statement in distinct.values():
        if statement.verb != Verb.VOIDED and statement.id not in taken_back:
            standing[statement.activity].append(statement)
    return {activity: _progress(found) for activity, found in standing.items()}


def _progress(statements: Sequence[Checked]) -> ActivityProgress:
    """Fold the statements of one activity; there is at least one."""
    ordered = sorted(statements, key=lambda each: (each.timestamp, each.id))
    answers = [each for each in ordered if each.verb == Verb.ANSWERED]
    placed = _placed(ordered)
    last_answer = next((each for each in reversed(placed) if each.verb == Verb.ANSWERED), None)
    scores = [each for each in ordered if each.verb in SCORED]
    last_score = scores[-1] if scores else None
    best = min(scores, key=lambda each: (-_share(each), each.id), default=None)
    first_success = next((each.timestamp for each in ordered if _is_success(each)), None)
    return ActivityProgress(
        activity=placed[-1].activity,
        course=placed[-1].course,
        answers=len(answers),
        succeeded=first_success is not None,
        first_success=first_success,
        last_response=last_answer.response if last_answer else "",
        last_correct=last_answer.success if last_answer else None,
        last_at=placed[-1].timestamp,
        attempts=len({each.attempt for each in scores}),
        best_raw=best.raw if best else None,
        best_maximum=best.maximum if best else None,
        last_raw=last_score.raw if last_score else None,
        last_maximum=last_score.maximum if last_score else None,
        passed=any(each.verb == Verb.PASSED for each in scores),
        registered=any(each.verb == Verb.REGISTERED for each in ordered),
        completed_at=next(
            (each.timestamp for each in ordered if each.verb == Verb.COMPLETED), None
        ),
    )


def _placed(ordered: Sequence[Checked]) -> Sequence[Checked]:
    """Leave out answers within attempts, where there are answers outside any."""
    answers = [each for each in ordered if each.verb == Verb.ANSWERED]
    if all(each.attempt for each in answers):
        return ordered
    return [each for each in ordered if each.verb != Verb.ANSWERED or each.attempt is None]


def _share(statement: Checked) -> Fraction:
    return Fraction(statement.raw or 0, statement.maximum or 1)


def _is_success(statement: Checked) -> bool:
    """Tell a right answer, a written reflection or a passed assessment from the rest."""
    if statement.verb == Verb.PASSED:
        return True
    if statement.verb != Verb.ANSWERED or statement.success is False:
        return False
    return statement.success is True or (statement.completion and statement.response != "")
