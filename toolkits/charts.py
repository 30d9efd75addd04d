"""Charts as SVG text, made where the page is made: bars and a radar, with no script.

The rules: a chart is one picture with a name (`role="img"` and a title), and a table beside it says
the same to whoever cannot see it; that table is the page's. Series differ by pattern, outline and
marker, never by colour alone, so a chart prints in black and white. Colours come from the style
sheet through the classes `series-1` to `series-3`; there is no inline style. The same content gives
the same bytes. This module is pure: the words it needs come from the caller.

Lengths are units of the view box, WIDTH of them across: on a phone one unit is about one pixel.
"""

import hashlib
import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from typing import Literal

Direction = Literal["ltr", "rtl"]
Written = Callable[[Decimal], str]

WIDTH = 320
TEXT = 14  # height of all text: 12.4 pixels where a window of 320 leaves 284 for the chart
LINE = 18
BAR = 16
GAP = 6
SWATCH = 22
LABEL_LINES = 3
MOST_SERIES = 3
FEWEST_AXES, MOST_AXES = 3, 12
RADIUS = 118
RINGS = 4
DASHES = ("", ' stroke-dasharray="7 4"', ' stroke-dasharray="2 4"')


@dataclass(frozen=True)
class Series:
    """One line of values: one for each label, or None where there is no data."""

    label: str
    values: tuple[Decimal | None, ...]


def plain(value: Decimal) -> str:
    """Write a number with its own digits and no exponent."""
    return format(value, "f")


def bars(
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    maximum: Decimal,
    title: str,
    direction: Direction = "ltr",
    missing: str = "no data",
    written: Written = plain,
) -> str:
    """Draw horizontal bars from 0 to `maximum`: a group for each label, a bar for each series.

    `missing` are the words for None, `written` puts a value into the reader's own digits. A value
    outside the scale is drawn at its end and written as it is.

    Raises: ValueError — more than three series, a series of another length, a bad number.
    """
    _check(labels, series, maximum)
    sheet = _sheet("bars", labels, series, maximum, title, direction, missing, written)
    _legend(sheet, series, _swatch)
    room = WIDTH - GAP - max((_breadth(written(value)) for value in _known(series)), default=0)
    for row, label in enumerate(labels):
        _group(sheet, label, [each.values[row] for each in series], room / float(maximum))
    if not labels:
        sheet.paragraph(missing)
    return sheet.svg()


def radar(
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    maximum: Decimal,
    title: str,
    direction: Direction = "ltr",
    missing: str = "no data",
    written: Written = plain,
) -> str:
    """Draw a radar of 3 to 12 axes from 0 in the middle to `maximum`; of other numbers, bars.

    The axes are numbered, and a key below gives each number its label and values: labels of any
    length stay readable on a phone. The line breaks where a value is None.

    Raises: ValueError — as `bars`.
    """
    if not FEWEST_AXES <= len(labels) <= MOST_AXES:
        return bars(
            labels,
            series,
            maximum=maximum,
            title=title,
            direction=direction,
            missing=missing,
            written=written,
        )
    _check(labels, series, maximum)
    sheet = _sheet("radar", labels, series, maximum, title, direction, missing, written)
    _legend(sheet, series, _line_sample)
    _web(sheet, len(labels), maximum)
    for number, each in enumerate(series):
        _outline(sheet, each.values, number, maximum)
    sheet.down(2 * (RADIUS + LINE))
    for row, label in enumerate(labels):
        _key(sheet, f"{row + 1}. {label}", [each.values[row] for each in series])
    return sheet.svg()


