import unicodedata
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.cohorts.agenda.sessions import LONGEST, Session
from learning.cohorts.agenda.templates import Template
from learning.cohorts.inputs import IN_OUR_TIME, DateInput, TimeInput

PLACE_LENGTH = 200  # characters


class PlainField(forms.CharField):
    """A line that people wrote, in Unicode form C with single spaces."""

    widget = forms.TextInput({"dir": "auto"})

    def clean(self, value: Any) -> str:
        return unicodedata.normalize("NFC", " ".join(str(super().clean(value)).split()))


def _day() -> forms.DateField:
    return forms.DateField(
        label=_("Date"), input_formats=["%Y-%m-%d"], widget=DateInput(), validators=IN_OUR_TIME
    )


class SessionForm(forms.Form):
    """A session. `key` is its id, made with the form: sent twice, it is one session."""

    key = forms.UUIDField(widget=forms.HiddenInput())
    title = PlainField(label=_("Title"), max_length=200)
    day = _day()
    at = forms.TimeField(label=_("Begins at"), input_formats=["%H:%M"], widget=TimeInput())
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=LONGEST)
    place = PlainField(label=_("Place"), max_length=PLACE_LENGTH, required=False)

    @property
    def starts(self) -> datetime:
        """The moment that was asked for, without a zone."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["at"])

    @property
    def saying(self) -> dict[str, Any]:
        """What is to be said of the session, its id left out."""
        fields = {name: self.cleaned_data[name] for name in ("title", "minutes", "place")}
        return {**fields, "starts": self.starts}


def first_values(session: Session | None = None, day: Any = None) -> dict[str, Any]:
    """Give what a form begins with: of this session, or of a new one on `day`."""
    if session is None:
        return {"key": uuid4(), "day": day, "minutes": 60}
    return {
        "key": session.id,
        "title": session.title,
        "day": session.starts.date(),
        "at": session.starts.time(),
        "minutes": session.minutes,
        "place": session.place,
    }


class MoveDayForm(forms.Form):
    """All sessions of `day` are to be on `to`."""

    day = forms.DateField(input_formats=["%Y-%m-%d"], widget=forms.HiddenInput())
    to = forms.DateField(
        label=_("New date"), input_formats=["%Y-%m-%d"], widget=DateInput(), validators=IN_OUR_TIME
    )


class PlaceForm(forms.Form):
    """Where all sessions take place."""

    place = PlainField(label=_("Place of all sessions"), max_length=PLACE_LENGTH, required=False)


class PlanForm(forms.Form):
    """Which agenda to begin with."""

    template = forms.ChoiceField(label=_("Agenda"), choices=Template.choices)

    @property
    def chosen(self) -> Template:
        return Template(self.cleaned_data["template"])


class TrainerForm(forms.Form):
    """Who is to lead the cohort too."""

    username = forms.CharField(
        label=_("User name of the trainer"),
        max_length=150,
        widget=forms.TextInput(
            {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false", "dir": "ltr"}
        ),
    )
