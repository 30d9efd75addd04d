from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.http import Http404
from django.test import RequestFactory

from learning.cohorts.tables import download

HEADING = ["Name", "Half days", "Day"]
ROWS: list[list[object]] = [["=HYPERLINK(1)", 3, date(2026, 11, 2)], ["@sum", None, "\ttab"]]


def asked(form: str) -> bytes:
    return download(RequestFactory().get("/", {"as": form}), "Attendance", HEADING, ROWS).content


def test_no_text_in_a_csv_is_taken_for_a_formula() -> None:
    assert asked("csv").decode("utf-8-sig").splitlines() == [
        "Name,Half days,Day",
        "'=HYPERLINK(1),3,2026-11-02",
        "'@sum,,'\ttab",
    ]


def test_a_csv_begins_with_the_mark_by_which_spreadsheets_know_utf_8() -> None:
    assert asked("csv").startswith(b"\xef\xbb\xbf")


def test_a_workbook_holds_texts_and_numbers_and_no_formula() -> None:
    sheet = openpyxl.load_workbook(BytesIO(asked("xlsx"))).worksheets[0]
    cells = list(sheet.iter_rows(min_row=2))
    assert [cell.data_type for cell in cells[0]] == ["s", "n", "s"]
    assert cells[0][0].value == "=HYPERLINK(1)"


def test_a_download_is_kept_by_nobody_on_the_way() -> None:
    answer = download(RequestFactory().get("/", {"as": "csv"}), "Présence", HEADING, ROWS)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"] == 'attachment; filename="presence.csv"'


@pytest.mark.parametrize("form", ["", "pdf", "CSV"])
def test_a_form_of_file_that_there_is_not_is_not_found(form: str) -> None:
    with pytest.raises(Http404):
        asked(form)
