"""Tables about a cohort as files: CSV and XLSX, in which no text runs as a formula."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify

from toolkits.instruments.tables import Value, to_csv, to_xlsx

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(
    request: HttpRequest, name: str, heading: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """Give a table as the file that the request asks for: `?as=csv` or `?as=xlsx`.

    Numbers stay numbers, nothing is an empty cell, everything else is text; dates are ISO 8601.
    Raises: Http404 — there is no such form of file.
    """
    form = request.GET.get("as", "")
    if form not in FORMS:
        raise Http404
    table = [_row(heading), *map(_row, rows)]
    content = to_csv(table) if form == "csv" else to_xlsx({name: table})
    answer = HttpResponse(content, content_type=FORMS[form])
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name) or "table"}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _row(cells: Sequence[object]) -> list[Value]:
    return [_cell(each) for each in cells]


def _cell(value: object) -> Value:
    if value is None:
        return ""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    return str(value)
