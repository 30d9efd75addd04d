"""What an instrument is: an assessment, a calculator or a canvas; and how it is read.

A definition travels as an entry, which is plain JSON with every name written out:
`read(to_entry(definition)) == definition`. A number that need not be whole is a string there, so
that no engine makes a binary fraction of it. Texts are plain text, not markup.

Answers and values are kept under codes. A code is unique within its definition and must not
change once people have filled the instrument in.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any

from toolkits.instruments.entries import NOT_A_MAPPING, UNKNOWN, Entry, decimal, is_date, plain
from toolkits.instruments.errors import DefinitionErrors, Fault, gettext_noop
from toolkits.instruments.formulas import FORMULAS, Formula

LINE, PARAGRAPH = 300, 2000  # characters at most
MOST_DIMENSIONS, MOST_QUESTIONS, MOST_LEVELS = 20, 100, 10  # questions: of one dimension
MOST_SECTIONS, MOST_FIELDS, MOST_ROWS, MOST_OPTIONS = 30, 40, 60, 40
MOST_DECIMALS = 6

WEIGHTS = gettext_noop("The weights add up to %(sum)d; they must add up to 100.")
FIRST_LEVEL = gettext_noop("The first level starts from 0.")
ASCENDING = gettext_noop("Each of these starts higher than the one before it.")
NO_FORMULA = gettext_noop("There is no formula “%(name)s”; there are: %(names)s.")
INPUT_MISSING = gettext_noop("The formula %(formula)s needs a number field “%(code)s”.")
INPUT_UNKNOWN = gettext_noop(
    "The formula %(formula)s reads no number “%(code)s”; it reads: %(names)s."
)
ONLY_NUMBERS = gettext_noop("Only a field of type number has this.")
RANGE = gettext_noop("The minimum is above the maximum.")
OPTIONS = gettext_noop("A choice needs at least two different options; no other field has any.")
BAD_DEFAULT = gettext_noop("A field of this type and range cannot have this value.")


class Kind(StrEnum):
    ASSESSMENT = "assessment"
    CALCULATOR = "calculator"
    CANVAS = "canvas"


class Chart(StrEnum):
    RADAR = "radar"
    BARS = "bars"


class FieldType(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    LONG = "long"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True)
class Question:
    """A question that is answered yes or no.

    `hint`: where to look, and what counts as evidence; `weight`: how much it counts within its
    dimension; `advice`: what to do when the answer is no; `unit`: what to read then, as
    `national-toolkit/guide-who-leads`, by the addresses of a toolkit and of a unit of it.
    """

    code: str
    text: str
    hint: str = ""
    weight: int = 1
    advice: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Dimension:
    """Questions that are counted together. `weight`: whole percent of the total."""

    code: str
    title: str
    weight: int
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Level:
    """A reading of the total, from `from_percent` (included) up to the next level."""

    title: str
    from_percent: int
    advice: str = ""


@dataclass(frozen=True)
class Assessment:
    """Yes/no questions with evidence.

    `label`: what the total is, such as “our total, not the OSI”; it stands wherever the total
    stands. `assessors`: 2 where two people answer separately and then agree. The weights of all
    dimensions add up to 100. `levels` ascend from 0.
    """

    label: str
    assessors: int
    chart: Chart
    dimensions: tuple[Dimension, ...]
    levels: tuple[Level, ...]

    @property
    def kind(self) -> Kind:
        return Kind.ASSESSMENT

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for each in self.dimensions for question in each.questions)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(question.code for question in self.questions)


@dataclass(frozen=True)
class Field:
    """A value that people fill in.

    `unit`: what is counted, shown beside it (kbit/s); `decimals`: how many digits may stand after
    the decimal sign; `options`: of a choice; `default`: taken where nothing was filled in.
    """

    code: str
    label: str
    type: FieldType
    hint: str = ""
    unit: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int = 0
    required: bool = False
    options: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True)
class Band:
    """A reading of a value, from `from_value` up to the next band.

    `above`: it starts just above `from_value`, as in “more than 0.75”, and not at it.
    """

    title: str
    from_value: Decimal
    advice: str = ""
    above: bool = False


@dataclass(frozen=True)
class Calculator:
    """Numbers in, numbers out. `formula`: a name of `formulas.FORMULAS`.

    `levels` read the outcome line `measure` (the formula's own where it is empty), and the lines
    whose code begins with it and a hyphen.
    """

    formula: str
    inputs: tuple[Field, ...]
    levels: tuple[Band, ...] = ()
    note: str = ""
    measure: str = ""

    @property
    def kind(self) -> Kind:
        return Kind.CALCULATOR

    @property
    def measured(self) -> str:
        """The code of the outcome line that `levels` are about before all others."""
        return self.measure or FORMULAS[self.formula].measure

    def reads(self, line: str) -> bool:
        """Tell whether `levels` are about the outcome line with the code `line`."""
        return line == self.measured or line.startswith(f"{self.measured}-")


@dataclass(frozen=True)
class Section:
    """A part of a canvas: its fields, or, where `rows` is not 0, a table with them as columns.

    `rows`: how many rows the table has at most.
    """

    code: str
    title: str
    prompt: str
    fields: tuple[Field, ...]
    rows: int = 0

    @property
    def is_table(self) -> bool:
        return self.rows > 0


@dataclass(frozen=True)
class Canvas:
    """A sheet to think with: sections of fields and tables, and no score."""

    sections: tuple[Section, ...]
    note: str = ""

    @property
    def kind(self) -> Kind:
        return Kind.CANVAS


Definition = Assessment | Calculator | Canvas


def read(entry: Mapping[str, Any]) -> Definition:
    """Read an entry. Raises: DefinitionErrors — with every fault, each with its path."""
    if not isinstance(entry, Mapping):
        raise DefinitionErrors([Fault("", NOT_A_MAPPING)])
    reading = Entry(entry)
    kind = reading.choice("kind", [str(kind) for kind in Kind])
    if reading.faults:
        raise DefinitionErrors(reading.faults)
    definition = READERS[Kind(kind)](reading)
    reading.finish()
    if reading.faults:
        raise DefinitionErrors(reading.faults)
    return definition


def to_entry(definition: Definition) -> dict[str, Any]:
    """Give the entry of `definition`: plain JSON, every name written out."""
    return {"kind": str(definition.kind), **_plain(asdict(definition))}


def units(definition: Definition) -> tuple[str, ...]:
    """Give each unit of a toolkit that `definition` sends to, once, in reading order."""
    if not isinstance(definition, Assessment):
        return ()
    return tuple(dict.fromkeys(q.unit for q in definition.questions if q.unit))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return plain(value)
    return str(value) if isinstance(value, StrEnum) else value


def _assessment(entry: Entry) -> Assessment:
    assessment = Assessment(
        label=entry.text("label", limit=LINE, needed=True),
        assessors=entry.whole("assessors", low=1, high=2, default=2),
        chart=Chart(entry.choice("chart", list(Chart), default=Chart.RADAR)),
        dimensions=tuple(
            _dimension(each) for each in entry.entries("dimensions", least=1, most=MOST_DIMENSIONS)
        ),
        levels=tuple(_level(each) for each in entry.entries("levels", least=1, most=MOST_LEVELS)),
    )
    weights = sum(dimension.weight for dimension in assessment.dimensions)
    told = any(fault.path.endswith("].weight") for fault in entry.faults)
    if assessment.dimensions and weights != 100 and not told:
        entry.fault("dimensions", WEIGHTS, sum=weights)
    starts = [level.from_percent for level in assessment.levels]
    if starts and starts[0] != 0:
        entry.fault("levels[0].from_percent", FIRST_LEVEL)
    if any(second <= first for first, second in pairwise(starts)):
        entry.fault("levels", ASCENDING)
    return assessment


def _dimension(entry: Entry) -> Dimension:
    dimension = Dimension(
        code=entry.code(),
        title=entry.text("title", limit=LINE, needed=True),
        weight=entry.whole("weight", low=1, high=100),
        questions=tuple(
            _question(each) for each in entry.entries("questions", least=1, most=MOST_QUESTIONS)
        ),
    )
    entry.finish()
    return dimension


def _question(entry: Entry) -> Question:
    question = Question(
        code=entry.code(),
        text=entry.text("text", limit=PARAGRAPH, needed=True),
        hint=entry.text("hint", limit=PARAGRAPH),
        weight=entry.whole("weight", low=1, high=100, default=1),
        advice=entry.text("advice", limit=PARAGRAPH),
        unit=entry.unit("unit"),
    )
    entry.finish()
    return question


def _level(entry: Entry) -> Level:
    level = Level(
        title=entry.text("title", limit=LINE, needed=True),
        from_percent=entry.whole("from_percent", low=0, high=100),
        advice=entry.text("advice", limit=PARAGRAPH),
    )
    entry.finish()
    return level


def _calculator(entry: Entry) -> Calculator:
    formula = _formula(entry)
    calculator = Calculator(
        formula=formula.name if formula else "",
        inputs=tuple(_field(each) for each in entry.entries("inputs", least=1, most=MOST_FIELDS)),
        levels=tuple(_band(each) for each in entry.entries("levels", most=MOST_LEVELS)),
        note=entry.text("note", limit=PARAGRAPH),
        measure=entry.text("measure", limit=LINE),
    )
    if formula:
        _check_inputs(entry, formula, calculator.inputs)
        if calculator.measure and calculator.measure not in formula.gives:
            names = ", ".join(formula.gives)
            entry.fault("measure", UNKNOWN, name=calculator.measure, names=names)
    starts = [(band.from_value, band.above) for band in calculator.levels]
    if any(second <= first for first, second in pairwise(starts)):
        entry.fault("levels", ASCENDING)
    return calculator


def _formula(entry: Entry) -> Formula | None:
    name = entry.text("formula", limit=LINE, needed=True)
    if name and name not in FORMULAS:
        entry.fault("formula", NO_FORMULA, name=name, names=", ".join(FORMULAS))
    return FORMULAS.get(name)


def _check_inputs(entry: Entry, formula: Formula, inputs: tuple[Field, ...]) -> None:
    numbers = {field.code for field in inputs if field.type == FieldType.NUMBER}
    for code in formula.needs:
        if code not in numbers:
            entry.fault("inputs", INPUT_MISSING, formula=formula.name, code=code)
    for place, field in enumerate(inputs):
        if field.code in numbers and field.code not in formula.reads:
            names = ", ".join(formula.reads)
            path = f"inputs[{place}].code"
            entry.fault(path, INPUT_UNKNOWN, formula=formula.name, code=field.code, names=names)


def _band(entry: Entry) -> Band:
    band = Band(
        title=entry.text("title", limit=LINE, needed=True),
        from_value=entry.number("from_value", needed=True) or Decimal(0),
        advice=entry.text("advice", limit=PARAGRAPH),
        above=entry.flag("above"),
    )
    entry.finish()
    return band


def _canvas(entry: Entry) -> Canvas:
    return Canvas(
        sections=tuple(
            _section(each) for each in entry.entries("sections", least=1, most=MOST_SECTIONS)
        ),
        note=entry.text("note", limit=PARAGRAPH),
    )


def _section(entry: Entry) -> Section:
    section = Section(
        code=entry.code(),
        title=entry.text("title", limit=LINE, needed=True),
        prompt=entry.text("prompt", limit=PARAGRAPH),
        fields=tuple(_field(each) for each in entry.entries("fields", least=1, most=MOST_FIELDS)),
        rows=entry.whole("rows", low=0, high=MOST_ROWS, default=0),
    )
    entry.finish()
    return section


def _field(entry: Entry) -> Field:
    field = Field(
        code=entry.code(),
        label=entry.text("label", limit=LINE, needed=True),
        type=FieldType(entry.choice("type", list(FieldType), default=FieldType.TEXT)),
        hint=entry.text("hint", limit=PARAGRAPH),
        unit=entry.text("unit", limit=LINE),
        minimum=entry.number("minimum"),
        maximum=entry.number("maximum"),
        decimals=entry.whole("decimals", low=0, high=MOST_DECIMALS, default=0),
        required=entry.flag("required"),
        options=entry.texts("options", limit=LINE, most=MOST_OPTIONS),
        default=entry.text("default", limit=LINE),
    )
    _check_field(entry, field)
    entry.finish()
    return field


def _check_field(entry: Entry, field: Field) -> None:
    if field.type != FieldType.NUMBER:
        for name in ("minimum", "maximum", "decimals", "unit"):
            if getattr(field, name):
                entry.fault(name, ONLY_NUMBERS)
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        entry.fault("minimum", RANGE)
    is_choice = field.type == FieldType.CHOICE
    if len(set(field.options)) != len(field.options) or is_choice != (len(field.options) > 1):
        entry.fault("options", OPTIONS)
    if field.default and not _may_be(field, field.default):
        entry.fault("default", BAD_DEFAULT)


def _may_be(field: Field, value: str) -> bool:
    match field.type:
        case FieldType.NUMBER:
            return _fits(field, decimal(value))
        case FieldType.DATE:
            return is_date(value)
        case FieldType.CHOICE:
            return value in field.options
    return True


def _fits(field: Field, number: Decimal | None) -> bool:
    if number is None or -int(number.normalize().as_tuple().exponent) > field.decimals:
        return False
    above = field.minimum is None or number >= field.minimum
    return above and (field.maximum is None or number <= field.maximum)


READERS: Mapping[Kind, Callable[[Entry], Definition]] = {
    Kind.ASSESSMENT: _assessment,
    Kind.CALCULATOR: _calculator,
    Kind.CANVAS: _canvas,
}
