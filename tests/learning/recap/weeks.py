"""A learner in time: what was answered on which day, and the recap a week later."""

from datetime import UTC, datetime, timedelta

import time_machine

from learning.accounts.models import User
from learning.player import answering
from learning.player.marking import read_entries
from learning.publishing.models import Edition
from tests.learning.player.test_answering import right, wrong

WEDNESDAY = datetime(2026, 11, 18, 10, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
CHECKS = ("one-visit-less", "count-the-visits")


def ask(edition: Edition, lesson: str) -> str:
    """Give the id of the first question of a lesson."""
    return edition.manifest.lesson(lesson).questions[0]


def learn(learner: User, edition: Edition, lesson: str, *, rightly: bool = True) -> None:
    """Answer the first check of a lesson, now."""
    frozen = edition.frozen()
    question = frozen.questions[ask(edition, lesson)]
    parts, _fault = read_entries(question, (right if rightly else wrong)(question))
    found = frozen.manifest.lesson(lesson)
    answering.answer(learner, frozen, question, found.activity, list(parts))


def learn_both(learner: User, edition: Edition) -> None:
    """Answer both checks on a Wednesday."""
    for minutes, lesson in enumerate(CHECKS):
        with time_machine.travel(WEDNESDAY + timedelta(minutes=minutes), tick=False):
            learn(learner, edition, lesson)
