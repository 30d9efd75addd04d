from django import forms
from django.utils.translation import gettext_lazy as _


class DayCodeForm(forms.Form):
    """The code of a half day, as the trainer shows it."""

    code = forms.CharField(
        label=_("Code of this half day"),
        help_text=_("5 digits. Your trainer shows them."),
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
    )
