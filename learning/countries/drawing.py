"""The charts of a country's page: the country's bars beside those of its peers."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from learning.countries.comparing import Comparison, Line, SurveyFigures
from learning.countries.wording import index_name, short
from toolkits.charts import MOST_SERIES, Series, bars


def charts(comparison: Comparison, survey: SurveyFigures) -> Iterable[str]:
    """Draw one survey: as many charts as the chosen peers need, the country in each of them."""
    lines = comparison.lines(survey)
    own = Series(comparison.country.name, tuple(line.value for line in lines))
    peers = [
        Series(_peers_label(each.title, lines[0].means[number].count), _means(lines, number))
        for number, each in enumerate(comparison.chosen)
    ]
    room = MOST_SERIES - 1
    for start in range(0, len(peers) or 1, room):
        yield bars(
            [index_name(line.index) for line in lines],
            [own, *peers[start : start + room]],
            maximum=Decimal(1),
            title=_title(comparison, survey),
            direction="rtl" if get_language_bidi() else "ltr",
            missing=_("no data"),
            written=short,
        )


def _means(lines: Iterable[Line], number: int) -> tuple[Decimal | None, ...]:
    return tuple(line.means[number].value for line in lines)


def _peers_label(title: str, count: int) -> str:
    return _("%(peers)s, mean of %(count)d") % {"peers": title, "count": count}


def _title(comparison: Comparison, survey: SurveyFigures) -> str:
    title = _("%(country)s in the Survey of %(year)d, and the means of its peers")
    return title % {"country": comparison.country.name, "year": survey.year}
