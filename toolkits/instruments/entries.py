"""Plain data to typed values, with every fault collected and none raised.

An entry is a mapping as YAML, JSON or a form gives it. Reading a value marks its name as known;
`finish` tells of the names that nobody asked for.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from toolkits.instruments.errors import Fault, gettext_noop

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
UNIT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_CODE = 60  # characters
MOST_DIGITS = 24  # of a number, together

NEEDED = gettext_noop("This must be filled in.")
NOT_TEXT = gettext_noop("Write text here; put it in quotes if it looks like a number or yes/no.")
TOO_LONG = gettext_noop("This has %(length)d characters; the limit is %(limit)d.")
NOT_A_CODE = gettext_noop("A code is lower-case letters and digits, with hyphens between them.")
NOT_A_UNIT = gettext_noop("Name a unit of a toolkit as toolkit/unit, by their addresses.")
TAKEN = gettext_noop("The code “%(code)s” is already used at %(first)s.")
NOT_WHOLE = gettext_noop("Write a whole number from %(low)d to %(high)d.")
NOT_A_NUMBER = gettext_noop("Write a number, such as 0.25.")
NOT_A_FLAG = gettext_noop("Write true or false.")
NOT_ONE_OF = gettext_noop("Write one of: %(names)s.")
NOT_A_MAPPING = gettext_noop("This must be a group of names with their values.")
NOT_A_LIST = gettext_noop("This must be a list.")
TOO_FEW = gettext_noop("There must be at least %(least)d here.")
TOO_MANY = gettext_noop("There can be at most %(most)d here; these are %(count)d.")
UNKNOWN = gettext_noop("Nothing here is called “%(name)s”; there are: %(names)s.")


def decimal(value: Any) -> Decimal | None:
    """Give the number that `value` is, or None. A float counts as its shortest decimal form."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or number.adjusted() > MOST_DIGITS:
        return None
    digits = len(number.as_tuple().digits)
    exponent = int(number.as_tuple().exponent)
    return number if digits <= MOST_DIGITS and exponent >= -MOST_DIGITS else None


def plain(number: Decimal) -> str:
    """Give `number` in its one plain form: no exponent, no needless zeros."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


def is_date(text: str) -> bool:
    """Tell whether `text` is a day that exists, written as 2027-03-01."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@dataclass
class Entry:
    """A mapping being read. `codes`: where each code of the whole definition stands."""

    values: Mapping[str, Any]
    path: str = ""
    faults: list[Fault] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    known: list[str] = field(default_factory=list)

    def fault(self, name: str, sentence: str, /, **values: object) -> None:
        self.faults.append(Fault(self.at(name), sentence, values))

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path and name else self.path or name

    def _take(self, name: str) -> Any:
        self.known.append(name)
        return self.values.get(name)

    def text(self, name: str, *, limit: int, needed: bool = False) -> str:
        """Give a text with its white space made single."""
        value = self._take(name)
        if value is not None and not isinstance(value, str):
            self.fault(name, NOT_TEXT)
            return ""
        text = " ".join((value or "").split())
        if needed and not text:
            self.fault(name, NEEDED)
        if len(text) > limit:
            self.fault(name, TOO_LONG, length=len(text), limit=limit)
        return text

    def code(self) -> str:
        """Give the entry's code, which nothing else of the definition may have."""
        code = self.text("code", limit=LONGEST_CODE, needed=True)
        if code and not SLUG.fullmatch(code):
            self.fault("code", NOT_A_CODE)
        elif code and code in self.codes:
            self.fault("code", TAKEN, code=code, first=self.codes[code])
        self.codes.setdefault(code, self.at("code"))
        return code

    def unit(self, name: str) -> str:
        """Give the address of a unit, `toolkit/unit`, or nothing."""
        unit = self.text(name, limit=300)
        if unit and not UNIT.fullmatch(unit):
            self.fault(name, NOT_A_UNIT)
        return unit

    def whole(self, name: str, *, low: int, high: int, default: int | None = None) -> int:
        value = self._take(name)
        if value is None and default is not None:
            return default
        number = decimal(value)
        if number is None or number != int(number) or not low <= number <= high:
            self.fault(name, NOT_WHOLE, low=low, high=high)
            return low if default is None else default
        return int(number)

    def number(self, name: str, *, needed: bool = False) -> Decimal | None:
        value = self._take(name)
        if value is None or value == "":
            if needed:
                self.fault(name, NEEDED)
            return None
        number = decimal(value)
        if number is None:
            self.fault(name, NOT_A_NUMBER)
        return number

    def flag(self, name: str) -> bool:
        value = self._take(name)
        if value is not None and not isinstance(value, bool):
            self.fault(name, NOT_A_FLAG)
        return value is True

    def choice(self, name: str, names: Collection[str], *, default: str = "") -> str:
        value = self._take(name)
        if value in (None, "") and default:
            return default
        if not isinstance(value, str) or value not in names:
            self.fault(name, NOT_ONE_OF, names=", ".join(names))
            return default or next(iter(names))
        return str(value)

    def texts(self, name: str, *, limit: int, most: int) -> tuple[str, ...]:
        """Give a list of different texts."""
        below = [
            Entry({"": value}, f"{self.at(name)}[{place}]", self.faults)
            for place, value in enumerate(self._list(name, 0, most))
        ]
        return tuple(entry.text("", limit=limit, needed=True) for entry in below)

    def entries(self, name: str, *, least: int = 0, most: int) -> list["Entry"]:
        """Give the entries of the list `name`, each with its own path."""
        found: list[Entry] = []
        for place, value in enumerate(self._list(name, least, most)):
            path = f"{self.at(name)}[{place}]"
            if not isinstance(value, Mapping):
                self.faults.append(Fault(path, NOT_A_MAPPING))
                continue
            found.append(Entry(value, path, self.faults, self.codes))
        return found

    def _list(self, name: str, least: int, most: int) -> list[Any]:
        value = self._take(name)
        if value is None:
            value = []
        if not isinstance(value, list | tuple):
            self.fault(name, NOT_A_LIST)
            return []
        if len(value) < least:
            self.fault(name, TOO_FEW, least=least)
        if len(value) > most:
            self.fault(name, TOO_MANY, most=most, count=len(value))
        return list(value[:most])

    def finish(self) -> None:
        """Tell of every name that nobody asked for."""
        for name in sorted(str(key) for key in self.values.keys() - set(self.known)):
            self.fault(name, UNKNOWN, name=name, names=", ".join(self.known))
