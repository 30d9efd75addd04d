from django import forms
from django.utils.translation import gettext_lazy as _


class SaveForm(forms.Form):
    """What goes into the file."""

    with_descendants = forms.BooleanField(
        label=_("Also the cohorts that its participants led"), required=False
    )


class TakeForm(forms.Form):
    """A cohort file to upload. What it holds is judged afterwards."""

    file = forms.FileField(
        label=_("Cohort file"),
        help_text=_(
            "The file that the other server saved, at most 50 MB. Its name ends in .cohort."
        ),
        allow_empty_file=True,
        max_length=255,
    )
