"""Kinds of questions beside the choice among options: as blocks of the editor and as questions.

What a block may hold is asked of courses.kinds, as the library does.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from courses import kinds
from courses.tries import Tries
from toolkits.blocks import card_text, safe_html
from toolkits.outline import OutlineOption, OutlineQuestion, OutlineStep

ID_LENGTH = 8  # characters of an item's UUID: unique among the few of a question
RIGHT, LOW, HIGH, OTHER = "right", "low", "high", "other"
TRUE, FALSE = "true", "false"
TRIES_CHOICES = [(str(number), label) for number, label in Tries.choices]


def _why(text: Any) -> blocks.TextBlock:
    return blocks.TextBlock(max_length=kinds.LONGEST_FEEDBACK, label=text)


def review_field() -> blocks.CharBlock:
    return blocks.CharBlock(
        help_text=_("The slug of the lesson to read again after a wrong answer.")
    )


def tries_field() -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(
        required=False,
        choices=TRIES_CHOICES,
        label=_("tries before the right answer is shown"),
        help_text=_("Leave empty to do as the lesson says."),
    )


def tries_of(value: Mapping[str, Any]) -> int | None:
    """Give the tries that a check's value names; None: as its lesson says."""
    return int(value["tries"]) if value.get("tries") else None


def _refuse(field: str, problem: str) -> None:
    if problem:
        raise blocks.StructBlockValidationError({field: ValidationError(problem)})


class TrueFalseBlock(blocks.StructBlock):
    question = card_text(label=pgettext_lazy("to be judged true or false", "statement"))
    is_true = blocks.BooleanBlock(required=False, label=_("the statement is true"))
    right = _why(_("feedback for the right answer"))
    other = _why(_("feedback for the wrong answer"))
    tries = tries_field()

    class Meta:
        label = _("true or false")
        icon = "help"
        template = "blocks/kind.html"


class NumericBlock(blocks.StructBlock):
    question = card_text()
    lowest = blocks.CharBlock(
        max_length=20, label=_("lowest number that is right"), help_text=_("Such as: 9397 or -0.25")
    )
    highest = blocks.CharBlock(
        max_length=20, label=_("highest number that is right"), help_text=_("Often the same.")
    )
    unit = blocks.CharBlock(required=False, max_length=40, label=_("unit"))
    right = _why(_("feedback for the right answer"))
    low = _why(_("feedback for a number that is too low"))
    high = _why(_("feedback for a number that is too high"))
    tries = tries_field()

    class Meta:
        label = _("number")
        icon = "help"
        template = "blocks/kind.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned: blocks.StructValue = super().clean(value)
        _refuse("lowest", kinds.number_problem(cleaned["lowest"], cleaned["highest"]))
        return cleaned


class OrderingBlock(blocks.StructBlock):
    question = card_text()
    sequence = blocks.ListBlock(
        blocks.CharBlock(max_length=kinds.LONGEST_ITEM),
        min_num=kinds.FEWEST_ITEMS,
        max_num=kinds.MOST_ITEMS,
        label=_("items in the right order"),
    )
    right = _why(_("feedback for the right answer"))
    other = _why(_("feedback for another order"))
    tries = tries_field()

    class Meta:
        label = _("put in order")
        icon = "list-ol"
        template = "blocks/kind.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned: blocks.StructValue = super().clean(value)
        _refuse("sequence", kinds.items_problem(list(cleaned["sequence"])))
        return cleaned


class PairBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=kinds.LONGEST_ITEM)
    match = blocks.CharBlock(max_length=kinds.LONGEST_ITEM, label=_("what belongs to it"))
    feedback = blocks.TextBlock(required=False, max_length=kinds.LONGEST_FEEDBACK)

    class Meta:
        label = _("pair")


