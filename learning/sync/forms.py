from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from learning.cohorts.enrolling import name_key
from learning.cohorts.models import Membership
from learning.sync.models import WaitingFile


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


class BringForm(forms.Form):
    """Progress files to upload."""

    progress_files = SeveralFilesField(
        label=_("Progress files"),
        help_text=_("The files that the course saved, at most 10 MB each. You can choose several."),
        allow_empty_file=True,
    )


class WhoseForm(forms.Form):
    """Whose a waiting file is: a member of its cohort. Whoever has the name in it stands chosen."""

    member = forms.TypedChoiceField(label=_("Whose is it?"), coerce=int)

    def __init__(
        self, data: Any = None, *, waiting: WaitingFile, members: Sequence[Membership]
    ) -> None:
        super().__init__(data, auto_id=f"waiting-{waiting.pk}-%s")
        self.waiting = waiting
        self.members = {member.pk: member for member in members}
        choices = [(member.pk, _in_words(member)) for member in members]
        field = cast(forms.TypedChoiceField, self.fields["member"])
        field.choices = [("", _("Choose a member")), *choices]
        key = name_key(waiting.told_name)
        self.initial["member"] = next((m.pk for m in members if key and m.name_key == key), "")

    @property
    def chosen(self) -> Membership:
        """The member who was chosen; only of a valid form."""
        return self.members[self.cleaned_data["member"]]


def _in_words(member: Membership) -> str:
    return f"{member.learner.name} · {member.learner.learner_code}"
