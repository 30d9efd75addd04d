"""What a lesson adds to reading: checks, reflections, toolkit units and notes for facilitators."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import HiddenInput
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

from courses.questions import (
    KINDS,
    ExamFillInBlock,
    ExamMatchingBlock,
    ExamNumericBlock,
    ExamOrderingBlock,
    ExamTrueFalseBlock,
    FillInBlock,
    FlashcardsBlock,
    MatchingBlock,
    NumericBlock,
    OrderingBlock,
    PollBlock,
    ScenarioBlock,
    TrueFalseBlock,
    as_question,
    review_field,
    tries_field,
    tries_of,
)
from courses.taking import Taken, as_kept, named_in, take
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
    tries = tries_field()

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
    review = review_field()
    tries = None  # a test has attempts instead


class ReflectionBlock(blocks.StructBlock):
    prompt = card_text()

    class Meta:
        label = _("reflection")
        icon = "edit"
        template = "blocks/reflection.html"


class FacilitatorBlock(blocks.StructBlock):
    """What the person who leads a session needs to know. It stays closed until it is opened."""

    title = blocks.CharBlock(required=False)
    text = card_text()

    class Meta:
        label = _("for the facilitator")
        icon = "group"
        template = "blocks/facilitator.html"


class KeptBlock(blocks.CharBlock):
    """What the editor keeps and does not show."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.field.widget = HiddenInput()


class DigestBlock(KeptBlock):
    """A digest. Migrations call it by this name."""


class UnitChooserBlock(blocks.PageChooserBlock):
    """A unit of a toolkit. It may be empty: a toolkit can lose a unit that a lesson shows."""

    def clean(self, value: Any) -> Any:
        return None if value is None else super().clean(value)

    def deconstruct(self) -> tuple[str, Any, Any]:
        # For migrations it is the chooser it extends.
        _path, arguments, options = super().deconstruct()
        return "wagtail.blocks.PageChooserBlock", arguments, options


class UnitReferenceBlock(blocks.StructBlock):
    """A unit of a toolkit, or some of its sections, shown in a lesson.

    `text` is the wording shown: taken from the unit, and free to be changed here. `title` and
    `sources` (one a line) are those of the unit when the wording was taken; without a title, as
    blocks once were, those of the unit are shown. `accepted` and `declined` are digests
    (courses.taking) of what this block last took over of the unit, and of that whose author chose
    to keep their own.
    """

    unit = UnitChooserBlock(
        page_type=["toolkits.GuidePage", "toolkits.CasePage", "toolkits.InstrumentPage"]
    )
    sections = blocks.ListBlock(
        blocks.CharBlock(),
        default=[],
        help_text=_("The headings to show, as the unit writes them. None shows the whole unit."),
    )
    text = ReadingBlock(
        required=False,
        help_text=_("Leave empty to take the wording of the unit. What you change stays yours."),
    )
    title = KeptBlock(required=False, default="", label=" ")
    sources = KeptBlock(required=False, default="", label=" ")
    accepted = DigestBlock(required=False, label=" ")
    declined = DigestBlock(required=False, label=" ")

    class Meta:
        label = _("toolkit unit")
        icon = "openquote"
        template = "blocks/unit.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned: blocks.StructValue = super().clean(value)
        if cleaned["unit"] is None:
            if not len(cleaned["text"]):
                message = _("Choose the unit of a toolkit.")
                raise blocks.StructBlockValidationError({"unit": ValidationError(message)})
            return cleaned
        if _is_published(cleaned["unit"]):
            self._pin(cleaned)
        elif _takes_over(cleaned):
            message = _("Choose a unit that is published.")
            raise blocks.StructBlockValidationError({"unit": ValidationError(message)})
        return cleaned

    def _pin(self, cleaned: blocks.StructValue) -> None:
        """Take over what the unit says where there is nothing, or the same, in the block."""
        unit = cleaned["unit"].specific
        kept = as_kept(self.get_prep_value(cleaned), unit)
        cleaned["title"], cleaned["sources"] = kept.title, "\n".join(kept.sources)
        try:
            taken = take(unit, list(cleaned["sections"]))
        except KeyError as error:
            if kept.text:
                return  # the unit dropped the section; what the lesson says stays
            message = _("The unit has no section “%s”.") % error.args[0]
            raise blocks.StructBlockValidationError({"sections": ValidationError(message)}) from (
                error
            )
        # An editor writes HTML in its own way, which alone makes no wording of one's own.
        if not kept.text or kept.digest == taken.digest:
            text = self.child_blocks["text"].to_python(taken.text)
            cleaned.update({**taken.pinned(), "text": text})
        else:
            _remember(cleaned, taken)

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        shown = (child.render(context=parent_context) for child in value["text"])
        context["html"] = lower_headings("\n".join(shown))
        unit = None if value["title"] or value["unit"] is None else value["unit"].specific
        context["title"], context["sources"] = named_in(value, unit)
        return context


def _is_published(unit: Page) -> bool:
    return bool(Page.objects.filter(pk=unit.pk).live().public().exists())


def _takes_over(cleaned: blocks.StructValue) -> bool:
    """Say whether the block has nothing of a unit yet, or lets go of what it has."""
    return not len(cleaned["text"]) or not (cleaned["accepted"] or cleaned["declined"])


def _remember(cleaned: blocks.StructValue, taken: Taken) -> None:
    """Note that the author knows `taken`, which is what the unit says, and words it otherwise."""
    if not cleaned["accepted"] and not cleaned["declined"]:
        cleaned["declined"] = taken.digest
    for name in ("accepted", "declined"):
        if cleaned[name] in taken.digests:
            cleaned[name] = taken.digest


def lower_headings(html: str) -> SafeString:
    """Give `html`, which is safe, with its headings one level lower."""
    for level in (3, 2):
        html = html.replace(f"<h{level}", f"<h{level + 1}").replace(
            f"</h{level}>", f"</h{level + 1}>"
        )
    return SafeString(html)


class LessonBlock(ReadingBlock):
    """The body of a lesson."""

    unit = UnitReferenceBlock(group=_("Text"))
    check = CheckBlock(group=_("Learning"))
    truefalse = TrueFalseBlock(group=_("Learning"))
    numeric = NumericBlock(group=_("Learning"))
    ordering = OrderingBlock(group=_("Learning"))
    matching = MatchingBlock(group=_("Learning"))
    fillin = FillInBlock(group=_("Learning"))
    poll = PollBlock(group=_("Learning"))
    scenario = ScenarioBlock(group=_("Learning"))
    flashcards = FlashcardsBlock(group=_("Learning"))
    reflection = ReflectionBlock(group=_("Learning"))
    facilitator = FacilitatorBlock(group=_("Learning"))


class BankBlock(blocks.StreamBlock):
    """The item bank of a test: only what has a right answer."""

    check = ExamQuestionBlock()
    truefalse = ExamTrueFalseBlock()
    numeric = ExamNumericBlock()
    ordering = ExamOrderingBlock()
    matching = ExamMatchingBlock()
    fillin = ExamFillInBlock()


def as_part(child: blocks.StreamValue.StreamChild) -> Part:
    """Give a question where `child` is one, and `child` itself, to be rendered, where not."""
    if child.block_type == "check":
        return _question(child)
    if child.block_type in KINDS:
        return as_question(child)
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
        tries=tries_of(value),
    )
