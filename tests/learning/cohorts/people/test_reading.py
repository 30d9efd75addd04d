import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from learning.accounts.codes import LEARNER_CODE_LENGTH, new_code, spaced
from learning.cohorts.errors import ListEmpty, ListTooLong, ListUnreadable
from learning.cohorts.people import workbooks
from learning.cohorts.people.reading import (
    MOST_BYTES,
    MOST_LINES,
    Fault,
    Line,
    Sheet,
    read_file,
    read_text,
)


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def names(sheet: Sheet) -> list[str]:
    return [line.name for line in sheet.lines]


def test_a_list_of_names_alone_is_enough() -> None:
    assert names(read_text("Awa Diop\r\n\r\n  Omar   Sy \n")) == ["Awa Diop", "Omar Sy"]


@pytest.mark.parametrize("sign", ["\t", ";", ","])
def test_columns_are_parted_by_tabs_semicolons_or_commas(sign: str) -> None:
    code = new_code(LEARNER_CODE_LENGTH)
    text = sign.join(["Awa Diop", "Treasury", "French", spaced(code).lower()])
    assert read_text(text).lines == (Line(1, "Awa Diop", "Treasury", "fr", code),)


@pytest.mark.parametrize(
    "heading",
    [
        "Organisation;Name;Code;Language",
        "Ministère ;NOM ET PRÉNOM;Code d’apprenant;Langue",
        "المؤسسة;الاسم;رمز المتعلّم;اللغة",
    ],
)
def test_a_first_row_names_the_columns_in_three_languages(heading: str) -> None:
    line = read_text(f"{heading}\nTreasury;Awa Diop;;ar").lines[0]
    assert (line.number, line.name, line.organisation, line.language) == (
        (2, "Awa Diop", "Treasury", "ar")
    )


def test_first_and_last_names_are_put_together_and_other_columns_left_aside() -> None:
    sheet = read_text("Nom,E-mail,Prénom\nDiop,a@example.org,Awa")
    assert names(sheet) == ["Awa Diop"]
    assert sheet.unused == ("E-mail",)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("=HYPERLINK(A1);Treasury", Fault.FORMULA),
        ("Awa;@SUM(A1)", Fault.FORMULA),
        (";Treasury", Fault.NO_NAME),
        ("A" * 151 + ";x", Fault.TOO_LONG),
        ("Awa;Treasury;Klingon", Fault.LANGUAGE),
        ("Awa;Treasury;en;1234", Fault.CODE),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(text: str, fault: Fault) -> None:
    assert read_text(text).lines[0].fault == fault


def test_a_quotation_mark_in_a_name_does_not_swallow_the_lines_below() -> None:
    assert names(read_text('Awa "Mimi" Ba\n"Omar" Sy;x\nLi Na\n"Ida')) == [
        'Awa "Mimi" Ba',
        '"Omar" Sy',
        "Li Na",
        '"Ida',
    ]


def test_a_name_in_quotation_marks_may_hold_a_comma_and_a_line_break() -> None:
    assert read_text('"Diop, Awa","Min.\nof Lands"').lines[0] == Line(
        1, "Diop, Awa", "Min. of Lands"
    )


def test_signs_that_cannot_be_seen_are_left_out() -> None:
    assert names(read_text("\ufeffAwa\u202e Diop\x07\0")) == ["Awa Diop"]


def test_a_workbook_is_read_and_its_formulas_are_not_worked_out() -> None:
    content = workbook(["Name", "Organisation"], ["Awa Diop", 7.0], ["=1+1", None], [None, None])
    assert read_file(content).lines == (
        Line(2, "Awa Diop", "7"),
        Line(3, "=1+1", fault=Fault.FORMULA),
    )


def test_a_workbook_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "UNPACKED", 1000)
    with pytest.raises(ListUnreadable):
        read_file(workbook(["Awa"]))


def test_a_sheet_that_never_ends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "ROWS", 3)
    with pytest.raises(ListTooLong):
        read_file(workbook(["a"], ["b"], ["c"], ["d"]))


def test_a_workbook_that_declares_entities_is_refused() -> None:
    sound, bad = BytesIO(workbook(["Awa"])), BytesIO()
    with zipfile.ZipFile(sound) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith("sheet1.xml"):
                part = b'<!DOCTYPE x [<!ENTITY a "b">]>' + part
            target.writestr(name, part)
    with pytest.raises(ListUnreadable):
        read_file(bad.getvalue())


@pytest.mark.parametrize("content", [b"PK\x03\x04 no zip", b"\xff\xfea", workbook()[:800]])
def test_a_damaged_file_is_refused(content: bytes) -> None:
    with pytest.raises(ListUnreadable):
        read_file(content)


@pytest.mark.parametrize("text", ["", " \n;;\n\t", "Name;Organisation\n"])
def test_an_empty_list_is_refused(text: str) -> None:
    with pytest.raises(ListEmpty):
        read_text(text)


def test_ten_thousand_lines_are_read_and_one_more_is_refused() -> None:
    text = "\n".join(f"Person {number};Office" for number in range(MOST_LINES))
    assert len(read_text(text).lines) == MOST_LINES
    with pytest.raises(ListTooLong):
        read_text(text + "\nOne more")


def test_a_list_that_is_too_large_is_not_even_read() -> None:
    with pytest.raises(ListTooLong):
        read_text("a" * (MOST_BYTES + 1))
    with pytest.raises(ListTooLong):
        read_file(b"a" * (MOST_BYTES + 1))


@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda tail: b"PK\x03\x04" + tail))
def test_any_file_is_read_or_refused(content: bytes) -> None:
    try:
        assert read_file(content).lines
    except (ListEmpty, ListUnreadable):
        assert True
