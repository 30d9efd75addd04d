"""Questions as QTI 1.2.1 in the profile of Common Cartridge, which knows six kinds of them.

What a platform reads decides where the profile leaves a choice (Moodle 5.1 and Canvas, both seen):
a question with one right answer stops at the first condition that holds; one with several has a
single condition for the score, with `case="Yes"` throughout; true and false have those very names;
ways to write an answer stand together in one condition. An item with several right answers says
the reasons of all options at once, since a platform may show only those of the first one chosen.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape

from learning.bundles.manifest import Option, Question, QuestionType
from learning.publishing.exporters.numerals import spellings

CHOICE = "cc.multiple_choice.v0p1"
SEVERAL = "cc.multiple_response.v0p1"
TRUE_FALSE = "cc.true_false.v0p1"
WRITTEN = "cc.fib.v0p1"
LEAST_CHOICES = 3  # that a multiple choice has in the profile's rule 4d
GENERAL = "general"
RIGHT = "right"
OTHER = "other"


@dataclass(frozen=True)
class Condition:
    """When what happens. `values`: answers that fit; empty is any. `rejected`: none of these.

    `shows`: the id of a feedback. `continues`: whether the next conditions are asked too.
    """

    values: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    scores: bool = False
    shows: str = ""
    continues: bool = False


@dataclass(frozen=True)
class Item:
    """A question. `labels` and `feedback`: HTML by id; without labels the answer is written."""

    id: str
    profile: str
    prompt: str
    labels: tuple[tuple[str, str], ...]
    conditions: tuple[Condition, ...]
    feedback: tuple[tuple[str, str], ...]

    @property
    def is_several(self) -> bool:
        return self.profile == SEVERAL


def items_of(question: Question, *, prompt: str = "") -> tuple[Item, ...]:
    """Give `question` as the one item that it becomes; nothing if the profile has no such kind.

    prompt: HTML in place of the question's own.
    """
    question = replace(question, prompt=prompt or question.prompt)
    if question.type in (QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.TRUEFALSE):
        return (_several(question) if _profile(question) == SEVERAL else _choice(question),)
    accepted = _accepted(question)
    return (_written(question, accepted),) if accepted else ()


def _profile(question: Question) -> str:
    if question.type == QuestionType.TRUEFALSE:
        return TRUE_FALSE
    is_single = question.type == QuestionType.SINGLE
    return CHOICE if is_single and len(question.options) >= LEAST_CHOICES else SEVERAL


def _choice(question: Question) -> Item:
    conditions = tuple(
        Condition((option.id,), scores=option.correct, shows=_feedback_id(option))
        for option in question.options
    )
    return _item(question, conditions, tuple(_reasons(question)))


def _several(question: Question) -> Item:
    right = tuple(option.id for option in question.options if option.correct)
    wrong = tuple(option.id for option in question.options if not option.correct)
    score = Condition(right, wrong, scores=True, continues=True)
    reasons = tuple(_reasons(question))
    each = tuple(
        Condition((option.id,), shows=option.id) for option in question.options if option.feedback
    )
    if not reasons:
        return _item(question, (score,), ())
    general = Condition(shows=GENERAL, continues=True)
    every = (GENERAL, "".join(_said_of(option) for option in question.options))
    return _item(question, (general, score, *each), (every, *reasons))


def _said_of(option: Option) -> str:
    sign = "✓" if option.correct else "✗"
    return f"<p>{sign} <b>{_html(option.text)}</b><br>{_html(option.feedback)}</p>"


def _reasons(question: Question) -> Iterator[tuple[str, str]]:
    return ((option.id, _html(option.feedback)) for option in question.options if option.feedback)


def _feedback_id(option: Option) -> str:
    return option.id if option.feedback else ""


def _item(
    question: Question, conditions: tuple[Condition, ...], feedback: tuple[tuple[str, str], ...]
) -> Item:
    labels = tuple((option.id, _html(option.text)) for option in question.options)
    profile = _profile(question)
    return Item(question.id, profile, question.prompt, labels, conditions, feedback)


def _accepted(question: Question) -> tuple[str, ...]:
    """Give the ways to write the right answer."""
    if question.type == QuestionType.NUMERIC:
        return spellings(question.lowest, question.highest, question.decimals)
    if question.type != QuestionType.FILLIN:
        return ()
    plain = map(_without_accents, question.accepted) if question.ignores_accents else ()
    return tuple(dict.fromkeys((*question.accepted, *plain)))


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


def _written(question: Question, accepted: tuple[str, ...]) -> Item:
    said = {
        RIGHT: _paragraphs(question, "right"),
        OTHER: _paragraphs(question, "low", "high", "other"),
    }
    feedback = tuple((name, html) for name, html in said.items() if html)
    score = Condition(accepted, scores=True, shows=RIGHT if said[RIGHT] else "")
    wrong = (Condition(shows=OTHER),) if said[OTHER] else ()
    unit = f"<p>({_html(question.unit)})</p>" if question.unit else ""
    prompt = question.prompt + unit
    return Item(question.id, WRITTEN, prompt, (), (score, *wrong), feedback)


def _paragraphs(question: Question, *outcomes: str) -> str:
    said = (question.feedback.get(outcome, "") for outcome in outcomes)
    return "".join(f"<p>{_html(text)}</p>" for text in said if text)


def _html(text: str) -> str:
    return escape(text, quote=False)
