"""JSON that every reader reads alike (RFC 8259, I-JSON RFC 7493; Communication 1.4, 3.2).

Refused: what is not UTF-8, a name twice in an object, NaN and infinities, numbers too great to
hold, half characters, NUL (which no database keeps), and more than 64 levels.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from learning.xapi.conformance.errors import NotStrict, TooDeep, TooLong

MOST_BYTES = 10 * 1024 * 1024  # of one text; a request may hold attachments beside it
MOST_LEVELS = 64
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def parse(text: bytes, *, most_bytes: int = MOST_BYTES) -> object:
    """Give what a JSON text holds. Raises: NotStrict; TooDeep; TooLong."""
    if len(text) > most_bytes:
        raise TooLong(most_bytes)
    try:
        found = json.loads(
            text.decode("utf-8"),
            object_pairs_hook=_object,
            parse_float=_number,
            parse_constant=_no_number,
        )
    except RecursionError as error:
        raise TooDeep(MOST_LEVELS) from error
    except UnicodeDecodeError as error:
        raise NotStrict("The JSON is not in UTF-8.") from error
    except ValueError as error:
        raise NotStrict(f"The text is not JSON: {error}.") from error
    _refuse_unkeepable(found)
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        [(twice, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise NotStrict(f"The JSON names {twice[:60]!r} twice in one object.")
    return found


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise NotStrict(f"The JSON holds a number too great to keep: {text[:30]}.")
    return number


def _no_number(text: str) -> float:
    raise NotStrict(f"{text} is no number in JSON.")


def _refuse_unkeepable(found: object) -> None:
    """Walk level by level, so that no depth can exhaust the stack."""
    level, depth = [found], 0
    while level:
        for each in level:
            _refuse_texts(each)
        outer = [each for each in level if isinstance(each, (dict, list))]
        if outer and depth == MOST_LEVELS:
            raise TooDeep(MOST_LEVELS)
        level = [inner for each in outer for inner in _inside(each)]
        depth += 1


def _inside(found: dict[str, object] | list[object]) -> Iterable[object]:
    return found.values() if isinstance(found, dict) else found


def _refuse_texts(found: object) -> None:
    texts = found if isinstance(found, dict) else [found]
    if any(isinstance(text, str) and UNKEEPABLE.search(text) for text in texts):
        raise NotStrict("The JSON holds half a character, or the character NUL.")
