from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from learning.accounts.models import User
from learning.cohorts.dialogue.texts import LONGEST, plain
from learning.cohorts.inputs import IN_OUR_TIME, DateInput
from learning.cohorts.models import Cohort


class TextField(forms.CharField):
    """A text of several lines, in clean writing before its length is looked at."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        widget = forms.Textarea({"rows": rows, "dir": "auto"})
        super().__init__(**{"max_length": LONGEST, "widget": widget, **options})

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "")


class NonceField(forms.UUIDField):
    """A number of the form's own: sent twice by a double click, it is one form."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, initial=uuid4)


class AnnouncementForm(forms.Form):
    """A text in each language that the server speaks; one is enough."""

    nonce = NonceField()
    reason = forms.CharField(
        label=_("Why these people"),
        help_text=_("For your own list, for example: absent on Monday."),
        max_length=200,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )

    def __init__(self, *args: Any, is_for_all: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        for code, name in settings.LANGUAGES:
            self.fields[f"text_{code}"] = TextField(label=name, required=False, rows=5)
        if is_for_all:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.texts:
            raise ValidationError(_("Write the text in one language at least."))
        return cleaned

    @property
    def texts(self) -> Mapping[str, str]:
        """Give language → text, for those that were written."""
        written = {code: self.cleaned_data.get(f"text_{code}") for code, _ in settings.LANGUAGES}
        return {code: text for code, text in written.items() if text}


class PostForm(forms.Form):
    nonce = NonceField()
    to = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = TextField(label=_("Your message"), rows=3)


class OfficeHourForm(forms.Form):
    """When an expert answers, about what, and where."""

    nonce = NonceField()
    topic = forms.CharField(
        label=_("What about, and with whom"),
        help_text=_("For example: land registers, with the surveyor of the ministry."),
        max_length=200,
        widget=forms.TextInput({"dir": "auto"}),
    )
    date = forms.DateField(
        label=_("Day"), input_formats=["%Y-%m-%d"], widget=DateInput(), validators=IN_OUR_TIME
    )
    time = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput({"type": "time"}))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=480, initial=60)
    where = forms.CharField(
        label=_("Where, or how to take part"),
        max_length=300,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )
    expert = forms.ModelChoiceField(
        label=_("Trainer who answers"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Somebody else"),
    )

    def __init__(self, *args: Any, cohort: Cohort, **options: Any) -> None:
        super().__init__(*args, **options)
        expert = cast("forms.ModelChoiceField[User]", self.fields["expert"])
        expert.queryset = cohort.trainers.order_by("name", "pk")

    @property
    def starts(self) -> datetime:
        return datetime.combine(self.cleaned_data["date"], self.cleaned_data["time"])


class ReasonForm(forms.Form):
    """Why a post is hidden, in words for who wrote it."""

    why = forms.CharField(label=_("Why"), max_length=300, widget=forms.TextInput({"dir": "auto"}))
