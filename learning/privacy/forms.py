"""The forms for deleting a person's data, and for finding the person who asks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from learning.accounts.codes import LEARNER_CODE_LENGTH, CodeError, clean_code
from learning.accounts.forms import CODE_ATTRIBUTES, PinField
from learning.accounts.models import User
from learning.accounts.signing_in import plain_digits


class EraseForm(forms.Form):
    """The name typed once more, and the PIN or password of whoever does it."""

    typed = forms.CharField(max_length=150, widget=forms.TextInput({**CODE_ATTRIBUTES}))

    def __init__(self, *args: Any, person: User, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        self.fields["typed"].label = _typed_label(person, by)
        self.fields["typed"].widget.attrs["autocomplete"] = "off"
        self.fields["password"] = _secret_of(by)

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"].strip()
        meant = _code(plain_digits(typed)) if self.person.is_learner else typed
        if meant == self.person.username:
            return typed
        sentence = _("This is not what stands above. Nothing was deleted.")
        raise ValidationError(sentence)


class WhoForm(forms.Form):
    """The learner code of the person who asks."""

    code = forms.CharField(
        label=_("Learner code"),
        help_text=_("8 letters and digits, from the person’s card."),
        max_length=40,
        widget=forms.TextInput({**CODE_ATTRIBUTES, "autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        if code := _code(plain_digits(self.cleaned_data["code"])):
            return code
        raise ValidationError(_("This is no learner code. Compare it with the card."))


def _code(text: str) -> str:
    try:
        return clean_code(text, LEARNER_CODE_LENGTH)
    except CodeError:
        return ""


def _typed_label(person: User, by: User) -> Any:
    if not person.is_learner:
        return _("Type the user name, to confirm")
    if person == by:
        return _("Type your learner code, to confirm")
    return _("Type the person’s learner code, to confirm")


def _secret_of(by: User) -> forms.Field:
    if by.is_learner:
        return PinField(label=_("Your PIN"))
    widget = forms.PasswordInput({"autocomplete": "current-password"})
    return forms.CharField(label=_("Your password"), widget=widget)
