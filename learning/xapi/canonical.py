"""One text for one value (RFC 8785, JSON Canonicalization Scheme).

Nothing is changed on the way: what is there is what is hashed. What two programs could write
differently (fractions, numbers beyond 2^53, half characters) is refused.
"""

import json

import rfc8785

from learning.xapi.errors import CanonicalError

MAX_DEPTH = 20  # levels; a statement of ours has 5
MOST = 2**53 - 1  # what every JSON reader counts exactly
# Below it the order of UTF-16, which RFC 8785 §3.2.3 asks of keys, is that of characters.
FIRST_OF_TWO = "\ud800"


def canonical_bytes(value: object) -> bytes:
    """Give the canonical JSON of `value` as UTF-8.

    Raises: CanonicalError — a float (NaN too), an integer beyond ±(2^53 − 1), a key that is no
    string, a lone surrogate, a type JSON does not have, or more than 20 levels.
    """
    is_plain = _refuse_inexact(value, depth=0)
    try:
        return _plainly(value) if is_plain else rfc8785.dumps(value)  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, TypeError) as error:
        raise CanonicalError(str(error)) from error


def _plainly(value: object) -> bytes:
    """Write what has neither fractions nor rare keys: there Python's own encoder agrees."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _refuse_inexact(value: object, *, depth: int) -> bool:
    """Tell whether all keys are common characters. Raises: CanonicalError."""
    if isinstance(value, str):
        return True
    if depth > MAX_DEPTH:
        raise CanonicalError(f"more than {MAX_DEPTH} levels")
    if isinstance(value, dict):
        return _refuse_inexact_members(value, depth)
    if isinstance(value, (list, tuple)):
        found = [_refuse_inexact(inner, depth=depth + 1) for inner in value]
        return all(found)
    if isinstance(value, float):
        raise CanonicalError(f"{value} is a fraction")
    if isinstance(value, int) and not -MOST <= value <= MOST:
        raise CanonicalError(f"{value} is beyond 2^53")
    return True


def _refuse_inexact_members(value: dict[object, object], depth: int) -> bool:
    is_plain = True
    for key, inner in value.items():
        if not isinstance(key, str):
            raise CanonicalError("a key is not a string")
        is_plain &= _refuse_inexact(inner, depth=depth + 1) and (not key or max(key) < FIRST_OF_TWO)
    return is_plain
