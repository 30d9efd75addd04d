from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from learning.accounts.forms import CODE_ATTRIBUTES
from learning.cohorts.agenda.templates import Template
from learning.cohorts.inputs import IN_OUR_TIME, DateInput
from learning.cohorts.offering import courses_on_offer

__all__ = ["DateInput", "JoinForm", "OpenCohortForm"]


class JoinForm(forms.Form):
    """The cohort code alone, for a learner who is signed in."""

    code = forms.CharField(
        label=_("Cohort code"),
        help_text=_("6 letters and digits, from your trainer."),
        max_length=40,
        widget=forms.TextInput({**CODE_ATTRIBUTES, "autocomplete": "off"}),
    )


class OpenCohortForm(forms.Form):
    """A new cohort: a name, a course and two dates. Its agenda can be left as it is proposed."""

    name = forms.CharField(
        label=_("Name of the cohort"),
        help_text=_("For example: Ministry of Lands, May."),
        max_length=150,
        widget=forms.TextInput({"dir": "auto"}),
    )
    course = forms.TypedChoiceField(label=_("Course"), coerce=UUID)
    starts = forms.DateField(
        label=_("First day"), input_formats=["%Y-%m-%d"], widget=DateInput(), validators=IN_OUR_TIME
    )
    ends = forms.DateField(
        label=_("Last day"), input_formats=["%Y-%m-%d"], widget=DateInput(), validators=IN_OUR_TIME
    )
    template = forms.TypedChoiceField(
        label=_("Agenda"),
        help_text=_("Sessions to begin with. You can change all of them."),
        choices=Template.choices,
        coerce=Template,
        empty_value=Template.PROGRAMME,
        initial=Template.PROGRAMME,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer = [(str(activity), title) for activity, title in courses_on_offer()]
        course = cast(forms.TypedChoiceField, self.fields["course"])
        course.choices = [("", _("Choose a course")), *offer]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if {"starts", "ends"} <= cleaned.keys() and cleaned["ends"] < cleaned["starts"]:
            raise ValidationError({"ends": _("The last day lies before the first day.")})
        return cleaned
