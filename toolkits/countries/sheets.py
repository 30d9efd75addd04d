"""A CSV file as rows of named cells: nothing is guessed, and what is wrong is named with its line.

This module knows no country and touches no database.
"""

import csv
import hashlib
import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from django.utils.translation import gettext as _

from toolkits.countries.errors import Fault

LARGEST = 5 * 1024 * 1024  # bytes; a survey file of 193 rows has about 10 kB


@dataclass(frozen=True)
class Row:
    """One line of a file: `cells` by the name of the column, without spaces around them."""

    line: int
    cells: Mapping[str, str]


@dataclass
class Sheet:
    """A file that was read, and what is wrong with it so far. `sha256`: of its bytes, hex."""

    path: Path
    sha256: str = ""
    columns: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, reason: str) -> None:
        self.faults.append(Fault(self.path, line, reason))


@dataclass(frozen=True)
class Form:
    """The columns a file may have. `spellings`: other headings, in the form `heading` gives."""

    required: Sequence[str]
    optional: Collection[str] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)

    def column(self, written: str) -> str | None:
        name = heading(written)
        name = self.spellings.get(name, name.replace(" ", "_"))
        return name if name in self.required or name in self.optional else None


def heading(written: str) -> str:
    """Give a heading in small letters, with one space wherever there was anything else."""
    return re.sub(r"[\W_]+", " ", written.casefold()).strip()


def read_sheet(path: Path, form: Form) -> Sheet:
    """Read a CSV file in UTF-8. Faults are in the sheet; then its rows are not to be used."""
    sheet = Sheet(path)
    if (text := _text(sheet)) is None:
        return sheet
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        _columns(sheet, form, next(lines, []))
        if not sheet.faults:
            _rows(sheet, ((lines.line_num, cells) for cells in lines))
    except csv.Error as error:
        reason = _("this line is no CSV (%(error)s); save the table again as CSV")
        sheet.fault(lines.line_num or 1, reason % {"error": error})
    if not sheet.rows and not sheet.faults:
        sheet.fault(1, _("there is no row below the headings"))
    return sheet


def _text(sheet: Sheet) -> str | None:
    try:
        if sheet.path.stat().st_size > LARGEST:
            sheet.fault(1, _("the file is larger than 5 MB; a table of countries never is"))
            return None
        content = sheet.path.read_bytes()
        sheet.sha256 = hashlib.sha256(content).hexdigest()
        return content.decode("utf-8-sig")
    except OSError as error:
        sheet.fault(1, _("the file cannot be read: %(error)s") % {"error": error.strerror})
    except UnicodeDecodeError:
        sheet.fault(1, _("the file is not in UTF-8; save it as “CSV UTF-8”"))
    return None


def _columns(sheet: Sheet, form: Form, written: Sequence[str]) -> None:
    """Find which column is which, and name every heading that is missing, twice or unknown."""
    if len(written) == 1 and ";" in written[0]:
        sheet.fault(1, _("semicolons stand between the columns; save it with commas"))
        return
    names = [form.column(each) for each in written]
    for each, name in zip(written, names, strict=True):
        if name is None:
            sheet.fault(1, _unknown(each, form))
        elif names.count(name) > 1 and names.index(name) == len(sheet.columns):
            reason = _("the column “%(column)s” stands there twice")
            sheet.fault(1, reason % {"column": name})
        sheet.columns = (*sheet.columns, name or "")
    for name in form.required:
        if name not in names:
            sheet.fault(1, _("the column “%(column)s” is missing") % {"column": name})


def _unknown(written: str, form: Form) -> str:
    known = [*form.required, *form.optional, *form.spellings]
    meant = get_close_matches(heading(written), known, n=1, cutoff=0.7)
    if meant:
        reason = _("the column “%(column)s” is not known; did you mean “%(meant)s”?")
        return reason % {"column": written, "meant": meant[0]}
    reason = _("the column “%(column)s” is not known; take it out, or mend its heading")
    return reason % {"column": written}


def _rows(sheet: Sheet, lines: Iterable[tuple[int, list[str]]]) -> None:
    for number, cells in lines:
        if not any(map(str.strip, cells)):
            continue
        if len(cells) != len(sheet.columns):
            reason = _("%(found)d cells, and the headings are %(wanted)d")
            values = {"found": len(cells), "wanted": len(sheet.columns)}
            sheet.fault(number, reason % values)
            continue
        named = zip(sheet.columns, map(str.strip, cells), strict=True)
        sheet.rows.append(Row(number, dict(named)))
