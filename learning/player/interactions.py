"""Questions as the interactions of xAPI; the USB player says the same (`interactions.js`)."""

from collections.abc import Callable, Mapping

from learning.bundles.arranging import PAIR, target_of
from learning.bundles.manifest import Question, QuestionType
from learning.player.marking import SEPARATOR
from learning.xapi.interactions import Interaction, InteractionType

RANGE = "[:]"  # between the least and the greatest number that is right
ANY_CASE = "{case_matters=false}"


def interaction_of(question: Question) -> Interaction:
    """Give what statements say of `question`: its kind, and which responses are right."""
    right = RIGHT.get(question.type)
    return Interaction(TYPES[question.type], right(question) if right else ())


def _choice(question: Question) -> tuple[str, ...]:
    return (SEPARATOR.join(option.id for option in question.options if option.correct),)


def _order(question: Question) -> tuple[str, ...]:
    return (SEPARATOR.join(option.id for option in question.options),)


def _matches(question: Question) -> tuple[str, ...]:
    pairs = (f"{each.id}{PAIR}{target_of(question, each)}" for each in question.options)
    return (SEPARATOR.join(pairs),)


def _range(question: Question) -> tuple[str, ...]:
    return (f"{question.lowest}{RANGE}{question.highest}",)


def _answers(question: Question) -> tuple[str, ...]:
    return tuple(f"{ANY_CASE}{answer}" for answer in question.accepted)


RIGHT: Mapping[QuestionType, Callable[[Question], tuple[str, ...]]] = {
    QuestionType.SINGLE: _choice,
    QuestionType.MULTIPLE: _choice,
    QuestionType.TRUEFALSE: _choice,
    QuestionType.ORDERING: _order,
    QuestionType.MATCHING: _matches,
    QuestionType.NUMERIC: _range,
    QuestionType.FILLIN: _answers,
}
TYPES: Mapping[QuestionType, InteractionType] = {
    QuestionType.SINGLE: InteractionType.CHOICE,
    QuestionType.MULTIPLE: InteractionType.CHOICE,
    QuestionType.TRUEFALSE: InteractionType.TRUE_FALSE,
    QuestionType.ORDERING: InteractionType.SEQUENCING,
    QuestionType.MATCHING: InteractionType.MATCHING,
    QuestionType.NUMERIC: InteractionType.NUMERIC,
    QuestionType.FILLIN: InteractionType.FILL_IN,
    QuestionType.POLL: InteractionType.LIKERT,
    QuestionType.SCENARIO: InteractionType.PERFORMANCE,
    QuestionType.REFLECTION: InteractionType.LONG_FILL_IN,
}
