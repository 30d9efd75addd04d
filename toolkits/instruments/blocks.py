"""Instruments in the editor: the same names as in an entry, one form field each.

What an author saves must be a definition that `definition.read` takes; each fault is told where
it stands.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from toolkits.instruments.definition import (
    LINE,
    MOST_DECIMALS,
    MOST_ROWS,
    PARAGRAPH,
    Definition,
    read,
    to_entry,
)
from toolkits.instruments.entries import LONGEST_CODE
from toolkits.instruments.errors import DefinitionErrors, Fault
from toolkits.instruments.formulas import FORMULAS

STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")  # one step of a fault's path
TYPES = [
    ("number", _("number")),
    ("text", _("one line of text")),
    ("long", _("several lines of text")),
    ("date", _("date")),
    ("choice", _("choice")),
]
CHARTS = [("radar", _("radar")), ("bars", _("bars"))]


def _line(*, required: bool = True, **options: Any) -> blocks.CharBlock:
    return blocks.CharBlock(required=required, max_length=LINE, **options)


def _paragraph(*, required: bool = False, **options: Any) -> blocks.TextBlock:
    return blocks.TextBlock(required=required, max_length=PARAGRAPH, rows=2, **options)


def _code() -> blocks.CharBlock:
    help_text = _(
        "Lower-case letters, digits and hyphens. Answers are kept under it: never change it once "
        "people have filled in the instrument."
    )
    return blocks.CharBlock(label=_("code"), max_length=LONGEST_CODE, help_text=help_text)


class QuestionBlock(blocks.StructBlock):
    code = _code()
    text = _paragraph(required=True, label=_("question"), help_text=_("Can be answered yes or no."))
    hint = _paragraph(
        label=_("hint"), help_text=_("Where to look, and what counts as evidence of a yes.")
    )
    weight = blocks.IntegerBlock(
        label=_("weight"),
        min_value=1,
        max_value=100,
        default=1,
        help_text=_("How much it counts beside the other questions of its group."),
    )
    advice = _paragraph(label=_("advice"), help_text=_("What to do when the answer is no."))
    unit = _line(
        required=False,
        label=_("unit to read"),
        help_text=_("Addresses of a toolkit and a unit: national-toolkit/guide-ask-once"),
    )

    class Meta:
        label = _("question")
        label_format = "{text}"


class DimensionBlock(blocks.StructBlock):
    code = _code()
    title = _line(label=_("title"))
    weight = blocks.IntegerBlock(
        label=_("weight"),
        min_value=1,
        max_value=100,
        help_text=_("Whole percent of the total. The weights of all groups add up to 100."),
    )
    questions = blocks.ListBlock(QuestionBlock(), label=_("questions"), collapsed=True)

    class Meta:
        label = _("group of questions")
        label_format = "{title}"


class LevelBlock(blocks.StructBlock):
    title = _line(label=_("title"))
    from_percent = blocks.IntegerBlock(
        label=_("from percent"),
        min_value=0,
        max_value=100,
        help_text=_("The first level starts from 0, each other one higher than the one before."),
    )
    advice = _paragraph(label=_("advice"), help_text=_("What to do first at this level."))

    class Meta:
        label = _("level")
        label_format = "{title}"


class FieldBlock(blocks.StructBlock):
    code = _code()
    label = _line(label=_("label"))
    type = blocks.ChoiceBlock(choices=TYPES, default="text", label=_("type"))
    hint = _paragraph(label=_("hint"), help_text=_("Where the value comes from."))
    unit = _line(
        required=False, label=_("unit"), help_text=_("Of a number, such as kbit/s or hours.")
    )
    minimum = blocks.DecimalBlock(required=False, label=_("minimum"))
    maximum = blocks.DecimalBlock(required=False, label=_("maximum"))
    decimals = blocks.IntegerBlock(
        label=_("decimals"),
        min_value=0,
        max_value=MOST_DECIMALS,
        default=0,
        help_text=_("How many digits of a number may stand after the decimal sign."),
    )
    required = blocks.BooleanBlock(required=False, label=_("must be filled in"))
    options = blocks.ListBlock(
        _line(), default=[], label=_("options"), help_text=_("Of a choice; at least two.")
    )
    default = _line(
        required=False, label=_("default"), help_text=_("Taken where nothing is filled in.")
    )

    class Meta:
        label = _("field")
        label_format = "{label}"


class BandBlock(blocks.StructBlock):
    title = _line(label=_("title"))
    from_value = blocks.DecimalBlock(label=_("from value"))
    advice = _paragraph(label=_("advice"))
    above = blocks.BooleanBlock(
        required=False,
        label=_("starts just above this value"),
        help_text=_("As in “more than 0.75”."),
    )

    class Meta:
        label = _("level")
        label_format = "{title}"


class SectionBlock(blocks.StructBlock):
    code = _code()
    title = _line(label=_("title"))
    prompt = _paragraph(label=_("prompt"), help_text=_("What to think about and write here."))
    fields = blocks.ListBlock(FieldBlock(), label=_("fields"), collapsed=True)
    rows = blocks.IntegerBlock(
        label=_("rows"),
        min_value=0,
        max_value=MOST_ROWS,
        default=0,
        help_text=_("0: a form. More: a table of at most so many rows, with the fields across."),
    )

    class Meta:
        label = _("section")
        label_format = "{title}"


class DefinitionBlock(blocks.StructBlock):
    """A struct whose value, taken as an entry of `kind`, must be a definition."""

    kind = ""

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned: blocks.StructValue = super().clean(value)
        try:
            self.definition(cleaned)
        except DefinitionErrors as error:
            raise told_in_place(error.faults) from error
        return cleaned

    def definition(self, value: blocks.StructValue) -> Definition:
        """Give the definition that `value` holds. Raises: DefinitionErrors."""
        return read({"kind": self.kind, **_plain(value)})


class AssessmentBlock(DefinitionBlock):
    kind = "assessment"

    label = _line(label=_("what the total is"), help_text=_("Such as: our total, not the OSI"))
    assessors = blocks.IntegerBlock(
        label=_("assessors"),
        min_value=1,
        max_value=2,
        default=2,
        help_text=_("2: two people answer separately, then agree."),
    )
    chart = blocks.ChoiceBlock(choices=CHARTS, default="radar", label=_("chart"))
    dimensions = blocks.ListBlock(DimensionBlock(), label=_("groups of questions"))
    levels = blocks.ListBlock(LevelBlock(), label=_("levels"), collapsed=True)

    class Meta:
        label = _("assessment")
        icon = "tasks"
        help_text = _("Questions answered yes or no, with evidence. Result: a total and gaps.")


class CalculatorBlock(DefinitionBlock):
    kind = "calculator"

    formula = blocks.ChoiceBlock(
        choices=[(name, name) for name in FORMULAS],
        label=_("formula"),
        help_text=_("It says which codes its number fields have; see docs/library-format.md."),
    )
    inputs = blocks.ListBlock(FieldBlock(), label=_("fields"), collapsed=True)
    levels = blocks.ListBlock(BandBlock(), default=[], label=_("levels"), collapsed=True)
    note = _paragraph(label=_("note"), help_text=_("What the result is, and what it is not."))
    measure = _line(
        required=False,
        label=_("line that the levels read"),
        help_text=_("Code of a line of the result. Empty: the formula’s main line."),
    )

    class Meta:
        label = _("calculator")
        icon = "order"
        help_text = _("Numbers in, numbers out, by a formula of the platform.")


class CanvasBlock(DefinitionBlock):
    kind = "canvas"

    sections = blocks.ListBlock(SectionBlock(), label=_("sections"))
    note = _paragraph(label=_("note"))

    class Meta:
        label = _("canvas")
        icon = "form"
        help_text = _("A sheet to fill in: forms and tables, and no score.")


class ToolBlock(blocks.StreamBlock):
    """What people fill in: one assessment, calculator or canvas."""

    assessment = AssessmentBlock()
    calculator = CalculatorBlock()
    canvas = CanvasBlock()


def definition_of(tool: blocks.StreamValue) -> Definition | None:
    """Give the definition in `tool`; None where it is empty, or a draft not yet complete."""
    try:
        return next((child.block.definition(child.value) for child in tool), None)
    except DefinitionErrors:
        return None


def to_stream(definition: Definition, namespace: UUID) -> list[dict[str, Any]]:
    """Give the raw stream that holds `definition`, with ids that depend on `namespace` only."""
    entry = to_entry(definition)
    kind = entry.pop("kind")
    id_ = uuid5(namespace, f"tool/{kind}")
    return [{"type": kind, "value": _raw(entry, id_, ""), "id": str(id_)}]


def _raw(value: Any, namespace: UUID, path: str) -> Any:
    """Give `value` as Wagtail writes it: the items of a list carry a type and an id."""
    if isinstance(value, Mapping):
        return {name: _raw(item, namespace, f"{path}/{name}") for name, item in value.items()}
    if not isinstance(value, list):
        return value
    return [
        {
            "type": "item",
            "value": _raw(item, namespace, f"{path}/{place}"),
            "id": str(uuid5(namespace, f"{path}/{place}")),
        }
        for place, item in enumerate(value)
    ]


def _plain(value: Any) -> Any:
    """Give a block's value as plain data; what is empty is left to its default."""
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items() if item is not None}
    if isinstance(value, blocks.list_block.ListValue):
        return [_plain(item) for item in value]
    return value


def told_in_place(faults: Iterable[Fault]) -> blocks.StructBlockValidationError:
    """Give `faults` as one error of a struct, each told at the block that its path leads to."""
    tree = _Tree()
    for fault in faults:
        steps = [name or int(place) for name, place in STEP.findall(fault.path)]
        tree.add(steps, fault.told(gettext))
    error = tree.error()
    if isinstance(error, blocks.StructBlockValidationError):
        return error
    return blocks.StructBlockValidationError(non_block_errors=tree.messages)


class _Tree:
    """Messages by the steps that lead to them: names of fields, places in lists."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.below: dict[str | int, _Tree] = {}

    def add(self, steps: list[str | int], message: str) -> None:
        if not steps:
            self.messages.append(message)
        else:
            self.below.setdefault(steps[0], _Tree()).add(steps[1:], message)

    def error(self) -> ValidationError:
        errors = {step: tree.error() for step, tree in self.below.items()}
        if not errors:
            return ValidationError(self.messages)
        is_list = all(isinstance(step, int) for step in errors)
        group = (
            blocks.list_block.ListBlockValidationError
            if is_list
            else blocks.StructBlockValidationError
        )
        return group(block_errors=errors, non_block_errors=self.messages)
