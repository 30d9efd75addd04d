"""The tables of the country pages as rows for a CSV file."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from learning.countries.comparing import Comparison, SurveyFigures
from learning.countries.wording import index_name, level_name
from toolkits.countries.indices import INDICES, rounded
from toolkits.countries.models import Country
from toolkits.instruments.tables import Rows

Row = list[str | int | Decimal]


def country_rows(comparison: Comparison) -> Rows:
    """Give what a country's page shows: a row for each survey and index, then the changes."""
    heads: Row = [_("Survey year"), _("Index"), comparison.country.name]
    for peers in comparison.chosen:
        heads += [_("%(peers)s, mean") % {"peers": peers.title}, _("Countries in the mean")]
    rows = [[*heads, _("Level"), _("Source")]]
    for survey in comparison.surveys:
        rows += _survey_rows(comparison, survey)
    return [*rows, *_change_rows(comparison)]


def _survey_rows(comparison: Comparison, survey: SurveyFigures) -> Iterable[Row]:
    level = level_name(survey.level(comparison.country.pk))
    for line in comparison.lines(survey):
        row: Row = [survey.year, index_name(line.index), _cell(line.value)]
        for found in line.means:
            row += [_cell(found.rounded), found.count]
        yield [*row, level if line.index == "egdi" else "", survey.data_set.source]


def _change_rows(comparison: Comparison) -> Iterable[Row]:
    if not (changes := comparison.changes()):
        return
    years = "–".join(str(each.year) for each in reversed(comparison.surveys[:2]))
    note = _("A difference of values that are relative to the other countries of their survey.")
    for each in changes:
        row: Row = [years, index_name(each.index), _cell(each.value)]
        for found in each.means:
            row += [_cell(found, is_mean=True), ""]
        yield [*row, "", note]


def member_rows(countries: Sequence[Country], survey: SurveyFigures | None) -> Rows:
    """Give the countries of the list with their lines."""
    heads: Row = [_("Code"), _("Country"), *map(index_name, INDICES), _("Level")]
    rows = [[*heads, _("Survey year"), _("Source")]]
    for country in countries:
        row: Row = [country.pk, country.name]
        if survey:
            row += [_cell(survey.value(country.pk, index)) for index in INDICES]
            row += [level_name(survey.level(country.pk)), survey.year, survey.data_set.source]
        rows.append(row)
    return rows


def _cell(value: Decimal | None, *, is_mean: bool = False) -> str | Decimal:
    if value is None:
        return _("no data")
    return rounded(value) if is_mean else value
