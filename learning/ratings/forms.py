from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.ratings.models import Rating, Score


class RatingForm(forms.ModelForm[Rating]):
    score = forms.TypedChoiceField(
        coerce=int,
        choices=Score.choices,
        label=_("How was the course?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the five sentences.")},
    )

    class Meta:
        model = Rating
        fields = ["score", "helped", "hard", "may_show"]
        widgets = {
            "helped": forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
            "hard": forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        }

    def save(self, commit: bool = True) -> Any:
        """Save; words that changed must be looked at again before they are shown."""
        if {"helped", "hard", "may_show"} & set(self.changed_data):
            self.instance.is_shown = False
        return super().save(commit)
