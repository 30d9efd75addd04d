"""One text for one value (RFC 8785, JSON Canonicalization Scheme).

Nothing is changed on the way: what is there is what is hashed. What two programs could write
differently (fractions, numbers beyond 2^53, half characters) is refused.
"""

import rfc8785

from learning.xapi.errors import CanonicalError

MAX_DEPTH = 20  # levels; a statement of ours has 5


def canonical_bytes(value: object) -> bytes:
    """Give the canonical JSON of `value` as UTF-8.

    Raises: CanonicalError — a float (NaN too), an integer beyond ±(2^53 − 1), a key that is no
    string, a lone surrogate, a type JSON does not have, or more than 20 levels.
    """
    _refuse_inexact(value, depth=0)
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]  # checked at run time
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise CanonicalError(str(error)) from error


def _refuse_inexact(value: object, *, depth: int) -> None:
    if isinstance(value, float):
        raise CanonicalError(f"{value} is a fraction")
    if depth > MAX_DEPTH:
        raise CanonicalError(f"more than {MAX_DEPTH} levels")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise CanonicalError("a key is not a string")
            _refuse_inexact(inner, depth=depth + 1)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _refuse_inexact(inner, depth=depth + 1)
