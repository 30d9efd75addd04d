"""A list of people as it was pasted or uploaded, read into lines: pure, nothing is looked up.

One line is one person: name, organisation, language, learner code, in this order, or in any order
under a first row that names the columns in English, French or Arabic. What cannot be a person's
line stays a line and says why, so that it can be mended on the screen.
"""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from io import StringIO

from learning.accounts.codes import LEARNER_CODE_LENGTH, CodeError, clean_code, spaced
from learning.accounts.signing_in import clean_name, plain_digits
from learning.cohorts.errors import ListEmpty, ListTooLong, ListUnreadable
from learning.cohorts.people.decoding import Undecodable, text_of
from learning.cohorts.people.workbooks import TooManyRows, Unopenable, is_workbook, rows_of_workbook

MOST_LINES = 10_000
MOST_BYTES = 2 * 1024 * 1024  # of a file or of pasted text
LONGEST = {"name": 150, "organisation": 200}  # characters, as accounts keep them
DELIMITERS = "\t;,"
FORMULA = ("=", "+", "-", "@")  # by which a spreadsheet knows a formula
ORDER = ("name", "organisation", "language", "code")

# What the columns are called; compared without capitals, marks and spaces at the ends.
COLUMNS: Mapping[str, str] = {
    **dict.fromkeys(("name", "full name", "participant", "participants"), "name"),
    **dict.fromkeys(("nom", "nom complet", "nom et prenom", "nom et prenoms"), "name"),
    **dict.fromkeys(("الاسم", "الاسم الكامل", "اسم المشارك", "اسم"), "name"),
    **dict.fromkeys(("first name", "given name", "prenom", "prenoms", "الاسم الاول"), "given"),
    **dict.fromkeys(("last name", "surname", "family name", "nom de famille"), "family"),
    **dict.fromkeys(("اسم العائلة", "اللقب"), "family"),
    **dict.fromkeys(("organisation", "organization", "institution", "office"), "organisation"),
    **dict.fromkeys(("ministry", "agency", "employer", "organisme", "ministere"), "organisation"),
    **dict.fromkeys(("المؤسسة", "الموسسة", "الوزارة", "الجهة", "المنظمة"), "organisation"),
    **dict.fromkeys(("language", "langue", "اللغة"), "language"),
    **dict.fromkeys(("code", "learner code", "code d'apprenant", "code apprenant"), "code"),
    **dict.fromkeys(("رمز المتعلم", "الرمز"), "code"),
}
# Control signs become spaces; marks that turn the direction of what follows, and the mark of
# UTF-16, are left out.
UNSEEN: Mapping[int, str] = {
    **dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029), " "),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0x200B), ""),
}
LANGUAGES: Mapping[str, str] = {
    **dict.fromkeys(("en", "eng", "english", "anglais", "الانجليزية", "انجليزي"), "en"),
    **dict.fromkeys(("fr", "fra", "fre", "french", "francais", "الفرنسية", "فرنسي"), "fr"),
    **dict.fromkeys(("ar", "ara", "arabic", "arabe", "العربية", "عربي"), "ar"),
}


class Fault(StrEnum):
    """What is wrong with a line by itself."""

    NO_NAME = "no name"
    TOO_LONG = "too long"
    FORMULA = "formula"
    LANGUAGE = "language"
    CODE = "code"


@dataclass(frozen=True)
class Line:
    """A person of a list. number: the line in the list, the first is 1. code: as it is kept."""

    number: int
    name: str
    organisation: str = ""
    language: str = ""
    code: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Sheet:
    """A list that was read. unused: headings of columns that were left aside."""

    lines: tuple[Line, ...]
    unused: tuple[str, ...] = ()


def read_text(text: str) -> Sheet:
    """Read a list that was pasted. Raises: ListTooLong, ListEmpty."""
    if len(text) > MOST_BYTES:
        raise ListTooLong
    return _sheet(_cells(text))


def read_file(content: bytes) -> Sheet:
    """Read a CSV or XLSX file, whatever it is called.

    Raises: ListTooLong; ListEmpty; ListUnreadable — neither text nor a sound workbook.
    """
    if len(content) > MOST_BYTES:
        raise ListTooLong
    try:
        if is_workbook(content):
            return _sheet(rows_of_workbook(content))
        return _sheet(_cells(text_of(content)))
    except TooManyRows as error:
        raise ListTooLong from error
    except (Undecodable, Unopenable) as error:
        raise ListUnreadable from error


