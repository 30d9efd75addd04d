from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from learning.accounts.models import User
from learning.cohorts.errors import ListError, ListTooLong
from learning.cohorts.models import Cohort
from learning.cohorts.people.reading import MOST_BYTES, Sheet, read_file, read_text


class ListForm(forms.Form):
    """A list of people, pasted or as a file; `sheet` is what it holds."""

    text = forms.CharField(
        label=_("Paste the list"),
        help_text=_(
            "One person a line: name, organisation, language, learner code. "
            "Only the name is needed. You may copy the cells of a spreadsheet."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 6, "dir": "auto"}),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        help_text=_("CSV or XLSX, at most 2 MB and 10,000 lines."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    sheet: Sheet

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.sheet = self._read(cleaned)
            except ListError as error:
                field = "file" if cleaned.get("file") else "text"
                raise ValidationError({field: str(error.sentence)}) from error
        return cleaned

    def _read(self, cleaned: dict[str, Any]) -> Sheet:
        """Read what was brought; a file goes before text. Raises: ListError."""
        upload = cleaned.get("file")
        if not upload:
            return read_text(cleaned["text"])
        if upload.size > MOST_BYTES:
            raise ListTooLong
        return read_file(upload.read())


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        help_text=_("As it should stand on a certificate."),
        max_length=150,
        widget=forms.TextInput({"dir": "auto"}),
    )


class TransferForm(forms.Form):
    """Where people go on: another cohort of the trainer's."""

    to = forms.ModelChoiceField(
        label=_("Move to"), queryset=Cohort.objects.none(), empty_label=_("Choose a cohort")
    )

    def __init__(self, *args: Any, trainer: User, cohort: Cohort, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 — for the type checker
        field.queryset = Cohort.objects.taught_by(trainer).exclude(pk=cohort.pk)