class MatchingBlock(blocks.StructBlock):
    question = card_text()
    pairs = blocks.ListBlock(
        PairBlock(), min_num=kinds.FEWEST_PAIRS, max_num=kinds.MOST_PAIRS, label=_("pairs")
    )
    tries = tries_field()

    class Meta:
        label = _("match")
        icon = "list-ul"
        template = "blocks/kind.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned: blocks.StructValue = super().clean(value)
        pairs = cleaned["pairs"]
        lefts, rights = [each["text"] for each in pairs], [each["match"] for each in pairs]
        _refuse("pairs", kinds.pairs_problem(lefts, rights))
        return cleaned


class FillInBlock(blocks.StructBlock):
    question = card_text()
    answers = blocks.ListBlock(
        blocks.CharBlock(max_length=kinds.LONGEST_ANSWER),
        max_num=kinds.MOST_ANSWERS,
        label=_("accepted answers"),
        help_text=_("Capital letters and extra spaces make no difference."),
    )
    ignores_accents = blocks.BooleanBlock(required=False, label=_("accents make no difference"))
    right = _why(_("feedback for the right answer"))
    other = _why(_("feedback for another answer"))
    tries = tries_field()

    class Meta:
        label = _("fill in")
        icon = "edit"
        template = "blocks/kind.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned: blocks.StructValue = super().clean(value)
        _refuse("answers", kinds.answers_problem(list(cleaned["answers"])))
        return cleaned


class PollBlock(blocks.StructBlock):
    """A question without a right answer. Nobody is shown what others chose."""

    question = card_text()
    options = blocks.ListBlock(
        blocks.CharBlock(max_length=kinds.LONGEST_TEXT),
        min_num=kinds.FEWEST_POLLED,
        max_num=kinds.MOST_POLLED,
        label=_("options"),
    )
    after = blocks.TextBlock(
        required=False, max_length=kinds.LONGEST_FEEDBACK, label=_("text after the answer")
    )

    class Meta:
        label = _("poll")
        icon = "tick"
        template = "blocks/kind.html"


class ScenarioChoiceBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=kinds.LONGEST_TEXT)
    goes = blocks.IntegerBlock(
        required=False,
        min_value=2,
        max_value=kinds.MOST_STEPS,
        label=_("leads to step"),
        help_text=_("The number of a later step. Empty ends the case."),
    )
    consequence = blocks.TextBlock(
        required=False,
        max_length=kinds.LONGEST_FEEDBACK,
        help_text=_("What comes of it. A choice that ends the case needs it."),
    )

    class Meta:
        label = _("choice")


class ScenarioStepBlock(blocks.StructBlock):
    text = card_text()
    choices = blocks.ListBlock(
        ScenarioChoiceBlock(), min_num=kinds.FEWEST_CHOICES, max_num=kinds.MOST_CHOICES
    )

    class Meta:
        label = _("step")


class ScenarioBlock(blocks.StructBlock):
    """A case to decide on, step by step. Each choice leads to a later step or to an end."""

    question = card_text(label=_("the case"))
    steps = blocks.ListBlock(
        ScenarioStepBlock(), min_num=kinds.FEWEST_STEPS, max_num=kinds.MOST_STEPS
    )

    class Meta:
        label = _("scenario")
        icon = "resubmit"
        template = "blocks/kind.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned: blocks.StructValue = super().clean(value)
        steps = [
            [
                (choice["text"], choice["goes"] or kinds.END, choice["consequence"])
                for choice in step["choices"]
            ]
            for step in cleaned["steps"]
        ]
        _refuse("steps", kinds.steps_problem(steps))
        return cleaned


class CardBlock(blocks.StructBlock):
    front = blocks.CharBlock(max_length=kinds.LONGEST_TEXT)
    back = blocks.TextBlock(max_length=kinds.LONGEST_FEEDBACK)

    class Meta:
        label = _("card")


class FlashcardsBlock(blocks.StructBlock):
    """Cards to turn over. They are for reading; nothing is asked."""

    title = blocks.CharBlock(required=False)
    cards = blocks.ListBlock(CardBlock(), min_num=kinds.FEWEST_CARDS, max_num=kinds.MOST_CARDS)

    class Meta:
        label = _("flashcards")
        icon = "copy"
        template = "blocks/flashcards.html"


