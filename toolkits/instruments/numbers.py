"""Numbers as people write them, and rounding as people expect it. No binary fractions anywhere.

Rounding is half up, away from zero: 0.05 to one place is 0.1, and -0.05 is -0.1.
"""

import re
from decimal import Decimal
from fractions import Fraction

from toolkits.instruments.errors import gettext_noop

NOT_A_NUMBER = gettext_noop("Write a number, such as 1200 or 0.25.")
TOO_LONG = gettext_noop("This number is too long; write at most 15 digits.")
MOST_DIGITS = 15  # written by a person

# The zeros of the scripts whose digits are read: Arabic-Indic, Persian and Urdu, Devanagari,
# Bengali, Thai, Lao, Tibetan, Burmese, Khmer. Each script has its ten digits in a row.
ZEROS = "٠۰०০๐໐༠၀០"
DIGITS = {ord(zero) + digit: str(digit) for zero in ZEROS for digit in range(10)}
# Arabic decimal sign and thousands sign, Arabic comma, minus sign.
SIGNS = {0x066B: ".", 0x066C: "'", 0x060C: ",", 0x2212: "-"}
APART = re.compile(r"(?<=[0-9])[ '\u2019\u00a0\u202f\u2009](?=[0-9]{3}(?![0-9]))")  # of thousands
GROUPED = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}(\1[0-9]{3})*")
LAKHS = re.compile(r"[1-9][0-9]?(,[0-9]{2})+,[0-9]{3}")  # 12,34,567, as South Asia writes it
PLAIN = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")


class NotANumber(ValueError):
    """What was written is no number; the message is a sentence to translate."""


def read_number(text: str, *, decimals: int) -> Decimal:
    """Read a number as a person writes it: 1200 · 1,200 · 1 200,5 · ١٬٢٠٠٫٥ · 1,20,000 · −3.

    `decimals`: how many digits may follow the decimal sign. Where one sign alone is followed by
    three digits (1,200), it sets thousands apart if three decimals cannot be meant: a comma where
    `decimals` is below 3, a point where it is 0.
    Raises: NotANumber.
    """
    written = text.translate(DIGITS).translate(SIGNS).strip()
    written = APART.sub("", written)
    sign = written[:1] if written[:1] in ("-", "+") else ""
    plain = _with_point(written[len(sign) :].strip(), decimals)
    if not PLAIN.fullmatch(plain):
        raise NotANumber(NOT_A_NUMBER)
    if sum(character.isdigit() for character in plain) > MOST_DIGITS:
        raise NotANumber(TOO_LONG)
    return Decimal(f"{sign}{plain}") + 0  # minus nought becomes nought


def _with_point(written: str, decimals: int) -> str:
    """Give `written` with a point as its decimal sign and no sign between thousands."""
    signs = [character for character in written if character in ".,"]
    if len(set(signs)) == 2:
        return _with_both(written, signs)
    if GROUPED.fullmatch(written) and (len(signs) > 1 or _sets_apart(signs[0], decimals)):
        return written.replace(signs[0], "")
    if LAKHS.fullmatch(written):
        return written.replace(",", "")
    return written.replace(",", ".")


def _with_both(written: str, signs: list[str]) -> str:
    whole, _sign, fraction = written.rpartition(signs[-1])
    if not fraction or not (GROUPED.fullmatch(whole) or LAKHS.fullmatch(whole)):
        return written
    return f"{whole.replace(signs[0], '')}.{fraction}"


def _sets_apart(sign: str, decimals: int) -> bool:
    return decimals < 3 if sign == "," else decimals == 0


def rounded(number: Fraction, places: int) -> Decimal:
    """Give `number` rounded half up, with exactly `places` digits after the point."""
    scaled = abs(number) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    is_negative = number < 0 and whole > 0
    # Made of its digits: arithmetic on Decimal would round long numbers to its context.
    return Decimal((int(is_negative), tuple(map(int, str(whole))), -places))
