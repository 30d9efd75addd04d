"""Marked questions as items of QTI 3.0: what the template of an item takes.

An item scores 1 or 0. Reasons of options are shown for those that were chosen, other feedback by
what became of the answer: right, low, high, other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.bundles.arranging import starting_order
from learning.bundles.manifest import Option, Question, QuestionType
from learning.publishing.exporters.texts import read
from learning.publishing.exporters.xhtml import Writer

MOST_TITLE = 60  # characters of the question
ANY = "answered"  # of feedback that is shown whatever was answered
WRONG = ("low", "high", "other")


@dataclass(frozen=True)
class Choice:
    """What can be chosen, put in order or matched; `most`: how often it can be, 0 is any."""

    id: str
    text: str
    most: int = 1


@dataclass(frozen=True)
class Reason:
    """A feedback: by which outcome it is shown, and its paragraphs."""

    id: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """An item. `prompt`: XHTML. `correct`: the right response, or one of several.

    `targets`: what the choices of a matching belong to. `lowest` and `highest`: of a number.
    `accepted`: of what is written.
    """

    id: str
    kind: QuestionType
    title: str
    prompt: str
    correct: tuple[str, ...]
    reasons: tuple[Reason, ...]
    choices: tuple[Choice, ...] = ()
    targets: tuple[Choice, ...] = ()
    lowest: str = ""
    highest: str = ""
    unit: str = ""
    accepted: tuple[str, ...] = ()

    @property
    def is_choice(self) -> bool:
        """Whether options are chosen, and what is chosen is what is spoken to."""
        return self.kind in (QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.TRUEFALSE)

    @property
    def cardinality(self) -> str:
        many = {QuestionType.MULTIPLE: "multiple", QuestionType.MATCHING: "multiple"}
        return {**many, QuestionType.ORDERING: "ordered"}.get(self.kind, "single")

    @property
    def base_type(self) -> str:
        named = {
            QuestionType.MATCHING: "directedPair",
            QuestionType.NUMERIC: "float",
            QuestionType.FILLIN: "string",
        }
        return named.get(self.kind, "identifier")

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Give the outcomes that are spoken of."""
        return tuple(reason.id for reason in self.reasons)

    @property
    def wrong(self) -> str:
        """Give the outcome of an answer that is neither right nor too low or too high."""
        return "other" if "other" in self.outcomes else "wrong"


def item_of(question: Question) -> Item:
    """Give `question`, which is marked, as an item."""
    words = read(question.prompt).text
    title = words if len(words) <= MOST_TITLE else f"{words[: MOST_TITLE - 1].rstrip()}…"
    prompt = Writer(lambda _slug: "").write(question.prompt)
    options = tuple(Choice(identifier(each), each.text) for each in question.options)
    common = (f"q-{question.id}", question.type, title, prompt)
    match question.type:
        case QuestionType.ORDERING:
            return Item(
                *common,
                correct=tuple(choice.id for choice in options),
                reasons=_by_outcome(question),
                choices=tuple(Choice(identifier(o), o.text) for o in starting_order(question)),
            )
        case QuestionType.MATCHING:
            return _matching(question, common, options)
        case QuestionType.NUMERIC:
            return _numeric(question, common)
        case QuestionType.FILLIN:
            return Item(
                *common,
                correct=question.accepted[:1],
                reasons=_by_outcome(question),
                unit=question.unit,
                accepted=question.accepted,
            )
    right = tuple(identifier(option) for option in question.options if option.correct)
    reasons = (
        Reason(identifier(option), (option.feedback,))
        for option in question.options
        if option.feedback
    )
    return Item(*common, correct=right, reasons=tuple(reasons), choices=options)


def identifier(option: Option) -> str:
    """Name an option as QTI can: an identifier begins with a letter."""
    return f"o-{option.id}"


Common = tuple[str, QuestionType, str, str]


def _matching(question: Question, common: Common, options: Sequence[Choice]) -> Item:
    """Options that say the same on the other side share a target, as either would be right."""
    names = {option.match: f"t-{option.id}" for option in reversed(starting_order(question))}
    given = dict.fromkeys(option.match for option in starting_order(question))
    pairs = (f"{identifier(option)} {names[option.match]}" for option in question.options)
    said = tuple(
        f"{option.text} – {option.match}. {option.feedback}".strip() for option in question.options
    )
    return Item(
        *common,
        correct=tuple(pairs),
        reasons=(*_by_outcome(question), Reason(ANY, said)),
        choices=tuple(options),
        targets=tuple(Choice(names[text], text, most=0) for text in given),
    )


def _numeric(question: Question, common: Common) -> Item:
    middle = (Decimal(question.lowest) + Decimal(question.highest)) / 2
    return Item(
        *common,
        correct=(f"{middle:f}",),
        reasons=_by_outcome(question),
        lowest=question.lowest,
        highest=question.highest,
        unit=question.unit,
    )


def _by_outcome(question: Question) -> tuple[Reason, ...]:
    return tuple(_said(question))


def _said(question: Question) -> Iterator[Reason]:
    for outcome in ("right", *WRONG):
        if text := question.feedback.get(outcome, ""):
            yield Reason(outcome, (text,))
