"""What the answers to an assessment come to.

Rules: a question that is not answered counts as absent, like a no, and is counted apart. The
total is worked out from exact fractions; percentages are rounded half up to one decimal, and only
when shown. The level is that of the exact total. A yes without evidence counts, and is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from toolkits.instruments.definition import Assessment, Dimension, Level, Question
from toolkits.instruments.errors import Fault, UndecidedErrors, gettext_noop
from toolkits.instruments.numbers import rounded

PLACES = 1  # of a percentage that is shown

UNDECIDED = gettext_noop("You answered this differently. Agree on yes or no.")


class Value(StrEnum):
    YES = "yes"
    NO = "no"
    NONE = ""


@dataclass(frozen=True)
class Answer:
    """`evidence`: an address, a page or a law: where anybody finds that the answer is yes."""

    value: Value = Value.NONE
    evidence: str = ""

    @classmethod
    def of(cls, value: str, evidence: str = "") -> "Answer":
        """Read an answer as it arrives; what is neither yes nor no is no answer."""
        known = Value(value) if value in list(Value) else Value.NONE
        return cls(known, " ".join(evidence.split()))


NO_ANSWER = Answer()


@dataclass(frozen=True)
class DimensionResult:
    """`asked`, `yes`, `no`, `unanswered`: numbers of questions. `share`: exact, 0 to 1."""

    dimension: Dimension
    asked: int
    yes: int
    no: int
    unanswered: int
    share: Fraction

    @property
    def percent(self) -> Decimal:
        return rounded(self.share * 100, PLACES)


@dataclass(frozen=True)
class Gap:
    """A question whose answer is not yes. `adds`: exact percent that a yes adds to the total."""

    question: Question
    dimension: Dimension
    adds: Fraction

    @property
    def percent(self) -> Decimal:
        return rounded(self.adds, PLACES)


@dataclass(frozen=True)
class Result:
    """What an assessment came to.

    `label` goes wherever the total goes. `gaps`: answered no; `unanswered`: not answered; both
    with what adds most to the total first, then in the order of the questions.
    `without_evidence`: codes of the questions answered yes without evidence.
    """

    label: str
    dimensions: tuple[DimensionResult, ...]
    total: Fraction  # exact percent, 0 to 100
    level: Level
    gaps: tuple[Gap, ...]
    unanswered: tuple[Gap, ...]
    without_evidence: tuple[str, ...]

    @property
    def percent(self) -> Decimal:
        return rounded(self.total, PLACES)

    @property
    def is_complete(self) -> bool:
        return not self.unanswered


@dataclass(frozen=True)
class Difference:
    """A question that two assessors answered differently."""

    question: Question
    dimension: Dimension
    first: Answer
    second: Answer


def score(assessment: Assessment, answers: Mapping[str, Answer]) -> Result:
    """Score `answers`, each under its question's code; other codes are left aside."""
    dimensions = tuple(_dimension(each, answers) for each in assessment.dimensions)
    total = sum((each.share * each.dimension.weight for each in dimensions), Fraction(0))
    return Result(
        label=assessment.label,
        dimensions=dimensions,
        total=total,
        level=_level(assessment, total),
        gaps=_gaps(assessment, answers, Value.NO),
        unanswered=_gaps(assessment, answers, Value.NONE),
        without_evidence=tuple(
            code
            for code in assessment.codes
            if (answer := answers.get(code, NO_ANSWER)).value == Value.YES and not answer.evidence
        ),
    )


def _dimension(dimension: Dimension, answers: Mapping[str, Answer]) -> DimensionResult:
    values = [answers.get(each.code, NO_ANSWER).value for each in dimension.questions]
    gained = sum(
        each.weight
        for each, value in zip(dimension.questions, values, strict=True)
        if value == Value.YES
    )
    return DimensionResult(
        dimension=dimension,
        asked=len(values),
        yes=values.count(Value.YES),
        no=values.count(Value.NO),
        unanswered=values.count(Value.NONE),
        share=Fraction(gained, _weight(dimension)),
    )


def _weight(dimension: Dimension) -> int:
    return sum(question.weight for question in dimension.questions)


def _level(assessment: Assessment, total: Fraction) -> Level:
    return [level for level in assessment.levels if level.from_percent <= total][-1]


def _gaps(assessment: Assessment, answers: Mapping[str, Answer], value: Value) -> tuple[Gap, ...]:
    gaps = [
        Gap(question, dimension, Fraction(dimension.weight * question.weight, _weight(dimension)))
        for dimension in assessment.dimensions
        for question in dimension.questions
        if answers.get(question.code, NO_ANSWER).value == value
    ]
    return tuple(sorted(gaps, key=lambda gap: -gap.adds))


def compare(
    assessment: Assessment, first: Mapping[str, Answer], second: Mapping[str, Answer]
) -> tuple[Difference, ...]:
    """Give the questions that two assessors answered differently, in order.

    Other evidence for the same answer is no difference. An answer beside none is one.
    """
    pairs = (
        Difference(question, dimension, _of(first, question), _of(second, question))
        for dimension in assessment.dimensions
        for question in dimension.questions
    )
    return tuple(pair for pair in pairs if pair.first.value != pair.second.value)


def agreement(
    assessment: Assessment, first: Mapping[str, Answer], second: Mapping[str, Answer]
) -> Decimal:
    """Give the percent of questions that both answered alike, to one decimal."""
    asked = len(assessment.questions)
    alike = asked - len(compare(assessment, first, second))
    return rounded(Fraction(100 * alike, asked), PLACES)


def reconcile(
    assessment: Assessment,
    first: Mapping[str, Answer],
    second: Mapping[str, Answer],
    decisions: Mapping[str, Answer],
) -> dict[str, Answer]:
    """Give the agreed answers: those alike stand, and `decisions` settle the others.

    Where the answers are alike, the evidence of both is kept. A decision without evidence takes
    the evidence of those who answered the same. A decision on anything else is left aside.
    Raises: UndecidedErrors — with every difference that has no yes or no yet.
    """
    differing = {each.question.code for each in compare(assessment, first, second)}
    undecided = [
        code for code in assessment.codes if code in differing and not _decided(decisions, code)
    ]
    if undecided:
        raise UndecidedErrors([Fault(code, UNDECIDED) for code in undecided])
    return {
        question.code: _agreed(
            decisions[question.code] if question.code in differing else _of(first, question),
            _of(first, question),
            _of(second, question),
        )
        for question in assessment.questions
    }


def _of(answers: Mapping[str, Answer], question: Question) -> Answer:
    return answers.get(question.code, NO_ANSWER)


def _decided(decisions: Mapping[str, Answer], code: str) -> bool:
    return decisions.get(code, NO_ANSWER).value != Value.NONE


def _agreed(decision: Answer, first: Answer, second: Answer) -> Answer:
    """Give `decision` with the evidence of all who answered the same, each once."""
    alike = [answer.evidence for answer in (first, second) if answer.value == decision.value]
    evidence = dict.fromkeys(text for text in (decision.evidence, *alike) if text)
    return Answer(decision.value, " · ".join(evidence))
