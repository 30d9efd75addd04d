"""The code of a certificate: twelve characters, printed in three groups, the last one a check.

It is random, so that one certificate says nothing of another; 31^11 codes are 54.5 bits.
"""

import unicodedata

from learning.accounts.codes import CodeError, clean_code, new_code
from learning.accounts.signing_in import plain_digits

CODE_LENGTH = 12  # characters, the check among them
GROUP = 4  # characters
UNSEEN = {"Cf", "Pd"}  # marks of direction that copying brings along, and dashes of every length


def new_certificate_code() -> str:
    """Make a random code."""
    return new_code(CODE_LENGTH)


def clean_certificate_code(text: str) -> str:
    """Give the code a person meant, as `accounts.codes` reads codes; digits of any script.

    Raises: CodeError — mistyped, too short or too long.
    """
    seen = "".join(each for each in text if unicodedata.category(each) not in UNSEEN)
    try:
        return clean_code(plain_digits(seen), CODE_LENGTH)
    except CodeError as error:
        raise CodeError(text) from error


def grouped(code: str) -> str:
    """Give the code as it is printed: `K7QX-4T2M-9PAB`."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))
