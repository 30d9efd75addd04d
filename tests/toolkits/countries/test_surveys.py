"""A survey's file is read in the forms it comes in, and every fault is named with its line."""

from decimal import Decimal
from pathlib import Path

import pytest

from toolkits.countries.names import Names
from toolkits.countries.surveys import Line, Survey, read_survey

NAMES = Names([("FJI", ["Fiji", "Fidji"]), ("TON", ["Tonga"]), ("VUT", ["Vanuatu"])])
OURS = "iso3,rank,egdi,osi,tii,hci,epi\n"
FIJI = "FJI,93,0.67544,0.53431,0.75067,0.74131,0.39730\n"
TONGA = "TON,134,0.51639,0.32204,0.47841,0.74877,0.32880\n"
LINE = Line(
    "FJI",
    93,
    *(Decimal(value) for value in ("0.67544", "0.53431", "0.75067", "0.74131", "0.39730")),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "survey-2024.csv"


def read(path: Path, content: str | bytes, year: int | None = None) -> Survey:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    survey, faults = read_survey(path, NAMES, year=year)
    assert faults == []
    assert survey is not None
    return survey


def refused(path: Path, content: str | bytes, year: int | None = None) -> list[str]:
    """Give each fault as `line: reason`."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    survey, faults = read_survey(path, NAMES, year=year)
    assert survey is None
    return [str(fault).removeprefix(f"{path}:") for fault in faults]


def test_our_own_form_is_read(path: Path) -> None:
    survey = read(path, OURS + FIJI + TONGA)
    assert survey.year == 2024
    assert survey.lines[0] == LINE
    assert len(survey.lines) == 2
    assert len(survey.sha256) == 64


@pytest.mark.parametrize(
    "content",
    [
        "Survey Year,Country Name,E-Government Rank,E-Government Index,E-Participation Index,"
        "Online Service Index,Human Capital Index,Telecommunication Infrastructure Index\n"
        '2024,"Fiji ",93,0.67544,0.39730,0.53431,0.74131,0.75067\n',
        "Survey Year,Country,Rank,E_Index,E_Participation,Online_Service,Human_Capital,"
        "Tele_Infra,Region\n2024,Fiji ,93,0.67544,0.39730,0.53431,0.74131,0.75067,Oceania\n",
        "\ufeffiso3,Country,Rank,EGDI,EPI,OSI,HCI,TII\r\n"
        "fji,Republic of Fiji,93,0.675440,0.3973,0.53431,0.74131,0.75067\r\n\r\n,,,,,,,\r\n",
    ],
    ids=["download", "copy of 2024", "from a spreadsheet"],
)
def test_the_forms_that_files_come_in_are_read(path: Path, content: str) -> None:
    survey = read(path, content)
    assert survey.lines == (LINE,)
    assert survey.year == 2024


def test_the_year_is_that_of_the_column_the_file_or_the_caller(tmp_path: Path) -> None:
    assert read(tmp_path / "new.csv", OURS + FIJI, year=2026).year == 2026
    content = f"year,{OURS}2022,{FIJI}"
    assert read(tmp_path / "of-2024.csv", content).year == 2022
    assert refused(tmp_path / "new.csv", OURS + FIJI) == [
        "1: the year of the survey is missing; give it with --year"
    ]


def test_two_years_in_one_file_are_refused(path: Path) -> None:
    both = "2:", "3:"
    content = f"year,{OURS}2022,{FIJI}2024,{TONGA}"
    assert refused(path, content) == [
        "3: more than one survey year: 2022, 2024; one file is one survey"
    ]
    assert refused(path, f"year,{OURS}2022,{FIJI}", year=2024)[0].startswith(both[0])


@pytest.mark.parametrize("year", ["24", "1999", "year", "二〇二四"])
def test_a_year_that_is_none_is_refused(path: Path, year: str) -> None:
    (fault,) = refused(path, f"year,{OURS}{year},{FIJI}")
    assert fault == f"2: “{year}” is not the year of a survey"


def test_fewer_countries_than_members_is_a_warning_that_names_them(path: Path) -> None:
    (warning,) = read(path, OURS + FIJI).warnings
    assert "1 of the 193 member States; missing: Tonga, Vanuatu." in warning


@pytest.mark.parametrize(
    ("content", "reasons"),
    [
        (
            "iso3,rank,egdi,osi,tii,epi\nFJI,93,0.67544,0.53431,0.75067,0.39730\n",
            ["1: the column “hci” is missing"],
        ),
        (
            OURS.replace("hci", "Human Captial Index") + FIJI,
            [
                "1: the column “Human Captial Index” is not known; "
                "did you mean “human capital index”?",
                "1: the column “hci” is missing",
            ],
        ),
        (
            "remark," + OURS + "x," + FIJI,
            ["1: the column “remark” is not known; take it out, or mend its heading"],
        ),
        ("egdi," + OURS + "0.1," + FIJI, ["1: the column “egdi” stands there twice"]),
        (
            OURS.replace("iso3,", "region,") + FIJI,
            ["1: the country is missing: a column “iso3” or “Country Name”"],
        ),
        (OURS.replace(",", ";"), ["1: semicolons stand between the columns; save it with commas"]),
        (OURS, ["1: there is no row below the headings"]),
        ("", [f"1: the column “{name}” is missing" for name in OURS.strip().split(",")[1:]]),
    ],
)
def test_what_is_wrong_with_the_columns_is_named(
    path: Path, content: str, reasons: list[str]
) -> None:
    assert refused(path, content) == reasons


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (FIJI.replace("FJI", "ATL"), "the country “ATL” is not known"),
        (FIJI.replace("0.39730", "1.00001"), "EPI 1.00001 is outside 0 to 1"),
        (FIJI.replace("0.39730", "-0.1"), "EPI -0.1 is outside 0 to 1"),
        (FIJI.replace("0.39730", "n/a"), "EPI “n/a” is not a number like 0.61750"),
        (FIJI.replace("0.39730", ""), "EPI “” is not a number like 0.61750"),
        (FIJI.replace("0.39730", "NaN"), "EPI “NaN” is not a number like 0.61750"),
        (FIJI.replace("0.39730", "٠.٣"), "EPI “٠.٣” is not a number like 0.61750"),
        (FIJI.replace("0.39730", "0.397301"), "EPI 0.397301 has more than 5 decimal places"),
        (FIJI.replace(",93,", ",0,"), "the rank “0” is not a whole number from 1 on"),
        (FIJI.replace(",93,", ",9.5,"), "the rank “9.5” is not a whole number from 1 on"),
        (FIJI.replace("FJI,", "FJI,1,"), "8 cells, and the headings are 7"),
        (
            FIJI.replace("0.67544", "0.67600"),
            "the EGDI of Fiji, 0.67600, is not the mean of its OSI, TII and HCI, 0.67543",
        ),
        (FIJI.replace("FJI", "TON"), "Tonga stands in line 2 already"),
    ],
)
def test_what_is_wrong_with_a_row_is_named_with_its_line(path: Path, row: str, reason: str) -> None:
    assert refused(path, OURS + TONGA + row) == [f"3: {reason}"]


def test_an_unknown_country_is_named_with_the_nearest(path: Path) -> None:
    content = OURS.replace("iso3", "Country Name") + FIJI.replace("FJI", "Figi")
    assert refused(path, content) == ["2: the country “Figi” is not known; did you mean “Fiji”?"]


def test_every_fault_is_told_at_once(path: Path) -> None:
    content = OURS + FIJI.replace("FJI", "ATL") + TONGA.replace("0.32880", "7")
    assert [fault[:2] for fault in refused(path, content)] == ["2:", "3:"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ((OURS + FIJI).encode("utf-16"), "the file is not in UTF-8; save it as “CSV UTF-8”"),
        (OURS.encode() + b"C\xf4te,1", "the file is not in UTF-8; save it as “CSV UTF-8”"),
        (b"x" * (5 * 1024 * 1024 + 1), "the file is larger than 5 MB"),
        ((OURS + 'FJI,"93').encode(), "this line is no CSV"),
    ],
    ids=["UTF-16", "Latin-1", "too large", "an open quote"],
)
def test_what_is_no_table_is_refused(path: Path, content: bytes, reason: str) -> None:
    (fault,) = refused(path, content)
    assert reason in fault


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    _survey, faults = read_survey(tmp_path / "gone.csv", NAMES)
    assert "No such file" in str(faults[0])
