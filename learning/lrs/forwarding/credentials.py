"""As whom to speak, and where the secret is: in a file or a variable, never in the database.

A copy of the database gives nobody the right to write into an institution's store.
"""

import base64
import os
from dataclasses import dataclass, field
from pathlib import Path

from learning.lrs.forwarding.errors import NoSecret

FILE = "file:"
VARIABLE = "variable:"


@dataclass(frozen=True)
class Credentials:
    """Where to speak, and as whom. endpoint: what stands before `/statements`."""

    endpoint: str
    key: str
    secret: str = field(repr=False)

    @property
    def header(self) -> str:
        pair = f"{self.key}:{self.secret}".encode()
        return f"Basic {base64.b64encode(pair).decode('ascii')}"


def secret_in(where: str) -> str:
    """Give the secret. `where`: `file:` and a path, or `variable:` and a name. Raises: NoSecret."""
    found = ""
    if where.startswith(VARIABLE):
        found = os.environ.get(where.removeprefix(VARIABLE), "")
    elif where.startswith(FILE):
        found = _read(where)
    if not found.strip():
        raise NoSecret(where)
    return found.strip()


def _read(where: str) -> str:
    try:
        return Path(where.removeprefix(FILE)).read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise NoSecret(where) from error
