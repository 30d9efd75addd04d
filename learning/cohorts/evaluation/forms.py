from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.cohorts.evaluation.reactions import LINES, MARKS, MOST_FORMS, TEXTS
from learning.xapi.statements import tidy

LONGEST = 500  # characters of a sentence
CHOICES = (
    (1, gettext_lazy("1: not at all")),
    (2, gettext_lazy("2: a little")),
    (3, gettext_lazy("3: mostly")),
    (4, gettext_lazy("4: fully")),
)
QUESTIONS = {
    "use": gettext_lazy("One thing I will use"),
    "change": gettext_lazy("One thing that should change"),
    "access": gettext_lazy(
        "Was anything hard to reach for you? "
        "(The room, the print, the sound, the language, the hours)"
    ),
}


class ReactionForm(forms.Form):
    """A day's form: a mark in each line, and three sentences that may stay empty."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for place, line in enumerate(LINES):
            self.fields[f"line_{place}"] = forms.TypedChoiceField(
                label=str(line),
                coerce=int,
                choices=CHOICES,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the four marks.")},
            )
        for name in TEXTS:
            self.fields[name] = forms.CharField(
                label=QUESTIONS[name],
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea({"rows": 2, "dir": "auto"}),
            )

    @property
    def lines(self) -> list[forms.BoundField]:
        return [self[f"line_{place}"] for place in range(len(LINES))]

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[name] for name in TEXTS]

    @property
    def value(self) -> dict[str, object]:
        """What the form says, as it is kept."""
        data = self.cleaned_data
        texts = {name: tidy(data[name]) for name in TEXTS if data[name]}
        return {"marks": [data[f"line_{place}"] for place in range(len(LINES))], **texts}


class PaperForm(forms.Form):
    """The count of a day's forms on paper: for each line, how many gave each mark."""

    def __init__(self, *args: Any, counts: Sequence[Sequence[int]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        for place, line in enumerate(LINES):
            for mark in MARKS:
                self.fields[f"count_{place}_{mark}"] = forms.IntegerField(
                    label=_("%(line)s: how many gave %(mark)d") % {"line": line, "mark": mark},
                    min_value=0,
                    max_value=MOST_FORMS,
                    required=False,
                    initial=counts[place][mark - 1] if counts else 0,
                )

    @cached_property
    def rows(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [
            (line, [self[f"count_{place}_{mark}"] for mark in MARKS])
            for place, line in enumerate(LINES)
        ]

    @property
    def counts(self) -> list[list[int]]:
        data = self.cleaned_data
        return [
            [data[f"count_{place}_{mark}"] or 0 for mark in MARKS] for place in range(len(LINES))
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and len({sum(line) for line in self.counts} - {0}) > 1:
            self.add_error(
                None,
                _(
                    "The lines do not have the same number of forms. Nothing was saved. Count "
                    "again, or enter a form with an empty line in no line at all."
                ),
            )
        return cleaned
