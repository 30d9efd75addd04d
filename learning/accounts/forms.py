"""The forms for signing in, registering and one's own account.

A PIN's field has `password` in its name: logs and `sharing` know by it what they must not keep.
"""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from learning.accounts.errors import AccountError, Refused, WeakPin
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


class NewPinForm(forms.Form):
    """A new PIN, twice."""

    password = PinField(
        label=_("New PIN"),
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


class RegistrationForm(NewPinForm):
    """Name and a new PIN, twice."""

    name = NameField(help_text=_("As it should stand on a certificate."))
    field_order = ("name", "password", "password_again")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].label = _("PIN")


class ChangePinForm(NewPinForm):
    """The old PIN, and a new one twice."""

    old_password = PinField(label=_("Your PIN now"))
    field_order = ("old_password", "password", "password_again")


class AccountForm(forms.Form):
    """What a person may say of themselves."""

    name = NameField(help_text=_("As it should stand on a certificate."))
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        help_text=_("What you see right after signing in, on every device."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("Only if you have one and like to. Nothing here needs it."),
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        language = cast(forms.ChoiceField, self.fields["language"])
        language.choices = [("", _("As the device has it")), *settings.LANGUAGES]


class PinAgainForm(forms.Form):
    """The PIN of the learner who is signed in."""

    password = PinField()


class PasswordAgainForm(forms.Form):
    """The password of the member of staff who is signed in."""

    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput({"autocomplete": "current-password"})
    )


def refuse(form: forms.Form, error: AccountError, *, field: str | None = None) -> None:
    """Say in the form why somebody may not come in."""
    code = "refused" if isinstance(error, Refused) else "wrong"
    form.add_error(field, ValidationError(str(error.sentence), code=code))


def status_of(form: forms.Form) -> int:
    """Give the status of a page that shows the form: 429 where its sender must wait."""
    names = (NON_FIELD_ERRORS, *form.fields)
    return 429 if any(form.has_error(name, "refused") for name in names) else 200


def remembering_nothing(form: forms.Form) -> forms.Form:
    """Ask the browser to offer nobody what somebody else typed."""
    for field in form.fields.values():
        field.widget.attrs["autocomplete"] = "off"
    return form
