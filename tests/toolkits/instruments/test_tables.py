import csv
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from toolkits.instruments.tables import to_csv, to_xlsx

ROWS = [["Question", "Answer", "Percent"], ["=1+1", "@here", Decimal("33.30")], ["#N/A", 3, "-5"]]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1+1", "'＝1+1"),
        ("-", "'-"),
        ("-5", "-5"),
        ("-5.25", "-5.25"),
        ("a=b", "a=b"),
        ("", ""),
        (Decimal("-0.50"), "-0.50"),
        (-7, "-7"),
        ("الاسم", "الاسم"),
    ],
)
def test_a_cell_never_starts_a_formula(cell: str | int | Decimal, written: str) -> None:
    text = to_csv([[cell]]).decode("utf-8-sig")

    assert next(csv.reader(io.StringIO(text, newline="")), [""]) == [written]


def test_csv_starts_with_the_mark_of_utf_8() -> None:
    assert to_csv([["é"]]) == b"\xef\xbb\xbf\xc3\xa9\r\n"


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=3), max_size=4))
def test_no_text_becomes_a_formula_in_csv(rows: list[list[str]]) -> None:
    text = to_csv(rows).decode("utf-8-sig")

    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r"))


def test_a_workbook_holds_text_as_text_and_numbers_as_numbers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx({"Result": ROWS})))
    found = [[(cell.value, cell.data_type) for cell in row] for row in book["Result"]]

    assert found[1] == [("=1+1", "s"), ("@here", "s"), (33.3, "n")]
    assert found[2] == [("#N/A", "s"), (3, "n"), ("-5", "s")]


def test_a_workbook_holds_no_formula_in_its_files() -> None:
    with zipfile.ZipFile(io.BytesIO(to_xlsx({"Result": ROWS}))) as files:
        assert not any(b"<f>" in files.read(name) for name in files.namelist())


def test_the_same_table_gives_the_same_bytes_at_any_time() -> None:
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        first = to_xlsx({"Result": ROWS})
    with time_machine.travel("2027-01-01T00:00:00Z", tick=False):
        assert to_xlsx({"Result": ROWS}) == first


def test_names_of_sheets_and_signs_that_excel_refuses_are_mended() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(to_xlsx({"A/B: [what]?": [["bell\x07"]], "x" * 40: [["1"]], "": [["2"]]}))
    )

    assert len(book.sheetnames) == 3
    assert all(0 < len(name) <= 31 for name in book.sheetnames)
    assert book.worksheets[0]["A1"].value == "bell"