@dataclass
class _Sheet:
    """The drawing as it grows downward; `across` counts from the side where reading begins."""

    name: str
    title: str
    direction: Direction
    missing: str
    written: Written
    height: float = 0
    parts: list[str] = field(default_factory=list)

    def add(self, part: str) -> None:
        self.parts.append(part)

    def down(self, by: float) -> None:
        self.height += by

    def x(self, across: float) -> float:
        return WIDTH - across if self.direction == "rtl" else across

    def words(self, across: float, y: float, words: str, *, anchor: str = "start") -> None:
        place = "" if anchor == "start" else f' text-anchor="{anchor}"'
        point = f'x="{_coordinate(self.x(across))}" y="{_coordinate(y)}"'
        self.add(f"<text {point}{place}>{escape(words)}</text>")

    def paragraph(self, words: str, *, across: float = 0) -> None:
        """Write lines of text, shortened after LABEL_LINES of them, and go below them."""
        for line in _wrapped(words, WIDTH - across, LABEL_LINES):
            self.words(across, self.height + TEXT, line)
            self.down(LINE)

    def box(self, across: float, y: float, width: float, number: int) -> None:
        """Draw a rectangle in the pattern of the series of this number, from 0."""
        left = self.x(across + width) if self.direction == "rtl" else across
        fill = ("currentColor", f"url(#{self.name}-stripes)", f"url(#{self.name}-dots)")[number]
        place = f'x="{_coordinate(left)}" y="{_coordinate(y)}"'
        size = f'width="{_coordinate(width)}" height="{BAR}"'
        pen = 'stroke="currentColor" stroke-width="1.5"'
        self.add(f'<rect class="series-{number + 1}" {place} {size} fill="{fill}" {pen}/>')

    def amount(self, value: Decimal | None) -> str:
        return self.missing if value is None else self.written(value)

    def svg(self) -> str:
        box = f"0 0 {WIDTH} {_coordinate(self.height + GAP)}"
        text = f'font-size="{TEXT}" fill="currentColor" direction="{self.direction}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="{box}" role="img"'
            f' aria-labelledby="{self.name}-title" {text}>'
            f'<title id="{self.name}-title">{escape(self.title)}</title>'
            f"{_patterns(self.name)}{''.join(self.parts)}</svg>"
        )


def _check(labels: Sequence[str], series: Sequence[Series], maximum: Decimal) -> None:
    if not maximum.is_finite() or maximum <= 0:
        raise ValueError(f"A chart's scale ends above 0, not at {maximum}.")
    if len(series) > MOST_SERIES:
        raise ValueError(f"A chart shows at most {MOST_SERIES} series, not {len(series)}.")
    for each in series:
        if len(each.values) != len(labels):
            counts = f"{len(each.values)} values for {len(labels)} labels"
            raise ValueError(f"The series {each.label!r} has {counts}.")
    if not all(value.is_finite() for value in _known(series)):
        raise ValueError("A chart shows numbers only; for no data give None.")


def _sheet(
    kind: str,
    labels: Sequence[str],
    series: Sequence[Series],
    maximum: Decimal,
    title: str,
    direction: Direction,
    missing: str,
    written: Written,
) -> _Sheet:
    shown = [(each.label, [*map(str, each.values)]) for each in series]
    content = repr((kind, [*labels], shown, str(maximum), title, direction, missing))
    digest = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()
    return _Sheet(f"chart-{digest[:12]}", _clean(title), direction, _clean(missing), written)


def _known(series: Sequence[Series]) -> list[Decimal]:
    return [value for each in series for value in each.values if value is not None]


def _patterns(name: str) -> str:
    """Give the fills of the second and the third series; the first is solid."""
    tile = 'patternUnits="userSpaceOnUse" width="6" height="6"'
    stripes = '<path d="M-1 1l2-2M0 6l6-6M5 7l2-2" stroke="currentColor" stroke-width="1.6"/>'
    dots = '<circle cx="3" cy="3" r="1.1" fill="currentColor"/>'
    return (
        f'<defs><pattern id="{name}-stripes" class="series-2" {tile}>{stripes}</pattern>'
        f'<pattern id="{name}-dots" class="series-3" {tile}>{dots}</pattern></defs>'
    )


