"""The authors' report on ratings: no names, the numbers of each course, and what was written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters  # type: ignore[import-untyped] # comes with Wagtail
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format, number_format
from django.utils.timezone import now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from learning.ratings.counting import Tally, tallies
from learning.ratings.models import Rating, RatingQuerySet, Score
from toolkits.instruments.tables import safe


class RatingFilters(WagtailFilterSet):
    course = django_filters.ChoiceFilter(label=_("Course"))
    score = django_filters.ChoiceFilter(label=_("Rating"), choices=Score.choices)
    language = django_filters.ChoiceFilter(label=_("Language"))
    may_show = django_filters.BooleanFilter(label=_("Words may be shown"))

    class Meta:
        model = Rating
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        courses = [(str(tally.course), tally.title) for tally in tallies(Rating.objects.all())]
        self.filters["course"].extra["choices"] = courses
        languages = Rating.objects.order_by("language").values_list("language", flat=True)
        self.filters["language"].extra["choices"] = [(each, each) for each in languages.distinct()]


@dataclass(frozen=True)
class Row:
    """A rating as it is shown and exported: who gave it stays out."""

    pk: int
    course: str
    language: str
    score: int
    helped: str
    hard: str
    words_sha256: str
    may_show: bool
    is_shown: bool
    day: str

    @property
    def can_be_shown(self) -> bool:
        return self.may_show and bool(self.helped or self.hard)


@dataclass(frozen=True)
class Line:
    """The numbers of one course, and the address of its filter."""

    tally: Tally
    address: str

    @property
    def average(self) -> str:
        return number_format(self.tally.average)


class RatingReport(ReportView):
    page_title = _("Ratings")
    header_icon = "pick"
    results_template_name = "ratings/report_results.html"
    index_url_name = "rating-report"
    index_results_url_name = "rating-report-results"
    filterset_class = RatingFilters
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    export_headings = {
        "course": _("Course"),
        "language": _("Language"),
        "score": _("Rating"),
        "helped": _("What helped"),
        "hard": _("What was hard, or missing"),
        "may_show": _("Words may be shown"),
        "is_shown": _("Shown on the course page"),
        "day": _("Day"),
    }
    list_export = list(export_headings)

    def get_filename(self) -> str:
        return f"ratings-{date_format(now(), 'Y-m-d')}"

    def get_queryset(self) -> RatingQuerySet:
        self.queryset = Rating.objects.order_by("-updated", "pk")
        return self.queryset

    @cached_property
    def may_choose(self) -> bool:
        """Whether the reader may let words be shown."""
        return may_choose(self.request.user)

    def decorate_paginated_queryset(self, object_list: Iterable[Rating]) -> Sequence[Row]:
        return [_row(rating) for rating in object_list]

    def to_row_dict(self, item: Row) -> dict[str, str | int]:
        return {name: _cell(getattr(item, name)) for name in self.list_export}

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)
        found = tallies(self.get_filtered_queryset())
        context["lines"] = [Line(each, f"?course={each.course}") for each in found]
        context["may_choose"] = self.may_choose
        return context


def may_choose(person: Any) -> bool:
    """Tell whether somebody may let the words of learners be shown: who may publish a page."""
    return bool(page_permission_policy.user_has_permission(person, "publish"))


@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the words of a rating be shown on the course page, or no longer."""
    if not may_choose(request.user):
        raise PermissionDenied
    rating = get_object_or_404(Rating, pk=pk)
    if "show" not in request.POST or not rating.may_show:
        Rating.objects.filter(pk=pk).update(is_shown=False)  # not changed by its writer
        messages.success(request, _now("These words are not shown to learners."))
    elif _shown(rating, request.POST.get("words", "")):
        messages.success(request, _now("Learners can read these words on the course page."))
    else:
        messages.error(
            request,
            _now("These words were changed since you read them. Read them again, then choose."),
        )
    return redirect("rating-report")


def _shown(rating: Rating, read: str) -> bool:
    """Show the words if they still are those with the SHA-256 `read`; tell whether they are."""
    if rating.words_sha256 != read:
        return False
    same = Rating.objects.filter(
        pk=rating.pk, helped=rating.helped, hard=rating.hard, may_show=True
    )
    return bool(same.update(is_shown=True))


def _cell(value: str | int) -> str | int:
    """Give a value as it stands in a table that no spreadsheet takes for a formula."""
    if isinstance(value, bool):
        return _now("yes") if value else _now("no")
    return safe(value) if isinstance(value, str) else value


def _row(rating: Rating) -> Row:
    return Row(
        pk=rating.pk,
        course=rating.title,
        language=rating.language,
        score=rating.score,
        helped=rating.helped,
        hard=rating.hard,
        words_sha256=rating.words_sha256,
        may_show=rating.may_show,
        is_shown=rating.may_show and rating.is_shown,
        day=date_format(rating.updated, "SHORT_DATE_FORMAT"),
    )
