"""Codes that people read aloud and type: learner codes and cohort codes.

The alphabet is Crockford's base 32 without Z: 31 characters, a prime number, none of which looks
like another. The last is a check (weighted sum modulo 31), so that one wrong or two swapped
characters never pass.
The USB player checks the same rule (`codes.js`).
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
LEARNER_CODE_LENGTH = 8  # characters, the check among them: 31^7 codes
COHORT_CODE_LENGTH = 6  # characters, the check among them


class CodeError(ValueError):
    """The text is no code: mistyped, too short or too long. The person typing can mend it."""


def new_code(length: int) -> str:
    """Make a random code of `length` characters."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
    return body + _check(body)


def clean_code(text: str, length: int) -> str:
    """Give the code a person meant: capitals, no spaces or hyphens, O read as 0 and I, L as 1.

    Raises: CodeError — wrong length, foreign characters, or the check does not fit.
    """
    code = "".join(text.upper().split()).replace("-", "").translate(LOOKALIKES)
    if len(code) != length or any(character not in ALPHABET for character in code):
        raise CodeError(text)
    if _check(code[:-1]) != code[-1]:
        raise CodeError(text)
    return code


def spaced(code: str) -> str:
    """Give the code in two halves, as it is printed: `K7QX-4T2M`."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


def _check(body: str) -> str:
    total = sum((place + 2) * ALPHABET.index(character) for place, character in enumerate(body))
    return ALPHABET[total % 31]
