"""Our mark as a small picture, for shelves that show one beside each title."""

import io
from collections.abc import Iterator
from functools import cache

from PIL import Image, ImageDraw

# The shapes of learning/static/learning/mark.svg, which is a square of SIDE units.
SIDE = 24
WAVE = (
    ((3, 16), (6, 16), (6, 13), (9, 13)),
    ((9, 13), (12, 13), (12, 16), (15, 16)),
    ((15, 16), (18, 16), (18, 13), (21, 13)),
)
STROKE, SUN, SUN_RADIUS = 2.6, (12, 7), 3.4
TEAL, GOLD, WHITE = "#0b5a63", "#f2b632", "#ffffff"
FINER = 8  # drawn so many times larger, then made smaller: edges come out smooth
STEPS = 60  # of a curve

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]


@cache
def mark(side: int) -> bytes:
    """Give our mark as a square PNG of `side` pixels. The same side gives the same bytes."""
    scale = side * FINER / SIDE
    picture = Image.new("RGB", (side * FINER, side * FINER), WHITE)
    draw = ImageDraw.Draw(picture)
    for curve in WAVE:
        for point in _along(curve):
            _dot(draw, point, STROKE / 2, scale, TEAL)
    _dot(draw, SUN, SUN_RADIUS, scale, GOLD)
    content = io.BytesIO()
    picture.resize((side, side), Image.Resampling.LANCZOS).save(content, "PNG", optimize=True)
    return content.getvalue()


def _along(curve: Curve) -> Iterator[Point]:
    """Give points of a cubic Bézier curve, close to one another."""
    for step in range(STEPS + 1):
        t = step / STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        pairs = list(zip(weights, curve, strict=True))
        yield sum(w * x for w, (x, _) in pairs), sum(w * y for w, (_, y) in pairs)


def _dot(draw: ImageDraw.ImageDraw, point: Point, radius: float, scale: float, colour: str) -> None:
    x, y = point
    box = [(each * scale) for each in (x - radius, y - radius, x + radius, y + radius)]
    draw.ellipse((box[0], box[1], box[2], box[3]), fill=colour)
