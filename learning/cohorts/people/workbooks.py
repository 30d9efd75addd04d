"""The rows of a workbook's first visible sheet, read without working anything out.

A workbook is a zip: its directory is asked how much it holds before anything is unpacked, and no
part can be read for longer than the directory says. Entities are refused by defusedxml, which
openpyxl uses. A formula is given as it is written, so that whoever reads the row refuses it.
"""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

import openpyxl

UNPACKED = 60 * 1024 * 1024  # bytes; a sheet of 10,000 rows of names takes 3 MB
ENTRIES = 500
ZIP = b"PK\x03\x04"
COLUMNS = 20  # looked at; a list of people has fewer
ROWS = 50_000  # looked at: many sheets have empty rows below, which somebody once coloured
FAILURES = (  # what openpyxl raises on a damaged file; it has no error of its own for most
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,  # defusedxml's too
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)


class Unopenable(ValueError):
    """The bytes are no workbook, or one that would fill the memory."""


class TooManyRows(ValueError):
    """The sheet goes on for longer than any list of people, be its rows filled or not."""


def is_workbook(content: bytes) -> bool:
    return content.startswith(ZIP)


def rows_of_workbook(content: bytes) -> list[list[str]]:
    """Give the cells of the first visible sheet as texts, empty rows among them.

    Raises: Unopenable; TooManyRows.
    """
    try:
        _check_directory(content)
        return list(_rows(content))
    except TooManyRows:
        raise
    except FAILURES as error:
        raise Unopenable from error


def _check_directory(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
    if len(entries) > ENTRIES or sum(each.file_size for each in entries) > UNPACKED:
        raise Unopenable


def _rows(content: bytes) -> Iterator[list[str]]:
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, keep_links=False)
    try:
        sheets = [each for each in book.worksheets if each.sheet_state == "visible"]
        sheet = sheets[0]
        sheet.reset_dimensions()  # what the file says of its size need not be true
        for number, row in enumerate(sheet.iter_rows(max_col=COLUMNS, values_only=True)):
            if number == ROWS:
                raise TooManyRows
            yield [_text(value) for value in row]
    finally:
        book.close()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
