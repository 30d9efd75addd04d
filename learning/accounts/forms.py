"""The forms for signing in and registering.

The PIN's field is called `password` because django-axes keeps what was posted with a failed try
and blanks out only the field of that name.
"""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from learning.accounts.errors import WeakPin
from learning.accounts.models import User
from learning.accounts.signing_in import clean_name, clean_pin, strong_pin

CODE_ATTRIBUTES = {
    "autocapitalize": "characters",
    "autocorrect": "off",
    "spellcheck": "false",
    "dir": "ltr",
}


class PinField(forms.CharField):
    """A PIN as typed; digits of any script."""

    def __init__(self, *, autocomplete: str = "current-password", **options: Any) -> None:
        attributes = {"inputmode": "numeric", "autocomplete": autocomplete, "dir": "ltr"}
        options.setdefault("label", _("PIN"))
        super().__init__(max_length=20, widget=forms.PasswordInput(attributes), **options)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            return clean_pin(text)
        except WeakPin as error:
            raise ValidationError(str(error.sentence)) from error


class NameField(forms.CharField):
    """A person's name, in Unicode form C."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Your name"))
        options.setdefault("max_length", 150)
        super().__init__(widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}), **options)

    def to_python(self, value: Any) -> str:
        return clean_name(super().to_python(value) or "")


class PinSignInForm(forms.Form):
    """Learner code and PIN."""

    code = forms.CharField(
        label=_("Learner code"),
        help_text=_("8 letters and digits, from your card."),
        max_length=40,
        widget=forms.TextInput({**CODE_ATTRIBUTES, "autocomplete": "username"}),
    )
    password = PinField()


class CohortSignInForm(forms.Form):
    """Cohort code, name and PIN: the first time and every time."""

    code = forms.CharField(
        label=_("Cohort code"),
        help_text=_("6 letters and digits, from your trainer."),
        max_length=40,
        widget=forms.TextInput({**CODE_ATTRIBUTES, "autocomplete": "off"}),
    )
    name = NameField(help_text=_("Write it the same way each time."))
    password = PinField(help_text=_("The first time, choose 4 to 6 digits and remember them."))


class RegistrationForm(forms.Form):
    """Name and a new PIN, twice."""

    name = NameField(help_text=_("As it should stand on a certificate."))
    password = PinField(
        autocomplete="new-password",
        help_text=_("Choose 4 to 6 digits that nobody guesses, and remember them."),
    )
    password_again = PinField(label=_("The same PIN again"), autocomplete="new-password")

    def clean_password(self) -> str:
        try:
            return strong_pin(self.cleaned_data["password"])
        except WeakPin as error:
            raise ValidationError(str(error.sentence)) from error

    def clean_password_again(self) -> str:
        again: str = self.cleaned_data["password_again"]
        if self.cleaned_data.get("password", again) != again:
            raise ValidationError(_("The two PINs differ. Type the same PIN twice."))
        return again


class StaffSignInForm(AuthenticationForm):
    """User name and password. Learners come in by code and PIN only."""

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if user.is_learner:
            raise self.get_invalid_login_error()
