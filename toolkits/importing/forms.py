from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from toolkits.importing.models import ImportedDocument, ImportedPicture, ImportedSection
from toolkits.importing.permissions import Choice
from toolkits.importing.reading import PICTURES, READERS


class SeveralFilesInput(forms.ClearableFileInput):
    """The browser's file field, for several files at once."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """A list of files, at least one. What they hold is judged file by file, not here."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        check = super().clean
        files: list[UploadedFile[bytes] | None] = list(data or [None])
        return [check(file, initial) for file in files]


class UploadForm(forms.Form):
    """Documents to import, with the pictures that web pages and Markdown name."""

    documents = SeveralFilesField(
        label=_("Documents"),
        help_text=_(
            "Word (.docx), PowerPoint (.pptx), Markdown (.md) or web pages (.html). You can choose "
            "several. Choose the pictures of Markdown and web pages together with them."
        ),
        allow_empty_file=True,
        widget=SeveralFilesInput(attrs={"accept": ",".join((*READERS, *PICTURES))}),
    )
    chapter = forms.TypedChoiceField(label=_("Chapter"), coerce=int)
    kind = forms.ChoiceField(
        label=_("Kind of the units"),
        choices=ImportedSection.Kind.choices,
        help_text=_("You can change it for each unit."),
    )
    again = forms.BooleanField(
        label=_("Import again what was imported before"),
        required=False,
        help_text=_("There will be a second set of drafts."),
    )

    def __init__(self, *args: Any, chapters: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = gettext("At most %d files at once.") % settings.DATA_UPLOAD_MAX_NUMBER_FILES
        self.fields["documents"].help_text += f" {most}"
        cast(forms.TypedChoiceField, self.fields["chapter"]).choices = [
            ("", _("Choose a chapter")),
            *chapters,
        ]


class ChapterForm(forms.Form):
    """Where the drafts of a review go."""

    chapter = forms.TypedChoiceField(label=_("Chapter of the drafts"), coerce=int)

    def __init__(
        self, data: Any = None, *, document: ImportedDocument, chapters: Sequence[Choice]
    ) -> None:
        super().__init__(data, initial={"chapter": document.chapter_id or ""})
        none: list[Any] = [] if document.chapter_id else [("", _("Choose a chapter"))]
        cast(forms.TypedChoiceField, self.fields["chapter"]).choices = [*none, *chapters]


class SectionForm(forms.ModelForm[ImportedSection]):
    class Meta:
        model = ImportedSection
        fields = (
            "heading",
            "decision",
            "kind",
            "summary",
            "minutes",
            "sources",
            "country",
            "facts_date",
        )
        widgets = {
            "sources": forms.Textarea(attrs={"rows": 2}),
            "summary": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(
        self, data: Any = None, *, instance: ImportedSection, is_first: bool, estimate: int | None
    ) -> None:
        super().__init__(data, instance=instance, prefix=f"section-{instance.pk}")
        decision = cast(forms.ChoiceField, self.fields["decision"])
        if is_first:
            merge = ImportedSection.Decision.MERGE
            decision.choices = [c for c in ImportedSection.Decision.choices if c[0] != merge]
        minutes = self.fields["minutes"]
        cast(forms.IntegerField, minutes).min_value = 1
        minutes.widget.attrs |= {"min": 1, "placeholder": estimate or ""}
        minutes.help_text = _("Empty: estimated from the number of words.")

    def clean_heading(self) -> str:
        return " ".join(str(self.cleaned_data["heading"]).split())

    def clean_minutes(self) -> int | None:
        minutes: int | None = self.cleaned_data["minutes"]
        if minutes is not None and minutes < 1:
            raise forms.ValidationError(_("Write at least 1 minute, or leave it empty."))
        return minutes


class PictureForm(forms.ModelForm[ImportedPicture]):
    class Meta:
        model = ImportedPicture
        fields = ("alt", "is_kept")
        widgets = {"alt": forms.Textarea(attrs={"rows": 2})}
        labels = {"alt": _("What a person who cannot see the picture needs to know (required)")}

    def __init__(self, data: Any = None, *, instance: ImportedPicture) -> None:
        super().__init__(data, instance=instance, prefix=f"picture-{instance.pk}")
        self.fields["is_kept"].label = _("Keep this picture")
