"""The files beside the surveys: which countries there are, in which groups, and what is from where.

Each function gives its rows and adds every fault to the list it is handed; after a fault the rows
are not to be used.
"""

import datetime
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Model
from django.utils.translation import gettext as _

from toolkits.countries.errors import Fault
from toolkits.countries.models import Country, DataSet, Membership
from toolkits.countries.sheets import Form, Row, Sheet, read_sheet

NAMES = ("name_en", "name_fr", "name_es", "name_ar", "name_ru", "name_zh")
COUNTRIES = Form(
    required=(
        *("iso3", "iso2", "m49", *NAMES),
        *("region", "subregion", "intermediate_region", "un_member"),
    )
)
GROUPS = Form(required=("iso3", "group", "since", "until", "precision", "note", "source"))
SOURCES = Form(required=("file", "title", "source", "licence"))
CODES = {"iso3": "[A-Z]{3}", "iso2": "[A-Z]{2}", "m49": "[0-9]{3}", "un_member": "[01]"}
NEEDED = ("name_en", "region", "subregion")


@dataclass(frozen=True)
class Origin:
    """What a page says of where a survey's figures are from."""

    title: str
    source: str
    licence: str = ""


def read_countries(path: Path, faults: list[Fault]) -> list[Country]:
    sheet = read_sheet(path, COUNTRIES)
    seen: dict[str, int] = {}
    countries = []
    for row in sheet.rows:
        for column, pattern in CODES.items():
            if not re.fullmatch(pattern, row.cells[column]):
                reason = _("“%(cell)s” cannot be a %(column)s")
                sheet.fault(row.line, reason % {"cell": row.cells[column], "column": column})
        for column in NEEDED:
            if not row.cells[column]:
                sheet.fault(row.line, _("the %(column)s is missing") % {"column": column})
        for column in ("iso3", "iso2", "m49"):
            _once(sheet, row, f"{column} {row.cells[column]}", seen)
        fields = {name: row.cells[name] for name in COUNTRIES.required if name != "un_member"}
        _fits(sheet, row, Country, fields)
        countries.append(Country(**fields, is_un_member=row.cells["un_member"] == "1"))
    faults.extend(sheet.faults)
    return countries


def _fits(sheet: Sheet, row: Row, model: type[Model], columns: Iterable[str]) -> None:
    """Tell of each cell that is longer than the field of `model` with the column's name."""
    for column in columns:
        limit = model._meta.get_field(column).max_length
        if limit and len(row.cells[column]) > limit:
            reason = _("the %(column)s has %(is)d characters; the limit is %(limit)d")
            values = {"column": column, "is": len(row.cells[column]), "limit": limit}
            sheet.fault(row.line, reason % values)


def _once(sheet: Sheet, row: Row, named: str, seen: dict[str, int]) -> None:
    if named in seen:
        reason = _("%(name)s stands in line %(line)d already")
        sheet.fault(row.line, reason % {"name": named, "line": seen[named]})
    seen.setdefault(named, row.line)


def read_groups(path: Path, known: Collection[str], faults: list[Fault]) -> list[Membership]:
    """Read who is in which group; `known` are the codes of the countries there are."""
    sheet = read_sheet(path, GROUPS)
    seen: dict[str, int] = {}
    memberships = []
    for row in sheet.rows:
        cells = row.cells
        if cells["iso3"] not in known:
            reason = _("the country “%(name)s” is not known")
            sheet.fault(row.line, reason % {"name": cells["iso3"]})
        for column, words in (("group", Membership.Group), ("precision", Membership.Precision)):
            _one_of(sheet, row, column, words.values)
        if not cells["source"]:
            sheet.fault(row.line, _("the source is missing"))
        since, until = _day(sheet, row, "since"), _day(sheet, row, "until")
        if since and until and until <= since:
            sheet.fault(row.line, _("it ends before it begins"))
        _once(sheet, row, f"{cells['iso3']} {cells['group']} {since or ''}".strip(), seen)
        fields = {name: cells[name] for name in ("group", "precision", "note", "source")}
        _fits(sheet, row, Membership, ("note", "source"))
        member = Membership(country_id=cells["iso3"], since=since, until=until, **fields)
        memberships.append(member)
    faults.extend(sheet.faults)
    return memberships


def _one_of(sheet: Sheet, row: Row, column: str, words: Collection[str]) -> None:
    if row.cells[column] not in words:
        reason = _("the %(column)s “%(cell)s” is none of %(words)s")
        values = {"column": column, "cell": row.cells[column], "words": ", ".join(words)}
        sheet.fault(row.line, reason % values)


def _day(sheet: Sheet, row: Row, column: str) -> datetime.date | None:
    cell = row.cells[column]
    try:
        return datetime.date.fromisoformat(cell) if cell else None
    except ValueError:
        reason = _("“%(cell)s” is not a date like 2024-12-13")
        sheet.fault(row.line, reason % {"cell": cell})
        return None


def read_sources(path: Path, faults: list[Fault]) -> Mapping[str, Origin]:
    """Give where each file is from, by the file's name; nothing where there is no such table."""
    if not path.is_file():
        return {}
    sheet = read_sheet(path, SOURCES)
    for row in sheet.rows:
        _fits(sheet, row, DataSet, ("title", "source", "licence"))
    faults.extend(sheet.faults)
    return {
        row.cells["file"]: Origin(row.cells["title"], row.cells["source"], row.cells["licence"])
        for row in sheet.rows
    }
