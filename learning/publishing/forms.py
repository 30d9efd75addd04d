from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.bundles.profiles import Profile
from learning.publishing.exporting import FORMATS
from learning.publishing.models import Edition

PROFILES = (
    (Profile.FULL, _("Full: with all pictures, films and sound")),
    (Profile.LIGHT, _("Light: small pictures, no films; transcripts instead")),
    (Profile.TEXT, _("Text: no media; their words instead")),
)


class EditionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.language}, {obj.version})"


class ExportForm(forms.Form):
    """What to export, in which formats, and how heavy."""

    editions = EditionsField(
        Edition.objects.none(),
        label=_("Courses and toolkits"),
        widget=forms.CheckboxSelectMultiple,
    )
    formats = forms.MultipleChoiceField(label=_("Formats"), widget=forms.CheckboxSelectMultiple)
    profile = forms.ChoiceField(
        label=_("Profile"), choices=PROFILES, initial=Profile.FULL, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editions = self.fields["editions"]
        if isinstance(editions, EditionsField):
            editions.queryset = Edition.objects.current()
        formats = self.fields["formats"]
        if isinstance(formats, forms.MultipleChoiceField):
            formats.choices = [(name, name) for name in FORMATS]
