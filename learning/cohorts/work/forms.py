"""The forms of work: rubrics, marks, rules, and what participants hand in."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.cohorts.errors import CohortError
from learning.cohorts.inputs import DateInput
from learning.cohorts.work.assignments import Assignment
from learning.cohorts.work.keeping_files import HandedFile, check_files
from learning.cohorts.work.plans import plan_lines
from learning.cohorts.work.rubrics import (
    BEST_MARK,
    LEVEL_LENGTH,
    LEVELS,
    MOST_CRITERIA,
    TITLE_LENGTH,
    Criterion,
    Rubric,
)
from learning.cohorts.work.rules import Condition, Rule

TEXT_LENGTH = 2_000  # characters
REASON_LENGTH = 300  # characters


class WrittenField(forms.CharField):
    """What people wrote: in Unicode form C, with one sign for the end of a line."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        widget = forms.Textarea({"rows": rows, "dir": "auto"})
        super().__init__(**{"max_length": TEXT_LENGTH, "widget": widget, **options})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


class LineField(WrittenField):
    """The same, in one line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": forms.TextInput({"dir": "auto"}), **options})


@dataclass(frozen=True)
class Asked:
    """A question of a form as it is drawn: its heading, its field, and what may be chosen."""

    title: str
    field: BoundField
    choices: Sequence[tuple[int, str]]

    @property
    def chosen(self) -> int | None:
        """What is chosen now, if it is one of the choices."""
        said = str(self.field.value() if self.field.value() is not None else "")
        return int(said) if said.isdecimal() and len(said) < 3 else None


class MarkForm(forms.Form):
    """A level for each criterion of a rubric, and a comment."""

    comment = WrittenField(label=_("What you saw, and one thing to change"), required=False)

    def __init__(self, *args: Any, rubric: Rubric | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rubric = rubric
        for number, criterion in enumerate(self._criteria, start=1):
            choices = list(enumerate(criterion.levels, start=1))
            self.fields[f"level_{number}"] = forms.TypedChoiceField(
                label=criterion.title, choices=choices, coerce=int, widget=forms.RadioSelect
            )

    @property
    def _criteria(self) -> tuple[Criterion, ...]:
        return self.rubric.criteria if self.rubric else ()

    @property
    def asked(self) -> list[Asked]:
        return [
            Asked(each.title, self[f"level_{number}"], list(enumerate(each.levels, start=1)))
            for number, each in enumerate(self._criteria, start=1)
        ]

    @property
    def levels(self) -> list[int]:
        return [self.cleaned_data[f"level_{n}"] for n in range(1, len(self._criteria) + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self._criteria and not cleaned.get("comment"):
            raise ValidationError({"comment": gettext("Write what you think of it.")})
        return cleaned


def first_marks(levels: Sequence[int], comment: str) -> dict[str, Any]:
    """Give what a form of marks begins with."""
    return {f"level_{n}": each for n, each in enumerate(levels, start=1)} | {"comment": comment}


class ReadingForm(forms.Form):
    """Yes or no to each of the seven lines of an action plan, and a comment."""

    comment = WrittenField(label=_("Comment for the pair"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number, line in enumerate(plan_lines(), start=1):
            self.fields[f"line_{number}"] = forms.TypedChoiceField(
                label=line, choices=self._choices, coerce=int, widget=forms.RadioSelect
            )

    @property
    def _choices(self) -> list[tuple[int, str]]:
        return [(1, gettext("Yes")), (0, gettext("No"))]

    @property
    def asked(self) -> list[Asked]:
        lines = enumerate(plan_lines(), start=1)
        return [Asked(line, self[f"line_{n}"], self._choices) for n, line in lines]

    @property
    def lines(self) -> list[bool]:
        return [bool(self.cleaned_data[f"line_{n}"]) for n, _l in enumerate(plan_lines(), start=1)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        says_no = any(cleaned.get(f"line_{n}") == 0 for n, _l in enumerate(plan_lines(), start=1))
        if says_no and not cleaned.get("comment"):
            asks = gettext("Where a line is no, say in a comment what to mend.")
            raise ValidationError({"comment": asks})
        return cleaned


def first_reading(lines: Sequence[bool], comment: str) -> dict[str, Any]:
    """Give what a form of a reading begins with."""
    said = {f"line_{n}": int(each) for n, each in enumerate(lines, start=1)}
    return said | {"comment": comment}


class RubricForm(forms.Form):
    """A rubric of one to six criteria. What has no title and no level is left out."""

    def __init__(self, *args: Any, is_required: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_required = is_required
        for number in range(1, MOST_CRITERIA + 1):
            self.fields[f"title_{number}"] = LineField(
                label=_("Criterion"), max_length=TITLE_LENGTH, required=False
            )
            for level in range(1, LEVELS + 1):
                self.fields[f"level_{number}_{level}"] = LineField(
                    label=_("What you see at level %(level)d") % {"level": level},
                    max_length=LEVEL_LENGTH,
                    required=False,
                )

    @property
    def rows(self) -> list[tuple[int, BoundField, list[BoundField]]]:
        return [
            (number, self[f"title_{number}"], [self[name] for name in self._levels(number)])
            for number in range(1, MOST_CRITERIA + 1)
        ]

    @staticmethod
    def _levels(number: int) -> list[str]:
        return [f"level_{number}_{level}" for level in range(1, LEVELS + 1)]

    @property
    def rubric(self) -> Rubric | None:
        """The rubric that was filled in; None if nothing was."""
        found = [self._criterion(number) for number in range(1, MOST_CRITERIA + 1)]
        known = tuple(each for each in found if each)
        return Rubric(known) if known else None

    def _criterion(self, number: int) -> Criterion | None:
        title = self.cleaned_data.get(f"title_{number}", "")
        levels = tuple(self.cleaned_data.get(name, "") for name in self._levels(number))
        return Criterion(title, levels) if title else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(1, MOST_CRITERIA + 1):
            said = [cleaned.get(name) for name in (f"title_{number}", *self._levels(number))]
            if any(said) and not all(said):
                asks = gettext("Criterion %(number)d needs a title and four levels.")
                self.add_error(f"title_{number}", asks % {"number": number})
        if self.is_required and not self.errors and self.rubric is None:
            raise ValidationError(gettext("A rubric needs at least one criterion."))
        return cleaned


def first_rubric(rubric: Rubric | None) -> dict[str, str]:
    """Give what a form of a rubric begins with."""
    said: dict[str, str] = {}
    for number, each in enumerate(rubric.criteria if rubric else (), start=1):
        said[f"title_{number}"] = each.title
        said |= {f"level_{number}_{n}": text for n, text in enumerate(each.levels, start=1)}
    return said


class AssignmentForm(forms.Form):
    """What participants are asked to do."""

    title = LineField(label=_("Title"), max_length=150)
    instructions = WrittenField(label=_("What to do"), rows=6)
    due = forms.DateField(
        label=_("Last day"),
        help_text=_("What comes later is taken too, and marked as late."),
        input_formats=["%Y-%m-%d"],
        widget=DateInput(),
    )
    takes_files = forms.BooleanField(label=_("Files may be handed in"), required=False)


def first_assignment(assignment: Assignment | None) -> dict[str, Any]:
    """Give what the form of an assignment begins with."""
    if assignment is None:
        return {"takes_files": True}
    return {
        "title": assignment.title,
        "instructions": assignment.instructions,
        "due": assignment.due,
        "takes_files": assignment.takes_files,
    }


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each looked at before anything is kept."""

    widget = FilesInput

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        found = [each for each in (value or []) if each]
        return [super(FilesField, self).clean(each, initial) for each in found]


