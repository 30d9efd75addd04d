"""Tables as files: CSV and XLSX.

What people wrote must never run on another's computer: in CSV a cell that a spreadsheet would
take for a formula gets an apostrophe in front, and XLSX holds no formula at all. The same table
gives the same bytes.
"""

import csv
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | Decimal
Rows = Sequence[Sequence[Value]]

# Signs a spreadsheet may start a formula with, the wide forms of East Asia among them (OWASP,
# CSV injection).
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NEGATIVE = re.compile(r"-[0-9]+([.,][0-9]+)?")
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31  # characters of a sheet's name, as Excel has it
EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001  # the earliest that a ZIP can say; it knows no zones
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def to_csv(rows: Rows) -> bytes:
    """Give `rows` as CSV in UTF-8, with the mark by which spreadsheets know it."""
    text = StringIO()
    csv.writer(text).writerows([safe(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def safe(value: Value) -> str:
    """Give `value` as a cell that no spreadsheet takes for a formula."""
    if not isinstance(value, str):
        return _plain(value)
    harmless = not value.startswith(STARTS_FORMULA) or NEGATIVE.fullmatch(value)
    return value if harmless else f"'{value}"


def _plain(number: int | Decimal) -> str:
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def to_xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """Give `sheets`, each under its name, as XLSX. Text stays text, whatever it looks like."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.created = EPOCH
    book.properties.creator = "Atoll"
    for name, rows in sheets.items():
        _write(book.create_sheet(_sheet_name(name)), rows)
    written = BytesIO()
    book.save(written)
    return _timeless(written.getvalue())


def _sheet_name(name: str) -> str:
    return NOT_IN_A_NAME.sub(" ", name).strip(" '")[:LONGEST_NAME] or "1"


def _write(sheet: Worksheet, rows: Rows) -> None:
    for row_number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(row_number, column)
            if isinstance(value, str):
                _write_text(cell, value)
            else:
                cell.value = value


def _write_text(cell: Cell, text: str) -> None:
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"  # openpyxl takes “=…” for a formula and “#N/A” for an error


def _timeless(content: bytes) -> bytes:
    """Give the ZIP `content` with every time in it set to the epoch."""
    moment = EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(written, "w") as target:
        for name in sorted(source.namelist()):
            said = MODIFIED.sub(rb"\g<1>" + moment + rb"\g<2>", source.read(name))
            about = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            about.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(about, said)
    return written.getvalue()
