"""The display panel's form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.display.preferences import SIZES, Preferences, Theme


class PanelForm(forms.Form):
    """Every field is optional: what is missing looks as usual."""

    size = forms.ChoiceField(
        label=_("Text size"),
        choices=[(size, f"{size} %") for size in SIZES],
        required=False,
        widget=forms.RadioSelect,
    )
    theme = forms.ChoiceField(
        label=_("Colours"),
        choices=[
            (Theme.DEVICE, _("As this device has it")),
            (Theme.LIGHT, _("Light")),
            (Theme.DARK, _("Dark")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    is_wide = forms.BooleanField(
        label=_("More space between lines, letters and words"), required=False
    )
    is_high_contrast = forms.BooleanField(label=_("Strong contrast"), required=False)
    is_text_only = forms.BooleanField(
        label=_("Text only"),
        help_text=_(
            "Lessons come without pictures, film and sound. What they show and say stands there in "
            "words, and much less data is used."
        ),
        required=False,
    )

    @property
    def chosen(self) -> Preferences:
        fields: dict[str, Any] = self.cleaned_data
        return Preferences(
            size=fields["size"] or SIZES[0],
            is_wide=fields["is_wide"],
            is_high_contrast=fields["is_high_contrast"],
            theme=Theme(fields["theme"]),
            is_text_only=fields["is_text_only"],
        )
