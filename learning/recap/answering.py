"""Answering a recap: an ordinary answer, marked with the attempt of its week."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from learning.accounts.models import User
from learning.player import answering
from learning.recap.drawing import Asked
from learning.recap.scheduling import Week
from learning.records.counting import hold_lock
from learning.records.reading import responses_in


@transaction.atomic
def answer(learner: User, asked: Asked, parts: Sequence[str], *, week: Week) -> bool:
    """Record an answer to a question of the recap of `week`; tell whether it was the first.

    `parts`: as learning.player.marking reads them. Only the first answer counts.
    """
    attempt = week.attempt(learner.pk)
    hold_lock()  # or two answers sent at once would both be the first
    if UUID(asked.question.id) in responses_in(learner.pk, attempt):
        return False
    lesson = asked.place.parent
    answering.answer(learner, asked.frozen, asked.question, lesson, list(parts), attempt=attempt)
    return True
