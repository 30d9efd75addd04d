"""Results and scores (Data 2.4.5)."""

from collections.abc import Iterator

from learning.xapi.conformance.durations import is_duration
from learning.xapi.conformance.errors import StatementFault
from learning.xapi.conformance.tables import (
    BOOLEAN,
    EXTENSIONS,
    NUMBER,
    STRING,
    Member,
    Place,
    Shape,
    is_number,
    value,
)


def _is_share(found: object) -> bool:
    return is_number(found) and -1 <= found <= 1  # type: ignore[operator]  # it is a number


def _score_fits(found: object, place: Place) -> Iterator[StatementFault]:
    if not isinstance(found, dict):
        return
    least, raw, most = (
        found[name] if is_number(found.get(name)) else None for name in ("min", "raw", "max")
    )
    if least is not None and most is not None and least >= most:
        yield place.fault("must have a min below its max.")
    if raw is not None and (
        (least is not None and raw < least) or (most is not None and raw > most)
    ):
        yield place.fault("must have a raw from min to max.")


SCORE = Shape(
    {
        "scaled": Member(value(_is_share, "must be a number from -1 to 1."), "Data 2.4.5.1"),
        "raw": Member(NUMBER, "Data 2.4.5.1"),
        "min": Member(NUMBER, "Data 2.4.5.1"),
        "max": Member(NUMBER, "Data 2.4.5.1"),
    },
    between=(_score_fits,),
)
RESULT = Shape(
    {
        "score": Member(SCORE, "Data 2.4.5.1"),
        "success": Member(BOOLEAN, "Data 2.4.5"),
        "completion": Member(BOOLEAN, "Data 2.4.5"),
        "response": Member(STRING, "Data 2.4.5"),
        "duration": Member(
            value(is_duration, "must be a duration of ISO 8601, such as PT1M30S."), "Data 4.6"
        ),
        "extensions": Member(EXTENSIONS, "Data 4.1"),
    }
)
