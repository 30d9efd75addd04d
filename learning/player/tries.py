"""Tries at a check: which one comes next, and whether the right answer is shown by now. Pure.

Tries are answers, which are counted from statements; nothing else is kept. After as many wrong
ones as the check allows, its right answer is shown with its reason. That changes nothing about
when a check is done: once it was answered rightly, before or after (docs/decisions/0014). The USB
player does the same (`tries.js`); tests/vectors/answers.json holds both to it.
"""

from dataclasses import dataclass

from learning.bundles.manifest import UNTIL_RIGHT, Question


@dataclass(frozen=True)
class Tries:
    """Where a learner stands. `number`: the try to come, from 1; `most`: 0 where none are counted.

    `is_shown`: whether the right answer stands beside the wrong one.
    """

    number: int
    most: int
    is_shown: bool

    @property
    def is_told(self) -> bool:
        """Whether to say which try this is."""
        return self.number <= self.most


def tries(question: Question, *, answers: int, is_right: bool | None) -> Tries:
    """Give where a learner stands after so many answers, the last of which `is_right` or not."""
    most = question.tries if question.is_marked else UNTIL_RIGHT
    is_shown = 0 < most <= answers and is_right is False
    return Tries(answers + 1, 0 if is_right else most, is_shown)