def _legend(
    sheet: _Sheet, series: Sequence[Series], sample: Callable[[_Sheet, float, int], None]
) -> None:
    for number, each in enumerate(series):
        if label := _clean(each.label):
            sample(sheet, sheet.height, number)
            sheet.paragraph(label, across=SWATCH + GAP)
            sheet.down(2)
    sheet.down(GAP)


def _swatch(sheet: _Sheet, y: float, number: int) -> None:
    sheet.box(1, y + 1, SWATCH - 2, number)


def _line_sample(sheet: _Sheet, y: float, number: int) -> None:
    middle = y + LINE / 2
    ends = f'x1="{_coordinate(sheet.x(0))}" x2="{_coordinate(sheet.x(SWATCH))}"'
    level = f'y1="{_coordinate(middle)}" y2="{_coordinate(middle)}"'
    pen = f'stroke="currentColor" stroke-width="2"{DASHES[number]}'
    sheet.add(f'<line class="series-{number + 1}" {ends} {level} {pen}/>')
    sheet.add(_marker(sheet.x(SWATCH / 2), middle, number))


def _group(sheet: _Sheet, label: str, values: Sequence[Decimal | None], unit: float) -> None:
    """Write one label and draw its bars below it, `unit` long for a value of 1."""
    sheet.paragraph(label)
    top = sheet.height + 2
    for number, value in enumerate(values):
        sheet.down(GAP / 2)
        _bar(sheet, value, number, unit)
        sheet.down(BAR)
    x = _coordinate(sheet.x(0.5))
    foot = _coordinate(sheet.height + 1)
    sheet.add(f'<path d="M{x} {_coordinate(top)}V{foot}" stroke="currentColor"/>')
    sheet.down(2 * GAP)


def _bar(sheet: _Sheet, value: Decimal | None, number: int, unit: float) -> None:
    """Draw a bar and write its value at its end; the scale is as long as the room for bars."""
    foot = sheet.height + BAR - 3
    if value is None:
        sheet.words(GAP, foot, sheet.missing)
        return
    longest = WIDTH - GAP - _breadth(sheet.written(value)) - 2
    length = min(max(float(value) * unit - 2, 0), longest)
    if length > 0:
        sheet.box(1, sheet.height, length, number)
    sheet.words(length + GAP, foot, sheet.written(value))


def _point(sheet: _Sheet, axis: int, axes: int, share: float) -> tuple[float, float]:
    """Give the place on an axis: the first stands upright, the rest follow as one reads."""
    turn = 2 * math.pi * axis / axes
    across = WIDTH / 2 + share * RADIUS * math.sin(turn)
    middle = sheet.height + RADIUS + LINE
    return sheet.x(across), middle - share * RADIUS * math.cos(turn)


def _web(sheet: _Sheet, axes: int, maximum: Decimal) -> None:
    """Draw the rings and the numbered axes, and write the scale beside the first."""
    pen = 'fill="none" stroke="currentColor" stroke-opacity=".35"'
    for ring in range(1, RINGS + 1):
        points = [_point(sheet, axis, axes, ring / RINGS) for axis in range(axes)]
        sheet.add(f'<path class="grid" d="{_path(points)}Z" {pen}/>')
    for axis in range(axes):
        line = _path([_point(sheet, axis, axes, 0), _point(sheet, axis, axes, 1)])
        sheet.add(f'<path class="grid" d="{line}" {pen}/>')
        x, y = _point(sheet, axis, axes, 1 + 11 / RADIUS)
        sheet.words(sheet.x(x), y + 5, str(axis + 1), anchor="middle")
    for share in (Decimal("0.5"), Decimal(1)):
        _x, y = _point(sheet, 0, axes, float(share))
        sheet.words(WIDTH / 2 + 4, y + TEXT, sheet.written((share * maximum).normalize()))


