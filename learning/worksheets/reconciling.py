"""Two assessors agree: each difference with both answers, a decision and a note."""

from learning.worksheets.answers import Kept, answers, note
from learning.worksheets.desks import Desk, Stage
from learning.worksheets.models import Worksheet
from learning.worksheets.saving import save_texts
from toolkits.instruments import scoring
from toolkits.instruments.errors import UndecidedErrors
from toolkits.instruments.scoring import Answer, Difference


def differences(desk: Desk) -> tuple[Difference, ...]:
    """Give what the two answered differently. Raises: NotYet."""
    first, second = desk.both
    assessment = desk.assessment
    return scoring.compare(assessment, answers(assessment, first), answers(assessment, second))


def decision_names(desk: Desk) -> tuple[str, ...]:
    """Give the names of the decisions and notes that there are to make. Raises: NotYet."""
    codes = [each.question.code for each in differences(desk)]
    return tuple(name for code in codes for name in (code, note(code)))


def decide(desk: Desk, sent: Kept, *, version: int) -> Worksheet:
    """Keep decisions, some or all. Raises: NotYet, ChangedMeanwhile, TooLarge."""
    asked = decision_names(desk)
    decisions = {name: text for name, text in sent.items() if name in asked}
    return save_texts(desk.worksheet, "decisions", decisions, version=version)


def agreed(desk: Desk) -> dict[str, Answer]:
    """Give the answers that stand: the only assessor's, or those agreed between two.

    Raises: NotYet — somebody has not handed in; UndecidedErrors — a difference has no decision.
    """
    assessment = desk.assessment
    if not desk.worksheet.needs_two:
        return own(desk)
    first, second = (answers(assessment, each) for each in desk.both)
    decisions = answers(assessment, desk.worksheet.decisions)
    return scoring.reconcile(assessment, first, second, decisions)


def own(desk: Desk) -> dict[str, Answer]:
    """Give the person's own answers."""
    return answers(desk.assessment, desk.mine.answers)


def stage(desk: Desk) -> Stage:
    """Say how far an assessment has come, for this person."""
    if not desk.mine.is_handed_in:
        return Stage.FILLING
    if not desk.worksheet.needs_two:
        return Stage.DONE
    if not desk.are_both_in:
        return Stage.WAITING
    try:
        agreed(desk)
    except UndecidedErrors:
        return Stage.DECIDING
    return Stage.DONE
