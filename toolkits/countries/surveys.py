"""One E-Government Survey, read from a CSV file and checked as a whole.

The file has our own headings or those of the survey's downloads. A file of a newer one is
welcome as it comes, with the columns in any order.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from toolkits.countries.errors import Fault
from toolkits.countries.indices import INDICES, MEMBER_STATES, fits_its_parts
from toolkits.countries.names import Names
from toolkits.countries.sheets import Form, Row, Sheet, read_sheet

SPELLINGS: Mapping[str, str] = {
    "survey year": "year",
    "country": "name",
    "country name": "name",
    "e government rank": "rank",
    "egdi rank": "rank",
    "e government index": "egdi",
    "e government development index": "egdi",
    "e index": "egdi",
    "online service index": "osi",
    "online services index": "osi",
    "online service": "osi",
    "telecommunication infrastructure index": "tii",
    "telecommunications infrastructure index": "tii",
    "tele infra": "tii",
    "human capital index": "hci",
    "human capital": "hci",
    "e participation index": "epi",
    "e participation": "epi",
    "sub region": "subregion",
}
FORM = Form(
    required=("rank", *INDICES),
    optional=("year", "iso3", "name", "region", "subregion"),
    spellings=SPELLINGS,
)
FIRST_YEAR, LAST_YEAR = 2001, 2100  # the first survey came out in 2001
NUMBER = re.compile(r"-?[0-9]*\.?[0-9]+")
PLACES = 5


@dataclass(frozen=True)
class Line:
    """One country in one survey."""

    iso3: str
    rank: int
    egdi: Decimal
    osi: Decimal
    tii: Decimal
    hci: Decimal
    epi: Decimal


@dataclass(frozen=True)
class Survey:
    """One survey as a file has it. `sha256`: of the file's bytes, lowercase hex."""

    path: Path
    year: int
    sha256: str
    lines: tuple[Line, ...]
    warnings: tuple[str, ...]


def read_survey(
    path: Path, names: Names, *, year: int | None = None
) -> tuple[Survey | None, list[Fault]]:
    """Read one survey, or give every fault of its file.

    `year` is needed only where neither a column nor the file's name (`survey-2024.csv`) has it.
    """
    sheet = read_sheet(path, FORM)
    if sheet.faults:
        return None, sheet.faults
    if not {"iso3", "name"} & set(sheet.columns):
        sheet.fault(1, _("the country is missing: a column “iso3” or “Country Name”"))
        return None, sheet.faults
    found = _year(sheet, year)
    reading = _Reading(sheet, names)
    lines = tuple(line for row in sheet.rows if (line := reading.line(row)))
    if sheet.faults:
        return None, sheet.faults
    warnings = _warnings(path, names, lines)
    return Survey(path, found, sheet.sha256, lines, warnings), []


def _warnings(path: Path, names: Names, lines: tuple[Line, ...]) -> tuple[str, ...]:
    if len(lines) >= MEMBER_STATES:
        return ()
    missing = names.missing(line.iso3 for line in lines)
    reason = _("%(path)s has %(found)d of the %(all)d member States; missing: %(missing)s.")
    values = {"path": path, "found": len(lines), "all": MEMBER_STATES}
    return (reason % {**values, "missing": ", ".join(missing)},)


def _year(sheet: Sheet, given: int | None) -> int:
    """Give the year: as given, in the column and in the file's name, which must agree."""
    found: dict[str, int] = {}
    if given is not None:
        found[str(given)] = 1
    for row in sheet.rows:
        if cell := row.cells.get("year", ""):
            found.setdefault(cell, row.line)
    if not found and (in_name := re.search(r"(?<![0-9])20[0-9]{2}(?![0-9])", sheet.path.stem)):
        found[in_name[0]] = 1
    return _the_one(sheet, found)


def _the_one(sheet: Sheet, found: Mapping[str, int]) -> int:
    if not found:
        sheet.fault(1, _("the year of the survey is missing; give it with --year"))
        return 0
    if len(found) > 1:
        reason = _("more than one survey year: %(years)s; one file is one survey")
        sheet.fault(max(found.values()), reason % {"years": ", ".join(sorted(found))})
    year, line = next(iter(found.items()))
    if not re.fullmatch("[0-9]{4}", year) or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        sheet.fault(line, _("“%(year)s” is not the year of a survey") % {"year": year})
        return 0
    return int(year)


@dataclass
class _Reading:
    sheet: Sheet
    names: Names
    seen: dict[str, int] = field(default_factory=dict)

    def line(self, row: Row) -> Line | None:
        iso3 = self.country(row)
        rank = self.rank(row)
        values = {name: self.value(row, name) for name in INDICES}
        whole = {name: value for name, value in values.items() if value is not None}
        if iso3 is None or rank is None or len(whole) < len(INDICES):
            return None
        line = Line(iso3, rank, **whole)
        if not fits_its_parts(line.egdi, line.osi, line.tii, line.hci):
            self.fault(row, self.misfit(line))
        return line

    def country(self, row: Row) -> str | None:
        code, name = row.cells.get("iso3", "").upper(), row.cells.get("name", "")
        iso3 = self.names.find(name) if name and not code else code
        if iso3 is None or iso3 not in self.names:
            self.fault(row, self.unknown(name or code))
            return None
        if iso3 in self.seen:
            reason = _("%(country)s stands in line %(line)d already")
            values = {"country": self.names.english(iso3), "line": self.seen[iso3]}
            self.fault(row, reason % values)
        self.seen.setdefault(iso3, row.line)
        return iso3

    def unknown(self, written: str) -> str:
        if meant := self.names.nearest(written):
            reason = _("the country “%(name)s” is not known; did you mean “%(meant)s”?")
            return reason % {"name": written, "meant": meant}
        return _("the country “%(name)s” is not known") % {"name": written}

    def rank(self, row: Row) -> int | None:
        cell = row.cells["rank"]
        if re.fullmatch("[0-9]{1,3}", cell) and int(cell) > 0:
            return int(cell)
        reason = _("the rank “%(cell)s” is not a whole number from 1 on")
        self.fault(row, reason % {"cell": cell})
        return None

    def value(self, row: Row, name: str) -> Decimal | None:
        cell = row.cells[name]
        values = {"index": name.upper(), "cell": cell}
        if not NUMBER.fullmatch(cell):
            self.fault(row, _("%(index)s “%(cell)s” is not a number like 0.61750") % values)
        elif not 0 <= Decimal(cell) <= 1:
            self.fault(row, _("%(index)s %(cell)s is outside 0 to 1") % values)
        elif len(cell.rstrip("0").partition(".")[2]) > PLACES:
            self.fault(row, _("%(index)s %(cell)s has more than 5 decimal places") % values)
        else:
            return Decimal(cell)
        return None

    def misfit(self, line: Line) -> str:
        reason = _(
            "the EGDI of %(country)s, %(egdi)s, is not the mean of its OSI, TII and HCI, %(mean)s"
        )
        found = ((line.osi + line.tii + line.hci) / 3).quantize(Decimal("0.00001"))
        country = self.names.english(line.iso3)
        return reason % {"country": country, "egdi": line.egdi, "mean": found}

    def fault(self, row: Row, reason: str) -> None:
        self.sheet.fault(row.line, reason)
