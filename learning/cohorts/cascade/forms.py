"""The forms about what comes after a cohort."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.accounts.forms import PinField
from learning.accounts.models import User
from learning.cohorts.cascade.following import FollowUp, Obstacle
from learning.cohorts.cascade.reading import MAX_TEXT, MOST
from learning.cohorts.cascade.teaching_log import Taught
from learning.cohorts.inputs import DateInput
from toolkits.countries.models import Country

MOST_LINES = 50  # of an action plan
MOST_TOPICS = 20


def _number(label: Any, *, most: int = MOST, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=most,
        required=False,
        widget=forms.NumberInput({"inputmode": "numeric", "min": 0}),
    )


def _text(label: Any, *, most: int, help_text: Any = "", rows: int = 0) -> forms.CharField:
    widget = forms.Textarea({"rows": rows, "dir": "auto"}) if rows else None
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        required=False,
        widget=widget or forms.TextInput({"dir": "auto"}),
    )


class FollowUpForm(forms.Form):
    """What a person did since the cohort: four questions of the printed sheet."""

    courses = _number(_("How many courses have you taught since?"), help_text=_("0, if none yet."))
    used = _text(_("What did you use of this course?"), most=MAX_TEXT, rows=2)
    planned = _number(_("How many lines has your action plan?"), most=MOST_LINES)
    done = _number(_("How many of them are done?"), most=MOST_LINES)
    obstacle = forms.ChoiceField(
        label=_("What stood in the way most?"),
        choices=[("", "–"), *Obstacle.choices],
        required=False,
    )
    words = _text(_("In your own words"), most=MAX_TEXT, rows=2, help_text=_("Write no names."))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        planned, done = cleaned.get("planned"), cleaned.get("done")
        if done is not None and planned is not None and done > planned:
            raise ValidationError({"done": _("More lines are done than the plan has.")})
        if not self.errors and cleaned.get("courses") is None:
            raise ValidationError({"courses": _("Write a number; 0, if none yet.")})
        return cleaned

    @staticmethod
    def told(known: FollowUp | None) -> dict[str, Any]:
        """Give what stands, to begin with."""
        names = ("courses", "used", "planned", "done", "obstacle", "words")
        return {name: getattr(known, name) for name in names} if known else {}


class TaughtForm(forms.Form):
    """A course that somebody taught: counts, and no names."""

    date = forms.DateField(label=_("Date"), input_formats=["%Y-%m-%d"], widget=DateInput())
    place = _text(_("Place"), most=200)
    topic = _text(_("Topic"), most=200)
    minutes = _number(_("Minutes of teaching"))
    women = _number(_("Women"))
    men = _number(_("Men"))
    other = _number(_("Others, or not told"))

    def clean_date(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["date"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come. Write the course down afterwards."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        people = [cleaned.get(name) or 0 for name in ("women", "men", "other")]
        if not self.errors and not sum(people):
            raise ValidationError({"women": _("How many people were there? Count at least one.")})
        return cleaned

    @property
    def value(self) -> dict[str, Any]:
        """What is said of the course; only of a valid form."""
        cleaned = {**self.cleaned_data, "date": self.cleaned_data["date"].isoformat()}
        return {name: each for name, each in cleaned.items() if each not in ("", None)}

    @staticmethod
    def told(known: Taught) -> dict[str, Any]:
        names = ("place", "topic", "minutes", "women", "men", "other")
        return {"date": known.day, **{name: getattr(known, name) for name in names}}


class BecomeTrainerForm(forms.Form):
    """A new password, twice; and the PIN, if there is one, to prove who it is."""

    password = PinField(label=_("Your PIN"), help_text=_("The one you have signed in with so far."))
    new_password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 10 characters. Three words that do not belong together are good."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    new_password_again = forms.CharField(
        label=_("New password, again"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, needs_pin: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        if not needs_pin:
            del self.fields["password"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, second = cleaned.get("new_password"), cleaned.get("new_password_again")
        if first and second and first != second:
            raise ValidationError({"new_password_again": _("The two passwords differ.")})
        if first:
            try:
                validate_password(first, self.person)
            except ValidationError as error:
                raise ValidationError({"new_password": error.messages}) from error
        return cleaned


class OfferForm(forms.Form):
    """How somebody wishes to be found."""

    country = forms.ChoiceField(label=_("Country"))
    languages = forms.MultipleChoiceField(
        label=_("Languages you teach in"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    more_languages = _text(_("Other languages"), most=200, help_text=_("With commas between them."))
    topics = forms.CharField(
        label=_("Topics you teach"),
        help_text=_("One on each line."),
        max_length=MAX_TEXT,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )
    reach = forms.CharField(
        label=_("How to reach you"),
        help_text=_("You choose: an office, a telephone number, an e-mail address. All see it."),
        max_length=300,
        widget=forms.TextInput({"dir": "auto"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].choices = [("", "–"), *country_choices()]  # type: ignore[attr-defined]

    @property
    def value(self) -> dict[str, Any]:
        """What the person says of themself; only of a valid form."""
        cleaned = self.cleaned_data
        more = [each.strip() for each in cleaned["more_languages"].split(",")]
        topics = [line.strip() for line in cleaned["topics"].splitlines()]
        return {
            "country": cleaned["country"],
            "languages": [*cleaned["languages"], *filter(None, more)],
            "topics": list(filter(None, topics))[:MOST_TOPICS],
            "reach": cleaned["reach"],
        }

    @staticmethod
    def told(value: Mapping[str, Any]) -> dict[str, Any]:
        """Give what stands, to begin with."""
        known = [code for code, _name in settings.LANGUAGES]
        languages = [str(each) for each in value.get("languages", [])]
        return {
            "country": value.get("country", ""),
            "languages": [each for each in languages if each in known],
            "more_languages": ", ".join(each for each in languages if each not in known),
            "topics": "\n".join(map(str, value.get("topics", []))),
            "reach": value.get("reach", ""),
        }


def country_choices() -> list[tuple[str, str]]:
    """Give code and name of each country, in the order of the names in the language in use."""
    found = [(country.pk, country.name) for country in Country.objects.all()]
    return sorted(found, key=lambda country: country[1])


def language_name(code: str) -> str:
    """Give a language's own name, or what somebody wrote."""
    return dict(settings.LANGUAGES).get(code, code)