def _outline(
    sheet: _Sheet, values: Sequence[Decimal | None], number: int, maximum: Decimal
) -> None:
    """Draw one series: a closed line, or pieces of it between the values there are."""
    axes = len(values)
    points = [
        None if value is None else _point(sheet, axis, axes, min(max(float(value / maximum), 0), 1))
        for axis, value in enumerate(values)
    ]
    filled = number == 0 and None not in points
    fill = 'fill="currentColor" fill-opacity=".12"' if filled else 'fill="none"'
    pen = f'{fill} stroke="currentColor" stroke-width="2"'
    if line := "".join(_pieces(points)):
        sheet.add(f'<path class="series-{number + 1}" d="{line}" {pen}{DASHES[number]}/>')
    for point in points:
        if point is not None:
            sheet.add(_marker(*point, number))


def _pieces(points: Sequence[tuple[float, float] | None]) -> Iterator[str]:
    if (whole := [point for point in points if point is not None]) and len(whole) == len(points):
        yield f"{_path(whole)}Z"
        return
    for here, there in zip(points, [*points[1:], points[0]], strict=True):
        if here is not None and there is not None:
            yield _path([here, there])


def _marker(x: float, y: float, number: int) -> str:
    """Give the mark of a series: a dot, a square or a diamond."""
    pen = f'class="series-{number + 1}" fill="currentColor"'
    if number == 0:
        return f'<circle {pen} cx="{_coordinate(x)}" cy="{_coordinate(y)}" r="4"/>'
    steps = "-4-4h8v8h-8z" if number == 1 else "0-5.5l5.5 5.5-5.5 5.5-5.5-5.5z"
    return f'<path {pen} d="M{_coordinate(x)} {_coordinate(y)}m{steps}"/>'


def _key(sheet: _Sheet, label: str, values: Sequence[Decimal | None]) -> None:
    """Write an axis's label with its value, or its values below it, each after its mark."""
    if len(values) == 1:
        sheet.paragraph(f"{label}: {sheet.amount(values[0])}")
        return
    sheet.paragraph(label)
    for number, value in enumerate(values):
        across = number * WIDTH / MOST_SERIES + GAP
        sheet.add(_marker(sheet.x(across), sheet.height + LINE / 2, number))
        sheet.words(across + 2 * GAP, sheet.height + TEXT, sheet.amount(value))
    sheet.down(LINE + GAP)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_coordinate(x)} {_coordinate(y)}" for x, y in points)


def _coordinate(value: float) -> str:
    """Write a length to one decimal, with no needless zero and no minus before one."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _clean(text: str) -> str:
    """Give the text on one line and without what XML cannot hold."""
    bare = "".join(" " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in text)
    return " ".join(bare.split())


def _breadth(text: str) -> float:
    """Guess how wide the text will be, rather too wide than too narrow: fonts are not ours."""
    return TEXT * sum(map(_share_of_an_em, text))


def _share_of_an_em(character: str) -> float:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 1
    if "\u0900" <= character < "\u1800":  # the scripts from Devanagari to Khmer are broad
        return 0.85
    return 0.75 if character.isupper() or character in "mw—…%@" else 0.6


def _wrapped(text: str, room: float, most: int) -> list[str]:
    """Give the text in at most `most` lines no wider than `room`, the last one shortened."""
    lines: list[str] = []
    for word in _clean(text).split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and _breadth(joined) <= room:
            lines[-1] = joined
        else:
            lines.extend(_cut(word, room))
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _shortened(" ".join(lines[most - 1 :]), room)]


def _cut(word: str, room: float) -> list[str]:
    """Cut a word that no line can hold, before a letter and never before its accents."""
    pieces = [""]
    for character in word:
        if pieces[-1] and _breadth(pieces[-1] + character) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _shortened(line: str, room: float) -> str:
    while line and _breadth(f"{line}…") > room:
        line = line[:-1]
    return f"{line.rstrip()}…"
