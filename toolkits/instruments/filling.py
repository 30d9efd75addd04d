"""Reading what people filled in: the fields of a calculator, and of a canvas.

Values travel as text under a field's code; in a table, under `cell(code, row)`.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from toolkits.instruments.definition import Canvas, Field, FieldType
from toolkits.instruments.entries import is_date, plain
from toolkits.instruments.errors import Fault, gettext_noop
from toolkits.instruments.numbers import NotANumber, read_number

LONGEST = {FieldType.TEXT: 500, FieldType.LONG: 5000}  # characters

NEEDED = gettext_noop("Fill this in.")
TOO_SMALL = gettext_noop("This is too small: write %(minimum)s or more.")
TOO_LARGE = gettext_noop("This is too large: write %(maximum)s or less.")
WHOLE = gettext_noop("Write a whole number.")
TOO_FINE = gettext_noop("Write at most %(decimals)d digits after the decimal sign.")
NOT_A_DATE = gettext_noop("Write a date as year-month-day, such as 2027-03-01.")
NOT_AN_OPTION = gettext_noop("Choose one of those offered.")
TOO_LONG = gettext_noop("This has %(length)d characters; the limit is %(limit)d.")


def cell(code: str, row: int) -> str:
    """Give the name of a value in a table. `row` counts from 1."""
    return f"{code}.{row}"


def number_of(field: Field, text: str, faults: list[Fault]) -> Decimal | None:
    """Read a number field; what is empty takes its default, or gives None. Faults are added."""
    text = text.strip() or field.default
    if not text:
        if field.required:
            faults.append(Fault(field.code, NEEDED))
        return None
    try:
        number = read_number(text, decimals=field.decimals)
    except NotANumber as error:
        faults.append(Fault(field.code, str(error)))
        return None
    if fault := _number_fault(field, number):
        faults.append(fault)
        return None
    return number


def _number_fault(field: Field, number: Decimal) -> Fault | None:
    if number != round(number, field.decimals):
        sentence = TOO_FINE if field.decimals else WHOLE
        return Fault(field.code, sentence, {"decimals": field.decimals})
    if field.minimum is not None and number < field.minimum:
        return Fault(field.code, TOO_SMALL, {"minimum": plain(field.minimum)})
    if field.maximum is not None and number > field.maximum:
        return Fault(field.code, TOO_LARGE, {"maximum": plain(field.maximum)})
    return None


def check_canvas(canvas: Canvas, values: Mapping[str, str]) -> tuple[Fault, ...]:
    """Give every fault of what was filled in. Paths are codes, in tables `cell(code, row)`.

    A row of a table with nothing in it is left aside; in any other, what is needed is needed.
    """
    faults: list[Fault] = []
    for section in canvas.sections:
        rows = range(1, section.rows + 1) if section.is_table else (0,)
        for row in rows:
            named = {cell(f.code, row) if row else f.code: f for f in section.fields}
            if not row or any(values.get(name, "").strip() for name in named):
                faults.extend(_row_faults(named, values))
    return tuple(faults)


def _row_faults(named: Mapping[str, Field], values: Mapping[str, str]) -> Iterator[Fault]:
    for name, field in named.items():
        if fault := value_fault(field, values.get(name, "")):
            yield Fault(name, fault.sentence, fault.values)


def value_fault(field: Field, text: str) -> Fault | None:
    """Say what is wrong with `text` as the value of `field`, if anything is."""
    text = text.strip() or field.default
    if not text:
        return Fault(field.code, NEEDED) if field.required else None
    match field.type:
        case FieldType.NUMBER:
            faults: list[Fault] = []
            number_of(field, text, faults)
            return faults[0] if faults else None
        case FieldType.DATE:
            return None if is_date(text) else Fault(field.code, NOT_A_DATE)
        case FieldType.CHOICE:
            return None if text in field.options else Fault(field.code, NOT_AN_OPTION)
    limit = LONGEST[field.type]
    values = {"length": len(text), "limit": limit}
    return Fault(field.code, TOO_LONG, values) if len(text) > limit else None
