from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from courses.building import KINDS, ToolkitChoice
from courses.models import CourseKind, CoursePage
from toolkits.models import ToolkitUnitPage


def _line(name: str, label: Any, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    limit = CoursePage._meta.get_field(name).max_length
    return forms.CharField(
        label=capfirst(label), help_text=help_text, max_length=limit, required=required
    )


class BuildForm(forms.Form):
    """Which units of the toolkits offered become a course, and what it is called."""

    title = _line("title", _("title"), required=True)
    kind = forms.ChoiceField(
        label=capfirst(_("kind")), choices=[(kind, CourseKind(kind).label) for kind in KINDS]
    )
    slug = _line("slug", _("address"), _("Such as ask-once. Left empty, it comes from the title."))
    summary = _line("summary", _("summary"))
    audience = _line("audience", _("for whom"))
    units = forms.TypedMultipleChoiceField(
        label=capfirst(_("units")),
        coerce=int,
        required=False,
        error_messages={
            "invalid_choice": _("A unit you chose is no longer published. Choose again.")
        },
    )

    def __init__(self, *arguments: Any, offered: Sequence[ToolkitChoice], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.offered = offered
        units = self.fields["units"]
        if isinstance(units, forms.ChoiceField):
            units.choices = [(unit.pk, unit.title) for unit in self._all()]

    def _all(self) -> Iterator[ToolkitUnitPage]:
        for choice in self.offered:
            for part in choice.chapters:
                yield from part.units

    def choice(self) -> dict[str, Any]:
        """Give what was chosen, as `courses.building.plan` takes it: units in reading order."""
        chosen = set(self.cleaned_data["units"])
        return {**self.cleaned_data, "units": [unit for unit in self._all() if unit.pk in chosen]}