class ExamTrueFalseBlock(TrueFalseBlock):
    review = review_field()
    tries = None  # a test has attempts instead


class ExamNumericBlock(NumericBlock):
    review = review_field()
    tries = None  # a test has attempts instead


class ExamOrderingBlock(OrderingBlock):
    review = review_field()
    tries = None  # a test has attempts instead


class ExamMatchingBlock(MatchingBlock):
    review = review_field()
    tries = None  # a test has attempts instead


class ExamFillInBlock(FillInBlock):
    review = review_field()
    tries = None  # a test has attempts instead


Child = Any  # a bound Wagtail stream child: Wagtail ships no types


def as_question(child: Child) -> OutlineQuestion:
    """Give the question that `child`, a block of one of KINDS, asks."""
    value = child.value
    return OutlineQuestion(
        id=UUID(child.id),
        type=child.block_type,
        prompt=safe_html(value["question"]),
        review=value.get("review", ""),
        tries=tries_of(value),
        **KINDS[child.block_type](value),
    )


def _true_false(value: Mapping[str, Any]) -> dict[str, Any]:
    said = bool(value["is_true"])
    options = (
        OutlineOption(TRUE, "", said, value[RIGHT if said else OTHER]),
        OutlineOption(FALSE, "", not said, value[OTHER if said else RIGHT]),
    )
    return {"options": options}


def _numeric(value: Mapping[str, Any]) -> dict[str, Any]:
    lowest, highest = value["lowest"], value["highest"]
    return {
        "lowest": lowest,
        "highest": highest,
        "decimals": kinds.decimals_of(lowest, highest),
        "unit": value["unit"],
        "feedback": {name: value[name] for name in (RIGHT, LOW, HIGH)},
    }


def _ordering(value: Mapping[str, Any]) -> dict[str, Any]:
    items = tuple(
        OutlineOption(_short(bound.id), bound.value, True, "")
        for bound in value["sequence"].bound_blocks
    )
    return {"options": items, "feedback": {name: value[name] for name in (RIGHT, OTHER)}}


def _matching(value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "options": tuple(
            OutlineOption(
                _short(bound.id),
                bound.value["text"],
                True,
                bound.value["feedback"],
                match=bound.value["match"],
            )
            for bound in value["pairs"].bound_blocks
        )
    }


def _fill_in(value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "accepted": tuple(value["answers"]),
        "ignores_accents": bool(value["ignores_accents"]),
        "feedback": {name: value[name] for name in (RIGHT, OTHER)},
    }


def _poll(value: Mapping[str, Any]) -> dict[str, Any]:
    options = tuple(
        OutlineOption(_short(bound.id), bound.value, False, "")
        for bound in value["options"].bound_blocks
    )
    return {"options": options, "feedback": {OTHER: value["after"]}}


def _scenario(value: Mapping[str, Any]) -> dict[str, Any]:
    bound_steps = value["steps"].bound_blocks
    ids = [_short(bound.id) for bound in bound_steps]
    steps = (
        OutlineStep(id_, safe_html(bound.value["text"]), tuple(_choices(bound.value, ids)))
        for id_, bound in zip(ids, bound_steps, strict=True)
    )
    return {"steps": tuple(steps)}


def _choices(step: Mapping[str, Any], ids: list[str]) -> list[OutlineOption]:
    return [
        OutlineOption(
            id=_short(bound.id),
            text=bound.value["text"],
            correct=False,
            feedback=bound.value["consequence"],
            goes=ids[bound.value["goes"] - 1] if bound.value["goes"] else "",
        )
        for bound in step["choices"].bound_blocks
    ]


def _short(id_: str) -> str:
    return id_[:ID_LENGTH]


KINDS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "truefalse": _true_false,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
    "fillin": _fill_in,
    "poll": _poll,
    "scenario": _scenario,
}
