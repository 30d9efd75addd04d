"""Marking answers and drawing questions: pure, and the same in the USB player (`marking.js`)."""

from collections.abc import Sequence
from dataclasses import dataclass

from learning.bundles.manifest import Assessment, Option, Question
from learning.bundles.store import sha256

SEPARATOR = "[,]"  # between the options of one response: xAPI §4.1.5, interaction components


@dataclass(frozen=True)
class Marking:
    """A response and what it is worth. `chosen` keeps the order of the options."""

    chosen: tuple[Option, ...]
    is_correct: bool

    @property
    def response(self) -> str:
        return SEPARATOR.join(option.id for option in self.chosen)


def mark(question: Question, chosen: Sequence[str]) -> Marking:
    """Mark the options with the ids `chosen`; ids that the question does not have are ignored."""
    known = tuple(option for option in question.options if option.id in set(chosen))
    ids = frozenset(option.id for option in known)
    return Marking(known, is_correct=bool(ids) and ids == question.correct)


def read_response(response: str) -> list[str]:
    """Give the ids in the response of a statement."""
    return [part for part in response.split(SEPARATOR) if part]


def draw(assessment: Assessment, attempt: str) -> tuple[str, ...]:
    """Give the questions that the attempt with the UUID `attempt` draws, in its order.

    The order is by SHA-256 of "attempt:question", so anyone who knows the attempt can draw again.
    """
    ordered = sorted(
        assessment.questions, key=lambda question: sha256(f"{attempt}:{question}".encode())
    )
    return tuple(ordered[: assessment.draw])


def is_pass(*, raw: int, maximum: int, pass_percent: int) -> bool:
    """Whether `raw` of `maximum` points reach `pass_percent`, in whole numbers."""
    return raw * 100 >= pass_percent * maximum
