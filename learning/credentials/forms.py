from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from learning.accounts.codes import CodeError
from learning.accounts.forms import CODE_ATTRIBUTES, NameField
from learning.credentials.codes import clean_certificate_code
from learning.credentials.errors import UnfitName
from learning.credentials.names import printable_name


class PrintedNameField(NameField):
    """The name as it is printed."""

    def __init__(self, **options: Any) -> None:
        # Its length is counted by `printable_name`, so that the browser cuts nothing off.
        super().__init__(max_length=None, **options)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            return printable_name(text)
        except UnfitName as error:
            raise ValidationError(str(error.sentence)) from error


class NameForm(forms.Form):
    """The name that the learner confirms, once."""

    name = PrintedNameField(
        label=_("Your name, as it shall be printed"),
        help_text=_("Check the spelling: once the certificate is made, the name stays."),
    )


class CodeForm(forms.Form):
    """The code of a certificate, however it is typed."""

    code = forms.CharField(
        label=_("Code on the certificate"),
        help_text=_("12 letters and digits. Spaces, hyphens and small letters do not matter."),
        max_length=60,
        widget=forms.TextInput({**CODE_ATTRIBUTES, "autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        try:
            return clean_certificate_code(self.cleaned_data["code"])
        except CodeError as error:
            sentence = _(
                "This is not the code of a certificate: a character is wrong or missing. "
                "Compare it with the certificate and type it again."
            )
            raise ValidationError(sentence) from error
