"""What a lesson adds to reading: knowledge checks and reflections."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from toolkits.blocks import ReadingBlock, card_text, safe_html
from toolkits.outline import OutlineOption, OutlineQuestion, Part

SINGLE, MULTIPLE = "single", "multiple"
OPTION_ID_LENGTH = 8  # characters of the option's UUID: unique among the few options of a check


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=400)
    correct = blocks.BooleanBlock(required=False)
    feedback = blocks.TextBlock(
        max_length=800, help_text=_("Why it is right or wrong. It is read by those who choose it.")
    )

    class Meta:
        label = _("option")


class CheckBlock(blocks.StructBlock):
    type = blocks.ChoiceBlock(
        choices=[(SINGLE, _("one right answer")), (MULTIPLE, _("several right answers"))],
        default=SINGLE,
    )
    question = card_text()
    options = blocks.ListBlock(OptionBlock(), min_num=2, max_num=8)

    class Meta:
        label = _("knowledge check")
        icon = "help"
        template = "blocks/check.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned: blocks.StructValue = super().clean(value)
        if problem := answer_problem(
            cleaned["type"], [bool(option["correct"]) for option in cleaned["options"]]
        ):
            raise blocks.StructBlockValidationError(
                block_errors={"options": ValidationError(problem)}
            )
        return cleaned


def answer_problem(type_: str, correct: list[bool]) -> str:
    """Say what is wrong with a check whose options are right as in `correct`; empty if nothing."""
    if type_ == SINGLE and correct.count(True) != 1:
        return str(_("Mark exactly one option as right."))
    if type_ == MULTIPLE and (all(correct) or not any(correct)):
        return str(_("Mark at least one option as right and leave at least one wrong."))
    return ""


class ExamQuestionBlock(CheckBlock):
    review = blocks.CharBlock(
        help_text=_("The slug of the lesson to read again after a wrong answer.")
    )


class ReflectionBlock(blocks.StructBlock):
    prompt = card_text()

    class Meta:
        label = _("reflection")
        icon = "edit"
        template = "blocks/reflection.html"


class LessonBlock(ReadingBlock):
    """The body of a lesson."""

    check = CheckBlock(group=_("Learning"))
    reflection = ReflectionBlock(group=_("Learning"))


class BankBlock(blocks.StreamBlock):
    """The item bank of a final assessment."""

    check = ExamQuestionBlock()


def as_part(child: blocks.StreamValue.StreamChild) -> Part:
    """Give a question where `child` is one, and `child` itself, to be rendered, where not."""
    if child.block_type == "check":
        return _question(child)
    if child.block_type == "reflection":
        return OutlineQuestion(UUID(child.id), "reflection", safe_html(child.value["prompt"]))
    return child


def _question(child: blocks.StreamValue.StreamChild) -> OutlineQuestion:
    value = child.value
    return OutlineQuestion(
        id=UUID(child.id),
        type=value["type"],
        prompt=safe_html(value["question"]),
        options=tuple(
            OutlineOption(
                id=bound.id[:OPTION_ID_LENGTH],
                text=bound.value["text"],
                correct=bool(bound.value["correct"]),
                feedback=bound.value["feedback"],
            )
            for bound in value["options"].bound_blocks
        ),
        review=value.get("review", ""),
    )