def checked(line: Line) -> Line:
    """Give the line in clean writing, with what is wrong with it."""
    clean = replace(
        line,
        name=clean_cell(line.name),
        organisation=clean_cell(line.organisation),
        language=_language(clean_cell(line.language)),
        code=_code(clean_cell(line.code)),
    )
    return replace(clean, fault=_fault(clean))


def clean_cell(text: str) -> str:
    """Give a cell in Unicode form C, with single spaces and no signs that cannot be seen."""
    return clean_name(text.translate(UNSEEN))


def _fault(line: Line) -> str:
    if any(text.startswith(FORMULA) for text in (line.name, line.organisation, line.code)):
        return Fault.FORMULA
    if any(len(getattr(line, field)) > most for field, most in LONGEST.items()):
        return Fault.TOO_LONG
    if not line.name:
        return Fault.NO_NAME
    if line.language and line.language not in LANGUAGES.values():
        return Fault.LANGUAGE
    return Fault.CODE if line.code and not _is_code(line.code) else ""


def _cells(text: str) -> list[list[str]]:
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    delimiter = _delimiter(text)
    try:
        return list(csv.reader(StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error:
        # A quotation mark stands alone, in a name: then it means nothing.
        return [line.split(delimiter) for line in text.split("\n")]


def _delimiter(text: str) -> str:
    """Give the sign that parts most of the first lines; what is pasted from a sheet has tabs."""
    first = text.split("\n", 50)[:50]
    return max(DELIMITERS, key=lambda sign: sum(sign in line for line in first))


def _sheet(rows: Iterable[Sequence[str]]) -> Sheet:
    filled = [pair for pair in enumerate(rows, start=1) if any(map(_says_something, pair[1]))]
    columns, unused = _columns(filled[0][1]) if filled else ({}, ())
    lines = [_line(number, row, columns) for number, row in filled[1 if columns else 0 :]]
    if not lines:
        raise ListEmpty
    if len(lines) > MOST_LINES:
        raise ListTooLong
    return Sheet(tuple(map(checked, lines)), unused)


def _says_something(cell: str) -> bool:
    return bool(clean_cell(cell).strip(DELIMITERS))


def _columns(first: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Give field → column if the first row is a heading, and the headings that say nothing here."""
    known: dict[str, int] = {}
    unused = []
    for place, cell in enumerate(first):
        field = COLUMNS.get(_plain(cell))
        if field and field not in known:
            known[field] = place
        elif clean_cell(cell):
            unused.append(clean_cell(cell)[:60])
    if not known.keys() & {"name", "given", "family"}:
        return {}, ()
    return known, tuple(unused[:20])


def _line(number: int, row: Sequence[str], columns: Mapping[str, int]) -> Line:
    places = columns or {field: place for place, field in enumerate(ORDER)}
    cells = {field: row[place] for field, place in places.items() if place < len(row)}
    parts = [cells.pop(part, "") for part in ("given", "name", "family")]
    return Line(number, " ".join(parts), **cells)


def _plain(text: str) -> str:
    """Give a heading without capitals, accents and vowel marks; Arabic letters in base form."""
    apart = unicodedata.normalize("NFKD", clean_cell(text).casefold().replace("’", "'"))
    return "".join(each for each in apart if not unicodedata.combining(each)).strip(" :*.")


def _language(text: str) -> str:
    return LANGUAGES.get(_plain(text).split("-")[0], text) if text else ""


def _code(text: str) -> str:
    """Give a learner code as accounts keep it; what is none stays, to be mended."""
    try:
        return clean_code(plain_digits(text), LEARNER_CODE_LENGTH)
    except CodeError:
        return text[:40]


def _is_code(text: str) -> bool:
    try:
        return clean_code(text, LEARNER_CODE_LENGTH) == text
    except CodeError:
        return False


def as_rows(lines: Iterable[Line]) -> Iterator[list[str]]:
    """Give lines as cells again, the code as it is printed."""
    for line in lines:
        code = spaced(line.code) if _is_code(line.code) else line.code
        yield [line.name, line.organisation, line.language, code]
