"""What somebody had typed when something went wrong: given back, never PINs, passwords or tokens.

A field whose name speaks of a secret is left out (`accounts.forms` names PIN fields so). Ids and
signatures, which pages send along and nobody typed, are sent again but not shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

SECRET = re.compile(r"pass|token|secret|(?<![a-z])pin(?![a-z])", re.IGNORECASE)
MADE_BY_A_PAGE = re.compile(r"[0-9a-fA-F-]{24,}|[\w=-]{8,}(:[\w=-]+){1,3}")
SHORTEST = 4  # characters; a shorter text is chosen or quickly typed again
MOST = 400_000  # characters, as of the largest worksheet


@dataclass(frozen=True)
class Field:
    """One value that was sent."""

    name: str
    text: str

    @property
    def is_shown(self) -> bool:
        """Whether somebody typed it and may want to copy it."""
        is_long = len(self.text.strip()) >= SHORTEST
        return is_long and not MADE_BY_A_PAGE.fullmatch(self.text.strip())


@dataclass(frozen=True)
class Posted:
    """What was sent. is_whole: it can be sent again, as nothing of it is left out or was a file."""

    fields: tuple[Field, ...]
    is_whole: bool

    @property
    def texts(self) -> list[str]:
        """What somebody typed, each once."""
        return list(dict.fromkeys(field.text for field in self.fields if field.is_shown))


NOTHING = Posted((), is_whole=False)


def posted(request: HttpRequest) -> Posted:
    """Give what was sent, however little of it could be read."""
    if request.method != "POST":
        return NOTHING
    try:
        sent = dict(request.POST.lists())
        has_files = bool(request.FILES)
    except (OSError, SuspiciousOperation, MultiPartParserError):
        return NOTHING
    fields = tuple(_fields(sent))
    if sum(len(field.text) for field in fields) > MOST:
        return NOTHING
    left_out = {name for name in sent if SECRET.search(name)} - {"csrfmiddlewaretoken"}
    return Posted(fields, is_whole=bool(fields) and not left_out and not has_files)


def _fields(sent: dict[str, list[str]]) -> Iterator[Field]:
    for name, values in sent.items():
        if not SECRET.search(name):
            yield from (Field(name, str(value)) for value in values)
