"""The list of countries, one country beside its peers, and both as CSV."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.countries.comparing import Comparison, SurveyFigures, compare, newest
from learning.countries.downloads import country_rows, member_rows
from learning.countries.drawing import charts
from learning.countries.finding import find
from learning.countries.wording import index_name, level_name, published, short, signed, status
from toolkits.countries.indices import INDICES
from toolkits.countries.models import Country, DataSet, Membership
from toolkits.instruments.tables import Rows, to_csv

LONGEST_SEARCH = 100  # characters


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    """Show the countries; their figures only for a group or a search, and in no ranking."""
    search = _Search.of(request.GET)
    found = search.found()
    survey = newest() if search.is_narrow else None
    context = {
        "search": search,
        "groups": Membership.Group.choices,
        "countries": found,
        "survey": survey,
        "heads": [index_name(index) for index in INDICES],
        "rows": _member_rows(found, survey) if survey else [],
        "means": _group_means(found, survey) if survey and search.group else [],
    }
    return render(request, "countries/countries.html", context)


@require_safe
def countries_csv(request: HttpRequest) -> HttpResponse:
    search = _Search.of(request.GET)
    survey = newest() if search.is_narrow else None
    name = f"countries-{search.group.lower() or 'all'}.csv"
    return _csv(member_rows(search.found(), survey), name)


@require_safe
def country(request: HttpRequest, iso3: str) -> HttpResponse:
    """Show one country's line beside the means of its peers."""
    if iso3 != iso3.upper():
        address = reverse("countries:country", args=[iso3.upper()])
        query = request.GET.urlencode()
        return redirect(f"{address}?{query}" if query else address)
    comparison = _comparison(request.GET, iso3)
    latest = comparison.surveys[0] if comparison.surveys else None
    context = {
        "country": comparison.country,
        "comparison": comparison,
        "subregion": _(comparison.country.subregion),
        "statuses": [_status(each) for each in comparison.statuses],
        "levels": [_level(comparison, survey) for survey in comparison.surveys],
        "charts": list(charts(comparison, latest)) if latest else [],
        "tables": [_table(comparison, survey) for survey in comparison.surveys],
        "changes": [
            (
                each.index,
                index_name(each.index),
                signed(each.value),
                [signed(found) for found in each.means],
            )
            for each in comparison.changes()
        ],
        "query": request.GET.urlencode(),
    }
    return render(request, "countries/country.html", context)


@require_safe
def country_csv(request: HttpRequest, iso3: str) -> HttpResponse:
    comparison = _comparison(request.GET, iso3)
    return _csv(country_rows(comparison), f"{comparison.country.pk}.csv")


@dataclass(frozen=True)
class _Search:
    """What the list was asked for; a group that does not exist is none."""

    words: str
    group: str

    @classmethod
    def of(cls, query: QueryDict) -> "_Search":
        group = query.get("group", "").upper()
        words = query.get("q", "").strip()[:LONGEST_SEARCH]
        return cls(words, group if group in Membership.Group.values else "")

    @property
    def is_narrow(self) -> bool:
        return bool(self.words or self.group)

    @property
    def group_name(self) -> str:
        return str(Membership.Group(self.group).label) if self.group else ""

    def found(self) -> list[Country]:
        return find(words=self.words, group=self.group, date=timezone.localdate())


def _comparison(query: QueryDict, iso3: str) -> Comparison:
    data_set = None
    if asked := query.get("data", ""):
        if not asked.isdecimal() or len(asked) > 9:
            raise Http404
        data_set = get_object_or_404(DataSet, pk=asked)
    return compare(
        get_object_or_404(Country, pk=iso3),
        asked=query.getlist("with") if "with" in query else None,
        date=timezone.localdate(),
        data_set=data_set,
    )


def _csv(rows: Rows, name: str) -> HttpResponse:
    response = HttpResponse(to_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _member_rows(
    found: list[Country], survey: SurveyFigures
) -> list[tuple[Country, list[str], str]]:
    return [
        (
            each,
            [published(survey.value(each.pk, index)) for index in INDICES],
            level_name(survey.level(each.pk)),
        )
        for each in found
    ]


def _group_means(found: list[Country], survey: SurveyFigures) -> list[str]:
    codes = [each.pk for each in found]
    return [short(survey.mean(codes, index).value) for index in INDICES]


def _status(membership: Membership) -> dict[str, str]:
    return {
        "code": membership.group,
        "group": str(Membership.Group(membership.group).label),
        "dates": status(membership),
        "note": _(membership.note) if membership.note else "",
        "source": membership.source,
    }


def _level(comparison: Comparison, survey: SurveyFigures) -> dict[str, object]:
    iso3 = comparison.country.pk
    return {
        "year": survey.year,
        "level": level_name(survey.level(iso3)),
        "egdi": published(survey.value(iso3, "egdi")),
        "rank": survey.ranks.get(iso3),
        "count": len(survey.ranks),
    }


def _table(comparison: Comparison, survey: SurveyFigures) -> dict[str, object]:
    lines = comparison.lines(survey)
    counts = [found.count for found in lines[0].means]
    return {
        "survey": survey,
        "heads": list(zip(comparison.chosen, counts, strict=True)),
        "rows": [
            (
                line.index,
                index_name(line.index),
                published(line.value),
                [short(found.value) for found in line.means],
            )
            for line in lines
        ],
    }