class HandInForm(forms.Form):
    """A text, files, or both. What was handed in before can be kept."""

    text = WrittenField(label=_("Your text"), rows=10, required=False)
    kept = forms.MultipleChoiceField(
        label=_("Files from before that stay"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    new_files = FilesField(
        label=_("Files"),
        help_text=_(
            "At most 5, and 5 MB each: PDF, picture, document, text, sound or film. "
            "Several can be chosen at once."
        ),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        before: Sequence[HandedFile] = (),
        takes_files: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.before = {each.sha256: each for each in before}
        if not takes_files:
            del self.fields["new_files"]
        if self.before:
            choices = [(each.sha256, each.name) for each in before]
            self.fields["kept"] = forms.MultipleChoiceField(
                label=_("Files from before that stay"),
                choices=choices,
                initial=list(self.before),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        else:
            del self.fields["kept"]

    @property
    def kept_files(self) -> list[HandedFile]:
        return [self.before[each] for each in self.cleaned_data.get("kept", [])]

    @property
    def uploads(self) -> "list[UploadedFile[Any]]":
        return list(self.cleaned_data.get("new_files") or [])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            check_files(self.uploads, kept=len(self.kept_files))
        except CohortError as error:
            raise ValidationError({"new_files": str(error.sentence)}) from error
        has_something = cleaned.get("text") or self.uploads or self.kept_files
        if not self.errors and not has_something:
            raise ValidationError(gettext("Write something, or choose a file."))
        return cleaned


class JoinPlanForm(forms.Form):
    """The code of the plan that a partner shared."""

    code = forms.CharField(
        label=_("Code of your partner’s plan"),
        help_text=_("6 signs. Your partner reads it on the page of the plan."),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )


class TakeBackForm(forms.Form):
    """Why a confirmation does not stand any more."""

    reason = LineField(
        label=_("Why"),
        help_text=_("The person reads this. At least one short sentence."),
        min_length=10,
        max_length=REASON_LENGTH,
    )


class RuleForm(forms.Form):
    """Four conditions, each of which can be switched off."""

    attendance_on = forms.BooleanField(label=_("Ask for attendance"), required=False)
    attendance = forms.IntegerField(
        label=_("Attendance, percent of the half days"), min_value=1, max_value=100
    )
    teach_back_on = forms.BooleanField(label=_("Ask for a teach-back"), required=False)
    teach_back = forms.DecimalField(
        label=_("Teach-back, mark of 5"),
        min_value=Decimal("0.1"),
        max_value=Decimal(BEST_MARK) / 10,
        decimal_places=1,
    )
    post_test_on = forms.BooleanField(label=_("Ask for the post-test"), required=False)
    post_test = forms.IntegerField(label=_("Post-test, percent right"), min_value=1, max_value=100)
    plan_on = forms.BooleanField(label=_("Ask for an accepted action plan"), required=False)
    plan = forms.TypedChoiceField(
        label=_("Readers who must say yes to each line"), coerce=int, choices=[(1, "1"), (2, "2")]
    )

    @property
    def pairs(self) -> list[tuple[BoundField, BoundField]]:
        names = ("attendance", "teach_back", "post_test", "plan")
        return [(self[f"{name}_on"], self[name]) for name in names]

    @property
    def needed(self) -> dict[Condition, int]:
        """What is asked for, in the units of `rules.DEFAULTS`."""
        said = self.cleaned_data
        units: Mapping[Condition, int] = {
            Condition.ATTENDANCE: said["attendance"],
            Condition.TEACH_BACK: int(said["teach_back"] * 10),
            Condition.POST_TEST: said["post_test"],
            Condition.PLAN: said["plan"],
        }
        return {each: unit for each, unit in units.items() if said[f"{_field(each)}_on"]}


def _field(condition: Condition) -> str:
    return condition.value.replace("-", "_")


def first_rule(rule: Rule, defaults: Mapping[Condition, int]) -> dict[str, Any]:
    """Give what the form of the rule begins with; what is off keeps the proposed figure."""
    said: dict[str, Any] = {}
    for condition, proposed in defaults.items():
        needed = rule.needed.get(condition, proposed)
        is_tenths = condition == Condition.TEACH_BACK
        said[_field(condition)] = Decimal(needed) / 10 if is_tenths else needed
        said[f"{_field(condition)}_on"] = condition in rule.needed
    return said
