"""The forms that every worksheet has; those of its instrument are made from the definition."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.accounts.forms import CODE_ATTRIBUTES
from learning.worksheets.models import PLACE_LENGTH, TITLE_LENGTH


class BeginForm(forms.Form):
    """What a new worksheet is about."""

    title = forms.CharField(
        label=_("What is assessed"),
        help_text=_("For example: Ministry of Lands, or the town of Lautoka."),
        max_length=TITLE_LENGTH,
        widget=forms.TextInput({"dir": "auto"}),
    )
    place = forms.CharField(
        label=_("Country or place (if you like)"),
        max_length=PLACE_LENGTH,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )


class InviteCodeForm(forms.Form):
    """The code from the first assessor."""

    code = forms.CharField(
        label=_("Code of the worksheet"),
        help_text=_("6 letters and digits, from the first assessor."),
        max_length=40,
        widget=forms.TextInput({**CODE_ATTRIBUTES, "autocomplete": "off"}),
    )
